package content

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// outline writes a content in short lines: its title, and each block's name.
func outline(c Content) []string {
	lines := []string{c.Title}
	for _, b := range c.Blocks {
		lines = append(lines, fmt.Sprintf("%s: %v", Standard().BlockName(b), cmpValue(b)))
	}
	return lines
}

func cmpValue(b Block) any {
	if body, ok := b.Fields["body"]; ok {
		return body
	}
	return b.Fields["lines"]
}

func toldConflicts(conflicts []Conflict) []string {
	var lines []string
	words := func(v any) any {
		if b, ok := v.(*Block); ok {
			return cmpValue(*b)
		}
		return v
	}
	for _, c := range conflicts {
		lines = append(lines, fmt.Sprintf("%s %q (%s): %v | %v | %v", c.Name, c.Field, c.Label, words(c.Base), words(c.Theirs), words(c.Mine)))
	}
	return lines
}

func TestMerge(t *testing.T) {
	a, b, c := section(1, "A", "a"), section(2, "B", "b"), section(3, "C", "c")
	x, y := section(8, "X", "x"), section(9, "Y", "y")
	titled := func(title string, c Content) Content { c.Title = title; return c }
	seo := func(title, description any) Content {
		return withFields(page(), Fields{"seo": Fields{"title": title, "description": description}})
	}
	for name, test := range map[string]struct {
		base, theirs, mine Content
		want               []string
		conflicts          []string
	}{
		"edits of two blocks are both kept": {
			page(a, b), page(section(1, "A", "theirs"), b), page(a, section(2, "B", "mine")),
			[]string{"Walking together", "“A”: theirs", "“B”: mine"}, nil,
		},
		"edits of two fields of one block are both kept": {
			page(a), page(section(1, "A", "theirs")), page(section(1, "Mine", "a")),
			[]string{"Walking together", "“Mine”: theirs"}, nil,
		},
		"the same edit twice is no conflict": {
			page(a), page(section(1, "A", "ours")), page(section(1, "A", "ours")),
			[]string{"Walking together", "“A”: ours"}, nil,
		},
		"two edits of one field are a conflict that holds both": {
			page(a), page(section(1, "A", "theirs")), page(section(1, "A", "mine")),
			[]string{"Walking together", "“A”: theirs"}, []string{`“A” "body" (Text): a | theirs | mine`},
		},
		"a title that both changed": {
			page(), titled("Theirs", page()), titled("Mine", page()),
			[]string{"Theirs"}, []string{` "title" (Title): Walking together | Theirs | Mine`},
		},
		"a field that one cleared and the other changed": {
			page(a), page(section(1, "A", "")), page(section(1, "A", "mine")),
			[]string{"Walking together", "“A”: <nil>"}, []string{`“A” "body" (Text): a | <nil> | mine`},
		},
		"removed and left alone is removed": {
			page(a, b, c), page(a, c), page(a, b),
			[]string{"Walking together", "“A”: a"}, nil,
		},
		"removed by them and edited by me is kept as edited": {
			page(a, b, c), page(a, c), page(a, section(2, "B", "mine"), c),
			[]string{"Walking together", "“A”: a", "“B”: mine", "“C”: c"}, []string{`“B” "" (Section): b | <nil> | mine`},
		},
		"edited by them and removed by me is kept as edited": {
			page(a, b), page(a, section(2, "B", "theirs")), page(a),
			[]string{"Walking together", "“A”: a", "“B”: theirs"}, []string{`“B” "" (Section): b | theirs | <nil>`},
		},
		"blocks that both added stand behind what they followed": {
			page(a, b), page(a, x, b), page(a, b, y),
			[]string{"Walking together", "“A”: a", "“X”: x", "“B”: b", "“Y”: y"}, nil,
		},
		"blocks added in one place stand one after the other": {
			page(a, b), page(a, x, b), page(a, y, section(7, "Z", "z"), b),
			[]string{"Walking together", "“A”: a", "“X”: x", "“Y”: y", "“Z”: z", "“B”: b"}, nil,
		},
		"a block added behind a removed one stays in its place": {
			page(a, b, c), page(a, c), page(a, b, x, c),
			[]string{"Walking together", "“A”: a", "“X”: x", "“C”: c"}, nil,
		},
		"their order is taken when I left mine": {
			page(a, b, c), page(c, a, b), page(a, section(2, "B", "mine"), c),
			[]string{"Walking together", "“C”: c", "“A”: a", "“B”: mine"}, nil,
		},
		"my order is taken when both changed it": {
			page(a, b, c), page(c, a, b), page(b, a, c),
			[]string{"Walking together", "“B”: b", "“A”: a", "“C”: c"}, nil,
		},
		"their new block follows its neighbour into my order": {
			page(a, b, c), page(a, x, b, c), page(c, b, a),
			[]string{"Walking together", "“C”: c", "“B”: b", "“A”: a", "“X”: x"}, nil,
		},
		"another kind by one, and left alone by the other": {
			page(a), page(callout(1, "theirs")), page(a),
			[]string{"Walking together", "callout: [theirs]"}, nil,
		},
		"another kind by one, and edited by the other": {
			page(a), page(callout(1, "theirs")), page(section(1, "A", "mine")),
			[]string{"Walking together", "callout: [theirs]"}, []string{`callout "" (Callout): a | [theirs] | mine`},
		},
		"a list is one value": {
			page(callout(1, "p", "q")), page(callout(1, "theirs", "q")), page(callout(1, "p", "mine")),
			[]string{"Walking together", "callout: [theirs q]"}, []string{`callout "lines" (Lines): [p q] | [theirs q] | [p mine]`},
		},
		"one member of a group": {
			seo("a", "b"), seo("theirs", "b"), seo("mine", "b"),
			[]string{"Walking together"}, []string{` "seo.title" (Search engines: Title in search results): a | theirs | mine`},
		},
		"a field of an unknown kind": {
			page(block(1, "fee-table", Fields{"leadIn": "a"})), page(block(1, "fee-table", Fields{"leadIn": "theirs"})), page(block(1, "fee-table", Fields{"leadIn": "mine"})),
			[]string{"Walking together", "fee table: <nil>"}, []string{`fee table "leadIn" (Lead in): a | theirs | mine`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, conflicts := Standard().Merge("service", test.base, test.theirs, test.mine)
			if diff := cmp.Diff(test.want, outline(got)); diff != "" {
				t.Errorf("merged (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.conflicts, toldConflicts(conflicts)); diff != "" {
				t.Errorf("conflicts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMergeJoinsTheMembersOfAGroup(t *testing.T) {
	with := func(seo Fields) Content { return withFields(page(), Fields{"seo": seo}) }
	base := with(Fields{"title": "a", "description": "b"})
	got, conflicts := Standard().Merge("service", base, with(Fields{"title": "theirs", "description": "b"}), with(Fields{"title": "a", "noindex": true}))
	if diff := cmp.Diff(Fields{"seo": Fields{"title": "theirs", "noindex": true}}, got.Fields); diff != "" || conflicts != nil {
		t.Errorf("fields (-want +got):\n%s\nconflicts %v, want none", diff, conflicts)
	}
	// A group that both emptied, member by member, is gone.
	got, _ = Standard().Merge("service", base, with(Fields{"title": "a"}), with(Fields{"description": "b"}))
	if diff := cmp.Diff(Fields{}, got.Fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestMergeKeepsNewBlocksWithoutIDs(t *testing.T) {
	a := section(1, "A", "a")
	n := Block{Kind: "section", Fields: Fields{"body": "new"}}
	got, _ := Standard().Merge("service", page(a), page(section(1, "A", "theirs")), page(n, a, n))
	want := []string{"Walking together", "section: new", "“A”: theirs", "section: new"}
	if diff := cmp.Diff(want, outline(got)); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}

// drawThree draws a base and two edits of it; they may add different blocks.
func drawThree(t *rapid.T, m *Model) (name string, base, theirs, mine Content) {
	typ := anyType(t, m)
	base = sampleContent(t, m, typ)
	return typ.Name, base, sampleEdit(t, m, typ, base, 100), sampleEdit(t, m, typ, base, 200)
}

func TestMergeWithOneEditIsThatEdit(t *testing.T) {
	m := Standard()
	rapid.Check(t, func(t *rapid.T) {
		name, b, x, _ := drawThree(t, m)
		for _, try := range []struct {
			what         string
			theirs, mine Content
		}{{"mine", b, x}, {"theirs", x, b}, {"both", x, x}} {
			got, conflicts := m.Merge(name, b, try.theirs, try.mine)
			if len(conflicts) > 0 || !got.Equal(x) {
				t.Fatalf("only %s changed, but the merge is\n%v with %d conflicts; want\n%v", try.what, got, len(conflicts), x)
			}
		}
	})
}

func TestMergeLosesNothing(t *testing.T) {
	m := Standard()
	rapid.Check(t, func(t *rapid.T) {
		name, base, theirs, mine := drawThree(t, m)
		got, conflicts := m.Merge(name, base, theirs, mine)
		if !got.Equal(got.Canonical()) {
			t.Fatalf("not canonical: %v", got)
		}
		seen := map[BlockID]bool{}
		for _, b := range got.Blocks {
			if seen[b.ID] {
				t.Fatalf("block %v is there twice", b.ID)
			}
			seen[b.ID] = true
		}
		kept := texts(got)
		for _, c := range conflicts {
			maps.Copy(kept, textsOf(c.Theirs))
			maps.Copy(kept, textsOf(c.Mine))
		}
		was := texts(base)
		for text := range texts(theirs) {
			if !kept[text] && !was[text] {
				t.Fatalf("they wrote %q, which is nowhere now", text)
			}
		}
		for text := range texts(mine) {
			if !kept[text] && !was[text] {
				t.Fatalf("I wrote %q, which is nowhere now", text)
			}
		}
		for _, b := range slices.Concat(theirs.Blocks, mine.Blocks) {
			_, before := base.Block(b.ID)
			was, i := theirs.Block(b.ID)
			other, j := mine.Block(b.ID)
			removed := before >= 0 && (i < 0 || j < 0) // by one, and left alone by the other
			if removed && !seen[b.ID] && (base.Blocks[before].Equal(was) || base.Blocks[before].Equal(other)) {
				continue
			}
			if !seen[b.ID] {
				t.Fatalf("block %v is nowhere now", b.ID)
			}
		}
	})
}

func TestMergeWithoutConflictsIsTheSameFromBothSides(t *testing.T) {
	m := Standard()
	rapid.Check(t, func(t *rapid.T) {
		name, base, theirs, mine := drawThree(t, m)
		one, conflicts := m.Merge(name, base, theirs, mine)
		other, swapped := m.Merge(name, base, mine, theirs)
		if len(conflicts) != len(swapped) {
			t.Fatalf("%d conflicts from one side, %d from the other", len(conflicts), len(swapped))
		}
		if len(conflicts) > 0 {
			return
		}
		byID := func(a, b Block) int { return a.ID.Compare(b.ID) }
		slices.SortFunc(one.Blocks, byID)
		slices.SortFunc(other.Blocks, byID)
		if !one.Equal(other) {
			t.Fatalf("one side gives\n%v\nthe other\n%v", one, other)
		}
	})
}

func TestMergeLeavesItsInputsAlone(t *testing.T) {
	m := Standard()
	rapid.Check(t, func(t *rapid.T) {
		name, base, theirs, mine := drawThree(t, m)
		before := fmt.Sprint(base, theirs, mine)
		m.Merge(name, base, theirs, mine)
		m.Compare(name, theirs, mine)
		if after := fmt.Sprint(base, theirs, mine); after != before {
			t.Fatalf("the inputs changed from\n%s\nto\n%s", before, after)
		}
	})
}

// texts gives every text in a content's values.
func texts(c Content) map[string]bool {
	all := textsOf(c.Fields)
	all[c.Title], all[c.Path] = true, true
	for i := range c.Blocks {
		maps.Copy(all, textsOf(&c.Blocks[i]))
	}
	return all
}

func textsOf(v any) map[string]bool {
	all := map[string]bool{}
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case string:
			all[v] = true
		case []any:
			for _, item := range v {
				visit(item)
			}
		case map[string]any:
			for _, inner := range v {
				visit(inner)
			}
		case *Block:
			visit(v.Fields)
		}
	}
	visit(v)
	return all
}
