package paste

import (
	"regexp"
	"strconv"
	"strings"
)

// line is one line of plain text that is not blank.
type line struct {
	text   string // without the marker and without spaces around it
	mark   mark   // what stood before the text
	number int    // of a numbered mark
	sign   string // of a bullet
	quote  bool   // signs of a reply stood before it
	gap    int    // blank lines before it that mean something (rule 1)
}

// mark says what stands at the start of a line.
type mark int

const (
	markNone   mark = iota
	markBullet      // one of bullets
	markNumber      // "1." as part of a list that counts on
	markRule        // the whole line is a divider
)

// bullets are the list markers of rule 2.
var bullets = setOf("- – — • · * ▪ ● ◦ ○ ‣ ⁃ ➢ ➤ ► ▶ ▸ ✓ ✔ ■ □ ▫ ◆ ◇ ❖ \uf0b7 \uf0a7 \uf0d8 \uf076 \uf0fc \uf0a8 \uf02d")

// tabbedSign is a letter that Word sets as the sign of a list item: what makes it one
// is the tab behind it.
var tabbedSign = regexp.MustCompile(`(?m)^([ \t]*)[o§]\t`)

// cutBullet takes a list marker off the start of a line. rest has no space in
// front; it is empty when the marker stands alone.
func cutBullet(s string) (rest string, ok bool) {
	first, rest, _ := strings.Cut(s, " ")
	if !bullets[first] {
		return s, false
	}
	return strings.TrimLeft(rest, " "), true
}

// replySign is what mail programs put before each line that they quote.
var replySign = regexp.MustCompile(`^(?:> ?)+`)

// cutReply takes the signs of a reply off the start of a line. Before a number, ">" says
// "more than".
func cutReply(s string) (rest string, ok bool) {
	sign := replySign.FindString(s)
	rest = strings.TrimLeft(s[len(sign):], " ")
	if sign == "" || strings.HasSuffix(sign, ">") && rest != "" && strings.Contains("0123456789=", rest[:1]) {
		return s, false
	}
	return rest, true
}

// isRule reports whether a line is a divider: the same mark at least three times
// and nothing else.
func isRule(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	return len(s) >= 3 && strings.ContainsRune("-*_=", rune(s[0])) && strings.Count(s, s[:1]) == len(s)
}

// cutNumber takes a number such as "1." or "2)" off the start of a line.
func cutNumber(s string) (number int, rest string, ok bool) {
	first, rest, _ := strings.Cut(s, " ")
	if len(first) < 2 || len(first) > 3 || (first[len(first)-1] != '.' && first[len(first)-1] != ')') {
		return 0, s, false
	}
	number, err := strconv.Atoi(first[:len(first)-1])
	if err != nil || number < 1 {
		return 0, s, false
	}
	return number, strings.TrimLeft(rest, " "), true
}

// splitLines gives the lines of a normalised text that are not blank.
func splitLines(text string) []line {
	var lines []line
	blank := 0
	for s := range strings.SplitSeq(text, "\n") {
		s, quoted := cutReply(strings.Trim(s, " "))
		if s == "" {
			blank++
			continue
		}
		l := line{text: s, gap: blank, quote: quoted}
		if isRule(s) {
			l.text, l.mark = "", markRule
		} else if rest, ok := cutBullet(s); ok {
			l.text, l.mark = rest, markBullet
			l.sign, _, _ = strings.Cut(s, " ")
		}
		lines = append(lines, l)
		blank = 0
	}
	dropCommonGap(lines)
	markNumbers(lines)
	return lines
}

// dropCommonGap takes away the blank lines that every gap has: browsers double
// the line ends of what they copy, and then blank lines say nothing.
func dropCommonGap(lines []line) {
	if len(lines) == 0 {
		return
	}
	lines[0].gap = 0
	if len(lines) == 1 {
		return
	}
	common := lines[1].gap
	for _, l := range lines[1:] {
		common = min(common, l.gap)
	}
	for i := range lines[1:] {
		lines[i+1].gap -= common
	}
}

// markNumbers finds numbered lists. A number is a list marker only in a list that
// starts with 1 and counts on with the next item; in "2024. A year" or a heading
// "1. Preparation" with paragraphs below it, the number is a word.
func markNumbers(lines []line) {
	for i := 0; i < len(lines); {
		end := i
		for want := 1; end < len(lines) && lines[end].mark == markNone; want++ {
			number, rest, ok := cutNumber(lines[end].text)
			if !ok || number != want {
				break
			}
			end++
			if rest == "" && end < len(lines) && lines[end].mark == markNone {
				end++ // the number stands alone; its text is the next line
			}
		}
		if first, rest, ok := cutNumber(lines[i].text); !ok || first != 1 || end-i < 2 || (rest == "" && end-i < 4) {
			i++
			continue
		}
		for want := 1; i < end; want++ {
			_, rest, _ := cutNumber(lines[i].text)
			lines[i].mark, lines[i].number, lines[i].text = markNumber, want, rest
			i++
			if rest == "" && i < end {
				i++
			}
		}
	}
}
