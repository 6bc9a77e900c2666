package content

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWalkContentVisitsLeavesInDeclaredOrder(t *testing.T) {
	c := withFields(page(
		block(1, "steps", Fields{"heading": "How it works", "steps": []any{
			map[string]any{"body": "We talk.", "title": "Meet", "minutes": int64(50)},
			map[string]any{"title": "Walk"},
		}, "retired": "unseen"}),
		block(2, "bygone", Fields{"text": "unseen"}),
		callout(3, "Rest.", "Breathe."),
		block(4, "section", Fields{"heading": "Misshapen", "body": "Seen."}),
	), Fields{"seo": Fields{"noindex": true, "title": "Walks"}, "summary": "Walks for two."})
	c.Blocks[3].Fields["primary"] = "no group"

	var got []string
	Standard().WalkContent("service", c, func(p Place, v any) {
		got = append(got, fmt.Sprintf("%d %s %s %v", p.Block, p.Path, p.Field.Type, v))
	})
	want := []string{
		"-1 fields.summary text Walks for two.",
		"-1 fields.seo.title text Walks",
		"-1 fields.seo.noindex flag true",
		"0 blocks[0].heading text How it works",
		"0 blocks[0].steps[0].title text Meet",
		"0 blocks[0].steps[0].body markdown We talk.",
		"0 blocks[0].steps[0].minutes number 50",
		"0 blocks[0].steps[1].title text Walk",
		"2 blocks[2].lines[0] markdown Rest.",
		"2 blocks[2].lines[1] markdown Breathe.",
		"3 blocks[3].heading text Misshapen",
		"3 blocks[3].body markdown Seen.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("visited (-want +got):\n%s", diff)
	}
}

func TestWalkPassesOverWhatHasAnotherShape(t *testing.T) {
	fields := []Field{
		{Name: "group", Type: Group, Fields: []Field{{Name: "x", Type: Text}}},
		{Name: "list", Type: List, Item: &Field{Type: Text}},
		{Name: "none", Type: Text},
	}
	Walk(fields, Fields{"group": "a text", "list": map[string]any{"x": "y"}, "none": nil}, "", func(path string, _ Field, v any) {
		t.Errorf("visited %s = %v, want nothing", path, v)
	})
}

func TestReferencesAreListedOnceInReadingOrder(t *testing.T) {
	id := func(n int) string { return testDocumentID(n).String() }
	c := withFields(page(
		block(1, "notice", Fields{"snippet": id(5)}),
		block(2, "cta", Fields{"heading": "Come in", "primary": Fields{"label": "Write to us", "link": "document:" + id(4)}, "secondary": Fields{"link": "https://example.org"}}),
		section(3, "More", "Markdown"),
		block(4, "practitioners", Fields{"people": []any{id(5), id(2), "not an id"}}),
	), Fields{"review": Fields{"by": id(9)}})

	markdown := func(text string) []string { return []string{"document:" + id(7), id(8), "https://example.org", id(5)} }
	want := []DocumentID{testDocumentID(9), testDocumentID(5), testDocumentID(4), testDocumentID(7), testDocumentID(8), testDocumentID(2)}
	if diff := cmp.Diff(want, Standard().References("service", c, markdown)); diff != "" {
		t.Errorf("References (-want +got):\n%s", diff)
	}
	want = []DocumentID{testDocumentID(9), testDocumentID(5), testDocumentID(4), testDocumentID(2)}
	if diff := cmp.Diff(want, Standard().References("service", c, nil)); diff != "" {
		t.Errorf("References without Markdown (-want +got):\n%s", diff)
	}
}
