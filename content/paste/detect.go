package paste

import (
	"regexp"
	"strings"
)

var (
	blockTag        = regexp.MustCompile(`(?i)<(?:p|div|h[1-6]|ul|ol|li|table|blockquote|section|article|main|body|br)(?:\s[^<>]*)?/?>`)
	markdownHeading = regexp.MustCompile(`(?m)^#{1,6}[ \t]+\S`)
)

// Detect says how an input is written. It is HTML when it carries the clipboard's
// fragment mark, or starts with a tag and holds a block element; Markdown when a
// line is a "# " heading, or it has the head of a file; otherwise plain text. It answers only on unmistakable
// signs: a single newline means a new paragraph in plain text but nothing in
// Markdown, so a wrong guess would run paragraphs together.
func Detect(input string) Format {
	if strings.Contains(input, fragmentStart) {
		return HTML
	}
	if strings.HasPrefix(strings.TrimSpace(input), "<") && blockTag.MatchString(input) {
		return HTML
	}
	if markdownHeading.MatchString(input) || hasHead(input) {
		return Markdown
	}
	return Text
}
