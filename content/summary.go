package content

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// maxSummaryRunes is about how long a summary gets before the rest is counted.
const maxSummaryRunes = 120

// Summary says a comparison in plain words for a line of the history, such as
// "Changed 2 paragraphs in “Preparation”; removed a callout". It is in sentence
// case without a final full stop, and some 120 characters long at the most; what
// does not fit is counted: "and 3 other parts". An empty comparison is "No change".
func (m *Model) Summary(c Comparison) string {
	phrases := documentPhrases(c.Fields)
	for _, b := range c.Blocks {
		if b.Op == Edited {
			phrases = append(phrases, m.editPhrases(b)...)
		}
	}
	phrases = append(phrases, m.comingAndGoing(c.Blocks)...)
	phrases = append(phrases, m.movePhrases(c.Blocks)...)
	if len(phrases) == 0 {
		return "No change"
	}
	return upperFirst(fit(phrases, maxSummaryRunes))
}

// PartNames lists the parts that a comparison is about, as a sentence names them:
// "“Fees”, the introduction".
func (c Comparison) PartNames() string {
	names := make([]string, len(c.Blocks))
	for i, b := range c.Blocks {
		if names[i] = b.Name; !strings.HasPrefix(b.Name, "“") {
			names[i] = "the " + b.Name
		}
	}
	return strings.Join(names, ", ")
}

// fit joins as many phrases as there is room for, one at least.
func fit(phrases []string, room int) string {
	out := phrases[0]
	for i, p := range phrases[1:] {
		if utf8.RuneCountInString(out)+utf8.RuneCountInString(p)+2 > room {
			rest := len(phrases) - 1 - i
			if rest == 1 {
				return out + " and 1 other part"
			}
			return out + " and " + strconv.Itoa(rest) + " other parts"
		}
		out += "; " + p
	}
	return out
}

// objects are the things that a sentence says were changed, added or removed.
type objects struct{ changed, added, removed []string }

// note files a thing under what became of it, once.
func (o *objects) note(op, thing string) {
	list := &o.changed
	switch op {
	case Added:
		list = &o.added
	case Removed:
		list = &o.removed
	}
	if !slices.Contains(*list, thing) {
		*list = append(*list, thing)
	}
}

// became says what became of a value: Added, Removed or Edited.
func (f FieldChange) became() string {
	switch {
	case f.Before == nil:
		return Added
	case f.After == nil:
		return Removed
	}
	return Edited
}

// documentPhrases tells of the title, the address and the document's own fields,
// each field by its outermost part: three changes under "Search engines" are one.
func documentPhrases(fields []FieldChange) []string {
	var o objects
	for _, f := range fields {
		thing := quote(f.Part)
		if isNoun(f.Part) || f.Path == "path" {
			thing = "the " + lowerFirst(f.Part)
		}
		op := f.became()
		if f.Part != f.Label {
			op = Edited // only a part of it came or went
		}
		o.note(op, thing)
	}
	var phrases []string
	for _, told := range []struct {
		verb   string
		things []string
	}{{"changed ", o.changed}, {"added ", o.added}, {"removed ", o.removed}} {
		if len(told.things) > 0 {
			phrases = append(phrases, told.verb+joinWords(told.things))
		}
	}
	return phrases
}

// comingAndGoing tells which blocks were added and removed. Blocks without a
// heading are counted by kind.
func (m *Model) comingAndGoing(blocks []BlockChange) []string {
	var phrases []string
	for _, told := range []struct {
		op, verb string
		block    func(BlockChange) *Block
	}{
		{Added, "added ", func(c BlockChange) *Block { return c.After }},
		{Removed, "removed ", func(c BlockChange) *Block { return c.Before }},
	} {
		var order []string
		count := map[string]int{}
		for _, c := range blocks {
			if c.Op != told.op {
				continue
			}
			name := m.aBlock(*told.block(c))
			if count[name]++; count[name] == 1 {
				order = append(order, name)
			}
		}
		for _, name := range order {
			phrases = append(phrases, told.verb+several(name, count[name]))
		}
	}
	return phrases
}

// several says "2 callouts" for "a callout" twice.
func several(name string, n int) string {
	if n == 1 {
		return name
	}
	for _, article := range []string{"a ", "an "} {
		if noun, ok := strings.CutPrefix(name, article); ok {
			return counted(n, noun)
		}
	}
	return strconv.Itoa(n) + " × " + name
}

// movePhrases tells which blocks moved, up or down among those that both contents
// have. More than two are counted.
func (m *Model) movePhrases(blocks []BlockChange) []string {
	var moved []BlockChange
	for _, c := range blocks {
		if c.Moved {
			moved = append(moved, c)
		}
	}
	if len(moved) > 2 {
		return []string{"moved " + strconv.Itoa(len(moved)) + " parts"}
	}
	var phrases []string
	for _, c := range moved {
		from, to := c.From, c.To
		for _, other := range blocks {
			if other.Op == Removed && other.From < c.From {
				from--
			}
			if other.Op == Added && other.To < c.To {
				to--
			}
		}
		phrase := "moved " + m.aBlock(*c.After)
		switch {
		case to < from:
			phrase += " up"
		case to > from:
			phrase += " down"
		}
		phrases = append(phrases, phrase)
	}
	return phrases
}

// editPhrases tells what was done to one block: to its heading, its paragraphs,
// the items of its lists, and the rest of its fields.
func (m *Model) editPhrases(c BlockChange) []string {
	kind, _ := m.Kind(c.Kind)
	e := blockEdit{kind: kind, items: map[string]int{}}
	for _, f := range c.Fields {
		e.note(f)
	}
	where := m.aBlock(*c.After)
	var phrases []string
	if e.oldName != "" && e.newName != "" {
		phrases = append(phrases, "renamed "+quote(e.oldName)+" to "+quote(e.newName))
	}
	o := e.objects()
	if len(o.changed)+len(o.added)+len(o.removed) > 3 {
		return append(phrases, "changed several things in "+where)
	}
	for _, told := range []struct {
		verb, preposition string
		things            []string
	}{{"changed ", " in ", o.changed}, {"added ", " to ", o.added}, {"removed ", " from ", o.removed}} {
		if len(told.things) > 0 {
			phrases = append(phrases, told.verb+joinWords(told.things)+told.preposition+where)
		}
	}
	return phrases
}

// blockEdit counts what was done to one block.
type blockEdit struct {
	kind             Kind
	oldName, newName string         // of a block whose heading changed
	paragraphs       [3]int         // changed, added, removed
	items            map[string]int // what became of it, and the item's label → how many
	itemOrder        []string
	lastItem         string // the item that was last counted as changed
	others           objects
}

func (e *blockEdit) note(f FieldChange) {
	outer, _, nested := strings.Cut(f.Path, "[")
	field, inList := FieldNamed(e.kind.Fields, outer)
	switch {
	case nested && inList && field.Item != nil:
		e.noteItem(f, field.Item.Label)
	case field.Heading && f.Before != nil && f.After != nil:
		before, after := Fields{field.Name: f.Before}, Fields{field.Name: f.After}
		e.oldName, e.newName = headingOf(e.kind.Fields, before), headingOf(e.kind.Fields, after)
		if e.oldName == e.newName {
			e.others.note(f.became(), definite(f.Part))
		}
	case f.Type == Markdown && !field.Inline:
		e.noteParagraphs(f)
	default:
		e.others.note(f.became(), definite(f.Part))
	}
}

// noteItem counts an item of a list once, however many of its fields changed.
// Where an item's own paragraphs changed, they are counted instead: in a page of
// three long steps, "a step" would say too little.
func (e *blockEdit) noteItem(f FieldChange, label string) {
	item, inner, _ := strings.Cut(f.Path, "].")
	whole := inner == ""
	switch {
	case whole && f.became() != Edited:
		e.countItem(f.became(), label)
	case f.Type == Markdown && !whole:
		e.noteParagraphs(f)
	case item != e.lastItem:
		e.lastItem = item
		e.countItem(Edited, label)
	}
}

func (e *blockEdit) countItem(op, label string) {
	key := op + " " + label
	if e.items[key]++; e.items[key] == 1 {
		e.itemOrder = append(e.itemOrder, key)
	}
}

func (e *blockEdit) noteParagraphs(f FieldChange) {
	before, _ := f.Before.(string)
	after, _ := f.After.(string)
	for i, n := range countParagraphs(before, after) {
		e.paragraphs[i] += n
	}
}

// objects puts what was counted into words.
func (e *blockEdit) objects() objects {
	var o objects
	for i, list := range []*[]string{&o.changed, &o.added, &o.removed} {
		if n := e.paragraphs[i]; n > 0 {
			*list = append(*list, counted(n, "paragraph"))
		}
	}
	for _, key := range e.itemOrder {
		op, label, _ := strings.Cut(key, " ")
		list := map[string]*[]string{Edited: &o.changed, Added: &o.added, Removed: &o.removed}[op]
		*list = append(*list, counted(e.items[key], label))
	}
	o.changed = append(o.changed, e.others.changed...)
	o.added = append(o.added, e.others.added...)
	o.removed = append(o.removed, e.others.removed...)
	return o
}

// countParagraphs says how many paragraphs of a Markdown text were changed, added
// and removed. Where only the space between them changed, that is one change.
func countParagraphs(before, after string) (n [3]int) {
	for _, d := range lcs.DiffLines(paragraphs(before), paragraphs(after)) {
		gone, come := d.End-d.Start, d.ReplEnd-d.ReplStart
		changed := min(gone, come)
		n[0] += changed
		n[1] += come - changed
		n[2] += gone - changed
	}
	if n == [3]int{} {
		n[0] = 1
	}
	return n
}

func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "\n\n") {
		if p = strings.Trim(p, "\n"); p != "" {
			out = append(out, p)
		}
	}
	return out
}
