package content

import (
	"reflect"
	"strings"
)

// Block is one typed piece of a document's content.
type Block struct {
	ID     BlockID // the same in every version; zero only in content that was not saved yet
	Kind   string  // name of a Kind; it may be one that the Model no longer has
	Fields Fields  // values by field name; never holds "id", "kind" or "hash"
}

// Content is what a document says in one locale: the part that versions keep.
type Content struct {
	Path   string  // address on the site, such as "/services/emdr"; empty for records
	Title  string  // one line; for a practice its name, for a practitioner theirs
	Fields Fields  // the document's own fields
	Blocks []Block // in reading order
}

// Block finds a block by id. The index is -1 when there is none.
func (c *Content) Block(id BlockID) (b Block, index int) {
	for i, b := range c.Blocks {
		if b.ID == id {
			return b, i
		}
	}
	return Block{}, -1
}

// Equal reports whether two blocks say the same. Both must be canonical.
func (b Block) Equal(o Block) bool {
	return b.ID == o.ID && b.Kind == o.Kind && EqualValue(b.Fields, o.Fields)
}

// Equal reports whether two contents say the same. Both must be canonical.
func (c Content) Equal(o Content) bool {
	if c.Path != o.Path || c.Title != o.Title || !EqualValue(c.Fields, o.Fields) || len(c.Blocks) != len(o.Blocks) {
		return false
	}
	for i := range c.Blocks {
		if !c.Blocks[i].Equal(o.Blocks[i]) {
			return false
		}
	}
	return true
}

// EqualValue reports whether two field values are the same; empty and absent are.
func EqualValue(a, b any) bool {
	if isEmpty(a) && isEmpty(b) {
		return true
	}
	return reflect.DeepEqual(a, b)
}

// isEmpty reports whether a value says nothing. The number 0 says something.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// Canonical returns the content in the one form that is stored and compared: line
// ends are LF, the title has no spaces around it, and whatever says nothing (an
// empty text, an unset flag, an empty item) is left out. A browser's form and an
// API call that mean the same thus become the same, and a save that changes
// nothing is seen to change nothing. c itself is not modified.
func (c Content) Canonical() Content {
	out := Content{
		Path:   strings.TrimSpace(c.Path),
		Title:  strings.TrimSpace(normalizeLines(c.Title)),
		Fields: canonicalMap(c.Fields),
		Blocks: make([]Block, len(c.Blocks)),
	}
	for i, b := range c.Blocks {
		out.Blocks[i] = Block{ID: b.ID, Kind: b.Kind, Fields: canonicalMap(b.Fields)}
	}
	return out
}

func canonicalMap(in map[string]any) map[string]any {
	out := make(map[string]any, len(in))
	for name, v := range in {
		if v = canonicalValue(v); !isEmpty(v) {
			out[name] = v
		}
	}
	return out
}

func canonicalValue(v any) any {
	switch v := v.(type) {
	case string:
		return normalizeLines(v)
	case []any:
		out := make([]any, 0, len(v))
		for _, item := range v {
			if item = canonicalValue(item); !isEmpty(item) {
				out = append(out, item)
			}
		}
		return out
	case map[string]any:
		return canonicalMap(v)
	}
	return v
}

// normalizeLines turns CRLF and CR into LF, and takes white space off the end, so
// that a text area's trailing newline is no change.
func normalizeLines(s string) string {
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return strings.TrimRight(s, " \t\n")
}
