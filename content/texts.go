package content

import "strings"

// A Passage is one text among the values of a block or a document.
type Passage struct {
	Path  string
	Field Field  // its declaration
	Label string // what staff call it, such as "Heading" or "Step 2: What happens"
	Text  string
}

// Passages lists the texts among some values, in the order of the declaration: plain
// ones and Markdown, none empty.
func Passages(fields []Field, values Fields) []Passage {
	var out []Passage
	for _, f := range fields {
		out = appendPassages(out, f, values[f.Name], f.Name, f.Label)
	}
	return out
}

func appendPassages(out []Passage, f Field, v any, path, label string) []Passage {
	switch v := v.(type) {
	case string:
		if (f.Type == Text || f.Type == Markdown) && strings.TrimSpace(v) != "" {
			out = append(out, Passage{path, f, label, v})
		}
	case []any:
		for i, item := range v {
			if f.Item != nil {
				out = appendPassages(out, *f.Item, item, element(path, i), itemLabel(f, label, i))
			}
		}
	case map[string]any:
		for _, inner := range f.Fields {
			out = appendPassages(out, inner, v[inner.Name], member(path, inner.Name), labelWithin(label, inner.Label))
		}
	}
	return out
}

// SplitSentences cuts a text into its sentences. Each comes with the white space that
// stands before it: joined, they are the text but for white space at its end.
func SplitSentences(text string) []string {
	s := splitSentences(text)
	out := s.words
	for i := range out {
		out[i] = s.gaps[i] + out[i]
	}
	return out
}
