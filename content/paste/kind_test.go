package paste

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"practicecms/content"
	"practicecms/content/richtext"
)

// pastedSample is a page as it is pasted from a document; the admin UI's tests paste it too.
//
//go:embed testdata/sample.txt
var pastedSample string

// checkKinds changes each block of a pasted text to each kind.
func checkKinds(t rapid.TB, input string, format Format) {
	m := content.Standard()
	service, _ := m.Type("service")
	result, err := Parse(input, Options{Format: format, Type: service})
	if err != nil {
		return // there is nothing to change
	}
	for _, b := range result.Content.Blocks {
		for _, kind := range Kinds() {
			before := BlockWords(m, []content.Block{b})
			after := AsKind(m, b, kind)
			if got := BlockWords(m, after); !slices.Equal(got, before) {
				t.Fatalf("%s to %s: got words %q, want %q\nof %q", b.Kind, kind, got, before, input)
			}
			c := content.Content{Title: "T", Path: "/services/t", Blocks: after}.Canonical()
			if err := m.Validate("service", c, nil, richtext.Check); err != nil {
				t.Fatalf("%s to %s of %q: %v", b.Kind, kind, input, err)
			}
			if got := BlockWords(m, c.Blocks); !slices.Equal(got, before) {
				t.Fatalf("%s to %s: as it is stored, got words %q, want %q", b.Kind, kind, got, before)
			}
		}
	}
}

func TestEachKindKeepsAllWords(t *testing.T) {
	m := content.Standard()
	result, err := Parse(pastedSample, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkKinds(t, pastedSample, Auto)
	for _, b := range result.Content.Blocks {
		for _, kind := range Kinds() {
			if after := AsKind(m, b, kind); !slices.ContainsFunc(after, func(b content.Block) bool { return b.Kind == kind }) {
				t.Errorf("%s %s can't be %s", b.Kind, m.BlockName(b), kind)
			}
		}
	}
}

func TestEachKindKeepsAllWordsOfAnyText(t *testing.T) {
	pieces := []string{
		"A Heading Of Words", "### Smaller", "plain words", "a question?", "- point", "- [a link](https://example.org)", "  - deeper", "1. first",
		"> quoted", "**bold** and *soft*", "You may come if:", "`code`", "```", "| a | b |", "|---|---|", "\\* star", "<b>x</b>", "[label](/contact)",
		"It has three phases.", "Begin Here", "Is It Right for You?", "---", "line one\\", "a_b*c", "&amp; &", "héllo 世界", "www.example.org", "# #",
		"Q: Is it?", "A: It is.", "**Is it bold?**", "“Quoted.”", "— Ida Brandt", "FAQ",
	}
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.Just(""), rapid.StringMatching(`[ -~]{0,24}`)), 1, 24).Draw(t, "lines")
		format := rapid.SampledFrom([]Format{Text, Markdown, HTML}).Draw(t, "format")
		input := strings.Join(lines, "\n")
		if format == HTML {
			input = "<h2>" + strings.Join(lines, "</p><h3>x</h3><ul><li>") + "</h2>"
		}
		checkKinds(t, input, format)
	})
}

func TestKindsGetTheirParts(t *testing.T) {
	m := content.Standard()
	section := content.Block{Kind: "section", Fields: content.Fields{
		"heading": "How it works", "body": "Before all.\n\n### First\n\nOne [link](/a).\n\n### Is it far?\n\n- a\n- b",
	}}
	steps := AsKind(m, section, "steps")[0]
	if got, want := steps.Fields["intro"], "Before all."; got != want {
		t.Errorf("intro: got %q, want %q", got, want)
	}
	list := steps.Fields["steps"].([]any)
	if len(list) != 2 || list[0].(content.Fields)["title"] != "First" || list[1].(content.Fields)["body"] != "- a\n- b" {
		t.Errorf("steps: got %v", list)
	}
	faq := AsKind(m, section, "faq")
	if len(faq) != 2 || faq[0].Fields["heading"] != "How it works" || len(faq[1].Fields["items"].([]any)) != 2 {
		t.Errorf("faq: got %v", faq)
	}
	if back := AsKind(m, steps, "section"); len(back) != 1 || !back[0].Equal(section) {
		t.Errorf("there and back: got %v, want %v", back, section)
	}
	list2 := content.Block{Kind: "section", Fields: content.Fields{"heading": "Bring", "body": "- a jacket\n- *time*"}}
	points := AsKind(m, list2, "checklist")[0].Fields
	if points["leadIn"] != "Bring" || !slices.Equal(points["items"].([]any), []any{"a jacket", "*time*"}) {
		t.Errorf("checklist: got %v", points)
	}
	if got := AsKind(m, content.Block{Kind: "divider"}, "notice"); len(got) != 1 || got[0].Kind != "divider" {
		t.Errorf("a kind of references: got %v", got)
	}
}
