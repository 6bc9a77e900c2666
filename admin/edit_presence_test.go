package admin

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestPeopleOnAPageSeeEachOtherAndNotThemselves(t *testing.T) {
	var p presence
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	document := content.DocumentID{1}
	dana, sam := content.PersonID{1}, content.PersonID{2}
	if others := p.here(document, "dana laptop", tab{dana, "one", now}); len(others) != 0 {
		t.Errorf("alone, Dana sees %v", others)
	}
	p.here(document, "dana phone", tab{dana, "two", now.Add(time.Second)})
	if others := p.here(document, "sam", tab{sam, "", now.Add(2 * time.Second)}); len(others) != 1 || others[0].block != "two" {
		t.Errorf("Sam sees %v, not Dana where she was last", others)
	}
	if others := p.here(content.DocumentID{2}, "sam", tab{sam, "", now.Add(2 * time.Second)}); len(others) != 0 {
		t.Errorf("on another page Sam sees %v", others)
	}
	p.left(document, "dana phone")
	if others := p.here(document, "sam", tab{sam, "", now.Add(3 * time.Second)}); len(others) != 1 || others[0].block != "one" {
		t.Errorf("after Dana closed her phone Sam sees %v", others)
	}
	if others := p.here(document, "sam", tab{sam, "", now.Add(goneAfter + time.Second)}); len(others) != 0 {
		t.Errorf("somebody who is not heard of counts as here: %v", others)
	}
	p.here(document, "dana laptop", tab{dana, "one", now.Add(48 * time.Hour)})
	if others := p.here(document, "sam", tab{sam, "", now}); len(others) != 0 {
		t.Errorf("after the clock was put right somebody is here for two days: %v", others)
	}
}

func TestManyWindowsOfOnePersonHideNobody(t *testing.T) {
	var p presence
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	document := content.DocumentID{1}
	dana, sam, kim := content.PersonID{1}, content.PersonID{2}, content.PersonID{3}
	for i := range 1000 {
		p.here(document, fmt.Sprint("dana ", i), tab{dana, fmt.Sprint("part ", i), now.Add(time.Duration(i) * time.Millisecond)})
	}
	p.here(document, "sam", tab{sam, "", now.Add(time.Second)})
	others := p.here(document, "kim", tab{kim, "", now.Add(time.Second)})
	if len(others) != 2 || others[0].block != "part 999" || others[1].person != sam {
		t.Errorf("Kim sees %v, not Dana in the window she used last, and Sam", others)
	}
	if n := len(p.tabs[document]); n != tabsKept+2 {
		t.Errorf("%d windows are kept, want %d", n, tabsKept+2)
	}
}

func TestAWindowThatNobodySitsAtDoesNotKeepASessionOpen(t *testing.T) {
	site := cmstest.New(t)
	robin := enter(t, site)
	at := page(site.Service(t, "one"))
	here := func() answer { return robin.ask("POST", at+"/live/here", url.Values{"tab": {"a"}, "base": {"1"}}) }
	for range 5 {
		site.Clock.Advance(access.SessionIdle / 6)
		if got := here(); got.status != http.StatusOK {
			t.Fatalf("within the idle limit: status %d", got.status)
		}
	}
	robin.open("/admin") // somebody is back
	for range 7 {
		site.Clock.Advance(access.SessionIdle / 6)
		here()
		robin.ask("POST", at+"/live/keep?panel=versions&unattended=1", nil) // somebody else saved
	}
	if got := here(); got.status != http.StatusUnauthorized {
		t.Errorf("an unattended window after half an hour: status %d", got.status)
	}
	if got := robin.send("GET", "/admin", nil); got.status != http.StatusSeeOther {
		t.Errorf("and the session still opens the pages: status %d", got.status)
	}
}
