package content

import "slices"

// Conflict is one thing that two people changed in different ways, and only that:
// all three texts are here, so that nothing is lost whatever is chosen.
type Conflict struct {
	Block BlockID // zero: the document itself
	Kind  string  // of the block; "" for the document
	Name  string  // what people call the block, as BlockName has it; "" for the document
	// Field is "title", "path", a field's name, or for a member of a group both, as
	// in "seo.title". It is "" when the block itself is in question: one removed it
	// and the other edited it, or both made another kind of it.
	Field string
	Label string // what staff call the field or the block
	// Base, Theirs and Mine are the values, nil where there is none. When Field is
	// "" each is a *Block.
	Base, Theirs, Mine any
}

// Merge joins what two people made of base: theirs, which was saved first, and
// mine. All three must be canonical, and so is the result; blocks have ids, each
// once. Blocks are matched by id, then fields by name, and the members of a group
// one by one, but for a group that HoldsTogether; a list is one value.
//
// What only one changed, or both in the same way, is taken. What both changed
// differently is a Conflict, and the result holds theirs. What one removed and the
// other left alone is removed; a block that one removed and the other edited is
// kept as edited, with a Conflict. Blocks that either added are kept, each behind
// the block that it followed. When only one changed the order, that order is
// taken; when both did, mine. Order is never a conflict.
func (m *Model) Merge(typeName string, base, theirs, mine Content) (Content, []Conflict) {
	g := merger{model: m}
	return g.content(typeName, base, theirs, mine), g.conflicts
}

// merger gathers the conflicts of one merge.
type merger struct {
	model     *Model
	join      bool     // what both changed is not in question: see Join
	about     Conflict // Block, Kind and Name of what is being merged
	conflicts []Conflict
}

func (g *merger) content(typeName string, base, theirs, mine Content) Content {
	t, _ := g.model.Type(typeName)
	out := Content{
		Title:  g.line(Field{Type: Text}, "title", "Title", base.Title, theirs.Title, mine.Title),
		Path:   g.line(Field{Type: URL}, "path", "Web address", base.Path, theirs.Path, mine.Path),
		Fields: g.fields(t.Fields, base.Fields, theirs.Fields, mine.Fields, "", ""),
	}
	out.Blocks = g.blocks(base.Blocks, theirs.Blocks, mine.Blocks)
	return out.Canonical()
}

func (g *merger) conflict(field, label string, base, theirs, mine any) {
	c := g.about
	c.Field, c.Label, c.Base, c.Theirs, c.Mine = field, label, base, theirs, mine
	g.conflicts = append(g.conflicts, c)
}

func (g *merger) line(f Field, field, label, base, theirs, mine string) string {
	merged, _ := g.value(f, field, label, text(base), text(theirs), text(mine)).(string)
	return merged
}

// value merges the value of f as a whole.
func (g *merger) value(f Field, field, label string, base, theirs, mine any) any {
	switch {
	case EqualValue(base, mine), EqualValue(theirs, mine):
		return theirs
	case EqualValue(base, theirs):
		return mine
	case g.join:
		return joined(f, base, theirs, mine)
	}
	g.conflict(field, label, base, theirs, mine)
	return theirs
}

func (g *merger) fields(declared []Field, base, theirs, mine Fields, path, label string) Fields {
	out := Fields{}
	merge := func(f Field) {
		here, name := member(path, f.Name), labelWithin(label, f.Label)
		b, t, m := base[f.Name], theirs[f.Name], mine[f.Name]
		if f.Type == Group && path == "" && !f.HoldsTogether() && areGroups(b, t, m) {
			out[f.Name] = g.fields(f.Fields, group(b), group(t), group(m), here, name)
			return
		}
		out[f.Name] = g.value(f, here, name, b, t, m)
	}
	for _, f := range declared {
		merge(f)
	}
	for _, name := range undeclared(declared, base, theirs, mine) {
		merge(Field{Name: name, Label: HumanName(name)})
	}
	return out
}

// areGroups reports whether each value is a group or absent: a field may have been
// of another type when its text was written.
func areGroups(values ...any) bool {
	return !slices.ContainsFunc(values, func(v any) bool {
		_, ok := v.(map[string]any)
		return !ok && v != nil
	})
}

func group(v any) Fields {
	fields, _ := v.(map[string]any)
	return fields
}

func (g *merger) blocks(base, theirs, mine []Block) []Block {
	inBase, inTheirs, inMine := byID(base), byID(theirs), byID(mine)
	merged := map[BlockID]*Block{} // nil or absent: left out
	mergeOnce := func(id BlockID) {
		if _, done := merged[id]; !done && !id.IsZero() {
			merged[id] = g.block(inBase[id], inTheirs[id], inMine[id])
		}
	}
	for _, b := range slices.Concat(theirs, mine) {
		mergeOnce(b.ID)
	}

	lead, guest := theirs, mine
	if reordered(base, mine) {
		lead, guest = mine, theirs
	}
	return arrange(lead, guest, merged, inBase)
}

func byID(blocks []Block) map[BlockID]*Block {
	out := make(map[BlockID]*Block, len(blocks))
	for i := range blocks {
		out[blocks[i].ID] = &blocks[i]
	}
	return out
}

// block merges one block; nil means that it is not there, or should not be.
func (g *merger) block(base, theirs, mine *Block) *Block {
	kept := theirs
	if kept == nil {
		kept = mine
	}
	g.about = Conflict{Block: kept.ID, Kind: kept.Kind, Name: g.model.BlockName(*kept)}
	defer func() { g.about = Conflict{} }()

	switch {
	case theirs != nil && mine != nil && theirs.Kind == mine.Kind:
		return g.sameKind(base, theirs, mine)
	case sameBlock(base, mine):
		return theirs
	case sameBlock(base, theirs):
		return mine
	case base == nil && (theirs == nil || mine == nil):
		return kept // added
	}
	k, ok := g.model.Kind(kept.Kind)
	if !ok {
		k.Label = HumanName(kept.Kind)
	}
	g.conflict("", k.Label, orNil(base), orNil(theirs), orNil(mine))
	return kept
}

func (g *merger) sameKind(base, theirs, mine *Block) *Block {
	var was Fields
	if base != nil && base.Kind == theirs.Kind {
		was = base.Fields
	}
	k, _ := g.model.Kind(theirs.Kind)
	return &Block{ID: theirs.ID, Kind: theirs.Kind, Fields: g.fields(k.Fields, was, theirs.Fields, mine.Fields, "", "")}
}

func sameBlock(a, b *Block) bool { return a != nil && b != nil && a.Equal(*b) }

// orNil keeps a nil *Block from becoming an any that is not nil.
func orNil(b *Block) any {
	if b == nil {
		return nil
	}
	return b
}

// reordered reports whether the blocks that both have stand in another order.
func reordered(base, side []Block) bool {
	index := make(map[BlockID]int, len(base))
	for i, b := range base {
		index[b.ID] = i
	}
	last := -1
	for _, b := range side {
		if i, ok := index[b.ID]; ok {
			if i < last {
				return true
			}
			last = i
		}
	}
	return false
}

// arrange puts the merged blocks in the order of lead, and those that only guest
// has behind the block that they follow there. What both added in one place
// stands in that order too: first lead's, then guest's. A block without an id is
// new to whoever has it.
func arrange(lead, guest []Block, merged, inBase map[BlockID]*Block) []Block {
	result := func(b Block) *Block {
		if b.ID.IsZero() {
			return &b
		}
		return merged[b.ID]
	}
	var out []Block
	inLead, inGuest := byID(lead), byID(guest)
	for _, b := range lead {
		if kept := result(b); kept != nil {
			out = append(out, *kept)
		}
	}
	at := -1 // where guest's previous block stands in out
	for _, b := range guest {
		kept := result(b)
		if kept == nil {
			continue
		}
		if inLead[b.ID] != nil && !b.ID.IsZero() {
			at = slices.IndexFunc(out, func(o Block) bool { return o.ID == b.ID })
			continue
		}
		at++
		for at < len(out) && inBase[out[at].ID] == nil && inGuest[out[at].ID] == nil {
			at++ // lead added it here as well
		}
		out = slices.Insert(out, at, *kept)
	}
	return out
}
