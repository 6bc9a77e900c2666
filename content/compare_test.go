package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// told writes a comparison in short lines.
func told(c Comparison) []string {
	var lines []string
	field := func(indent string, f FieldChange) {
		line := fmt.Sprintf("%s%s (%s): ", indent, f.Path, f.Label)
		if f.Spans != nil {
			line += marked(f.Spans)
		} else {
			line += fmt.Sprintf("%v → %v", f.Before, f.After)
		}
		lines = append(lines, line)
	}
	for _, f := range c.Fields {
		field("", f)
	}
	for _, b := range c.Blocks {
		line := fmt.Sprintf("%s %s %d→%d", b.Op, b.Name, b.From, b.To)
		if b.Moved && b.Op != Moved {
			line += " moved"
		}
		lines = append(lines, line)
		for _, f := range b.Fields {
			field("  ", f)
		}
	}
	return lines
}

func steps(n int, titles ...string) Block {
	var items []any
	for _, title := range titles {
		items = append(items, map[string]any{"title": title, "body": "We " + strings.ToLower(title) + "."})
	}
	return block(n, "steps", Fields{"heading": "How it works", "steps": items})
}

func TestCompareTellsWhatChanged(t *testing.T) {
	a, b, c := section(1, "Arrival", "We walk."), section(2, "Preparation", "We rest."), callout(3, "Breathe.")
	for name, test := range map[string]struct {
		before, after Content
		want          []string
	}{
		"nothing": {page(a, b), page(a, b), nil},
		"the document's own fields": {
			withFields(page(), Fields{"summary": "Walks.", "seo": Fields{"title": "Walks", "noindex": true}}),
			Content{Path: "/services/strolling", Title: "Strolling together", Fields: Fields{"seo": Fields{"title": "Strolls"}}},
			[]string{
				"title (Title): [-Walking-]{+Strolling+} together",
				"path (Web address): /services/[-walking-]{+strolling+}",
				"summary (In one sentence): [-Walks.-]",
				"seo.title (Search engines: Title in search results): [-Walks-]{+Strolls+}",
				"seo.noindex (Search engines: Keep this page out of search engines): true → <nil>",
			},
		},
		"words in a block": {page(a, b), page(a, section(2, "Preparation", "We rest well.")), []string{
			"edited “Preparation” 1→1",
			"  body (Text): We rest{+ well+}.",
		}},
		"a block more":                               {page(a, c), page(a, b, c), []string{"added “Preparation” -1→1"}},
		"a removed block stands where it was":        {page(a, b, c), page(a, section(4, "New", "x")), []string{"removed “Preparation” 1→-1", "removed callout 2→-1", "added “New” -1→1"}},
		"a removed block behind one that moved away": {page(a, b, c, section(4, "D", "d"), section(5, "E", "e")), page(a, section(4, "D", "d"), section(5, "E", "e"), b), []string{"removed callout 2→-1", "moved “Preparation” 1→3"}},
		"the first block removed":                    {page(a, b), page(b), []string{"removed “Arrival” 0→-1"}},
		"one block moved past two":                   {page(a, b, c), page(c, a, b), []string{"moved callout 2→0"}},
		"a block moved and edited":                   {page(a, b, c), page(callout(3, "Breathe slowly."), a, b), []string{"edited callout 2→0 moved", "  lines[0] (Line 1): Breathe{+ slowly+}."}},
		"another kind is another block":              {page(section(1, "Rest", "x")), page(callout(1, "Rest")), []string{"removed “Rest” 0→-1", "added callout -1→0"}},
		"a step more":                                {page(steps(1, "Meet", "Walk")), page(steps(1, "Meet", "Rest", "Walk")), []string{"edited “How it works” 0→0", "  steps[1] (Step 2): <nil> → map[body:We rest. title:Rest]"}},
		"a step less":                                {page(steps(1, "Meet", "Rest", "Walk")), page(steps(1, "Meet", "Walk")), []string{"edited “How it works” 0→0", "  steps[1] (Step 2): map[body:We rest. title:Rest] → <nil>"}},
		"a step reworded behind a new one": {
			page(steps(1, "Meet", "Walk", "Rest")), page(steps(1, "Greet", "Meet", "Walk", "Sleep")), []string{
				"edited “How it works” 0→0",
				"  steps[0] (Step 1): <nil> → map[body:We greet. title:Greet]",
				"  steps[3].title (Step 4: Name of the step): [-Rest-]{+Sleep+}",
				"  steps[3].body (Step 4: What happens): We [-rest-]{+sleep+}.",
			},
		},
		"a kind that is no longer known": {page(block(1, "fee-table", Fields{"leadIn": "Fees"})), page(block(1, "fee-table", Fields{"leadIn": "Costs"})), []string{"edited fee table 0→0", "  leadIn (Lead in): Fees → Costs"}},
		"a field that became a list":     {page(block(1, "callout", Fields{"lines": "Rest."})), page(callout(1, "Rest.")), []string{"edited callout 0→0", "  lines (Lines): Rest. → [Rest.]"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Standard().Compare("service", test.before, test.after)
			if diff := cmp.Diff(test.want, told(got)); diff != "" {
				t.Errorf("Compare (-want +got):\n%s", diff)
			}
			if got.Empty() != (test.want == nil) {
				t.Errorf("Empty() = %v", got.Empty())
			}
		})
	}
}

func TestCompareIsEmptyForEqualContentsOnly(t *testing.T) {
	m := Standard()
	rapid.Check(t, func(t *rapid.T) {
		typ := anyType(t, m)
		a := sampleContent(t, m, typ)
		b := sampleEdit(t, m, typ, a, 100)
		if c := m.Compare(typ.Name, a, b); c.Empty() != a.Equal(b) {
			t.Fatalf("Equal is %v, but Compare gives %v", a.Equal(b), told(c))
		}
	})
}

// TestCompareIsEnoughToRebuild applies a comparison to the old blocks and expects
// the new ones: nothing that changed goes untold.
func TestCompareIsEnoughToRebuild(t *testing.T) {
	m := Standard()
	service, _ := m.Type("service")
	rapid.Check(t, func(t *rapid.T) {
		a := sampleContent(t, m, service)
		b := sampleEdit(t, m, service, a, 100)
		rest := slices.Clone(a.Blocks)
		c := m.Compare("service", a, b)
		for _, change := range c.Blocks { // take out what left its place …
			if change.Op == Removed || change.Moved {
				rest = slices.DeleteFunc(rest, func(o Block) bool { return o.ID == change.ID })
			}
		}
		for _, change := range c.Blocks { // … and put in what came, from the top
			switch {
			case change.Op == Added, change.Moved:
				rest = slices.Insert(rest, change.To, *change.After)
			case change.Op == Edited:
				rest[change.To] = *change.After
			}
		}
		if !(Content{Blocks: rest}).Equal(Content{Blocks: b.Blocks}) {
			t.Fatalf("rebuilt %v\nwant %v\nfrom %v", rest, b.Blocks, told(c))
		}
	})
}

func TestLongestIncreasingIsLongest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, -1, -1}).Draw(t, "values")
		got := longestIncreasing(values)
		for i, at := range got {
			if values[at] < 0 || i > 0 && (got[i-1] >= at || values[got[i-1]] >= values[at]) {
				t.Fatalf("longestIncreasing(%v) = %v, which does not increase", values, got)
			}
		}
		longest := 0
		for set := range 1 << len(values) { // try every choice
			last, n := -1, 0
			for i, v := range values {
				if set>>i&1 == 1 {
					if v <= last {
						n = -1
						break
					}
					last = v
					n++
				}
			}
			longest = max(longest, n)
		}
		if len(got) != longest {
			t.Fatalf("longestIncreasing(%v) has length %d, want %d", values, len(got), longest)
		}
	})
}
