package paste

import (
	"strings"

	"practicecms/content/richtext"
)

// readMarkdown reads somebody's Markdown as the HTML that it stands for, by the parser
// that delivers it. "•" and dashes mark list items there too, as they do in other
// texts. A text that is too large to be parsed is read as plain text.
func readMarkdown(text string, removed *removals) (elements []element, words []string) {
	html, err := richtext.SourceHTML(typedSigns(text))
	if err != nil {
		return readText(text), Words(text)
	}
	return readHTML(html, removed, Decisions{})
}

// typedSigns writes the signs of list items that only plain texts use as Markdown's.
func typedSigns(text string) string {
	lines := strings.Split(text, "\n")
	fenced := false
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " \t")
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			fenced = !fenced
		}
		if cut, dash := cutBullet(trimmed); cut > 0 && !fenced && !dash && !strings.ContainsAny(trimmed[:1], "-*+") {
			lines[i] = l[:len(l)-len(trimmed)] + "- " + trimmed[cut:]
		}
	}
	return strings.Join(lines, "\n")
}
