package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape writes plain text as Markdown that renders as the same text. s is one
// line; its white space is kept as it is.
func Escape(s string) string {
	var b strings.Builder
	escapeTo(&b, s, true)
	return b.String()
}

// escapeTo writes s; start says that it stands at the start of a line, where more
// characters mean something.
func escapeTo(b *strings.Builder, s string, start bool) {
	if start {
		n := len(s) - len(strings.TrimLeft(s, " "))
		b.WriteString(s[:n])
		s = s[n:]
		switch {
		case s == "":
			return
		case strings.IndexByte("-+=>", s[0]) >= 0:
			b.WriteByte('\\')
		case isDigit(s[0]): // "1." and "1)" start a numbered list
			n := len(s) - len(strings.TrimLeft(s, "0123456789"))
			if n < len(s) && (s[n] == '.' || s[n] == ')') && (n+1 == len(s) || s[n+1] == ' ') {
				b.WriteString(s[:n])
				b.WriteByte('\\')
				b.WriteByte(s[n])
				s = s[n+1:]
			}
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case strings.IndexByte("\\`*_[]<#|~", c) >= 0:
			b.WriteByte('\\')
		case c == '&' && (i+1 == len(s) || s[i+1] == '#' || isLetterOrDigit(s[i+1])):
			b.WriteByte('\\') // an entity such as &amp;
		case c == '!' && i+1 == len(s):
			b.WriteByte('\\') // what follows may be a link, and then this would be a picture
		case c == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteByte('\\') // or GFM makes a link of a part of it
		case c == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetterOrDigit(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Line breaks of a written text.
const (
	breakAsSpace = " "
	hardBreak    = "\\\n"
)

// markdown writes the text as Markdown; every line break becomes lineBreak, which
// is breakAsSpace, or hardBreak and the indentation of the next line. The text is
// trimmed.
func (r rich) markdown(lineBreak string) string {
	var b strings.Builder
	start := true // of a line
	for _, s := range settle(r) {
		switch {
		case s.br:
			if rest, ok := strings.CutPrefix(lineBreak, `\`); ok && strings.HasSuffix(b.String(), `\`) {
				b.WriteString("  " + rest) // the other spelling: some renderers count three backslashes wrongly
			} else {
				b.WriteString(lineBreak)
			}
			start = start || lineBreak != breakAsSpace
			continue
		case s.style == style{}:
			escapeWords(&b, s.text, start)
		case s.style.link != "":
			b.WriteString(s.style.marks() + "[")
			escapeTo(&b, s.text, false)
			b.WriteString("](" + s.style.link + ")" + s.style.marks())
		default:
			b.WriteString(s.style.marks())
			escapeWords(&b, s.text, false)
			b.WriteString(s.style.marks())
		}
		start = false
	}
	return b.String()
}

// marks gives the asterisks of a style.
func (s style) marks() string {
	switch {
	case s.bold && s.italic:
		return "***"
	case s.bold:
		return "**"
	case s.italic:
		return "*"
	}
	return ""
}

// settle leaves only those bold and italic runs that Markdown can say. A run that
// it cannot say stays as words without style, which is better than asterisks in
// the text.
func settle(r rich) rich {
	r = spacesOutside(r)
	// GFM takes asterisks that touch an e-mail address for a part of it.
	mail := slices.ContainsFunc(r, func(s span) bool { return strings.Contains(s.text, "@") })
	for i := range r {
		s := &r[i]
		if s.style.marks() == "" {
			continue
		}
		before, after := lastRune(r, i-1), firstRune(r, i+1)
		touches := i > 0 && r[i-1].style.marks() != "" // their asterisks would run together
		inMail := mail && (before != ' ' || after != ' ' || strings.Contains(s.text, "@"))
		if touches || inMail || !flanked(before, s.ends(), after) {
			s.style.bold, s.style.italic = false, false
		}
	}
	return r.merge()
}

// spacesOutside moves the spaces at the ends of a styled run out of it: Markdown's
// marks must touch a word.
func spacesOutside(r rich) rich {
	var out rich
	for _, s := range r {
		text := strings.Trim(s.text, " ")
		if s.style == (style{}) || text == "" {
			out = append(out, span{text: s.text, br: s.br})
			continue
		}
		before, after, _ := strings.Cut(s.text, text)
		for _, part := range []span{{text: before}, {text: text, style: s.style}, {text: after}} {
			if part.text != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// ends gives the first and the last character of a run as it will be written.
func (s span) ends() [2]rune {
	if s.style.link != "" {
		return [2]rune{'[', ')'}
	}
	first, _ := utf8.DecodeRuneInString(s.text)
	last, _ := utf8.DecodeLastRuneInString(s.text)
	return [2]rune{first, last}
}

// firstRune gives the first character of span i as it will be written; a space at
// the end of the text and at a line break.
func firstRune(r rich, i int) rune {
	if i == len(r) || r[i].br {
		return ' '
	}
	return r[i].ends()[0]
}

// lastRune is firstRune for the last character.
func lastRune(r rich, i int) rune {
	if i < 0 || r[i].br {
		return ' '
	}
	return r[i].ends()[1]
}

// flanked reports whether every renderer reads asterisks around a run as emphasis.
// It takes the safe part of CommonMark's rules of flanking (§6.2): they differ
// between versions for punctuation.
func flanked(before rune, run [2]rune, after rune) bool {
	opens := strings.ContainsRune(" (", before) || isWordRune(before) && isWordRune(run[0])
	closes := strings.ContainsRune(" ).,;:?!", after) || isWordRune(after) && isWordRune(run[1])
	return opens && closes
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// plainURL is a web address that may be written between angle brackets; sentence
// punctuation at its end is not part of it.
var plainURL = regexp.MustCompile(`^https://[a-zA-Z0-9][-a-zA-Z0-9.]*\.[a-zA-Z]{2,}(?::[0-9]+)?(?:/[-a-zA-Z0-9._~:/?#@!$'()*+,=%&]*[-a-zA-Z0-9_~/#=])?`)

// escapeWords writes text word by word: a web address becomes a link to itself.
func escapeWords(b *strings.Builder, s string, start bool) {
	if !strings.Contains(s, "https://") {
		escapeTo(b, s, start)
		return
	}
	for word := range strings.SplitAfterSeq(s, " ") {
		url := plainURL.FindString(word)
		if rest := word[len(url):]; url != "" && strings.Trim(rest, ".,;:!?)”’\"' ") == "" {
			b.WriteString("<" + url + ">")
			word, start = rest, false
		}
		escapeTo(b, word, start)
		start = false
	}
}
