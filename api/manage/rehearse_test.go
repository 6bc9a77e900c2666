package manage_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"practicecms/cms/cmstest"
)

// rehearsed is the answer to a rehearsal.
type rehearsed struct {
	Latest   uint64
	Document document
	Warnings []struct {
		Kind, Words           string
		Block, Name, Document *string
		At                    *string
	}
}

func TestARestoreIsRehearsed(t *testing.T) {
	s, c := newClient(t)
	gone := s.Service(t, "gone", cmstest.Section("Gone", "x"))
	s.Publish(t, gone)
	d := create(c, service("One", section("Prices", "It costs $150. See [more](/services/gone)<script>x</script>."), section("Other", "b1")))
	address := "/manage/v1/documents/" + d.ID
	first, second := d.Blocks[0]["id"].(string), d.Blocks[1]["id"].(string)
	d.Blocks[0]["body"], d.Blocks[1]["body"] = "It costs $170.", "b2"
	want(t, "save", c.Do("PUT", address, service("One", d.Blocks...), "If-Match", `"v1"`), 200)
	want(t, "trash", c.Do("POST", "/manage/v1/documents/"+gone.Document.String()+"/trash", nil), 200)
	before := c.Get(address).Text() + c.Get(address+"/versions").Text()

	rehearse := func(body object) (out rehearsed, warned string) {
		t.Helper()
		got := c.Do("POST", address+"/rehearse", body)
		want(t, "rehearse", got, 200)
		got.JSON(t, &out)
		for _, w := range out.Warnings {
			warned += w.Kind + " " + w.Words + ";"
			if w.Block == nil || *w.Block != first || w.Name == nil || *w.Name != "“Prices”" || w.At != nil {
				t.Errorf("a warning is %+v", w)
			}
		}
		return out, warned
	}
	whole, warned := rehearse(object{"version": 1, "note": "as it was"})
	if warned != "dead-link /services/gone;price $150;" || *whole.Warnings[0].Document != gone.Document.String() || whole.Warnings[1].Document != nil {
		t.Errorf("the whole page: warned of %s: %+v", warned, whole.Warnings)
	}
	if whole.Latest != 2 || whole.Document.ID != d.ID || whole.Document.Type != "service" || whole.Document.Blocks[1]["body"] != "b1" || len(whole.Document.Receipt) != 1 {
		t.Errorf("the whole page would become %+v", whole)
	}
	one, warned := rehearse(object{"version": 1, "blocks": []any{second}})
	if warned != "" || one.Document.Blocks[0]["body"] != "It costs $170." || one.Document.Blocks[1]["body"] != "b1" {
		t.Errorf("one block: warned of %q, would become %+v", warned, one.Document)
	}
	picks := []any{object{"block": first, "version": 1}, object{"block": second, "version": 2}}
	several, warned := rehearse(object{"picks": picks})
	if warned == "" || several.Document.Blocks[0]["body"] == "It costs $170." || several.Document.Blocks[1]["body"] != "b2" {
		t.Errorf("picks: warned of %q, would become %+v", warned, several.Document)
	}
	if after := c.Get(address).Text() + c.Get(address+"/versions").Text(); after != before {
		t.Errorf("a rehearsal changed something: %s", after)
	}

	// It comes true.
	var real document
	got := c.Do("POST", address+"/restore", object{"picks": picks})
	want(t, "restore", got, 201)
	got.JSON(t, &real)
	if a, b := fmt.Sprint(real.Blocks), fmt.Sprint(several.Document.Blocks); a != b {
		t.Errorf("it became %s, rehearsed was %s", a, b)
	}
	want(t, "trash", c.Do("POST", address+"/trash", nil), 200)
	want(t, "in the trash", c.Do("POST", address+"/rehearse", object{"version": 1}), 409)
}

func TestPartsHaveTheirTexts(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "one", cmstest.Section("A", "a1"), cmstest.Section("B", "b1"))
	for _, text := range []string{"a2", "a1"} { // and back to what it was
		s.Clock.Advance(time.Hour)
		v.Content.Blocks[0].Fields["body"] = text
		v = s.Save(t, v)
	}
	v.Content.Blocks = v.Content.Blocks[:1]
	s.Clock.Advance(time.Hour)
	s.Save(t, v)
	address := "/manage/v1/documents/" + v.Document.String() + "/parts"

	type part struct {
		Block, Kind, Name string
		Here              bool
		Texts             []struct {
			Version uint64
			From    struct {
				Version uint64
				At      string
				By      struct{ Name string }
			}
			Until   *string
			Content object
		}
	}
	parts := func(query string) (out []part) {
		t.Helper()
		got := c.Get(address + query)
		want(t, query, got, 200)
		var list struct{ Items []part }
		got.JSON(t, &list)
		return list.Items
	}
	said := func(p part) (out string) {
		for _, text := range p.Texts {
			out += fmt.Sprintf("%s@%d since %d;", text.Content["body"], text.Version, text.From.Version)
		}
		return out
	}
	all := parts("")
	if len(all) != 2 || !all[0].Here || all[1].Here || all[0].Name != "“A”" || all[0].Kind != "section" {
		t.Fatalf("parts %+v", all)
	}
	if a, b := said(all[0]), said(all[1]); a != "a1@4 since 3;a2@2 since 2;" || b != "b1@3 since 1;" {
		t.Errorf("texts %s and %s", a, b)
	}
	if now, then := all[0].Texts[0], all[0].Texts[1]; now.Until != nil || then.Until == nil || !strings.HasPrefix(*then.Until, "2026-03-02T18:00:00") || now.From.By.Name != "Robin Field" || now.Content["id"] != all[0].Block {
		t.Errorf("texts %+v", all[0].Texts)
	}
	if one := parts("?limit=1"); said(one[0]) != "a1@4 since 3;" {
		t.Errorf("with a limit: %+v", one)
	}
}

func TestALanguageThatADocumentDoesNotHaveMovesNothing(t *testing.T) {
	_, c := newClient(t)
	d := create(c, service("One"))
	address := "/manage/v1/documents/" + d.ID
	trashed := func() bool { return strings.Contains(c.Get("/manage/v1/documents?trashed=true").Text(), d.ID) }
	want(t, "trash", c.Do("POST", address+"/trash?locale=es-US", nil), 404)
	if trashed() {
		t.Error("it is in the trash")
	}
	want(t, "trash", c.Do("POST", address+"/trash", nil), 200)
	want(t, "untrash", c.Do("POST", address+"/untrash?locale=es-US", nil), 404)
	if !trashed() {
		t.Error("it is out of the trash")
	}
}

func TestWhatComesOutOfTheTrashMayGetAnotherAddress(t *testing.T) {
	s, c := newClient(t)
	d := create(c, service("One", section("A", "a")))
	address := "/manage/v1/documents/" + d.ID
	want(t, "trash", c.Do("POST", address+"/trash", nil), 200)
	s.Publish(t, s.Service(t, "one", cmstest.Section("B", "b"))) // at its address
	for path, status := range map[string]int{"two": 422, "/Two": 422, "/services/one": 409} {
		want(t, path, c.Do("POST", address+"/untrash", object{"path": path}), status)
		if got := c.Get(address + "/versions").Text(); strings.Contains(got, `"version":2`) || !strings.Contains(c.Do("POST", address+"/trash", nil).Text(), `"trashedAt":"2026-`) {
			t.Errorf("%s: something happened: %s", path, got)
		}
	}
	for range 2 { // asking again is no fault
		got := c.Do("POST", address+"/untrash", object{"path": "/services/two"})
		want(t, "untrash", got, 200)
		if !strings.Contains(got.Text(), `"latest":2,"live":null,"path":"/services/two"`) || !strings.Contains(got.Text(), `"trashedAt":null`) {
			t.Errorf("its state is %s", got.Body)
		}
	}
	want(t, "publish", c.Do("POST", address+"/publish", object{"version": 2}), 200)

	// Without a path it comes back as it was.
	want(t, "trash", c.Do("POST", address+"/trash", nil), 200)
	s.Publish(t, s.Service(t, "two", cmstest.Section("C", "c")))
	got := c.Do("POST", address+"/untrash", nil)
	want(t, "untrash", got, 200)
	if !strings.Contains(got.Text(), `"latest":2,"live":null,"path":"/services/two"`) {
		t.Errorf("its state is %s", got.Body)
	}
}
