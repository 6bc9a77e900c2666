package index

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"

	"practicecms/content/fold"
)

// maxMentions is how often a text can say a word before it does not count any more. Where
// a word stands is read whenever a hit is shown, so a text that says one a hundred
// thousand times would make each search costly.
const maxMentions = 1000

// words is an analysis of a text by its folded form. A token tells where it stands in the
// text as it is spelled.
//
// Stemmers and lists of words that say nothing know words by their spelling, and people
// leave accents out. So a word that has some counts twice in its place: by its stem, and
// by the stem of its folded form. That is one word again wherever both are alike.
type words struct {
	tokenizer analysis.Tokenizer
	filters   []analysis.TokenFilter
	spelled   bool // words count by their spelling too
}

// Analyze implements analysis.Analyzer, for what an index holds. A telephone number is
// also one word, however it is written, and so are the digits without those of its area.
func (w words) Analyze(text []byte) analysis.TokenStream {
	t := fold.Of(string(text))
	all, _ := w.tokens(t, string(text))
	all = withNumbers(all, t)
	if len(all) <= maxMentions {
		return all
	}
	said := map[string]int{}
	return slices.DeleteFunc(all, func(t *analysis.Token) bool {
		said[string(t.Term)]++
		return said[string(t.Term)] > maxMentions
	})
}

// asked is the analysis of what somebody looks for. A word that says nothing as it is
// spelled does not count.
func (w words) asked(text string) analysis.TokenStream {
	all, silent := w.tokens(fold.Of(text), text)
	return slices.DeleteFunc(all, func(t *analysis.Token) bool { return silent[t.Position] })
}

// tokens are the words of a text, in order; silent are the places of those that say
// nothing as they are spelled.
func (w words) tokens(t fold.Text, text string) (all analysis.TokenStream, silent map[int]bool) {
	// By Unicode's rules a colon between letters is part of a word, as in Swedish; people
	// who say "Fees:sliding scale" mean two.
	all = w.tokenizer.Tokenize([]byte(strings.ReplaceAll(t.String(), ":", " ")))
	var spelled analysis.TokenStream
	for _, token := range all {
		token.Start, token.End = t.Span(token.Start, token.End)
		if !w.spelled || isASCII(text[token.Start:token.End]) {
			continue
		}
		if s := fold.Spelled(text[token.Start:token.End]); s != string(token.Term) {
			one := *token
			one.Term = []byte(s)
			spelled = append(spelled, &one)
		}
	}
	all = w.filter(all)
	if len(spelled) == 0 {
		return all, nil
	}
	silent = map[int]bool{}
	for _, token := range spelled {
		silent[token.Position] = true
	}
	known := map[string]bool{}
	place := func(t *analysis.Token) string {
		return string(binary.AppendUvarint(nil, uint64(t.Position))) + string(t.Term)
	}
	for _, token := range all {
		known[place(token)] = true
	}
	for _, token := range w.filter(spelled) {
		delete(silent, token.Position)
		token.Term = fold.Append(nil, string(token.Term))
		if !known[place(token)] {
			all = append(all, token)
		}
	}
	sortByPlace(all)
	return all, silent
}

func (w words) filter(tokens analysis.TokenStream) analysis.TokenStream {
	for _, f := range w.filters {
		tokens = f.Filter(tokens)
	}
	return tokens
}

// withNumbers adds the telephone numbers of a text, each in the place of its first word.
func withNumbers(all analysis.TokenStream, t fold.Text) analysis.TokenStream {
	numbers := fold.Numbers(t.String())
	if len(numbers) == 0 {
		return all
	}
	at := 0 // of the first token that may be in the next number
	count := len(all)
	for _, n := range numbers {
		from, to := t.Span(n.From, n.To)
		for at < count && all[at].Start < from {
			at++
		}
		if at == count {
			break
		}
		for _, digits := range []string{n.Digits, n.LocalDigits()} {
			first := all[at]
			if digits != "" && digits != string(first.Term) {
				all = append(all, &analysis.Token{Term: []byte(digits), Start: from, End: to, Position: first.Position, Type: first.Type})
			}
		}
	}
	sortByPlace(all)
	return all
}

func sortByPlace(all analysis.TokenStream) {
	slices.SortStableFunc(all, func(a, b *analysis.Token) int { return cmp.Compare(a.Position, b.Position) })
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
