package content

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// longText is the length in characters above which a text is read for itself;
// shorter ones (headings, descriptions) stand where space is narrow.
const longText = 300

// Gaps lists what a content still lacks or has too much of, as advice that never
// stops a save: what is Required and empty, and what is outside Min and Max
// (characters of a text, items of a list). What is wrong in shape is for Validate
// and is passed over here.
func (m *Model) Gaps(typeName string, c Content) []Problem {
	g := gaps{}
	if t, ok := m.Type(typeName); ok {
		g.fields(t.Fields, c.Fields, "fields", these(t.Label))
	}
	for i, b := range c.Blocks {
		if k, ok := m.Kind(b.Kind); ok {
			g.fields(k.Fields, b.Fields, element("blocks", i), these(k.Label))
		}
	}
	return g.found
}

type gaps struct{ found []Problem }

func (g *gaps) add(path, code, message string, args ...any) {
	g.found = append(g.found, Problem{Path: path, Code: code, Message: fmt.Sprintf(message, args...)})
}

// fields looks through one object; whose begins a sentence about it, such as
// "This invitation has" or "Step 2 has".
func (g *gaps) fields(declared []Field, values Fields, path, whose string) {
	for _, f := range declared {
		here := member(path, f.Name)
		value := values[f.Name]
		// A list that should have items is as good as required.
		if isEmpty(value) && (f.Required || f.Type == List && f.Min > 0) {
			g.add(here, CodeMissing, "%s %s yet.", whose, nothing(f.Label))
			continue
		}
		g.value(f, value, here, has(f))
	}
}

// nothing ends "This section has…" so that any label fits.
func nothing(label string) string {
	if isNoun(label) {
		return "no " + lowerFirst(label)
	}
	return "nothing under " + quote(label)
}

// has begins a sentence about a field: "The heading has".
func has(f Field) string {
	switch {
	case !isNoun(f.Label) && (f.Type != Group || isPlural(f.Label) || isSentence(f.Label)):
		return quote(f.Label) + " has"
	case isPlural(f.Label):
		return "The " + lowerFirst(f.Label) + " have"
	}
	return "The " + lowerFirst(f.Label) + " has"
}

func (g *gaps) value(f Field, value any, path, subject string) {
	switch value := value.(type) {
	case string:
		if f.Type == Text || f.Type == Markdown {
			g.text(f, value, path, subject)
		}
	case map[string]any:
		if f.Type == Group {
			g.fields(f.Fields, value, path, subject)
			g.undescribed(f, value, path, subject)
		}
	case []any:
		if f.Type == List {
			g.list(f, value, path)
		}
	}
}

// undescribed is about a picture that says nothing to those who can't see it (WCAG 1.1.1).
func (g *gaps) undescribed(f Field, value Fields, path, subject string) {
	decorative, _ := Value(f.Fields, value, Decorative).(bool)
	if alt, ok := Meant(f.Fields, AltText); ok && f.Means == Picture && !decorative && isEmpty(value[alt.Name]) {
		g.add(member(path, alt.Name), CodeMissing, "%s no description. Say what it shows, for people who can’t see it, or that it is only there to look nice.", subject)
	}
}

func (g *gaps) text(f Field, text, path, subject string) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
	case n < f.Min:
		g.add(path, CodeTooShort, "%s only %s; at least %d are better.", subject, characters(n), f.Min)
	case f.Max > longText && n > f.Max:
		g.add(path, CodeTooLong, "%s %s; up to %s are easier to read.", subject, characters(n), thousands(f.Max))
	case f.Max > 0 && n > f.Max:
		g.add(path, CodeTooLong, "%s %s; above %d some sites cut it.", subject, characters(n), f.Max)
	}
}

func (g *gaps) list(f Field, items []any, path string) {
	switch n := len(items); {
	case n == 1 && f.Min > 1:
		g.add(path, CodeTooFew, "There is only one under %s; at least %d are better.", quote(f.Label), f.Min)
	case n < f.Min:
		g.add(path, CodeTooFew, "There are only %d under %s; at least %d are better.", n, quote(f.Label), f.Min)
	case f.Max > 0 && n > f.Max:
		g.add(path, CodeTooMany, "There are %d under %s; up to %d are easier to take in.", n, quote(f.Label), f.Max)
	}
	for i, item := range items {
		g.value(*f.Item, item, element(path, i), f.Item.Label+" "+strconv.Itoa(i+1)+" has")
	}
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return thousands(n) + " characters"
}
