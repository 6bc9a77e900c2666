package manage_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"practicecms/api/internal/apitest"
	"practicecms/api/internal/wire"
	"practicecms/api/manage"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

// newClient makes a practice and a client that holds a token of scope manage.
func newClient(t testing.TB) (*cmstest.Site, apitest.Client) {
	t.Helper()
	s := cmstest.New(t)
	server, err := manage.New(manage.Config{Editor: s.Editor(), Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := token(t, s, cms.ScopeManage)
	return s, apitest.Client{TB: t, Handler: server, Header: http.Header{"Authorization": {"Bearer " + text}}}
}

func token(t testing.TB, s *cmstest.Site, scope cms.Role) (string, access.Token) {
	t.Helper()
	text, tok, err := s.Editor().CreateToken(t.Context(), s.Who, "test "+string(scope), scope)
	if err != nil {
		t.Fatal(err)
	}
	return text, tok
}

type object = map[string]any

func section(heading, body string) object {
	return object{"kind": "section", "heading": heading, "body": body}
}

func service(title string, blocks ...object) object {
	return object{"type": "service", "locale": "en-US", "path": "/services/one", "title": title, "fields": object{}, "blocks": blocks}
}

// document is what tests look at in an answer.
type document struct {
	ID, Type, Locale, Path, Title, Origin string
	Version, RestoredFrom                 uint64
	Fields                                object
	Blocks                                []object
	Receipt                               []struct{ Path, Block, What, Text string }
	By                                    struct{ Kind, ID, Name string }
}

func create(c apitest.Client, body object) document {
	c.Helper()
	got := c.Do("POST", "/manage/v1/documents", body)
	want(c, "create", got, 201)
	var d document
	got.JSON(c, &d)
	return d
}

func want(t testing.TB, what string, got apitest.Response, status int) {
	t.Helper()
	if got.Status != status {
		t.Fatalf("%s: status %d, want %d: %.600s", what, got.Status, status, got.Body)
	}
	if status >= 400 && got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: Content-Type %q of a refusal", what, got.Header.Get("Content-Type"))
	}
	if got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: Cache-Control %q", what, got.Header.Get("Cache-Control"))
	}
	for _, name := range []string{"Set-Cookie", "Access-Control-Allow-Origin"} {
		if got.Header.Get(name) != "" {
			t.Errorf("%s: header %s is set", what, name)
		}
	}
}

func TestLifeOfADocument(t *testing.T) {
	_, c := newClient(t)
	got := c.Do("POST", "/manage/v1/documents", service("One", section("First", "Text <script>x</script>here."), section("Second", "More.")))
	want(t, "create", got, 201)
	var d document
	got.JSON(t, &d)
	address := "/manage/v1/documents/" + d.ID
	if got.Header.Get("ETag") != `"v1"` || got.Header.Get("Location") != address {
		t.Errorf("ETag %s, Location %s", got.Header.Get("ETag"), got.Header.Get("Location"))
	}
	if len(d.Receipt) == 0 || d.Receipt[0].Path != "blocks[0].body" || d.Receipt[0].Block != d.Blocks[0]["id"] || d.Receipt[0].What != "script" {
		t.Errorf("receipt %v", d.Receipt)
	}
	if d.By.Kind != "token" || d.By.Name != "test manage" {
		t.Errorf("by %v", d.By)
	}

	got = c.Get(address)
	want(t, "read", got, 200)
	var again document
	got.JSON(t, &again)
	d.Blocks[1]["body"] = "Edited."
	body := service("One", d.Blocks...)
	got = c.Do("PUT", address, body, "If-Match", `"v1"`)
	want(t, "save", got, 200)
	if got.Header.Get("ETag") != `"v2"` {
		t.Errorf("ETag %s after a save", got.Header.Get("ETag"))
	}
	got = c.Do("PUT", address, body, "If-Match", `"v2"`)
	want(t, "a save that changes nothing", got, 200)
	if got.Header.Get("ETag") != `"v2"` {
		t.Errorf("ETag %s after a save that changes nothing", got.Header.Get("ETag"))
	}

	for _, step := range []struct {
		call, contains string
		body           any
	}{
		{"publish", `"latest":2,"live":2,"path":"/services/one","livePath":"/services/one","publishedAt":"2026-`, object{"version": 2}},
		{"unpublish", `"live":null`, object{}},
		{"undo-publish", `"live":2`, nil},
		{"trash", `"trashedAt":"2026-`, nil},
		{"untrash", `"live":null`, object{}},
	} {
		got := c.Do("POST", address+"/"+step.call, step.body)
		want(t, step.call, got, 200)
		if !strings.Contains(got.Text(), step.contains) {
			t.Errorf("%s: %s, want it to contain %s", step.call, got.Body, step.contains)
		}
	}

	got = c.Do("POST", address+"/versions/1/restore", object{"blocks": []any{d.Blocks[1]["id"]}})
	want(t, "restore", got, 201)
	var restored document
	got.JSON(t, &restored)
	if restored.RestoredFrom != 1 || restored.Version != 3 || restored.Blocks[1]["body"] != "More." {
		t.Errorf("restored %+v", restored)
	}

	var history struct {
		Items []struct {
			Version, RestoredFrom uint64
			Summary               string
			Live                  []struct{ From, To string }
		}
		Next string
	}
	c.Get(address+"/versions?limit=2").JSON(t, &history)
	if len(history.Items) != 2 || history.Items[0].Version != 3 || history.Items[0].RestoredFrom != 1 || history.Items[0].Summary == "" || len(history.Items[1].Live) != 2 || history.Next == "" {
		t.Errorf("history %+v", history)
	}
	cursor := history.Next
	history.Next = ""
	c.Get(address+"/versions?limit=2&cursor="+cursor).JSON(t, &history)
	if len(history.Items) != 1 || history.Items[0].Version != 1 || history.Next != "" {
		t.Errorf("the rest of the history %+v", history)
	}
	got = c.Get(address + "/versions/1")
	want(t, "version", got, 200)
	got = c.Get(address + "/compare?from=1&to=2")
	want(t, "compare", got, 200)
	if !strings.Contains(got.Text(), `"spans":[{"op":"removed","text":"More."},{"op":"added","text":"Edited."}]`) {
		t.Errorf("compare: %s", got.Body)
	}
}

func TestASentenceIsTakenBackFromWhatWasCompared(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One", section("Words", "We walk far. We rest well. We go home.")))
	address := "/manage/v1/documents/" + d.ID
	edit := service("One", object{"kind": "section", "id": d.Blocks[0]["id"], "heading": "Words", "body": "We walk slowly. We rest often. We go away."})
	want(t, "save", c.Do("PUT", address, edit, "If-Match", `"v1"`), 200)
	compared := c.Get(address + "/compare?from=1&to=2")
	if !strings.Contains(compared.Text(), `{"op":"same","number":null,"before":" ","after":" "},{"op":"edited","number":2,"before":"We rest well.","after":"We rest often."}`) {
		t.Errorf("compare: %s", compared.Body)
	}

	change := object{"block": d.Blocks[0]["id"], "path": "body", "sentence": 2}
	want(t, "without If-Match", c.Do("POST", address+"/versions/1/take-back", change), 428)
	late := c.Do("POST", address+"/versions/1/take-back", change, "If-Match", `"v1"`)
	if want(t, "not the latest", late, 412); !strings.Contains(late.Text(), `"latest":2`) {
		t.Errorf("412: %s", late.Body)
	}
	got := c.Do("POST", address+"/versions/1/take-back", change, "If-Match", `"v2"`)
	want(t, "take back", got, 201)
	if !strings.Contains(got.Text(), `"body":"We walk slowly. We rest well. We go away."`) || got.Header.Get("ETag") != `"v3"` || got.Header.Get("Location") != address {
		t.Errorf("take back: %v %s", got.Header, got.Body)
	}
	for name, wrong := range map[string]object{
		"what is taken back already": {"block": d.Blocks[0]["id"], "path": "body", "sentence": 9},
		"a field that stayed":        {"block": d.Blocks[0]["id"], "path": "heading"},
		"a place that stayed":        {"block": d.Blocks[0]["id"], "moved": true},
		"a block that is none":       {"block": d.ID},
		"details that stayed":        {},
	} {
		want(t, name, c.Do("POST", address+"/versions/1/take-back", wrong, "If-Match", `"v3"`), 404)
	}
	want(t, "a version that is none", c.Do("POST", address+"/versions/9/take-back", change, "If-Match", `"v3"`), 404)
	want(t, "what stayed is not there", c.Do("POST", address+"/versions/1/take-back", object{"sentence": -1}, "If-Match", `"v3"`), 422)
	if v := c.Get(address); v.Header.Get("ETag") != `"v3"` {
		t.Errorf("the refused calls wrote %s", v.Header.Get("ETag"))
	}
}

func TestLists(t *testing.T) {
	s, c := newClient(t)
	for i := range 3 {
		s.Clock.Advance(time.Minute)
		b := service(fmt.Sprintf("Page %d", i), section("Words", "about the willow"))
		b["path"] = fmt.Sprintf("/services/p%d", i)
		create(c, b)
	}
	var got struct {
		Items []struct{ Title string }
		Next  string
		Total int
	}
	c.Get("/manage/v1/documents?type=service&q=willow&limit=2").JSON(t, &got)
	if got.Total != 3 || len(got.Items) != 2 || got.Items[0].Title != "Page 2" {
		t.Errorf("first page %+v", got)
	}
	next := got.Next
	got.Next = ""
	c.Get("/manage/v1/documents?type=service&q=willow&limit=2&cursor="+next).JSON(t, &got)
	if len(got.Items) != 1 || got.Items[0].Title != "Page 0" || got.Next != "" {
		t.Errorf("second page %+v", got)
	}
	for target, status := range map[string]int{
		"/manage/v1/documents?trashed=true": 200, "/manage/v1/documents?trashed=1": 400, "/manage/v1/documents?status=x": 400,
		"/manage/v1/documents?cursor=x": 400, "/manage/v1/documents?type=x": 400, "/manage/v1/documents?q=": 200,
		"/manage/v1/documents?q=" + strings.Repeat("a", 201): 400, "/manage/v1/documents?q=%21": 400, "/manage/v1/documents?locale=es-US": 200,
	} {
		want(t, target, c.Get(target), status)
	}
}

func TestUses(t *testing.T) {
	_, c := newClient(t)
	snippet := create(c, object{"type": "snippet", "title": "Crisis", "fields": object{"body": "Call 988."}})
	create(c, service("One", object{"kind": "notice", "snippet": snippet.ID}))
	got := c.Get("/manage/v1/documents/" + snippet.ID + "/uses")
	want(t, "uses", got, 200)
	if !strings.Contains(got.Text(), `"title":"One","path":"/services/one","draft":true,"live":false`) {
		t.Errorf("uses: %s", got.Body)
	}
}

func TestIfMatch(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One"))
	address := "/manage/v1/documents/" + d.ID
	for header, status := range map[string]int{
		"": 428, "*": 400, `W/"v1"`: 400, "v1": 400, `"1"`: 400, `"v01"`: 400, `"v0"`: 400, `"v1","v2"`: 400, `"v99999999999999999999"`: 400, `"v9"`: 412, `"v1"`: 200,
	} {
		want(t, "If-Match: "+header, c.Do("PUT", address, service("One"), "If-Match", header), status)
	}
	c.Header["If-Match"] = []string{`"v1"`, `"v1"`}
	want(t, "If-Match twice", c.Do("PUT", address, service("Two")), 400)
}

func TestConflict(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One", section("First", "base"), section("Second", "base")))
	address := "/manage/v1/documents/" + d.ID
	edit := func(i int, text string) object {
		blocks := []object{{}, {}}
		for j, b := range d.Blocks {
			for name, v := range b {
				blocks[j][name] = v
			}
		}
		blocks[i]["body"] = text
		return service("One", blocks...)
	}
	want(t, "first", c.Do("PUT", address, edit(0, "mine"), "If-Match", `"v1"`), 200)
	merged := c.Do("PUT", address, edit(1, "theirs"), "If-Match", `"v1"`)
	want(t, "another block", merged, 200)
	if !strings.Contains(merged.Text(), "mine") || !strings.Contains(merged.Text(), "theirs") || merged.Header.Get("ETag") != `"v3"` {
		t.Errorf("merged: %s", merged.Body)
	}
	lost := c.Do("PUT", address, edit(0, "third"), "If-Match", `"v1"`)
	want(t, "the same block", lost, 412)
	var p struct {
		Base, Latest uint64
		Conflicts    []struct{ Block, Kind, Name, Field, Base, Latest, Yours string }
	}
	lost.JSON(t, &p)
	if p.Base != 1 || p.Latest != 3 || len(p.Conflicts) != 1 {
		t.Fatalf("conflict %+v", p)
	}
	if got := p.Conflicts[0]; got.Block != d.Blocks[0]["id"] || got.Kind != "section" || got.Field != "body" || got.Base != "base" || got.Latest != "mine" || got.Yours != "third" {
		t.Errorf("conflict %+v", got)
	}
	if c.Get(address).Header.Get("ETag") != `"v3"` {
		t.Error("a refused save wrote a version")
	}
}

func TestOneOfManyWins(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One", section("First", "base")))
	var mu sync.Mutex
	counts := map[int]int{}
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			b := section("First", fmt.Sprintf("edit %d", i))
			b["id"] = d.Blocks[0]["id"]
			got := c.Do("PUT", "/manage/v1/documents/"+d.ID, service("One", b), "If-Match", `"v1"`)
			mu.Lock()
			counts[got.Status]++
			mu.Unlock()
		})
	}
	group.Wait()
	if counts[200] != 1 || counts[412] != 49 {
		t.Errorf("statuses %v, want one 200 and 49 times 412", counts)
	}
}

func TestScopes(t *testing.T) {
	s, c := newClient(t)
	d := create(c, service("One", section("First", "text")))
	address := "/manage/v1/documents/" + d.ID
	deliver, _ := token(t, s, cms.ScopeDeliver)
	preview, _ := token(t, s, cms.ScopePreview)
	revoked, tok := token(t, s, cms.ScopeManage)
	if err := s.Editor().RevokeToken(t.Context(), s.Who, tok.ID); err != nil {
		t.Fatal(err)
	}
	calls := []struct {
		method, target string
		body           any
		reads          bool
	}{
		{"GET", "/manage/v1/documents", nil, true},
		{"GET", address, nil, true},
		{"GET", address + "/uses", nil, true},
		{"GET", address + "/versions", nil, true},
		{"GET", address + "/versions/1", nil, true},
		{"GET", address + "/compare?from=1&to=1", nil, true},
		{"POST", "/manage/v1/documents", service("Two"), false},
		{"PUT", address, service("Two"), false},
		{"POST", address + "/publish", object{"version": 1}, false},
		{"POST", address + "/unpublish", nil, false},
		{"POST", address + "/schedule", object{"version": 1, "at": "2100-01-01T00:00:00Z"}, false},
		{"POST", address + "/unschedule", nil, false},
		{"POST", address + "/undo-publish", nil, false},
		{"POST", address + "/trash", nil, false},
		{"POST", address + "/untrash", nil, false},
		{"GET", address + "/versions?live=true&named=true", nil, true},
		{"GET", "/manage/v1/said?q=text", nil, true},
		{"POST", address + "/versions/1/restore", object{}, false},
		{"POST", address + "/versions/1/take-back", object{"path": "title"}, false},
		{"POST", address + "/restore", object{"picks": []any{object{"block": d.Blocks[0]["id"], "version": 1}}}, false},
		{"POST", address + "/rehearse", object{"version": 1}, true},
		{"GET", address + "/parts", nil, true},
		{"POST", address + "/untrash", object{"path": "/services/two"}, false},
		{"PUT", address + "/versions/1/name", object{"name": "the first"}, false},
		{"POST", "/manage/v1/erase", object{"words": "text", "reason": "asked", "dryRun": true}, false},
		{"GET", "/manage/v1/thin", nil, false},
		{"POST", "/manage/v1/thin", object{}, false},
		{"POST", "/manage/v1/paste", object{"text": "Some words", "save": true}, false},
	}
	before := c.Get(address).Text() + c.Get("/manage/v1/documents").Text()
	for _, call := range calls {
		for name, who := range map[string]struct {
			header string
			want   int
		}{
			"no token":      {"", 401},
			"garbage":       {"Bearer abc", 401},
			"another start": {"Basic " + deliver, 401},
			"no word":       {deliver, 401},
			"revoked":       {"Bearer " + revoked, 401},
			"almost":        {"Bearer " + preview[:len(preview)-1] + "x", 401},
			"deliver":       {"Bearer " + deliver, 403},
			"preview":       {"Bearer " + preview, map[bool]int{true: 200, false: 403}[call.reads]},
		} {
			got := c.Do(call.method, call.target, call.body, "Authorization", who.header, "If-Match", `"v1"`, "Cookie", "__Host-cms=abc")
			want(t, name+": "+call.method+" "+call.target, got, who.want)
			if who.want == 401 && !strings.HasPrefix(got.Header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%s: WWW-Authenticate %q", name, got.Header.Get("WWW-Authenticate"))
			}
		}
	}
	if after := c.Get(address).Text() + c.Get("/manage/v1/documents").Text(); after != before {
		t.Error("a refused call changed something")
	}
	want(t, "an unknown address with a token that only delivers", c.Get("/manage/v1/nope", "Authorization", "Bearer "+deliver), 403)
	want(t, "an unknown address without a token", c.Get("/manage/v1/nope", "Authorization", ""), 401)
}

func TestAddressesAndMethods(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One"))
	address := "/manage/v1/documents/" + d.ID
	for target, status := range map[string]int{
		"/manage/v1/nope": 404, "/manage/v1": 404, address + "/nope": 404, "/manage/v1/documents/5abc": 404, "/manage/v1/documents/05": 404,
		"/manage/v1/documents/" + strings.ToUpper(d.ID): 404, address + "/versions/0": 404, address + "/versions/01": 404, address + "/versions/2": 404,
		address + "/versions/+1": 404, address + "/compare": 400, address + "/compare?from=1&to=x": 400, address + "/compare?from=1&to=7": 404,
		address + "?locale=es-US": 404, address + "?locale=english": 400, address + "?version=1": 400, address + "/versions?cursor=AQ": 400,
		address + "/parts?limit=0": 400, address + "/parts?locale=es-US": 404, address + "/parts?block=x": 400,
	} {
		want(t, target, c.Get(target), status)
	}
	for _, call := range [][2]string{{"DELETE", address}, {"POST", address}, {"PUT", "/manage/v1/documents"}, {"GET", address + "/publish"}, {"OPTIONS", address}} {
		got := c.Do(call[0], call[1], nil)
		if call[0] != "OPTIONS" {
			want(t, call[0]+" "+call[1], got, 405)
		}
		if got.Header.Get("Allow") == "" || got.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s %s: %d %v", call[0], call[1], got.Status, got.Header)
		}
	}
}

func TestRefusals(t *testing.T) {
	s, c := newClient(t)
	d := create(c, service("One"))
	address := "/manage/v1/documents/" + d.ID
	for _, tt := range []struct {
		name, method, target string
		body                 any
		want                 int
		path                 string // of the first problem
	}{
		{"a type that does not exist", "POST", "/manage/v1/documents", object{"type": "user", "title": "x"}, 422, "type"},
		{"no type", "POST", "/manage/v1/documents", object{"title": "x"}, 422, "type"},
		{"no title", "POST", "/manage/v1/documents", object{"type": "page", "path": "/x"}, 422, "title"},
		{"a path that is none", "POST", "/manage/v1/documents", object{"type": "page", "path": "/X", "title": "x"}, 422, "path"},
		{"a locale that is none", "POST", "/manage/v1/documents", object{"type": "page", "path": "/x", "title": "x", "locale": "en_us"}, 422, "locale"},
		{"an unknown member", "POST", "/manage/v1/documents", object{"type": "page", "path": "/x", "title": "x", "live": 1}, 422, "live"},
		{"a member in other letters", "POST", "/manage/v1/documents", object{"type": "page", "path": "/x", "Title": "x"}, 422, "Title"},
		{"an unknown field", "POST", "/manage/v1/documents", service("x", object{"kind": "section", "heading": "abc", "admin": true}), 422, "blocks[0].admin"},
		{"an unknown kind", "POST", "/manage/v1/documents", service("x", object{"kind": "script"}), 422, "blocks[0].kind"},
		{"a block that is no object", "POST", "/manage/v1/documents", object{"type": "service", "path": "/x", "title": "x", "blocks": []any{1}}, 422, "blocks[0]"},
		{"a block id that is none", "POST", "/manage/v1/documents", service("x", object{"kind": "divider", "id": "5"}), 422, "blocks[0].id"},
		{"a text where a list is declared", "POST", "/manage/v1/documents", service("x", object{"kind": "checklist", "items": "x"}), 422, "blocks[0].items"},
		{"the practice itself, which is the owners’", "POST", "/manage/v1/documents", object{"type": "practice", "title": "x"}, 403, ""},
		{"no version to publish", "POST", address + "/publish", object{}, 422, "version"},
		{"a version as text", "POST", address + "/publish", object{"version": "1"}, 422, "version"},
		{"a version that does not exist", "POST", address + "/publish", object{"version": 9}, 404, ""},
		{"a body where none is due", "POST", address + "/unpublish", object{"version": 1}, 422, "version"},
		{"nothing to undo", "POST", address + "/undo-publish", nil, 409, ""},
		{"a block that is not in that version", "POST", address + "/versions/1/restore", object{"blocks": []any{d.ID}}, 404, ""},
		{"a block id that is none", "POST", address + "/versions/1/restore", object{"blocks": []any{"x"}}, 422, "blocks[0]"},
		{"nothing picked", "POST", address + "/restore", object{"picks": []any{}}, 422, "picks"},
		{"a pick without a version", "POST", address + "/restore", object{"picks": []any{object{"block": d.ID}}}, 422, "picks[0].version"},
		{"a pick without a block", "POST", address + "/restore", object{"picks": []any{object{"version": 1}}}, 422, "picks[0].block"},
		{"a block picked twice", "POST", address + "/restore", object{"picks": []any{object{"block": d.ID, "version": 1}, object{"block": d.ID, "version": 1}}}, 422, "picks[1].block"},
		{"a pick that is not in that version", "POST", address + "/restore", object{"picks": []any{object{"block": d.ID, "version": 1}}}, 404, ""},
		{"nothing to rehearse", "POST", address + "/rehearse", object{}, 422, "version"},
		{"a rehearsal of blocks of no version", "POST", address + "/rehearse", object{"blocks": []any{d.ID}}, 422, "version"},
		{"a rehearsal of a version and of picks", "POST", address + "/rehearse", object{"version": 1, "picks": []any{object{"block": d.ID, "version": 1}}}, 422, "picks"},
		{"a rehearsal of version 0", "POST", address + "/rehearse", object{"version": 0}, 422, "version"},
		{"a rehearsal of a version that does not exist", "POST", address + "/rehearse", object{"version": 9}, 404, ""},
		{"a rehearsal of a block that is not in that version", "POST", address + "/rehearse", object{"version": 1, "blocks": []any{d.ID}}, 404, ""},
		{"a rehearsal with a note that is too long", "POST", address + "/rehearse", object{"version": 1, "note": strings.Repeat("x", 501)}, 422, "note"},
		{"a restore with a note that is too long", "POST", address + "/versions/1/restore", object{"note": strings.Repeat("x", 501)}, 422, "note"},
		{"an address for what is not in the trash", "POST", address + "/untrash", object{"path": "/services/two"}, 409, ""},
		{"an address that is no text", "POST", address + "/untrash", object{"path": 5}, 422, "path"},
		{"a name that is too long", "PUT", address + "/versions/1/name", object{"name": strings.Repeat("x", 81)}, 422, "name"},
		{"a note that is too long", "PUT", address + "/versions/1/name", object{"note": strings.Repeat("x", 501)}, 422, "note"},
		{"a name for a version that does not exist", "PUT", address + "/versions/9/name", object{"name": "x"}, 404, ""},
		{"another type", "PUT", address, object{"type": "page", "path": "/x", "title": "x"}, 422, "type"},
		{"another language than the address", "PUT", address + "?locale=en-US", object{"locale": "es-US", "path": "/x", "title": "x"}, 422, "locale"},
		{"nothing to paste", "POST", "/manage/v1/paste", object{"text": " "}, 422, "text"},
		{"a format that does not exist", "POST", "/manage/v1/paste", object{"text": "a b", "format": "docx"}, 422, "format"},
		{"a type without blocks", "POST", "/manage/v1/paste", object{"text": "a b", "type": "snippet"}, 422, "type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := c
			c.TB = t
			got := c.Do(tt.method, tt.target, tt.body, "If-Match", `"v1"`)
			want(t, tt.name, got, tt.want)
			var p struct {
				Type, Detail string
				Problems     []struct{ Path, Code, Message string }
			}
			got.JSON(t, &p)
			if p.Type == "" || p.Detail == "" {
				t.Errorf("problem %s", got.Body)
			}
			if tt.path != "" && (len(p.Problems) == 0 || p.Problems[0].Path != tt.path) {
				t.Errorf("problems %v, want one at %s", p.Problems, tt.path)
			}
		})
	}
	// Two pages at one address: the second cannot go live.
	want(t, "first", c.Do("POST", address+"/publish", object{"version": 1}), 200)
	second := create(c, service("Two"))
	want(t, "second", c.Do("POST", "/manage/v1/documents/"+second.ID+"/publish", object{"version": 1}), 409)
	if err := s.Editor().Trash(t.Context(), s.Who, s.Service(t, "gone").Document); err != nil {
		t.Fatal(err)
	}
}

func TestBodiesAreReadStrictly(t *testing.T) {
	_, c := newClient(t)
	post := func(body string, headers ...string) apitest.Response {
		c.Helper()
		return c.Do("POST", "/manage/v1/documents", body, headers...)
	}
	for name, tt := range map[string]struct {
		body string
		want int
		say  string
	}{
		"no JSON":                      {`{"type":`, 400, ""},
		"nothing":                      {` `, 400, ""},
		"an array":                     {`[]`, 400, "must be a JSON object"},
		"a member twice":               {`{"type":"page","title":"a","title":"b"}`, 400, "title"},
		"a member twice, deep inside":  {`{"type":"page","title":"a","blocks":[{"kind":"section","body":"a","body":"b"}]}`, 400, "blocks[0].body"},
		"a member in two cases":        {`{"type":"page","title":"a","fields":{"seo":{"title":"a","TITLE":"b"}}}`, 400, "fields.seo.TITLE"},
		"something after the object":   {`{"type":"page"} {}`, 400, "after the JSON object"},
		"a byte order mark":            {"\ufeff{}", 400, ""},
		"invalid UTF-8":                {"{\"type\":\"\xff\"}", 400, "type"},
		"a lone surrogate":             {`{"title":"\ud800"}`, 400, "title"},
		"NUL":                          {`{"title":"a\u0000b"}`, 400, "title"},
		"NUL in a name":                {`{"a\u0000b":1}`, 400, ""},
		"a fraction":                   {`{"type":"service","title":"a","blocks":[{"kind":"steps","steps":[{"minutes":1.5}]}]}`, 400, "blocks[0].steps[0].minutes"},
		"an exponent":                  {`{"fields":{"n":1e2}}`, 400, "fields.n"},
		"a number beyond 64 bits":      {`{"fields":{"n":9223372036854775808}}`, 400, "fields.n"},
		"minus zero":                   {`{"fields":{"n":-0}}`, 400, "fields.n"},
		"a number with a zero before":  {`{"fields":{"n":05}}`, 400, ""},
		"NaN":                          {`{"fields":{"n":NaN}}`, 400, ""},
		"a comment":                    {`{/**/}`, 400, ""},
		"a comma at the end":           {`{"type":"page",}`, 400, ""},
		"65 deep":                      {`{"fields":{"a":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}}`, 400, "more than 64 deep"},
		"100,000 deep":                 {`{"fields":{"a":` + strings.Repeat("[", 100_000), 400, "more than 64 deep"},
		"a string of 10 MB":            {`{"title":"` + strings.Repeat("a", 10<<20) + `"}`, 413, "1048576"},
		"a string of just under 1 MiB": {`{"type":"page","path":"/x","title":"` + strings.Repeat("a", 1<<20-60) + `"}`, 422, "title"},
	} {
		t.Run(name, func(t *testing.T) {
			c := c
			c.TB = t
			got := post(tt.body)
			want(t, name, got, tt.want)
			if !strings.Contains(got.Text(), tt.say) {
				t.Errorf("got %.500s\nwant it to contain %s", got.Body, tt.say)
			}
			if len(got.Body) > 2000 {
				t.Errorf("the refusal has %d bytes", len(got.Body))
			}
		})
	}
	for contentType, status := range map[string]int{
		"": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "application/json; charset=latin1": 415, "multipart/form-data": 415,
		"application/json": 422, "application/json; charset=UTF-8": 422, "Application/JSON": 422,
	} {
		want(t, "Content-Type: "+contentType, post(`{}`, "Content-Type", contentType), status)
	}
	want(t, "a compressed body", post(`{}`, "Content-Encoding", "gzip"), 415)
}

func TestDepthIsRefusedCheaply(t *testing.T) {
	deep := []byte(strings.Repeat("[", wire.MaxBody))
	if n := testing.AllocsPerRun(5, func() {
		if _, err := wire.ParseObject(deep); err == nil {
			t.Error("it was taken")
		}
	}); n > 1000 {
		t.Errorf("%.0f allocations for 1 MiB of brackets", n)
	}
}

func TestPaste(t *testing.T) {
	_, c := newClient(t)
	const text = "EMDR Therapy\n\nWhat It Is\n\nEMDR helps people to work through what happened to them, in a slow and steady way."
	got := c.Do("POST", "/manage/v1/paste", object{"text": text, "format": "text", "type": "service"})
	want(t, "paste", got, 200)
	var p struct {
		ID    string
		Path  string
		Words struct{ In, Out int }
	}
	got.JSON(t, &p)
	if p.ID != "" || p.Words.In == 0 || p.Words.In != p.Words.Out {
		t.Errorf("pasted: %s", got.Body)
	}
	got = c.Do("POST", "/manage/v1/paste", object{"text": text, "path": "/services/emdr", "save": true})
	want(t, "paste and save", got, 201)
	got.JSON(t, &p)
	if got.Header.Get("ETag") != `"v1"` || p.Path != "/services/emdr" {
		t.Errorf("saved: %v %+v", got.Header, p)
	}
	saved := c.Get(got.Header.Get("Location"))
	want(t, "read it", saved, 200)
	if !strings.Contains(saved.Text(), `"origin":"pasted"`) {
		t.Errorf("saved: %s", saved.Body)
	}
}

func TestSchedule(t *testing.T) {
	s, c := newClient(t)
	d := create(c, service("One"))
	address := "/manage/v1/documents/" + d.ID
	soon := s.Clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	got := c.Do("POST", address+"/schedule", object{"version": 1, "at": soon})
	want(t, "a plan", got, 200)
	if !strings.Contains(string(got.Body), `"planned":{"version":1,"at":"`+soon+`","failed":null}`) || !strings.Contains(string(got.Body), `"live":null`) {
		t.Errorf("%s", got.Body)
	}
	for what, body := range map[string]object{
		"no time":      {"version": 1},
		"a past time":  {"version": 1, "at": "2020-01-01T00:00:00Z"},
		"a wrong time": {"version": 1, "at": "tomorrow"},
		"no version":   {"at": soon},
		"more":         {"version": 1, "at": soon, "live": true},
	} {
		if got := c.Do("POST", address+"/schedule", body); got.Status != 422 && got.Status != 400 && got.Status != 404 {
			t.Errorf("%s: %d %s", what, got.Status, got.Body)
		}
	}
	want(t, "a version that is not there", c.Do("POST", address+"/schedule", object{"version": 7, "at": soon}), 404)
	got = c.Do("POST", address+"/unschedule", object{})
	want(t, "no plan", got, 200)
	if !strings.Contains(string(got.Body), `"planned":null`) {
		t.Errorf("%s", got.Body)
	}
}

func TestWhatWasLiveAtAMoment(t *testing.T) {
	s, c := newClient(t)
	d := create(c, service("First"))
	address := "/manage/v1/documents/" + d.ID
	want(t, "never live", c.Get(address+"/live"), 404)
	published := s.Clock.Now().UTC().Format(time.RFC3339)
	want(t, "publish", c.Do("POST", address+"/publish", object{"version": 1}), 200)
	s.Clock.Advance(time.Hour)
	changed := s.Clock.Now().UTC().Format(time.RFC3339)
	edited := service("Second")
	want(t, "save", c.Do("PUT", address, edited, "If-Match", `"v1"`), 200)
	want(t, "publish", c.Do("POST", address+"/publish", object{"version": 2}), 200)
	want(t, "save a draft", c.Do("PUT", address, service("Third"), "If-Match", `"v2"`), 200)
	s.Clock.Advance(time.Hour)

	for at, title := range map[string]string{"?at=" + published: "First", "?at=" + changed: "Second", "": "Second"} {
		got := c.Get(address + "/live" + at)
		want(t, at, got, 200)
		var then struct {
			Since    string
			Until    *string
			Document document
		}
		got.JSON(t, &then)
		if then.Document.Title != title || strings.Contains(got.Text(), "Third") {
			t.Errorf("%s: got %s, want %s", at, got.Body, title)
		}
		if first := title == "First"; first != (then.Until != nil) || first && (then.Since != published || *then.Until != changed) {
			t.Errorf("%s: live from %s until %v", at, then.Since, then.Until)
		}
	}
	want(t, "before it was live", c.Get(address+"/live?at=2020-01-01T00:00:00Z"), 404)
	for _, at := range []string{"tomorrow", "2099-01-01T00:00:00Z"} {
		got := c.Get(address + "/live?at=" + at)
		want(t, at, got, 400)
		if !strings.Contains(got.Text(), `"path":"at"`) {
			t.Errorf("%s: the problem does not name the parameter: %s", at, got.Body)
		}
	}
	for scope, status := range map[cms.Role]int{cms.ScopeDeliver: 403, cms.ScopePreview: 200} {
		text, _ := token(t, s, scope)
		want(t, string(scope), c.Get(address+"/live", "Authorization", "Bearer "+text), status)
	}
	want(t, "without a token", c.Get(address+"/live", "Authorization", ""), 401)
}
