package paste

import "strings"

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
