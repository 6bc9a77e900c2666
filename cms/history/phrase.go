package history

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"practicecms/cms/internal/record"
	"practicecms/content"
	"practicecms/content/richtext"
)

// MinPhrase is how many characters a phrase must have to be looked for.
const MinPhrase = 3

// Phrase is words that are looked for.
type Phrase struct {
	text  string
	exact *regexp.Regexp // any case; words apart by spaces or marks of emphasis
	word  []byte         // the longest word, in lower case: a cheap first look at an encoded text
}

// NewPhrase takes a phrase apart, or says in a *content.InvalidError what to do about it.
func NewPhrase(text string) (Phrase, error) {
	words := strings.Fields(text)
	if len([]rune(strings.Join(words, " "))) < MinPhrase {
		return Phrase{}, content.Invalid("words", "short", "Give three characters or more.")
	}
	if len(text) > 8000 {
		return Phrase{}, content.Invalid("words", "long", "That is too long to look for. Give a sentence of it.")
	}
	p := Phrase{text: text}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
		if low := []byte(strings.ToLower(w)); len(low) > len(p.word) {
			p.word = low
		}
	}
	var err error
	if p.exact, err = regexp.Compile(`(?i)` + strings.Join(words, `[\s\x{a0}*_~]+`)); err != nil {
		return Phrase{}, content.Invalid("words", "unreadable", "That can’t be looked for.")
	}
	if bytes.ContainsFunc(p.word, func(r rune) bool { return r > unicode.MaxASCII }) {
		p.word = nil // some letters have several lower cases: read every text
	}
	return p, nil
}

// Said reports whether a text says it.
func (p Phrase) Said(text string) bool { return p.exact.MatchString(text) }

// Without is a text without the words. A value that words cannot be taken out of, such
// as a date or an address, goes as a whole.
func (p Phrase) Without(m *content.Model, b record.Body) record.Body {
	b.Title, b.Text = p.exact.ReplaceAllString(b.Title, ErasedMark), p.exact.ReplaceAllString(b.Text, ErasedMark)
	b.Fields = content.MapTexts(m.FieldsOf(b.Kind), b.Fields, func(f content.Field, s string) string {
		if maybeMarkdown(f) && !p.exact.MatchString(s) && p.exact.MatchString(plain(s)) {
			return ErasedMark // the words run across a link: nothing less is sure to hide them
		}
		if !p.exact.MatchString(s) {
			return s
		}
		switch f.Type {
		case "", content.Text, content.Markdown:
			return p.exact.ReplaceAllString(s, ErasedMark)
		}
		return ""
	})
	return b
}

// ErasedMark stands where words were erased.
const ErasedMark = "(erased)"

// maybe reports whether an encoded text can say the phrase; scratch is used again.
func (p Phrase) maybe(encoded []byte, scratch *[]byte) bool {
	low := append((*scratch)[:0], encoded...)
	for i, c := range low {
		if 'A' <= c && c <= 'Z' {
			low[i] = c + 'a' - 'A'
		}
	}
	*scratch = low
	return bytes.Contains(low, p.word)
}

// in finds a phrase in what people read of a text; nil: it is not there.
func (p Phrase) in(m *content.Model, b record.Body) *Hit {
	texts := []string{b.Title, b.Text}
	content.MapTexts(m.FieldsOf(b.Kind), b.Fields, func(f content.Field, s string) string {
		if maybeMarkdown(f) {
			texts = append(texts, plain(s))
		}
		texts = append(texts, s)
		return s
	})
	for _, text := range texts {
		if at := p.exact.FindStringIndex(text); at != nil {
			hit := excerpt(text, at[0], at[1])
			return &hit
		}
	}
	return nil
}

// maybeMarkdown reports whether a text can be Markdown: where it is declared so, and
// where nothing is declared, for what it was is not known any more.
func maybeMarkdown(f content.Field) bool { return f.Type == content.Markdown || f.Type == "" }

// plain is what people read of a Markdown text.
func plain(markdown string) string { return richtext.PlainText(markdown) }
