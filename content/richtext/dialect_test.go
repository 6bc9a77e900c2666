package richtext

import (
	"encoding/json"
	"os"
	"testing"
)

// TestDialect: what is ours in Markdown. The editor runs the same file: admin/ui/src/markdown/dialect.test.ts.
func TestDialect(t *testing.T) {
	data, err := os.ReadFile("testdata/dialect.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Name, Markdown, HTML string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			r, err := Render(c.Markdown, resolveTeam)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			if r.HTML != c.HTML {
				t.Errorf("got:  %q\nwant: %q", r.HTML, c.HTML)
			}
			for _, x := range r.Removed {
				if x.What != "comment" {
					t.Errorf("the receipt names what readers get: %q", x)
				}
			}
			again, err := Render(Source(c.Markdown, r), nil)
			if err != nil || !sameWords(again.Text, r.Text) {
				t.Errorf("handed on: got %q, %v, want %q", again.Text, err, r.Text)
			}
		})
	}
}
