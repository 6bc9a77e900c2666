package history

import (
	"strings"

	"practicecms/cms/internal/record"
	"practicecms/content"
	"practicecms/content/fold"
	"practicecms/content/richtext"
)

// MinPhrase is how many characters a phrase must have to be looked for.
const MinPhrase = 3

// Phrase is words that are looked for, however they are spelled: see content/fold.
type Phrase struct {
	text  string
	parts []part // one at least
	sure  string // letters and digits that stand together in every text that says it: for a cheap first look
	calls bool   // there is a telephone number in it
}

// part is a word of a phrase, or a telephone number.
type part struct {
	text   string // folded; of a number the digits
	number bool
	apart  bool // from the one before it
}

// NewPhrase takes a phrase apart, or says in a *content.InvalidError what to do about it.
func NewPhrase(text string) (Phrase, error) {
	folded := strings.Trim(fold.String(text), " ")
	if len([]rune(folded)) < MinPhrase {
		return Phrase{}, content.Invalid("words", "short", "Give three characters or more.")
	}
	if len(text) > 8000 {
		return Phrase{}, content.Invalid("words", "long", "That is too long to look for. Give a sentence of it.")
	}
	p := Phrase{text: text}
	at := 0
	for _, n := range fold.Longest(fold.Numbers(folded)) {
		p.addWords(folded[at:n.From])
		p.parts = append(p.parts, part{n.Digits, true, n.From > 0 && folded[n.From-1] == ' '})
		p.calls = true
		at = n.To
	}
	p.addWords(folded[at:])
	for _, one := range p.parts {
		for _, letters := range strings.FieldsFunc(one.text, func(r rune) bool { return r < 0x80 && !isKept(byte(r)) }) {
			if len(letters) > len(p.sure) {
				p.sure = letters
			}
		}
	}
	return p, nil
}

func (p *Phrase) addWords(folded string) {
	for i, word := range strings.Fields(folded) {
		p.parts = append(p.parts, part{text: word, apart: i > 0 || folded[0] == ' '})
	}
}

// Said reports whether a text says it.
func (p Phrase) Said(text string) bool {
	_, _, ok := p.find(fold.Of(text).String(), 0, false)
	return ok
}

// Without is a text without the words. A value that words cannot be taken out of, such
// as a date or an address, goes as a whole.
func (p Phrase) Without(m *content.Model, b record.Body) record.Body {
	b.Title, b.Text = p.without(b.Title, false), p.without(b.Text, false)
	b.Fields = content.MapTexts(m.FieldsOf(b.Kind), b.Fields, func(f content.Field, s string) string {
		if f.Type == content.File {
			return s // the name of bytes; it says nothing
		}
		if maybeMarkdown(f) {
			rest := p.without(s, p.Said(plain(s)))
			if p.Said(plain(rest)) {
				return ErasedMark // the words run across a link: nothing less is sure to hide them
			}
			return rest
		}
		if f.Type != content.Text && p.Said(s) {
			return ""
		}
		return p.without(s, false)
	})
	return b
}

// without is a text with the mark in the place of the words. Of Markdown, the marks of
// emphasis that the words begin or end in go with them.
func (p Phrase) without(s string, markdown bool) string {
	text := fold.Of(s)
	folded := text.String()
	var out strings.Builder
	rest := 0 // how much of s is written
	for at := 0; ; {
		from, to, ok := p.find(folded, at, markdown)
		if !ok {
			break
		}
		if markdown && strings.ContainsFunc(folded[from:to], isMark) {
			from = len(strings.TrimRightFunc(folded[:from], isMark))
			to = len(folded) - len(strings.TrimLeftFunc(folded[to:], isMark))
		}
		trueFrom, trueTo := text.Span(max(from, at), to)
		out.WriteString(s[rest:trueFrom] + ErasedMark)
		at, rest = to, trueTo
	}
	return out.String() + s[rest:]
}

// ErasedMark stands where words were erased.
const ErasedMark = "(erased)"

// in finds a phrase in what people read of a text; nil: it is not there.
func (p Phrase) in(m *content.Model, b record.Body) *Hit {
	var hit *Hit
	var scratch []byte
	look := func(s string) {
		if hit != nil {
			return
		}
		text := fold.Of(s)
		if from, to, ok := p.find(text.String(), 0, false); ok {
			from, to = text.Span(from, to)
			found := excerpt(s, from, to)
			hit = &found
		}
	}
	look(b.Title)
	look(b.Text)
	content.MapTexts(m.FieldsOf(b.Kind), b.Fields, func(f content.Field, s string) string {
		if f.Type == content.File {
			return s
		}
		if maybeMarkdown(f) && hit == nil && p.maybe([]byte(s), &scratch) {
			look(plain(s))
		}
		look(s)
		return s
	})
	return hit
}

// maybeMarkdown reports whether a text can be Markdown: where it is declared so, and
// where nothing is declared, for what it was is not known any more.
func maybeMarkdown(f content.Field) bool { return f.Type == content.Markdown || f.Type == "" }

// plain is what people read of a Markdown text.
func plain(markdown string) string { return richtext.PlainText(markdown) }
