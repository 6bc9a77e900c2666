package content

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// changesOf names every change of a comparison, the finest as well as the whole.
func changesOf(c Comparison) []Change {
	var out []Change
	fields := func(in Change, changes []FieldChange) {
		for _, fc := range changes {
			one := in
			one.Path, one.Gone = fc.Path, fc.Gone
			out = append(out, one)
			for _, s := range fc.Sentences() {
				if one.Sentence = s.Number; s.Op != Same {
					out = append(out, one)
				}
			}
		}
	}
	if len(c.Fields) > 0 {
		out = append(out, Change{})
	}
	fields(Change{}, c.Fields)
	for _, b := range c.Blocks {
		if b.Op != Moved {
			out = append(out, Change{Block: b.ID})
		}
		if b.Moved {
			out = append(out, Change{Block: b.ID, Moved: true})
		}
		fields(Change{Block: b.ID}, b.Fields)
	}
	return out
}

func TestTakingBackOneChangeLeavesTheRest(t *testing.T) {
	m := Standard()
	first := "We walk far. We rest well. We go home.\n\n- Bring *boots*."
	last := "We walk slowly. We rest often. We go away.\n\n- Bring **boots**. Come early."
	id := testBlockID(1)
	list := func(items ...any) Block { return block(1, "checklist", Fields{"leadIn": "Bring", "items": items}) }
	for name, c := range map[string]struct {
		old, now Content
		change   Change
		want     Content
	}{
		"the middle one of three sentences": {page(section(1, "A", first)), page(section(1, "B", last)), Change{Block: id, Path: "body", Sentence: 2},
			page(section(1, "B", "We walk slowly. We rest well. We go away.\n\n- Bring **boots**. Come early."))},
		"the Markdown of a sentence": {page(section(1, "A", first)), page(section(1, "B", last)), Change{Block: id, Path: "body", Sentence: 4},
			page(section(1, "B", "We walk slowly. We rest often. We go away.\n\n- Bring *boots*. Come early."))},
		"a sentence that was added": {page(section(1, "A", first)), page(section(1, "B", last)), Change{Block: id, Path: "body", Sentence: 5},
			page(section(1, "B", "We walk slowly. We rest often. We go away.\n\n- Bring **boots**."))},
		"one field":                        {page(section(1, "A", first)), page(section(1, "B", last)), Change{Block: id, Path: "heading"}, page(section(1, "A", last))},
		"all of a block":                   {page(section(1, "A", first), callout(2, "x")), page(section(1, "B", last), callout(2, "y")), Change{Block: id}, page(section(1, "A", first), callout(2, "y"))},
		"an item that is gone":             {page(list("a", "b", "c")), page(list("a", "c", "d")), Change{Block: id, Path: "items[1]", Gone: true}, page(list("a", "b", "c", "d"))},
		"an item that was added":           {page(list("a", "c")), page(list("a", "b", "c", "d")), Change{Block: id, Path: "items[1]"}, page(list("a", "c", "d"))},
		"the text of a step":               {page(steps(1, "Meet", "Walk")), page(steps(1, "Rest", "Meet", "Stroll")), Change{Block: id, Path: "steps[2].title"}, page(block(1, "steps", Fields{"heading": "How it works", "steps": []any{map[string]any{"title": "Rest", "body": "We rest."}, map[string]any{"title": "Meet", "body": "We meet."}, map[string]any{"title": "Walk", "body": "We stroll."}}}))},
		"a block that is gone":             {page(section(1, "A", "a"), section(2, "B", "b"), section(3, "C", "c")), page(section(3, "C", "x"), section(1, "A", "y")), Change{Block: testBlockID(2)}, page(section(3, "C", "x"), section(1, "A", "y"), section(2, "B", "b"))},
		"a block that was added":           {page(section(1, "A", "a")), page(section(2, "B", "b"), section(1, "A", "y")), Change{Block: testBlockID(2)}, page(section(1, "A", "y"))},
		"the place of a block":             {page(section(1, "A", "a"), section(2, "B", "b"), section(3, "C", "c")), page(section(3, "C", "x"), section(1, "A", "a"), section(2, "B", "y")), Change{Block: testBlockID(3), Moved: true}, page(section(1, "A", "a"), section(2, "B", "y"), section(3, "C", "x"))},
		"a block that became another kind": {page(section(1, "A", "a"), callout(2, "x")), page(callout(1, "A"), callout(2, "y")), Change{Block: id}, page(section(1, "A", "a"), callout(2, "y"))},
		"a field of the document":          {withFields(page(), Fields{"summary": "Walks.", "seo": Fields{"title": "Walks"}}), withFields(page(), Fields{"summary": "Strolls."}), Change{Path: "seo.title"}, withFields(page(), Fields{"summary": "Strolls.", "seo": Fields{"title": "Walks"}})},
		"the title":                        {Content{Title: "Walks", Path: "/a"}.Canonical(), Content{Title: "Strolls", Path: "/b"}.Canonical(), Change{Path: "title"}, Content{Title: "Walks", Path: "/b"}.Canonical()},
		"the document's details":           {withFields(page(section(1, "A", "a")), Fields{"summary": "Walks."}), withFields(page(section(1, "B", "b")), nil), Change{}, withFields(page(section(1, "B", "b")), Fields{"summary": "Walks."})},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := m.TakeBack("service", c.old, c.now, c.change)
			if diff := cmp.Diff(c.want, got); diff != "" || !ok {
				t.Errorf("TakeBack is %v (-want +got):\n%s", ok, diff)
			}
		})
	}
}

func TestAChangeThatIsNotThereTakesNothingBack(t *testing.T) {
	old := page(section(1, "A", "We walk."), callout(2, "a", "b"), section(3, "C", "c"))
	now := page(section(1, "A", "We rest."), callout(2, "a"), section(4, "D", "d"), section(3, "C", "c"))
	for name, c := range map[string]Change{
		"a block that neither has":        {Block: testBlockID(9)},
		"a block that stayed":             {Block: testBlockID(3)},
		"a place that stayed":             {Block: testBlockID(3), Moved: true},
		"a place in what was added":       {Block: testBlockID(4), Moved: true},
		"a field that stayed":             {Block: testBlockID(1), Path: "heading"},
		"a field that does not exist":     {Block: testBlockID(1), Path: "bodyguard"},
		"a field of what was added":       {Block: testBlockID(4), Path: "body"},
		"a sentence too many":             {Block: testBlockID(1), Path: "body", Sentence: 2},
		"a sentence before the first":     {Block: testBlockID(1), Path: "body", Sentence: -1},
		"a sentence of no field":          {Block: testBlockID(1), Sentence: 1},
		"a sentence that moved":           {Block: testBlockID(1), Path: "body", Sentence: 1, Moved: true},
		"an item that was added, not":     {Block: testBlockID(2), Path: "lines[1]"},
		"an item that is gone, not":       {Block: testBlockID(2), Path: "lines[0]", Gone: true},
		"a path that is none":             {Block: testBlockID(2), Path: "lines[x]."},
		"details that stayed":             {},
		"a title that stayed":             {Path: "title"},
		"the document's place, of course": {Moved: true},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := Standard().TakeBack("service", old, now, c); ok || !got.Equal(now) {
				t.Errorf("TakeBack(%+v) is %v and gives %v", c, ok, got)
			}
		})
	}
}

func TestTheDocumentHasNoSentencesOfItsOwn(t *testing.T) {
	old, now := page(), Content{Title: "Strolling"}.Canonical()
	for _, c := range []Change{{Sentence: 1}, {Gone: true}, {Moved: true}, {Path: "title", Moved: true}} {
		if _, ok := Standard().TakeBack("service", old, now, c); ok {
			t.Errorf("TakeBack(%+v) found a change", c)
		}
	}
}

// TestAPathThatLeadsElsewhereWritesNothing: a field of a model that is gone may have a
// name that reads like a path to another value.
func TestAPathThatLeadsElsewhereWritesNothing(t *testing.T) {
	for path, c := range map[string][2]Fields{
		"a.b":  {{"a.b": "x", "a": Fields{"b": "z"}}, {"a.b": "y", "a": Fields{"b": "z"}}},
		"a[0]": {{"a": []any{"z"}}, {"a": []any{"z"}, "a[0]": "y"}},
	} {
		old, now := page(block(1, "gone", c[0])), page(block(1, "gone", c[1]))
		if got, ok := Standard().TakeBack("service", old, now, Change{Block: testBlockID(1), Path: path}); ok {
			t.Errorf("%s: TakeBack wrote %v", path, got.Blocks[0].Fields)
		}
	}
}

// TestTakingBackEveryChangeEndsInTheOldContent draws the order, and checks after each
// step that no other block was touched and that neither content was modified.
func TestTakingBackEveryChangeEndsInTheOldContent(t *testing.T) {
	m := Standard()
	rapid.Check(t, func(t *rapid.T) {
		typ := anyType(t, m)
		old := sampleContent(t, m, typ)
		now := sampleEdit(t, m, typ, old, 100)
		if typ.Kinds != nil && rapid.Bool().Draw(t, "of many sentences") {
			old.Blocks = append(old.Blocks, section(50, "S", sampleSentences.Draw(t, "old text")))
			now.Blocks = append(now.Blocks, section(50, "S", sampleSentences.Draw(t, "new text")))
		}
		keptOld, keptNow := old.Canonical(), now.Canonical()
		for range 400 {
			changes := changesOf(m.Compare(typ.Name, old, now))
			if len(changes) == 0 {
				break
			}
			c := rapid.SampledFrom(changes).Draw(t, "change")
			next, ok := m.TakeBack(typ.Name, old, now, c)
			if !ok {
				t.Fatalf("TakeBack(%+v) finds no such change between %v and %v", c, old, now)
			}
			for _, b := range now.Blocks {
				if o, i := next.Block(b.ID); b.ID != c.Block && (i < 0 || !o.Equal(b)) {
					t.Fatalf("TakeBack(%+v) made of another block %v: %v", c, b, o)
				}
			}
			if own := (Content{Title: now.Title, Path: now.Path, Fields: now.Fields}); !c.Block.IsZero() && !own.Equal(Content{Title: next.Title, Path: next.Path, Fields: next.Fields}) {
				t.Fatalf("TakeBack(%+v) changed the document's own fields", c)
			}
			if !now.Equal(keptNow) {
				t.Fatalf("TakeBack(%+v) modified the content that it was given", c)
			}
			now, keptNow = next, next.Canonical()
		}
		if !now.Equal(old) || !old.Equal(keptOld) {
			t.Fatalf("taking back everything ends in %v, not in %v", now, old)
		}
	})
}

func TestTakingBackASentenceLeavesTheOtherBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := sampleSentences.Draw(t, "before"), sampleSentences.Draw(t, "after")
		old, now := page(section(1, "A", before)), page(section(1, "A", after))
		start := 0
		for _, s := range CompareSentences(before, after) {
			if s.Op != Same {
				want := page(section(1, "A", after[:start]+s.Before+after[start+len(s.After):]))
				got, ok := Standard().TakeBack("service", old, now, Change{Block: testBlockID(1), Path: "body", Sentence: s.Number})
				if !ok || !got.Equal(want) {
					t.Fatalf("sentence %d: %v is %v, want %v", s.Number, ok, got, want)
				}
			}
			start += len(s.After)
		}
	})
}
