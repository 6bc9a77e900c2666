package content

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// cases is testdata/merge-cases.json. The live editor does some of what this package
// does, in the browser, and runs the same file: admin/ui/src/live/cases.test.ts.
type cases struct {
	Declared struct {
		Fields []Field
		Kinds  []Kind
	}
	Merge []struct {
		Name                       string
		Base, Theirs, Mine, Merged caseContent
		Conflicts                  []string // such as "title", "a body", or "a" for the block itself
		Carried                    *caseContent
	}
	Join []struct {
		Name                       string
		Base, Theirs, Mine, Joined caseContent
	}
	Canonical []struct {
		Name               string
		Content, Canonical caseContent
	}
}

// caseContent is a content whose blocks have letters for ids.
type caseContent struct {
	Content
}

func (c *caseContent) UnmarshalJSON(b []byte) error {
	var raw struct {
		Title, Path string
		Fields      Fields
		Blocks      []struct {
			ID, Kind string
			Fields   Fields
		}
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	c.Content = Content{Title: raw.Title, Path: raw.Path, Fields: raw.Fields}
	for _, b := range raw.Blocks {
		c.Blocks = append(c.Blocks, block(int(b.ID[0]), b.Kind, b.Fields))
	}
	return nil
}

func readCases(t *testing.T) (*Model, cases) {
	t.Helper()
	b, err := os.ReadFile("testdata/merge-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var c cases
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Merge) == 0 || len(c.Join) == 0 || len(c.Canonical) == 0 {
		t.Fatal("the file lacks cases")
	}
	return &Model{Types: []Type{{Name: "page", Fields: c.Declared.Fields}}, Kinds: c.Declared.Kinds}, c
}

// diff compares what two contents say, exactly; nil and empty are the same.
func (c caseContent) diff(got Content) string {
	return cmp.Diff(c.Content, got, cmpopts.EquateEmpty())
}

func TestMergeCasesThatTheBrowserRunsToo(t *testing.T) {
	m, c := readCases(t)
	for _, test := range c.Merge {
		t.Run(test.Name, func(t *testing.T) {
			got, conflicts := m.Merge("page", test.Base.Canonical(), test.Theirs.Canonical(), test.Mine.Canonical())
			if diff := test.Merged.diff(got); diff != "" {
				t.Errorf("merged (-want +got):\n%s", diff)
			}
			var told []string
			for _, c := range conflicts {
				about := ""
				if !c.Block.IsZero() {
					about = string(rune(c.Block[len(c.Block)-1])) + " "
				}
				told = append(told, strings.TrimSpace(about+c.Field))
			}
			if diff := cmp.Diff(test.Conflicts, told); diff != "" {
				t.Errorf("conflicts (-want +got):\n%s", diff)
			}
			if test.Carried != nil && test.Carried.diff(got) == "" {
				t.Error("carried says what merged says, so it need not be there")
			}
		})
	}
}

func TestJoinCasesThatTheBrowserShows(t *testing.T) {
	m, c := readCases(t)
	for _, test := range c.Join {
		t.Run(test.Name, func(t *testing.T) {
			got := m.Join("page", test.Base.Canonical(), test.Theirs.Canonical(), test.Mine.Canonical())
			if diff := test.Joined.diff(got); diff != "" {
				t.Errorf("joined (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCanonicalCasesThatTheBrowserRunsToo(t *testing.T) {
	_, c := readCases(t)
	for _, test := range c.Canonical {
		t.Run(test.Name, func(t *testing.T) {
			for _, form := range []caseContent{test.Content, test.Canonical} {
				if diff := test.Canonical.diff(form.Content.Canonical()); diff != "" {
					t.Errorf("canonical (-want +got):\n%s", diff)
				}
			}
		})
	}
}
