package content

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file makes English of labels, for gaps and summaries. Labels are written
// by us and by developers, so the rules need to read well, not to know English.

// maxNameRunes is how much of a heading stands in a sentence.
const maxNameRunes = 48

// BlockName says what people call a block: its heading in quotation marks, such as
// “Preparation”, or else its kind in small letters, such as callout. A kind that
// the model does not know is called by its name.
func (m *Model) BlockName(b Block) string {
	k, ok := m.Kind(b.Kind)
	if !ok {
		return lowerFirst(HumanName(b.Kind))
	}
	if h := headingOf(k.Fields, b.Fields); h != "" {
		return quote(h)
	}
	return lowerFirst(k.Label)
}

// headingOf gives the first line of the Heading field, or "". Of Markdown the
// marks are left away, roughly: it is a name, not a rendering.
func headingOf(fields []Field, values Fields) string {
	for _, f := range fields {
		if !f.Heading {
			continue
		}
		text, _ := values[f.Name].(string)
		text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
		if f.Type == Markdown {
			text = strings.NewReplacer("*", "", "`", "", "__", "", `\`, "").Replace(text)
		}
		return strings.TrimSuffix(strings.TrimSpace(text), ":")
	}
	return ""
}

// aBlock says a block in a sentence: “Preparation”, or "a callout".
func (m *Model) aBlock(b Block) string {
	k, ok := m.Kind(b.Kind)
	if !ok {
		return indefinite(HumanName(b.Kind))
	}
	if h := headingOf(k.Fields, b.Fields); h != "" {
		return quote(h)
	}
	return indefinite(k.Label)
}

// quote puts a name in quotation marks, and cuts it when it is long.
func quote(s string) string { return "“" + clip(s, maxNameRunes) + "”" }

// clip cuts s to at most n characters, the last of them an ellipsis, and between
// words where there is a space in the second half.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := string([]rune(s)[:n-1])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return strings.TrimRightFunc(cut, unicode.IsSpace) + "…"
}

// indefinite says a label as one of its kind: "an invitation", "steps", and what
// is a sentence itself in quotation marks.
func indefinite(label string) string {
	switch {
	case isSentence(label):
		return quote(label)
	case isPlural(label):
		return lowerFirst(label)
	case strings.ContainsAny(label[:min(1, len(label))], "AEIOUaeiou"):
		return "an " + lowerFirst(label)
	}
	return "a " + lowerFirst(label)
}

// definite says a label of a field: "the heading", but “Where it leads”.
func definite(label string) string {
	if isNoun(label) {
		return "the " + lowerFirst(label)
	}
	return quote(label)
}

// these begins a sentence about a block or a document: "This section has".
func these(label string) string {
	switch {
	case isSentence(label):
		return quote(label) + " has"
	case isPlural(label):
		return "These " + lowerFirst(label) + " have"
	}
	return "This " + lowerFirst(label) + " has"
}

// counted says how many: "a step", "3 steps".
func counted(n int, noun string) string {
	if n == 1 {
		return indefinite(noun)
	}
	return strconv.Itoa(n) + " " + plural(lowerFirst(noun))
}

func plural(noun string) string {
	switch {
	case noun == "person":
		return "people"
	case isPlural(noun), noun == "":
		return noun
	case strings.HasSuffix(noun, "y") && len(noun) > 1 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		return noun + "es"
	}
	return noun + "s"
}

func isSentence(label string) bool { return strings.HasSuffix(label, "?") }

// isNoun reports whether a label is one word, so that it can stand after "the".
func isNoun(label string) bool { return label != "" && !strings.ContainsAny(label, " ?") }

// isPlural reports whether the first word of a label ends like "steps".
func isPlural(label string) bool {
	first, _, _ := strings.Cut(label, " ")
	return strings.HasSuffix(first, "s") && !strings.HasSuffix(first, "ss")
}

// lowerFirst makes the first letter small, but not that of EMDR.
func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// HumanName makes words of a name that the model does not know: leadIn and
// lead-in become "Lead in".
func HumanName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == '-' || r == '_':
			b.WriteByte(' ')
		case unicode.IsUpper(r):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return upperFirst(strings.TrimSpace(b.String()))
}

// thousands writes a count as people do: 6,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// joinWords says a list: "a", "a and b", "a, b and c".
func joinWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// advice is what an error says after its sentinel, in the words for a sentence.
func advice(err, sentinel error) string {
	return strings.TrimPrefix(err.Error(), sentinel.Error()+": ")
}
