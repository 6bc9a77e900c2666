package paste

import "strings"

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
