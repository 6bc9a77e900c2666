package content

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Change names one change of a comparison, so that it can be taken back alone. It
// says nothing without the two contents that were compared.
type Change struct {
	Block    BlockID `json:"block,omitzero"`     // zero: the document's own title, address and fields
	Path     string  `json:"path,omitempty"`     // of a FieldChange; empty: all that changed in it
	Gone     bool    `json:"gone,omitempty"`     // as FieldChange.Gone
	Sentence int     `json:"sentence,omitempty"` // Number of a Sentence; 0: the value as a whole
	Moved    bool    `json:"moved,omitempty"`    // only where the block stands, not what it says
}

// TakeBack returns now as it would be if one of the changes that lead from old to it
// had not been made; all else stays byte for byte. It is false when there is no such
// change. Both contents must be canonical, and so is the result. Neither is modified.
//
//   - A block that was edited has its text back and stays where it stands now. One
//     that was added is taken out. One that was removed comes back behind the nearest
//     block before it that did not leave its place, and so does one that moved.
//   - A block that kept its id and became another kind is one change, told as two:
//     taking back either brings the old kind back, in the place of the new one.
//   - An item of a list comes back, goes, or has its old text, and the other items
//     keep theirs. A list that is empty then is gone, as is any value without text.
//   - Of a text, one sentence comes back as its source was, Markdown and all.
//
// Taking back every change, one after the other in any order, with a comparison
// before each, ends in old.
func (m *Model) TakeBack(typeName string, old, now Content, c Change) (Content, bool) {
	out, ok := now, false
	out.Blocks = slices.Clone(now.Blocks)
	switch {
	case c.Path == "" && (c.Sentence != 0 || c.Gone), c.Block.IsZero() && c.Moved: // no such change
	case c.Block.IsZero() && c.Path == "":
		out.Title, out.Path, out.Fields = old.Title, old.Path, old.Fields
		ok = true
	case c.Block.IsZero():
		out, ok = takeBackOwn(out, m.compareOwn(typeName, old, now), c)
	default:
		out, ok = m.takeBackBlock(old, out, c)
	}
	if out = out.Canonical(); !ok || out.Equal(now) {
		return now, false
	}
	return out, true
}

// takeBackOwn takes back a change of the document's own values.
func takeBackOwn(now Content, changes []FieldChange, c Change) (Content, bool) {
	fc, ok := changeAt(changes, c)
	if !ok {
		return now, false
	}
	was, ok := fc.taken(c.Sentence)
	switch line, _ := was.(string); fc.own {
	case ownTitle:
		now.Title = line
	case ownPath:
		now.Path = line
	default:
		now.Fields, ok = fc.apply(now.Fields, was)
	}
	return now, ok
}

func (m *Model) takeBackBlock(old, now Content, c Change) (Content, bool) {
	was, before := old.Block(c.Block)
	is, after := now.Block(c.Block)
	switch sameKind := before >= 0 && after >= 0 && was.Kind == is.Kind; {
	case c.Moved:
		if !sameKind || c.Path != "" || !movedBlocks(matchBlocks(old.Blocks, now.Blocks))[after] {
			return now, false
		}
		now.Blocks = slices.Delete(now.Blocks, after, after+1)
		return putWhereItStood(old, now, before, is), true
	case c.Path != "":
		fc, ok := FieldChange{}, sameKind
		if ok {
			fc, ok = changeAt(m.compareBlock(was, is), c)
		}
		if !ok {
			return now, false
		}
		value, ok := fc.taken(c.Sentence)
		if ok {
			is.Fields, ok = fc.apply(is.Fields, value)
		}
		now.Blocks[after] = is
		return now, ok
	case before < 0 && after < 0:
		return now, false
	case before < 0:
		now.Blocks = slices.Delete(now.Blocks, after, after+1)
	case after < 0:
		return putWhereItStood(old, now, before, was), true
	default:
		now.Blocks[after] = was
	}
	return now, true
}

// putWhereItStood puts a block, which now lacks, where the one at index before of old
// stood: behind the nearest before it that still stands in its place, else first.
func putWhereItStood(old, now Content, before int, b Block) Content {
	from := matchBlocks(old.Blocks, now.Blocks)
	moved := movedBlocks(from)
	place, nearest := 0, -1
	for to, i := range from {
		if i > nearest && i < before && !moved[to] {
			place, nearest = to+1, i
		}
	}
	now.Blocks = slices.Insert(now.Blocks, place, b)
	return now
}

// changeAt finds the change that c names.
func changeAt(changes []FieldChange, c Change) (FieldChange, bool) {
	i := slices.IndexFunc(changes, func(fc FieldChange) bool { return fc.Path == c.Path && fc.Gone == c.Gone })
	if i < 0 || c.Moved {
		return FieldChange{}, false
	}
	return changes[i], true
}

// Sentences says by sentence how a text became the other; nil when it is no text.
func (fc FieldChange) Sentences() []Sentence {
	if fc.Spans == nil {
		return nil
	}
	before, _ := fc.Before.(string)
	after, _ := fc.After.(string)
	return CompareSentences(before, after)
}

// taken gives the value with the whole change taken back, or with that of a sentence.
func (fc FieldChange) taken(sentence int) (any, bool) {
	if sentence == 0 {
		return fc.Before, true
	}
	var b strings.Builder
	found := false
	for _, s := range fc.Sentences() {
		if s.Op != Same && s.Number == sentence {
			b.WriteString(s.Before)
			found = true
		} else {
			b.WriteString(s.After)
		}
	}
	return b.String(), found
}

// apply puts the value in the place of the change. It is false when that place does
// not hold what the change says: then nothing may be written there.
func (fc FieldChange) apply(in Fields, v any) (Fields, bool) {
	out, ok := fc.within(in, fc.Path, v)
	fields, _ := out.(map[string]any)
	return fields, ok
}

// within returns a copy of what stands at the beginning of a path, with v at its end.
func (fc FieldChange) within(in any, path string, v any) (any, bool) {
	if path == "" {
		return v, EqualValue(in, fc.After)
	}
	if rest, ok := strings.CutPrefix(path, "["); ok {
		index, rest, _ := strings.Cut(rest, "]")
		i, err := strconv.Atoi(index)
		items, isList := in.([]any)
		if err != nil || !isList && in != nil {
			return in, false
		}
		return fc.inList(slices.Clone(items), i, rest, v)
	}
	path = strings.TrimPrefix(path, ".")
	name, rest := path, ""
	if at := strings.IndexAny(path, ".["); at >= 0 {
		name, rest = path[:at], path[at:]
	}
	fields, isGroup := in.(map[string]any)
	if !isGroup && in != nil {
		return in, false
	}
	member, ok := fc.within(fields[name], rest, v)
	out := maps.Clone(fields)
	if out == nil {
		out = map[string]any{}
	}
	out[name] = member
	return out, ok
}

func (fc FieldChange) inList(items []any, i int, rest string, v any) (any, bool) {
	switch whole := rest == ""; {
	case whole && fc.Gone:
		if fc.at > len(items) {
			return items, false
		}
		return slices.Insert(items, fc.at, v), true
	case i >= len(items):
		return items, false
	case whole && fc.Before == nil && isEmpty(v):
		if !EqualValue(items[i], fc.After) {
			return items, false
		}
		return slices.Delete(items, i, i+1), true
	}
	item, ok := fc.within(items[i], rest, v)
	items[i] = item
	return items, ok
}
