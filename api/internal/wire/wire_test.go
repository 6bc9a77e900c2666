package wire_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"practicecms/api/internal/wire"
	"practicecms/content"
)

func TestABodyThatTwoReadersCouldTakeDifferentlyIsRefusedWithThePlace(t *testing.T) {
	for _, tt := range []struct{ name, body, wantPath, wantCode string }{
		{"a name twice", `{"blocks":[{},{"id":"a","id":"b"}]}`, "blocks[1].id", "duplicate-member"},
		{"a name in other letters", `{"title":"a","Title":"b"}`, "Title", "duplicate-member"},
		{"a fraction", `{"price":1.5}`, "price", "bad-number"},
		{"minus zero", `{"price":-0}`, "price", "bad-number"},
		{"a number that no int64 holds", `{"price":9223372036854775808}`, "price", "bad-number"},
		{"the character NUL", `{"title":"a\u0000"}`, "title", "bad-characters"},
		{"a lone surrogate", `{"title":"\ud800"}`, "title", "bad-json"},
		{"no object", `[]`, "", "wrong-type"},
		{"too deep", `{"a":` + strings.Repeat("[", wire.MaxDepth) + strings.Repeat("]", wire.MaxDepth) + `}`, "a" + strings.Repeat("[0]", wire.MaxDepth-1), "too-deep"},
	} {
		_, err := wire.ParseObject([]byte(tt.body))
		refused, ok := errors.AsType[*wire.Error](err)
		if !ok || refused.Status != http.StatusBadRequest || len(refused.Problems) != 1 {
			t.Errorf("%s: got %v, want a refusal with a place", tt.name, err)
			continue
		}
		if got := refused.Problems[0]; !strings.HasPrefix(tt.wantPath, strings.TrimSuffix(got.Path, "…")) || got.Code != tt.wantCode {
			t.Errorf("%s: got %s at %q, want %s at %q", tt.name, got.Code, got.Path, tt.wantCode, tt.wantPath)
		}
	}
	for _, after := range []string{`{} {}`, `{},`, `{"a":1`, ``} {
		if got, err := wire.ParseObject([]byte(after)); err == nil {
			t.Errorf("%q is taken as %v", after, got)
		}
	}
}

func TestWhatNobodyTookIsAProblem(t *testing.T) {
	members, err := wire.ParseObject([]byte(`{"title":"EMDR","note":7,"nothing":null,"surprise":true,"blocks":[{"kind":"section","odd":1}]}`))
	if err != nil {
		t.Fatal(err)
	}
	o := wire.NewObject(members)
	if got := o.String("title"); got != "EMDR" {
		t.Errorf("title is %q", got)
	}
	if got := o.String("note"); got != "" {
		t.Errorf("a number was taken as the text %q", got)
	}
	for _, b := range o.Objects("blocks") {
		if kind, rest := b.String("kind"), b.Rest(); kind != "section" || len(rest) != 1 || rest["odd"] != int64(1) {
			t.Errorf("kind %q, rest %v", kind, rest)
		}
	}
	var places []string
	if invalid, ok := errors.AsType[*content.InvalidError](o.Done()); ok {
		for _, p := range invalid.Problems {
			places = append(places, p.Path)
		}
	}
	if got := strings.Join(places, " "); got != "note surprise" {
		t.Errorf("problems of %q, want note and surprise, and nothing else", got)
	}
}

func TestACursorLeadsBackAndNowhereElse(t *testing.T) {
	anywhere := func(string) bool { return true }
	read := func(cursor string, valid func(string) bool) (string, error) {
		return wire.Params{"cursor": cursor}.Cursor(valid)
	}
	if got := wire.Cursor(""); got != "" {
		t.Errorf("no place has the cursor %q", got)
	}
	cursor := wire.Cursor("/services/emdr")
	if got, err := read(cursor, anywhere); err != nil || got != "/services/emdr" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := read(cursor, func(string) bool { return false }); err == nil {
		t.Error("a place of another list is taken")
	}
	for _, bad := range []string{"", "AQ", "AmE", cursor + "=", cursor + "!", "not a cursor"} {
		if got, err := read(bad, anywhere); err == nil {
			t.Errorf("%q leads to %q", bad, got)
		}
	}
}

func TestAParameterIsKnownAndGivenOnce(t *testing.T) {
	for query, want := range map[string]string{"limit=5": "", "": "", "limit=5&limit=5": "Give it once", "limits=5": "only these query parameters: limit, locale", "limit=%zz": "not correctly encoded"} {
		_, err := wire.ReadParams(httptest.NewRequest(http.MethodGet, "/?"+query, nil), "limit", "locale")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", query, err, want)
		}
	}
	for text, want := range map[string]bool{"1": true, "100": true, "0": false, "101": false, "+5": false, "05": false, "5 ": false, "": false} {
		if got, err := (wire.Params{"limit": text}).Limit(); (err == nil) != want {
			t.Errorf("limit=%q: got %d, %v", text, got, err)
		}
	}
}

func TestAListHasOneEnvelope(t *testing.T) {
	for _, tt := range []struct {
		n, total   int
		next, want string
	}{
		{0, 0, "", `{"items":[],"next":null,"total":0}`},
		{2, 7, "b", `{"items":[0,1],"next":"AWI","total":7}`},
		{1, -1, "", `{"items":[0],"next":null}`},
	} {
		w := wire.NewWriter()
		w.List(tt.n, tt.total, tt.next, func(i int) { w.Int(int64(i)) })
		if got, err := w.Bytes(); err != nil || string(got) != tt.want {
			t.Errorf("got %s, %v, want %s", got, err, tt.want)
		}
	}
	w := wire.NewWriter()
	w.Object(func() { w.Name("title").String("</script>") })
	if got, err := w.Bytes(); err != nil || strings.Contains(string(got), "<") {
		t.Errorf("got %s, %v: it can end a script element", got, err)
	}
}
