package search

import (
	"log/slog"
	"slices"
	"testing"

	"practicecms/content"
)

func TestReadersFindNoTextThatIsForStaff(t *testing.T) {
	shown, hidden := content.Field{Name: "shown", Type: content.Text}, content.Field{Name: "hidden", Type: content.Text, Staff: true}
	text := []content.Field{shown, hidden}
	fields := append(slices.Clone(text),
		content.Field{Name: "group", Type: content.Group, Fields: text},
		content.Field{Name: "list", Type: content.List, Item: &content.Field{Type: content.Group, Fields: text}},
		content.Field{Name: "folder", Type: content.Group, Staff: true, Fields: []content.Field{shown}},
		content.Field{Name: "people", Type: content.List, Item: &content.Field{Type: content.Group, Fields: []content.Field{shown, {Name: "who", Type: content.Link, Required: true}}}},
	)
	m := &content.Model{Types: []content.Type{{Name: "page", Home: "/", Fields: fields, Kinds: []string{"part"}}}, Kinds: []content.Kind{{Name: "part", Fields: fields}}}
	// says gives each field a text that names its place, and whether it is for staff.
	says := func(where string) content.Fields {
		texts := func(place, hidden string) map[string]any {
			return map[string]any{"shown": where + " " + place, "hidden": where + " " + place + " " + hidden}
		}
		out := texts("own", "for staff")
		out["group"], out["list"] = texts("group", "for staff"), []any{texts("item", "for staff")}
		out["folder"] = map[string]any{"shown": where + " folder for staff"}
		out["people"] = []any{map[string]any{"shown": where + " beside a link"}}
		return out
	}
	page := source{typ: "page", content: content.Content{Title: "Title", Fields: says("page"), Blocks: []content.Block{{Kind: "part", Fields: says("part")}}}}
	readers, staff := NewLive(t.TempDir(), nil, m, nil, slog.New(slog.DiscardHandler)), NewDrafts(t.TempDir(), nil, m, nil, slog.New(slog.DiscardHandler))

	var public, all []string
	for _, where := range []string{"page", "part"} {
		public = append(public, where+" own", where+" group", where+" item")
		all = append(all, where+" own", where+" own for staff", where+" group", where+" group for staff", where+" item", where+" item for staff", where+" folder for staff", where+" beside a link")
	}
	if got := readers.document(page).Texts; !slices.Equal(got, public) {
		t.Errorf("readers may find %q, want %q", got, public)
	}
	if got := staff.document(page).Texts; !slices.Equal(got, all) {
		t.Errorf("staff may find %q, want %q", got, all)
	}
}
