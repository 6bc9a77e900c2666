package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"practicecms/content"
)

func TestPassagesAreTheTextsOfABlockInOrder(t *testing.T) {
	kind, ok := content.Standard().Kind("steps")
	if !ok {
		t.Fatal("there is no kind steps")
	}
	var got []string
	for _, p := range content.Passages(kind.Fields, content.Fields{
		"heading": "How it goes", "intro": " ", "nobody declared this": "x",
		"steps": []any{map[string]any{"title": "Arriving", "minutes": int64(20), "body": "We *talk*."}, map[string]any{"body": "We rest."}},
	}) {
		got = append(got, fmt.Sprintf("%s | %s | %s", p.Path, p.Label, p.Text))
	}
	want := []string{
		"heading | Heading | How it goes", "steps[0].title | Step 1: Name of the step | Arriving", "steps[0].body | Step 1: What happens | We *talk*.", "steps[1].body | Step 2: What happens | We rest.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSentencesKeepTheSpaceBeforeThem(t *testing.T) {
	const text = "We meet at 9 a.m. by the gate. Bring a jacket.\n\n- A point\n- Another  \n"
	got := content.SplitSentences(text)
	want := []string{"We meet at 9 a.m. by the gate.", " Bring a jacket.", "\n\n- A point", "\n- Another"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if joined := strings.Join(got, ""); joined != strings.TrimRight(text, " \n") {
		t.Errorf("joined they are %q", joined)
	}
}
