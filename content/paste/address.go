package paste

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bare addresses are found in what is pasted as the editor finds them in what is typed:
// admin/ui/src/markdown/addresses.ts. Both run testdata/addresses.json.
const (
	// seen is what may stand behind the name of a website: all that is seen but for the
	// full stops and brackets of scripts without spaces, behind which other words go on.
	seen     = `[!-~\pL\pM\pN\pS¡-¬®-¿‐-‧‰-⁞]`
	website  = `[\pL\pM\pN.:_\[\]@%-]*(?:[/?#]` + seen + `*)?`
	mailName = `[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_{|}~` + "`" + `-]*`
)

var (
	bareAddress = regexp.MustCompile(`(?i:https?://[\pL\pN\[]` + website + `|www\.[\pL\pN]` + website + `|(?:mailto:)?` + mailName + `@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})`)
	webScheme   = regexp.MustCompile(`^(?i:https?:)`)
	www         = regexp.MustCompile(`^(?i:www\.)`)
	wwwName     = regexp.MustCompile(`^(?i:www\.[^/?#]+\.\pL{2})`)
	// In languages without spaces the words go on right behind the name of a website.
	wordsBehind = regexp.MustCompile(`^((?i:(?:https?://)?[a-z0-9.-]+\.[a-z]{2,}))[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]`)
	// Behind these an address that stands in a shortcode, or between quotation marks, ends.
	closingCode      = regexp.MustCompile(`\[/([A-Za-z][\w-]*)\]`)
	marksOfQuotation = `"“”`
	// autoLink is what may stand between angle brackets (CommonMark §6.5).
	autoLink = regexp.MustCompile(`^<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s\v<>]*|[a-zA-Z0-9.!#$%&'*+/=?^_{|}~-]+@[a-zA-Z0-9.-]+)>$`)
)

// linkAddresses makes links of the addresses in every text of an element.
func (e *element) linkAddresses() {
	e.text = e.text.linkAddresses()
	if e.table == nil {
		return
	}
	for _, row := range e.table.rows {
		for c := range row {
			row[c] = row[c].linkAddresses()
		}
	}
}

// linkAddresses makes links of the addresses that stand in a text as words.
func (r rich) linkAddresses() rich {
	var out rich
	for _, s := range r {
		if s.br || s.style.link != "" || !strings.ContainsAny(s.text, ":.@") {
			out = append(out, s)
			continue
		}
		at := 0
		for _, found := range addressesIn(s.text) {
			words := s.text[found[0]:found[1]]
			link := cleanLink(addressOf(words)).link
			if link == "" {
				continue
			}
			out = append(out, span{text: s.text[at:found[0]], style: s.style})
			linked := s.style
			linked.link = link
			out = append(out, span{text: words, style: linked})
			at = found[1]
		}
		out = append(out, span{text: s.text[at:], style: s.style})
	}
	return out.merge()
}

// addressesIn gives where bare addresses stand in a text, as pairs of indexes.
func addressesIn(text string) (found [][2]int) {
	for at := 0; at < len(text); {
		m := bareAddress.FindStringIndex(text[at:])
		if m == nil {
			return found
		}
		from, to := at+m[0], at+m[1]
		words := text[from:to]
		if before, _ := utf8.DecodeLastRuneInString(text[:from]); from > 0 && isInWord(before, words) {
			_, n := utf8.DecodeRuneInString(words)
			at = from + n
			continue
		}
		if m := wordsBehind.FindStringSubmatch(words); m != nil {
			words = m[1]
		}
		words = cutAround(text[:from], words)
		at = from + len(words)
		if words = cutSentence(words); !www.MatchString(words) || wwwName.MatchString(words) {
			found = append(found, [2]int{from, from + len(words)})
		}
	}
	return found
}

// isInWord reports whether what looks like an address belongs to a word before it.
func isInWord(before rune, address string) bool {
	signs := ".!#$%&+/=?^_{|}~-" // of a mail's name
	switch {
	case webScheme.MatchString(address):
		signs = "+.-"
	case www.MatchString(address):
		signs = "@/._-"
	}
	return before < utf8.RuneSelf && (isLetterOrDigit(byte(before)) || strings.ContainsRune(signs, before))
}

// addressOf gives the address that words stand for.
func addressOf(words string) string {
	switch {
	case !strings.Contains(words, ":") && strings.Contains(words, "@"):
		return "mailto:" + words
	case len(words) > 4 && strings.EqualFold(words[:4], "www."):
		return "https://" + words
	}
	return words
}

// cutAround takes off what closes something that was opened before an address: a
// shortcode, as [link]https://example.org[/link], or a quotation mark.
func cutAround(before, address string) string {
	if m := closingCode.FindStringSubmatchIndex(address); m != nil && !strings.Contains(address[:m[0]], "["+address[m[2]:m[3]]) {
		address = address[:m[0]]
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune(marksOfQuotation, last) || strings.Count(before, `"`)%2 == 1 {
		if i := strings.IndexAny(address, marksOfQuotation); i >= 0 {
			address = address[:i]
		}
	}
	return address
}

// cutSentence takes off what belongs to the sentence around an address: its full
// stop, a closing quotation mark, a bracket that was opened before it.
func cutSentence(address string) string {
	for {
		rest := strings.TrimRightFunc(address, func(r rune) bool {
			return strings.ContainsRune(`.,;:!?'"`, r) || r >= utf8.RuneSelf && unicode.IsPunct(r)
		})
		for _, pair := range []string{"()", "[]", "{}", "<>"} {
			if strings.HasSuffix(rest, pair[1:]) && strings.Count(rest, pair[1:]) > strings.Count(rest, pair[:1]) {
				rest = rest[:len(rest)-1]
			}
		}
		if rest == address {
			return address
		}
		address = rest
	}
}
