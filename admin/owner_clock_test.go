package admin

import (
	"net/http"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

func TestAClockThatJumpedIsAskedAboutOnTheFirstPage(t *testing.T) {
	site, v := cmstest.Planned(t)
	if _, err := site.Editor().Schedule(t.Context(), site.Who, v.Document, v.Locale, 2, site.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	_, err := site.Editor().AddPerson(t.Context(), site.Who, access.NewPerson{Name: "Kim Lake", Email: "kim@example.org", Role: cms.RoleEditor, Password: cmstest.Password})
	if err != nil {
		t.Fatal(err)
	}
	robin := enter(t, site)
	kim := robin.as("kim@example.org", cmstest.Password)
	robin.open("/admin").saysNot("clock")

	site.Clock.Jump(3650 * 24 * time.Hour)
	robin.open("/admin").says("Is the clock right? It jumped ahead by 10 years", "28 February 2036", "2 March 2026", "Nothing planned goes live until an owner says that it is right.", "The clock is right")
	kim.open("/admin").says("Is the clock right?", "until an owner says").saysNot("The clock is right")
	if got := kim.send("POST", "/admin/clock", nil); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
		t.Errorf("whoever is no owner answers: status %d", got.status)
	}
	site.Clock.Jump(-3650 * 24 * time.Hour)
	robin.open("/admin").saysNot("clock")

	site.Clock.Jump(-48 * time.Hour)
	robin.open("/admin").says("Is the clock right? It jumped back by 2 days")
	site.Clock.Jump(96 * time.Hour)
	robin.open("/admin").says("Is the clock right? It jumped ahead by 2 days")
	if got := robin.send("POST", "/admin/clock", nil); got.status != http.StatusSeeOther {
		t.Fatalf("an owner answers: status %d", got.status)
	}
	robin = robin.as("robin@example.org", cmstest.Password)
	robin.open("/admin").saysNot("Is the clock right?")
	robin.open("/admin/activity").says("said that the clock is right")
}

func TestAClockIsAskedAboutAfterAStart(t *testing.T) {
	site, v := cmstest.Planned(t)
	if _, err := site.Editor().Schedule(t.Context(), site.Who, v.Document, v.Locale, 2, site.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	site.Clock.Advance(26 * time.Hour)
	site.Reopen(t, nil)
	enter(t, site).open("/admin").says("Is the clock right? Something planned is more than a day late", "what is late then goes live at once.")
	site.Clock.Advance(-50 * time.Hour)
	site.Reopen(t, nil)
	enter(t, site).open("/admin").says("behind what was saved last", "By what was saved last it is 3 March 2026").saysNot("late")
}

func TestAVersionOfAClockThatWasNotBelievedSaysSo(t *testing.T) {
	site := cmstest.New(t)
	v := site.Service(t, "one")
	robin := enter(t, site)
	robin.open("/admin/d/" + v.Document.String() + "/versions/1").saysNot("believed")
	site.Clock.Jump(-time.Hour)
	v.Content.Title = "Two"
	site.Save(t, v)
	robin.open("/admin/d/" + v.Document.String() + "/versions/2").says("The computer’s clock showed 2 March 2026, 3:00 pm then, and was not believed")
}
