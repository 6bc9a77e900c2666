package paste

import "strings"

// This file reads the cells that spreadsheets put between quotation marks in a plain
// text (RFC 4180): those that hold a line end, a tab or a quotation mark.

// cellBreak parts the lines of a cell. No normalised text holds it.
const cellBreak = "\v"

// unquoteCells writes such cells without their marks, with their lines in one line of the
// text. A cell stands beside a tab; other words between marks are a quotation.
func unquoteCells(text string) string {
	if !strings.Contains(text, "\t\"") && !strings.Contains(text, "\"\t") {
		return text
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		end := strings.IndexAny(text[at:], "\t\n")
		rest := text[at:]
		if n, words := quotedCell(rest); n > 0 && (at > 0 && text[at-1] == '\t' || strings.HasPrefix(rest[n:], "\t")) {
			b.WriteString(words)
			at += n
			end = 0
		}
		if end < 0 || at == len(text) {
			b.WriteString(text[at:])
			break
		}
		b.WriteString(text[at : at+end+1])
		at += end + 1
	}
	return b.String()
}

// quotedCell reads the cell at the start of a text: how long it is with its marks, and
// what it holds; 0 for one that needs no marks.
func quotedCell(s string) (n int, words string) {
	if !strings.HasPrefix(s, `"`) {
		return 0, ""
	}
	for i := 1; i < len(s) && i < maxCell; i++ {
		switch {
		case s[i] != '"':
		case strings.HasPrefix(s[i+1:], `"`):
			i++
		case i+1 < len(s) && s[i+1] != '\t' && s[i+1] != '\n':
			return 0, ""
		default:
			inside := s[1:i]
			if !strings.ContainsAny(inside, "\"\t\n") {
				return 0, ""
			}
			return i + 1, strings.NewReplacer(`""`, `"`, "\n", cellBreak, "\t", " ").Replace(inside)
		}
	}
	return 0, ""
}
