package admin

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"practicecms/content"
	"practicecms/content/paste"
	"practicecms/content/richtext"
)

// link offers a suggested link, and makes it when it was accepted. Words that bold
// or a line break cuts through can't be linked, and are not offered.
func (p *pastedPart) link(fields content.Fields, l paste.Suggestion, d pasteDecisions) {
	text, set := textAt(fields, l.Field)
	linked, ok := linkWords(text, l.Text, l.ID)
	if !ok {
		return
	}
	key := shortSum(p.Key, l.Field, l.Text, l.ID.String())
	p.Links = append(p.Links, pastedLink{Key: key, Words: l.Text, Name: l.Name, Accepted: d.linked(key)})
	if d.linked(key) {
		set(linked)
	}
}

// linkWords makes a link of the first of some words in a Markdown text, if that
// changes nothing else in it.
func linkWords(text, words string, to content.DocumentID) (string, bool) {
	for _, written := range []string{words, paste.Escape(words)} {
		at := strings.Index(text, written)
		if at < 0 || written == "" || !betweenWords(text, at, at+len(written)) {
			continue
		}
		linked := text[:at] + "[" + written + "](document:" + to.String() + ")" + text[at+len(written):]
		if richtext.PlainText(linked) == richtext.PlainText(text) && slices.Contains(richtext.Documents(linked), to.String()) {
			return linked, true
		}
	}
	return text, false
}

// betweenWords reports whether neither end of text[from:to] cuts a word.
func betweenWords(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !inWord(before) && !inWord(after)
}

// textAt finds the text at a path such as "steps[1].body", and how to set it.
func textAt(fields content.Fields, path string) (string, func(string)) {
	var at any = fields
	set := func(string) {}
	for name := range strings.SplitSeq(path, ".") {
		name, index, inList := strings.Cut(name, "[")
		within, _ := at.(map[string]any)
		at = within[name]
		set = func(text string) { within[name] = text }
		if inList {
			items, _ := at.([]any)
			i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || i < 0 || i >= len(items) {
				return "", func(string) {}
			}
			at = items[i]
			set = func(text string) { items[i] = text }
		}
	}
	text, _ := at.(string)
	return text, set
}
