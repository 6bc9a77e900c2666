package paste

import (
	"regexp"
	"strings"
)

var (
	// bareAddress finds a web address or an e-mail address that stands in a text as
	// words. What ends the sentence is not part of it; see cutSentence.
	bareAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”«»]+|\bwww\.[^\s<>"“”«»]+\.[^\s<>"“”«»]+|[\pL\pN.!#$%&'*+/=?^_{|}~-]+@[\pL\pN](?:[\pL\pN-]*[\pL\pN])?(?:\.[\pL\pN](?:[\pL\pN-]*[\pL\pN])?)+`)
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
		for _, found := range bareAddress.FindAllStringIndex(s.text, -1) {
			words := cutSentence(s.text[found[0]:found[1]])
			link := cleanLink(addressOf(words)).link
			if link == "" {
				continue
			}
			out = append(out, span{text: s.text[at:found[0]], style: s.style})
			linked := s.style
			linked.link = link
			out = append(out, span{text: words, style: linked})
			at = found[0] + len(words)
		}
		out = append(out, span{text: s.text[at:], style: s.style})
	}
	return out.merge()
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

// cutSentence takes off what belongs to the sentence around an address: its full
// stop, a closing quotation mark, a bracket that was opened before it.
func cutSentence(address string) string {
	for {
		rest := strings.TrimRight(address, ".,:;!?'’”»")
		for _, pair := range []string{"()", "[]", "{}"} {
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
