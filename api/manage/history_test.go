package manage_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"practicecms/api/internal/apitest"
	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
)

// line is a line of a document's history, and what a version says of itself.
type line struct {
	Version, RestoredFrom uint64
	Name, Note            string
	Picks                 []struct {
		Block   string
		Version uint64
	}
	Taken []struct {
		Why, Reason string
		By          struct{ Name string }
	}
}

func numbers(c apitest.Client, address string) string {
	c.Helper()
	got := c.Get(address)
	want(c, address, got, 200)
	var list struct{ Items []line }
	got.JSON(c, &list)
	out := []uint64{}
	for _, i := range list.Items {
		out = append(out, i.Version)
	}
	return fmt.Sprint(out)
}

func TestHistoryIsFiltered(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "one", cmstest.Section("A", "a"), cmstest.Section("B", "b"))
	first := v.Content.Blocks[0].ID.String()
	address := "/manage/v1/documents/" + v.Document.String()
	d := document{}
	for n := 2; n <= 5; n++ { // the program edits the first block twice, then the second twice
		c.Get(address).JSON(t, &d)
		d.Blocks[n/4]["body"] = fmt.Sprint("text ", n)
		body := service("Service one", d.Blocks...)
		want(t, "save", c.Do("PUT", address, body, "If-Match", fmt.Sprintf(`"v%d"`, n-1)), 200)
	}
	want(t, "publish", c.Do("POST", address+"/publish", object{"version": 3}), 200)
	want(t, "unpublish", c.Do("POST", address+"/unpublish", nil), 200)
	want(t, "name", c.Do("PUT", address+"/versions/4/name", object{"name": "before the new prices"}), 200)
	var newest document
	c.Get(address).JSON(t, &newest)

	for query, numbersWanted := range map[string]string{
		"":                              "[5 4 3 2 1]",
		"?by=" + newest.By.ID:           "[5 4 3 2]",
		"?by=" + s.Owner.ID.String():    "[1]",
		"?by=" + v.Document.String():    "[]", // nobody's id
		"?block=" + first:               "[3 2 1]",
		"?block=" + v.Document.String(): "[]", // no block's id
		"?live=true":                    "[3]",
		"?live=false":                   "[5 4 3 2 1]",
		"?named=true":                   "[4]",
		"?named=true&live=true":         "[]",
		"?block=" + first + "&by=" + newest.By.ID + "&limit=1": "[3]",
	} {
		if got := numbers(c, address+"/versions"+query); got != numbersWanted {
			t.Errorf("%q: got %s, want %s", query, got, numbersWanted)
		}
	}
	for _, query := range []string{"?by=", "?by=me", "?block=5", "?live=1", "?named=yes", "?origin=pasted", "?by=" + strings.ToUpper(newest.By.ID)} {
		want(t, query, c.Get(address+"/versions"+query), 400)
	}

	// A filtered list goes on where it stopped.
	var page struct {
		Items []line
		Next  string
	}
	c.Get(address+"/versions?limit=1&block="+first).JSON(t, &page)
	if got := numbers(c, address+"/versions?limit=5&block="+first+"&cursor="+page.Next); got != "[2 1]" {
		t.Errorf("the rest is %s, want [2 1]", got)
	}
}

func TestVersionsAreNamed(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "one", cmstest.Section("A", "a"))
	address := "/manage/v1/documents/" + v.Document.String() + "/versions"
	for _, step := range []struct {
		body       object
		name, note string
	}{
		{object{"name": "before the new prices", "note": "as agreed"}, "before the new prices", "as agreed"},
		{object{"name": "before the move"}, "before the move", ""}, // in place of both
		{object{}, "", ""},
	} {
		got := c.Do("PUT", address+"/1/name", step.body)
		want(t, "name", got, 200)
		var put, one line
		got.JSON(t, &put)
		c.Get(address+"/1").JSON(t, &one)
		var list struct{ Items []line }
		c.Get(address).JSON(t, &list)
		for _, l := range []line{put, one, list.Items[0]} {
			if l.Version != 1 || l.Name != step.name || l.Note != step.note {
				t.Errorf("after %v: got %+v", step.body, l)
			}
		}
		if len(list.Items) != 1 {
			t.Errorf("a name made a version: %+v", list.Items)
		}
	}
}

func TestBlocksAreBroughtBackFromSeveralVersions(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One", section("A", "a1"), section("B", "b1")))
	address := "/manage/v1/documents/" + d.ID
	d.Blocks[0]["body"] = "a2"
	want(t, "save", c.Do("PUT", address, service("One", d.Blocks...), "If-Match", `"v1"`), 200)
	d.Blocks[1]["body"] = "b3"
	want(t, "save", c.Do("PUT", address, service("One", d.Blocks...), "If-Match", `"v2"`), 200)
	want(t, "publish", c.Do("POST", address+"/publish", object{"version": 3}), 200)

	picks := []any{object{"block": d.Blocks[0]["id"], "version": 1}, object{"block": d.Blocks[1]["id"], "version": 2}}
	got := c.Do("POST", address+"/restore", object{"picks": picks, "note": "the old words"})
	want(t, "restore", got, 201)
	var back document
	var said line
	got.JSON(t, &back)
	got.JSON(t, &said)
	if back.Version != 4 || back.RestoredFrom != 0 || back.Origin != "restored" || back.Blocks[0]["body"] != "a1" || back.Blocks[1]["body"] != "b1" {
		t.Errorf("brought back %+v", back)
	}
	if len(said.Picks) != 2 || said.Picks[1].Block != d.Blocks[1]["id"] || said.Picks[1].Version != 2 || said.Note != "the old words" {
		t.Errorf("it says of itself %+v", said)
	}
	if got.Header.Get("ETag") != `"v4"` || got.Header.Get("Location") != address {
		t.Errorf("ETag %s, Location %s", got.Header.Get("ETag"), got.Header.Get("Location"))
	}
	if got := numbers(c, address+"/versions?live=true"); got != "[3]" {
		t.Errorf("the versions %s were live, want 3 alone", got)
	}
}

func TestWhatWasTakenOutIsMarkedAndStaysOut(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "one", cmstest.Section("A", "a1"))
	for _, text := range []string{"said by Robin Goodfellow", "a3", "a4"} {
		v.Content.Blocks[0].Fields["body"] = text
		v = s.Save(t, v)
	}
	address := "/manage/v1/documents/" + v.Document.String()
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "Robin Goodfellow", Reason: "He asked."}); err != nil {
		t.Fatal(err)
	}
	got := c.Get(address + "/versions/2")
	want(t, "version", got, 200)
	var one line
	got.JSON(t, &one)
	if len(one.Taken) != 1 || one.Taken[0].Why != "erased" || one.Taken[0].Reason != "He asked." || one.Taken[0].By.Name != "Robin Field" {
		t.Errorf("markers %+v", one.Taken)
	}
	var list struct{ Items []line }
	c.Get(address+"/versions").JSON(t, &list)
	if len(list.Items[2].Taken) != 1 || len(list.Items[3].Taken) != 0 {
		t.Errorf("the history has the markers %+v", list.Items)
	}
	if strings.Contains(got.Text(), "Goodfellow") {
		t.Errorf("it still says %s", got.Body)
	}

	s.Clock.Advance(60 * 24 * time.Hour)
	if _, err := s.Editor().Thin(t.Context(), s.Who, cms.MinThinAge); err != nil {
		t.Fatal(err)
	}
	for _, call := range []struct {
		target string
		body   object
	}{
		{address + "/versions/3/restore", object{}},
		{address + "/restore", object{"picks": []any{object{"block": v.Content.Blocks[0].ID.String(), "version": 3}}}},
	} {
		got := c.Do("POST", call.target, call.body)
		want(t, call.target, got, 409)
		if !strings.Contains(got.Text(), `"type":"urn:practicecms:problem:taken-out"`) {
			t.Errorf("%s: %s", call.target, got.Body)
		}
	}
	if got := numbers(c, address+"/versions"); got != "[4 3 2 1]" {
		t.Errorf("a refused restore left the versions %s", got)
	}

	// What lost only some words comes back without them.
	got = c.Do("POST", address+"/versions/2/restore", object{})
	want(t, "restore", got, 201)
	if !strings.Contains(got.Text(), `"body":"said by `+history.ErasedMark+`"`) {
		t.Errorf("it comes back as %s", got.Body)
	}
}

func TestWhenSomethingWasSaidHoweverItIsSpelled(t *testing.T) {
	s, c := newClient(t)
	s.Service(t, "one", cmstest.Section("", "We don’t share notes zqx. psy\u00adcho\u00adlogie zqy. José zqz. co‑pay zqw. **bo**ld zqv. Call (505) 555‑0142 zqu."))
	for words, shown := range map[string]string{
		"don't share notes zqx": "don’t share notes zqx", "don’t  SHARE\u00a0notes": "don’t share notes", "psychologie zqy": "psy\u00adcho\u00adlogie zqy", "José zqz": "José zqz",
		"jose zqz": "José zqz", "JOSE\u0301 zqz": "José zqz", "co-pay zqw": "co‑pay zqw", "bold zqv": "bold zqv", "5055550142": "(505) 555‑0142", "call 505.555.0142 zqu": "Call (505) 555‑0142 zqu",
	} {
		var said struct {
			Items []struct {
				Found struct{ Before, Words, After string }
			}
		}
		got := c.Get("/manage/v1/said?q=" + url.QueryEscape(words))
		want(t, "said", got, 200)
		if got.JSON(t, &said); len(said.Items) != 1 || said.Items[0].Found.Words != shown {
			t.Errorf("%q is found as %+v, want %q", words, said.Items, shown)
		}
	}
	for _, words := range []string{"dont share", "copay zqw", "co pay zqw", "psycho logie", "bo ld zqv", "5055550143"} {
		if got := c.Get("/manage/v1/said?q=" + url.QueryEscape(words)); !strings.Contains(got.Text(), `"items":[]`) {
			t.Errorf("%q is found: %s", words, got.Body)
		}
	}
}

func TestWhenSomethingWasSaid(t *testing.T) {
	s, c := newClient(t)
	other := s.Service(t, "two", cmstest.Section("Elsewhere", "We are open on Fridays."))
	v := s.Service(t, "one", cmstest.Section("Hours", "We **open on**\n[Fridays](/hours) only."))
	s.Publish(t, v)
	v.Content.Blocks[0].Fields["body"] = "Closed."
	s.Clock.Advance(time.Hour)
	v = s.Save(t, v)
	s.Publish(t, v)

	var said struct {
		Items []struct {
			ID, Title, Block, Name string
			First, Gone            *struct {
				Version uint64
				By      struct{ Name string }
			}
			Live  []struct{ From, To string }
			Found struct{ Before, Words, After string }
		}
		More bool
	}
	got := c.Get("/manage/v1/said?q=open+on+fridays")
	want(t, "said", got, 200)
	got.JSON(t, &said)
	if len(said.Items) != 2 || said.More {
		t.Fatalf("got %s", got.Body)
	}
	if one := said.Items[0]; one.ID != other.Document.String() || one.Gone != nil || len(one.Live) != 0 {
		t.Errorf("on the other page: %+v", one)
	}
	one := said.Items[1]
	if one.Block != v.Content.Blocks[0].ID.String() || one.Name != "“Hours”" || one.First.Version != 1 || one.First.By.Name != "Robin Field" || one.Gone == nil || one.Gone.Version != 2 {
		t.Errorf("on the page: %+v", one)
	}
	if len(one.Live) != 1 || one.Live[0].To == "" || one.Found.Before != "We " || one.Found.Words != "open on Fridays" {
		t.Errorf("live %+v, found %+v", one.Live, one.Found)
	}

	said.Items = nil
	c.Get("/manage/v1/said?q=open+on+fridays&document="+v.Document.String()).JSON(t, &said)
	if len(said.Items) != 1 || said.Items[0].ID != v.Document.String() {
		t.Errorf("in one document: %+v", said)
	}
	c.Get("/manage/v1/said?q=open+on+fridays&limit=1").JSON(t, &said)
	if len(said.Items) != 1 || !said.More {
		t.Errorf("with a limit: %+v", said)
	}
	for query, status := range map[string]int{
		"?q=never+said": 200, "": 422, "?q=ab": 422, "?q=" + strings.Repeat("x", 8001): 422, "?q=open&document=x": 400, "?q=open&limit=0": 400,
		"?q=open&locale=en-US": 400, "?words=open": 400,
	} {
		got := c.Get("/manage/v1/said" + query)
		want(t, query, got, status)
		if status == 422 && !strings.Contains(got.Text(), `"path":"q"`) {
			t.Errorf("%s: the problem does not name the parameter: %s", query, got.Body)
		}
	}
}

// A token may read, write and publish; taking texts out of history is an owner's.
func TestNoTokenTakesTextsOutOfHistory(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "one", cmstest.Section("A", "said by Robin Goodfellow"))
	for _, call := range []struct {
		method, target string
		body           any
	}{
		{"POST", "/manage/v1/erase", object{"words": "Robin Goodfellow", "reason": "asked", "dryRun": true}},
		{"POST", "/manage/v1/erase", object{"words": "Robin Goodfellow", "reason": "asked", "dryRun": false}},
		{"GET", "/manage/v1/thin", nil},
		{"POST", "/manage/v1/thin", object{}},
	} {
		got := c.Do(call.method, call.target, call.body)
		want(t, call.method+" "+call.target, got, 403)
		if !strings.Contains(got.Text(), "An owner does it") || strings.Contains(got.Text(), "Goodfellow") {
			t.Errorf("%s %s: %s", call.method, call.target, got.Body)
		}
	}
	if got := c.Get("/manage/v1/documents/" + v.Document.String()); !strings.Contains(got.Text(), "Goodfellow") {
		t.Errorf("it is gone: %s", got.Body)
	}
}

func TestWhoWasSlowerIsToldSo(t *testing.T) {
	got := wire.ProblemOf(fmt.Errorf("undo: %w", cms.ErrMovedOn))
	if got.Status != 409 || got.Slug != "moved-on" {
		t.Errorf("got %+v", got)
	}
}
