package paste

import (
	"regexp"
	"strings"
	"unicode"
)

// This file mends what mail programs make of links in a plain text: they repeat the
// address behind the words, and they break it at the end of a line.

var (
	// repeated is a word, and the address that Outlook puts behind a link.
	repeated = regexp.MustCompile(`([^\n<>]{0,40}[^\s<>])<((?:(?i:tel|mailto):|(?i:https?)://)[^\s<>]*)>`)
	// brokenScheme and brokenMail are addresses that cannot end where their line does.
	brokenScheme = regexp.MustCompile(`(\bhttps?://) ?\n *([\pL\pN])`)
	brokenMail   = regexp.MustCompile(`([\w.+-]@(?:[\w-]+\.)*(?:[\w-]+)?) ?\n *(\.(?:org|com|net|edu|gov|care|health)\b)`)
)

// mendAddresses puts the parts of an address together, and takes out one that the word
// before it says already.
func mendAddresses(text string) string {
	text = brokenScheme.ReplaceAllString(text, "$1$2")
	text = brokenMail.ReplaceAllString(text, "$1$2")
	return repeated.ReplaceAllStringFunc(text, func(s string) string {
		m := repeated.FindStringSubmatch(s)
		if saysAddress(m[1], m[2]) {
			return m[1]
		}
		return s
	})
}

// saysAddress reports whether words end in an address, as people write it.
func saysAddress(words, address string) bool {
	scheme, rest, _ := strings.Cut(address, ":")
	if strings.EqualFold(scheme, "tel") {
		number := digitsOf(rest)
		return len(number) > 2 && strings.HasSuffix(digitsOf(words), number) && unicode.IsDigit(rune(words[len(words)-1]))
	}
	spelled := func(s string) string {
		s = strings.ToLower(s)
		for _, start := range []string{"mailto:", "https:", "http:", "//", "www."} {
			s = strings.TrimPrefix(s, start)
		}
		return strings.TrimRight(s, "/")
	}
	last := words[strings.LastIndexAny(words, " \t(:")+1:]
	if i := strings.LastIndex(words, "http"); i >= 0 {
		last = words[i:]
	}
	return rest != "" && spelled(last) == spelled(address)
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}
