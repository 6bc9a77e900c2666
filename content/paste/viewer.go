package paste

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// This file reads what viewers of PDF copy: the lines of a page, with words that were
// broken at their ends.

// viewerBreak is the line end that Firefox's viewer copies. Its HTML says nothing but
// where lines end, so it is read as a plain text.
var viewerBreak = regexp.MustCompile(`(?i)<br\s[^<>]*role="?presentation`)

// viewerText gives the lines that a viewer's HTML shows; ok is false for other HTML.
func viewerText(input string) (text string, ok bool) {
	if !viewerBreak.MatchString(input) {
		return "", false
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment(input)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String(), true
		case html.TextToken:
			b.WriteString(strings.ReplaceAll(string(z.Text()), "\n", " "))
		default:
			if name, _ := z.TagName(); string(name) == "br" || blockTags[string(name)] {
				b.WriteByte('\n')
			}
		}
	}
}

// brokenWord is a word with a hyphen at the end of a line, and its rest on the next line.
// Some viewers write the hyphen as a sign that is no character, or as a possible hyphen.
var brokenWord = regexp.MustCompile(`(\pL+)([-‐\x{ad}\x{fffe}\x02]) ?(?:\r?\n){1,3} *(\p{Ll}[\pL’']*)([^\s\pL]*)( ?)`)

// brokenNumber is a number, or a span of numbers, with a hyphen at the end of a line.
var brokenNumber = regexp.MustCompile(`([0-9][-‐‑–]) ?\r?\n *([$€£]?[0-9])`)

// mendBrokenWords puts words and numbers together that were broken at the end of a line.
func mendBrokenWords(text string) string {
	text = brokenNumber.ReplaceAllString(text, "$1$2")
	if !brokenWord.MatchString(text) {
		return text
	}
	known := map[string]bool{} // the words of the text in small letters, with those that have hyphens
	for w := range strings.FieldsSeq(text) {
		known[strings.ToLower(bare(w))] = true
	}
	return brokenWord.ReplaceAllStringFunc(text, func(broken string) string {
		m := brokenWord.FindStringSubmatch(broken)
		first, sign, second, behind, space := m[1], m[2], m[3], m[4], m[5]
		if andWords[second] {
			return first + "- " + second + behind + space // short- and long-term
		}
		hyphen := ""
		if sign != "\u00ad" && isCompound(first, second, known) {
			hyphen = "-"
		}
		if space != "" {
			space = "\n"
		}
		return first + hyphen + second + behind + space
	})
}

var (
	andWords = setOf("and or nor to und oder et ou y o e")
	// compoundFirst and compoundLast are what words with a hyphen of their own begin and
	// end with.
	compoundFirst = setOf("self well non co ex pre post anti mid multi cross follow drop check walk sign full part half high low long short " +
		"first second third one two three four five six seven eight nine ten twelve twenty thirty forty fifty sixty seventy eighty ninety " +
		"client person family child body mind trauma evidence strength solution emotion culture gender grief breath face mother father sister brother")
	compoundLast = setOf("based informed centered centred focused focussed oriented led free friendly affirming sensitive aware minute hour day week month year " +
		"old term time care esteem being up in on off out to harm help worth awareness compassion regulation session level wide person law")
)

// isCompound reports whether a word that is broken behind first has a hyphen there
// wherever it stands: the text says so, or the one half is a word that takes one.
func isCompound(first, second string, known map[string]bool) bool {
	first, second = strings.ToLower(first), strings.ToLower(second)
	switch {
	case known[first+"-"+second]:
		return true
	case known[first+second], known[strings.TrimSuffix(first+second, "s")], known[first+second+"s"]:
		return false
	}
	return compoundFirst[first] || compoundLast[second]
}
