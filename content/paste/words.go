package paste

import (
	"strings"

	"practicecms/content"
)

// Words gives the words of a plain text: everything between white space, without
// the list markers at the start of lines and without dividing lines.
func Words(s string) []string {
	var words []string
	for _, l := range splitLines(normalise(s)) {
		words = append(words, strings.Fields(l.text)...)
	}
	return words
}

// lineWords gives the words of one line.
func lineWords(s string) []string {
	if isRule(s) {
		return nil
	}
	s, _ = cutBullet(s)
	return strings.Fields(s)
}

// elementWords gives the words of what a reader found.
func elementWords(elements []element) []string {
	var words []string
	for _, e := range elements {
		words = append(words, strings.Fields(e.text.plain())...)
	}
	return words
}

// contentWords gives the words of a content's blocks in reading order: block by
// block, field by field as their kind declares them.
func contentWords(c content.Content) []string {
	var words []string
	eachText(c, func(_ int, _ string, f content.Field, value string) {
		if f.Type == content.Markdown {
			words = append(words, elementWords(readMarkdown(value, false, &removals{}))...)
		} else {
			words = append(words, strings.Fields(value)...)
		}
	})
	return words
}
