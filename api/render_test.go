package api_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

// linkedSnippets is the standard model, in which a shared text names who wrote it.
func linkedSnippets() *content.Model {
	m := content.Standard()
	for i := range m.Types {
		if t := &m.Types[i]; t.Name == "snippet" {
			t.Fields = append(t.Fields, content.Field{Name: "author", Label: "Written by", Type: content.Link, To: []string{"practitioner"}})
		}
	}
	return m
}

func TestARecordInsideARecordIsAReferenceAlone(t *testing.T) {
	s := cmstest.New(t)
	s.Reopen(t, linkedSnippets())
	dana := live(t, s, "practitioner", "", "Dana Reyes", content.Fields{"role": "Psychotherapist"})
	text := live(t, s, "snippet", "", "Crisis lines", content.Fields{"body": "Call 988.", "author": dana.Document.String()})
	page := live(t, s, "page", "/help", "Help", nil, block("notice", content.Fields{"snippet": text.Document.String()}))
	got := httptest.NewRecorder()
	newServer(t, s).ServeHTTP(got, request(t, "/api/v1/documents/"+page.Document.String()))
	var answer struct {
		Blocks []struct{ Snippet map[string]any }
	}
	if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil || len(answer.Blocks) != 1 {
		t.Fatalf("%v: %s", err, got.Body)
	}
	shown := answer.Blocks[0].Snippet
	author, _ := shown["author"].(map[string]any)
	if shown["body"] == nil || len(author) != 3 || author["id"] != dana.Document.String() || author["type"] != "practitioner" || author["title"] != "Dana Reyes" {
		t.Errorf("the record has its fields %v, and inside it stands %v, want id, type and title alone", shown["body"] != nil, author)
	}
	if keys := strings.Fields(got.Header().Get("Surrogate-Key")); !slices.Contains(keys, dana.Document.String()) {
		t.Errorf("the keys %q do not name the record inside", keys)
	}
}

// A group without anything in it is null, and as an item of a list it is not there.
func TestAnEmptyGroupIsNull(t *testing.T) {
	s, c := newClient(t)
	page := live(t, s, "page", "/one", "One", nil,
		block("hero", content.Fields{"heading": "Without a button"}),
		block("hero", content.Fields{"heading": "With an empty one", "primary": map[string]any{}}),
		block("hero", content.Fields{"heading": "With one", "primary": map[string]any{"label": "Ask us", "link": "/contact"}}),
		block("steps", content.Fields{"heading": "How", "steps": []any{map[string]any{}, map[string]any{"title": "Meet", "body": "We talk."}, map[string]any{"title": "Go on", "body": "We work."}}}))
	var answer struct {
		Blocks []struct {
			Primary map[string]any
			Steps   []map[string]any
		}
	}
	got := c.Get("/api/v1/documents/" + page.Document.String())
	got.JSON(t, &answer)
	for i, want := range []bool{false, false, true} {
		if has := answer.Blocks[i].Primary != nil; has != want {
			t.Errorf("opening %d has a button: %v, want %v: %s", i, has, want, got.Text())
		}
	}
	if steps := answer.Blocks[3].Steps; len(steps) != 2 || steps[0] == nil || steps[0]["title"] != "Meet" {
		t.Errorf("the steps are %v, want the two that say something", steps)
	}
}

func TestAChoiceThatIsNoneAnyMoreIsNotDelivered(t *testing.T) {
	s := cmstest.New(t)
	for name, accepting := range map[string]string{"Dana Reyes": "waitlist", "Kim Lake": "yes"} {
		live(t, s, "practitioner", "", name, content.Fields{"role": "Psychotherapist", "accepting": accepting})
	}
	m := content.Standard()
	for i := range m.Types {
		for j := range m.Types[i].Fields {
			f := &m.Types[i].Fields[j]
			f.Choices = slices.DeleteFunc(f.Choices, func(o content.Option) bool { return o.Value == "waitlist" })
		}
	}
	s.Reopen(t, m)
	got := httptest.NewRecorder()
	newServer(t, s).ServeHTTP(got, request(t, "/api/v1/documents?type=practitioner&sort=title"))
	var list struct {
		Items []struct {
			Title     string
			Accepting *string
		}
	}
	if err := json.Unmarshal(got.Body.Bytes(), &list); err != nil || len(list.Items) != 2 {
		t.Fatalf("%v: %s", err, got.Body)
	}
	if dana, kim := list.Items[0], list.Items[1]; dana.Accepting != nil || kim.Accepting == nil || *kim.Accepting != "yes" {
		t.Errorf("got %s", got.Body)
	}
}
