package content

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// FieldChange is one value that differs.
type FieldChange struct {
	// Path says where, within the block or the document: "body", "steps[1].title",
	// "seo.title", and for the document also "title" and "path". An index counts in
	// the new content; that of a removed item in the old one.
	Path   string
	Label  string    // what staff call it, such as "Heading" or "Step 2: What happens"
	Part   string    // label of the field that the path begins with, such as "Steps"
	Type   FieldType // type of the value; "" when the model does not know the field
	Before any       // nil when it was not there
	After  any       // nil when it is not there any more
	Spans  []Span    // for texts and Markdown, how one became the other; else nil
	Gone   bool      // it is an item of a list that was removed: the index counts in the old content

	own ownValue // of the document: what it is when it is none of its fields
	at  int      // of a removed item: the index where it would stand in the new content
}

// ownValue says which of a document's own values a change is about.
type ownValue int

const (
	ownField ownValue = iota
	ownTitle
	ownPath
)

// BlockChange is one block that differs.
type BlockChange struct {
	Op     string  // Added, Removed, Moved or Edited
	ID     BlockID // zero for a block that has no id yet
	Kind   string
	Name   string        // as BlockName has it; the old name of a removed block
	Before *Block        // nil when it was not there
	After  *Block        // nil when it is not there any more
	From   int           // index in the old content; -1 for none
	To     int           // index in the new content; -1 for none
	Moved  bool          // it stands elsewhere; an edited block may be moved too
	Fields []FieldChange // for Edited, in declared order; else nil
}

// Comparison says how one content became another.
type Comparison struct {
	Fields []FieldChange // of the document: title, path, and its own fields
	Blocks []BlockChange // in the new order; removed ones stand where they stood
}

// Empty reports whether nothing differs.
func (c Comparison) Empty() bool { return len(c.Fields) == 0 && len(c.Blocks) == 0 }

// Compare says how a became b. Both must be canonical. Blocks are matched by id,
// so a block that moved is not one that was removed and added; of the blocks that
// stand in another order, as few as possible are called moved. A block that kept
// its id but has another kind counts as removed and added. Fields that the model
// does not know are compared as whole values. The result points into a and b.
func (m *Model) Compare(typeName string, a, b Content) Comparison {
	return Comparison{Fields: m.compareOwn(typeName, a, b), Blocks: m.compareBlocks(a.Blocks, b.Blocks)}
}

// compareOwn compares what a document says of itself, outside its blocks.
func (m *Model) compareOwn(typeName string, a, b Content) []FieldChange {
	var f fieldComparer
	own := func(what ownValue, path, label, a, b string) {
		if change := f.leaf(Field{Label: label, Type: Text}, text(a), text(b), path, label); change != nil {
			change.own = what
		}
	}
	own(ownTitle, "title", "Title", a.Title, b.Title)
	own(ownPath, "path", "Web address", a.Path, b.Path)
	t, _ := m.Type(typeName)
	f.fields(t.Fields, a.Fields, b.Fields, "", "")
	return f.changes
}

// text makes an absent value of an empty text.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (m *Model) compareBlocks(a, b []Block) []BlockChange {
	from := matchBlocks(a, b)
	moved := movedBlocks(from)

	// A removed block is told after the block that it stood behind, or first.
	kept := make(map[int]int, len(b)) // index in a → index in b
	for to, i := range from {
		if i >= 0 {
			kept[i] = to
		}
	}
	removedAfter := map[int][]int{} // index in b, or -1 → indexes in a
	anchor := -1
	for i := range a {
		if to, ok := kept[i]; !ok {
			removedAfter[anchor] = append(removedAfter[anchor], i)
		} else if !moved[to] {
			anchor = to
		}
	}

	var changes []BlockChange
	removed := func(after int) {
		for _, i := range removedAfter[after] {
			changes = append(changes, BlockChange{Op: Removed, ID: a[i].ID, Kind: a[i].Kind, Name: m.BlockName(a[i]), Before: &a[i], From: i, To: -1})
		}
	}
	removed(-1)
	for to := range b {
		c := BlockChange{ID: b[to].ID, Kind: b[to].Kind, Name: m.BlockName(b[to]), After: &b[to], From: from[to], To: to, Moved: moved[to]}
		if c.From < 0 {
			c.Op = Added
		} else {
			c.Before = &a[c.From]
			c.Fields = m.compareBlock(*c.Before, *c.After)
			switch {
			case len(c.Fields) > 0:
				c.Op = Edited
			case c.Moved:
				c.Op = Moved
			}
		}
		if c.Op != "" {
			changes = append(changes, c)
		}
		removed(to)
	}
	return changes
}

func (m *Model) compareBlock(a, b Block) []FieldChange {
	var f fieldComparer
	k, _ := m.Kind(b.Kind)
	f.fields(k.Fields, a.Fields, b.Fields, "", "")
	return f.changes
}

// matchBlocks gives for each block of b the index of the same block in a, or -1.
func matchBlocks(a, b []Block) []int {
	index := make(map[BlockID]int, len(a))
	for i, block := range a {
		if !block.ID.IsZero() {
			index[block.ID] = i
		}
	}
	from := make([]int, len(b))
	for to, block := range b {
		i, ok := index[block.ID]
		if !ok || a[i].Kind != block.Kind {
			from[to] = -1
			continue
		}
		from[to] = i
		delete(index, block.ID) // a block is matched once
	}
	return from
}

// movedBlocks reports for each block whether it left its place among the others:
// all but a longest run of blocks that still stand in their old order.
func movedBlocks(from []int) []bool {
	moved := make([]bool, len(from))
	for i := range moved {
		moved[i] = from[i] >= 0
	}
	for _, i := range longestIncreasing(from) {
		moved[i] = false
	}
	return moved
}

// longestIncreasing gives the indexes of a longest increasing subsequence of
// values, leaving negative ones out.
func longestIncreasing(values []int) []int {
	var ends []int // ends[n]: index of the smallest value that ends a subsequence of length n+1
	before := make([]int, len(values))
	for i, v := range values {
		if v < 0 {
			continue
		}
		n, _ := slices.BinarySearchFunc(ends, v, func(end, v int) int { return values[end] - v })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	longest := make([]int, len(ends))
	if len(ends) > 0 {
		for n, i := len(ends)-1, ends[len(ends)-1]; n >= 0; n, i = n-1, before[i] {
			longest[n] = i
		}
	}
	return longest
}

// fieldComparer gathers the changes of one block or document.
type fieldComparer struct {
	changes []FieldChange
	part    string // label of the outermost field that is being compared
}

func (c *fieldComparer) fields(declared []Field, a, b Fields, path, label string) {
	for _, f := range declared {
		c.member(f, a[f.Name], b[f.Name], path, label)
	}
	for _, name := range undeclared(declared, a, b) {
		c.member(Field{Name: name, Label: HumanName(name)}, a[name], b[name], path, label)
	}
}

func (c *fieldComparer) member(f Field, a, b any, path, label string) {
	if path == "" {
		c.part = f.Label
	}
	c.value(f, a, b, member(path, f.Name), labelWithin(label, f.Label))
}

func (c *fieldComparer) value(f Field, a, b any, path, label string) {
	if EqualValue(a, b) {
		return
	}
	switch f.Type {
	case Group:
		ga, okA := a.(map[string]any)
		gb, okB := b.(map[string]any)
		if (okA || a == nil) && (okB || b == nil) {
			c.fields(f.Fields, ga, gb, path, label)
			return
		}
	case List:
		la, okA := a.([]any)
		lb, okB := b.([]any)
		if (okA || a == nil) && (okB || b == nil) {
			c.list(f, la, lb, path, label)
			return
		}
	}
	c.leaf(f, a, b, path, label)
}

// list compares item by item. Equal items are matched; between them the changed
// ones are taken in pairs, and what has no partner was added or removed.
func (c *fieldComparer) list(f Field, a, b []any, path, label string) {
	for _, d := range lcs.DiffLines(itemKeys(a), itemKeys(b)) {
		i, j := d.Start, d.ReplStart
		for ; i < d.End && j < d.ReplEnd; i, j = i+1, j+1 {
			c.value(*f.Item, a[i], b[j], element(path, j), itemLabel(f, label, j))
		}
		for ; i < d.End; i++ {
			if change := c.leaf(*f.Item, a[i], nil, element(path, i), itemLabel(f, label, i)); change != nil {
				change.Gone, change.at = true, j
			}
		}
		for ; j < d.ReplEnd; j++ {
			c.leaf(*f.Item, nil, b[j], element(path, j), itemLabel(f, label, j))
		}
	}
}

// leaf notes a change of a value as a whole. It returns the note, nil for equal values.
func (c *fieldComparer) leaf(f Field, a, b any, path, label string) *FieldChange {
	if EqualValue(a, b) {
		return nil
	}
	change := FieldChange{Path: path, Label: label, Part: c.part, Type: f.Type, Before: a, After: b}
	if c.part == "" {
		change.Part = f.Label
	}
	if f.Type == Text || f.Type == Markdown {
		before, okA := a.(string)
		after, okB := b.(string)
		if (okA || a == nil) && (okB || b == nil) {
			change.Spans = CompareWords(before, after)
		}
	}
	c.changes = append(c.changes, change)
	return &c.changes[len(c.changes)-1]
}

// labelWithin puts the label of a member behind that of what it is in.
func labelWithin(outer, label string) string {
	if outer == "" {
		return label
	}
	return outer + ": " + label
}

// itemLabel says an item of a list: "Step 2". The list's own label would only
// repeat it, so it is left away where the list is a field of the block.
func itemLabel(f Field, label string, i int) string {
	item := f.Item.Label + " " + strconv.Itoa(i+1)
	if label == f.Label {
		return item
	}
	return labelWithin(label, item)
}

// itemKeys gives one text for each item, the same for equal items.
func itemKeys(items []any) []string {
	keys := make([]string, len(items))
	for i, item := range items {
		// Stored values always encode, and maps encode in the order of their names.
		key, _ := json.Marshal(item)
		keys[i] = string(key)
	}
	return keys
}
