package paste

import (
	"strings"
	"testing"
)

func TestTheHeadOfAFileIsNoTextOfThePage(t *testing.T) {
	for in, want := range map[string]struct{ title, removed string }{
		"---\ntitle: Grief Counseling\ndate: 2025-01-01\ntags:\n  - grief\n- loss\n---\n\n# Grief\n\nText here.": {"Grief Counseling", "date: 2025-01-01, tags:, - grief, - loss"},
		"---\ntitle: \"Couples: Two\"\n---\nText here.":                                                          {"Couples: Two", ""},
		"+++\ntitle = 'Fees'\ndraft = true\n+++\n# What It Costs\n\nText here.":                                  {"Fees", "draft = true"},
		"---\nlayout: page\n---\n# Grief\n\nText here.":                                                          {"Grief", "layout: page"},
	} {
		r := mustParse(t, in, Options{Type: service()})
		got := ""
		for _, one := range r.Removed {
			if one.What == headDetails {
				got += one.Text
			}
		}
		if r.Content.Title != want.title || got != want.removed {
			t.Errorf("%q: title %q, removed %q, want %v", in, r.Content.Title, got, want)
		}
		for _, b := range r.Content.Blocks {
			for _, text := range b.Fields {
				if s, ok := text.(string); ok && (strings.Contains(s, "title") || strings.Contains(s, "---") || b.Kind == "divider") {
					t.Errorf("%q: the page holds %q", in, s)
				}
			}
		}
	}
}

func TestWhatOnlyLooksLikeTheHeadOfAFileStays(t *testing.T) {
	for _, in := range []string{
		"---\nFees: $150\nHours: 9–5\n---\nText here.",
		"---\ntitle: A\nWe are here.\n---\nText here.",
		"---\n\n# Title\n\nWords.\n\n---\n\nMore.",
		"Words.\n\n---\ntitle: A\n---\nMore.",
	} {
		if title, details, rest := cutHead(in); title != "" || details != "" || rest != in {
			t.Errorf("%q: got %q, %q, %q", in, title, details, rest)
		}
	}
}

func TestTheHeadOfAFileIsToldInTheEditor(t *testing.T) {
	out, err := Insert(Clip{Text: "---\ntitle: Grief\n---\nText here."}, Body)
	if err != nil || out.Markdown != "Text here." || len(out.Removed) != 1 || out.Removed[0].Text != "title: Grief" {
		t.Errorf("got %+v, %v", out, err)
	}
}
