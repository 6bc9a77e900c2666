package admin

import (
	"net/http"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestWhoWroteASentenceStandsBesideIt(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "one", cmstest.Section("Hours", "We open at nine. We close at five."), cmstest.Section("Other", "x"))
	block := one.Content.Blocks[0].ID
	v := enter(t, site)
	dana := v.editor()
	person, err := site.Editor().People(t.Context(), site.Who)
	if err != nil {
		t.Fatal(err)
	}
	var asDana cms.Actor
	for _, p := range person {
		if p.Name == "Dana Reyes" {
			asDana = p.Actor()
		}
	}
	site.Clock.Advance(24 * time.Hour)
	next := edited(one, 0, "body", "We open at **nine**.\n\nWe close at [six](/hours).")
	if _, err := site.Editor().Save(t.Context(), asDana, cms.Save{Document: one.Document, Locale: one.Locale, Base: 1, Content: next.Content, Note: "for the winter"}); err != nil {
		t.Fatal(err)
	}
	v = v.as("robin@example.org", cmstest.Password)
	address := page(one) + "/written?block=" + block.String()
	v.open(address).says("Who wrote this", "We open at nine. Written by You, yesterday", "We close at six. Written by Dana Reyes, today, 4:00 pm “for the winter”", "“Hours”", "Title and details").
		saysNot("five", "**", "brought back", "not saved yet")
	v.open(page(one) + "/written").says("Service one Written by You, yesterday").saysNot("We open at nine")
	v.open(page(one) + "/versions").says("who wrote each sentence")

	site.Clock.Advance(24 * time.Hour)
	if _, err := site.Editor().Restore(t.Context(), site.Who, cms.Restore{Document: one.Document, Locale: one.Locale, Version: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := site.Editor().Restore(t.Context(), site.Who, cms.Restore{Document: one.Document, Locale: one.Locale, Version: 2}); err != nil {
		t.Fatal(err)
	}
	dana = dana.as("dana@example.org", "harbour pencil violet moss")
	dana.open(address).says("We close at six. Written by You, yesterday “for the winter” brought back by Robin Field on 4 March")

	for _, bad := range []string{"/written?block=nonsense", "/written?block=" + content.BlockID{9}.String()} {
		if got := v.as("robin@example.org", cmstest.Password).send("GET", page(one)+bad, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: status %d", bad, got.status)
		}
	}
}
