package content

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// Hard bounds of a content. They keep one document small enough to be read,
// compared and merged at once; nothing that people write comes near them.
const (
	MaxTitleRunes    = 200       // characters of a title
	MaxTextBytes     = 20_000    // bytes of one text
	MaxMarkdownBytes = 256 << 10 // bytes of one Markdown text
	MaxItems         = 500       // items of one list
	MaxBlocks        = 1_000     // blocks of one content
)

// maxProblems is how many problems are listed; somebody who has mended a hundred
// may ask again.
const maxProblems = 100

// ErrInvalid is returned when a content does not have the shape that its type
// declares; the error is then an *InvalidError.
var ErrInvalid = errors.New("content is not valid")

// The codes of problems. The first are faults (Validate), the last are gaps
// (Gaps); CodeTooLong and CodeTooMany can be either.
const (
	CodeUnknownType   = "unknown-type"   // the model has no such type
	CodeUnknownKind   = "unknown-kind"   // the model has no such kind of block, or the type does not take it
	CodeUnknownField  = "unknown-field"  // the kind or type has no such field
	CodeWrongType     = "wrong-type"     // a text where a list is declared, and the like
	CodeDuplicateID   = "duplicate-id"   // two blocks have one id
	CodeBadChoice     = "bad-choice"     // not one of the choices
	CodeBadNumber     = "bad-number"     // outside the range
	CodeBadMoney      = "bad-money"      // a negative amount, or no currency
	CodeBadDate       = "bad-date"       // not a calendar date
	CodeBadPhone      = "bad-phone"      // not E.164
	CodeBadURL        = "bad-url"        // CheckURL refuses it
	CodeBadLink       = "bad-link"       // not the id of a document
	CodeBadFile       = "bad-file"       // not the hash of a file
	CodeBadPath       = "bad-path"       // CheckPath refuses it, or a record has one
	CodeBadMarkdown   = "bad-markdown"   // the caller's check of Markdown refuses it
	CodeBadCharacters = "bad-characters" // control characters or invalid UTF-8
	CodeSeveralLines  = "several-lines"  // a line break where one line is declared
	CodeTooLong       = "too-long"       // above a hard or an advised length
	CodeTooMany       = "too-many"       // above a hard or an advised number
	CodeMissing       = "missing"        // nothing there, and it should be
	CodeTooShort      = "too-short"      // below the advised length
	CodeTooFew        = "too-few"        // below the advised number
)

// Problem is one thing to mend.
type Problem struct {
	Path    string `json:"path"`    // where, such as "blocks[2].steps[0].body", "fields.seo.title" or "title"
	Code    string `json:"code"`    // one of the Code constants
	Message string `json:"message"` // what to do, in plain words

	// What was most likely meant, to be stored in its place; "" when nothing can be said.
	Suggestion string `json:"suggestion,omitempty"`
}

// InvalidError lists what has to be mended before a content can be saved. There
// is at least one problem, and at most a hundred.
type InvalidError struct{ Problems []Problem }

// Error names the first problem and counts the others.
func (e *InvalidError) Error() string {
	if len(e.Problems) == 0 {
		return ErrInvalid.Error()
	}
	first := e.Problems[0]
	text := fmt.Sprintf("%s: %s: %s", ErrInvalid, first.Path, first.Message)
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Unwrap makes errors.Is(err, ErrInvalid) true.
func (e *InvalidError) Unwrap() error { return ErrInvalid }

// Invalid is an *InvalidError with one problem.
func Invalid(path, code, message string) error {
	return &InvalidError{Problems: []Problem{{Path: path, Code: code, Message: message}}}
}

// Validate returns nil when the content has the shape that its type declares, and
// otherwise an *InvalidError. It judges shape alone: what is missing or longer
// than advised is for Gaps, and whether a link's target exists is for the caller.
// The content should be canonical; whatever is empty counts as absent. Blocks
// without an id are taken, for the caller gives ids.
//
// base is what the same document said earlier, or nil. What base has in the same
// place (the title, the same block by id, the same field, any item of the same list) may
// stay as it is although the model would no longer take it: so restoring an old
// version and saving beside it never fail because a kind changed since. A block
// of a kind that the model does not know may stay when base has the very same
// one. A renderer must therefore not take every stored value to be valid.
//
// markdown is called with each Markdown text; the words of its error become the
// problem's message. It may be nil.
func (m *Model) Validate(typeName string, c Content, base *Content, markdown func(string) error) error {
	v := validator{model: m, markdown: markdown}
	t, ok := m.Type(typeName)
	if !ok {
		v.fault("type", CodeUnknownType, "There is no type %q here.", clip(typeName, maxNameRunes))
		return v.err()
	}
	if base == nil {
		base = &Content{}
	}
	if c.Title != base.Title || c.Title == "" {
		v.title(c.Title)
	}
	v.path(t, c.Path)
	v.fields(t.Fields, c.Fields, []any{base.Fields}, "fields")
	v.blocks(t, c.Blocks, base)
	return v.err()
}

// validator gathers the problems of one content.
type validator struct {
	model    *Model
	markdown func(string) error
	problems []Problem
}

func (v *validator) fault(path, code, message string, args ...any) {
	if len(v.problems) < maxProblems {
		v.problems = append(v.problems, Problem{Path: path, Code: code, Message: fmt.Sprintf(message, args...)})
	}
}

func (v *validator) err() error {
	if len(v.problems) == 0 {
		return nil
	}
	return &InvalidError{Problems: v.problems}
}

func (v *validator) title(title string) {
	code, message := checkLine(title)
	switch {
	case code != "":
		v.fault("title", code, "%s", message)
	case title == "":
		v.fault("title", CodeMissing, "Give it a title.")
	case utf8.RuneCountInString(title) > MaxTitleRunes:
		v.fault("title", CodeTooLong, "Shorten the title to %d characters.", MaxTitleRunes)
	}
}

func (v *validator) path(t Type, path string) {
	if !t.IsPage() {
		if path != "" {
			v.fault("path", CodeBadPath, "Leave the web address empty: this is not a page.")
		}
		return
	}
	if err := CheckPath(path); err != nil {
		v.fault("path", CodeBadPath, "%s.", upperFirst(advice(err, ErrBadPath)))
	}
}

func (v *validator) blocks(t Type, blocks []Block, base *Content) {
	if len(blocks) > MaxBlocks {
		v.fault("blocks", CodeTooMany, "Keep to %s blocks; split the page.", thousands(MaxBlocks))
	}
	seen := make(map[BlockID]bool, len(blocks))
	for i, b := range blocks {
		path := element("blocks", i)
		if seen[b.ID] {
			v.fault(member(path, "id"), CodeDuplicateID, "Another block has this id; leave it out, and the block gets its own.")
		}
		seen[b.ID] = !b.ID.IsZero()
		v.block(t, b, base, path)
	}
}

func (v *validator) block(t Type, b Block, base *Content, path string) {
	was, known := base.earlier(b)
	k, ok := v.model.Kind(b.Kind)
	if !ok {
		if !known || !was.Equal(b) {
			v.fault(member(path, "kind"), CodeUnknownKind, "There is no kind of block called %q.", clip(b.Kind, maxNameRunes))
		}
		return
	}
	if !t.Takes(b.Kind) && !known {
		v.fault(member(path, "kind"), CodeUnknownKind, "%s can't stand in this document; take it out.", upperFirst(indefinite(k.Label)))
		return
	}
	v.fields(k.Fields, b.Fields, []any{was.Fields}, path)
}

// earlier finds the block that c has under the id and kind of b.
func (c *Content) earlier(b Block) (Block, bool) {
	if b.ID.IsZero() {
		return Block{}, false
	}
	was, i := c.Block(b.ID)
	if i < 0 || was.Kind != b.Kind {
		return Block{}, false
	}
	return was, true
}

// fields checks the values of one object. was holds the objects that stood in its
// place earlier: one, or each item of the list that it is in, since items have no
// ids and move.
func (v *validator) fields(declared []Field, values Fields, was []any, path string) {
	for _, f := range declared {
		v.value(f, values[f.Name], membersNamed(was, f.Name), member(path, f.Name))
	}
	for _, name := range undeclared(declared, values) {
		if value := values[name]; !isEmpty(value) && !holds(membersNamed(was, name), value) {
			v.fault(member(path, clip(name, maxNameRunes)), CodeUnknownField, "There is no such field here; check its name, or take it out.")
		}
	}
}

func (v *validator) value(f Field, value any, was []any, path string) {
	if isEmpty(value) || holds(was, value) {
		return
	}
	switch f.Type {
	case Group:
		if values, ok := value.(map[string]any); ok {
			v.fields(f.Fields, values, was, path)
			return
		}
	case List:
		if items, ok := value.([]any); ok {
			v.items(f, items, was, path)
			return
		}
	}
	code, message := v.leaf(f, value)
	if code == "" {
		return
	}
	v.fault(path, code, "%s", message)
	if last := &v.problems[len(v.problems)-1]; f.Type == URL && last.Path == path {
		s, _ := value.(string)
		last.Suggestion, _ = SuggestURL(s)
	}
}

func (v *validator) items(f Field, items []any, was []any, path string) {
	if len(items) > MaxItems {
		v.fault(path, CodeTooMany, "Keep to %d here.", MaxItems)
	}
	var earlier []any
	for _, w := range was {
		list, _ := w.([]any)
		earlier = append(earlier, list...)
	}
	for i, item := range items {
		v.value(*f.Item, item, earlier, element(path, i))
	}
}

// membersNamed gives what the objects among values hold under a name.
func membersNamed(values []any, name string) []any {
	var found []any
	for _, v := range values {
		if object, ok := v.(map[string]any); ok {
			if inner, ok := object[name]; ok {
				found = append(found, inner)
			}
		}
	}
	return found
}

func holds(values []any, v any) bool {
	return slices.ContainsFunc(values, func(w any) bool { return EqualValue(w, v) })
}

// undeclared lists the names in values that no field declares, sorted.
func undeclared(declared []Field, values ...Fields) []string {
	names := map[string]bool{}
	for _, v := range values {
		for name := range v {
			if _, ok := FieldNamed(declared, name); !ok {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
