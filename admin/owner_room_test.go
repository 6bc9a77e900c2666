package admin

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

// An owner is told before there is no room to save, and while there is plenty nobody is.
func TestOwnersAreToldBeforeTheRoomIsUsedUp(t *testing.T) {
	dir := t.TempDir()
	c, err := cms.Open(dir, cms.Options{MaxSize: 3 << 20, Passwords: cmstest.Cheap, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	owner, err := c.Editor().SetUp(t.Context(), access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: cmstest.Password}, "Willow Room")
	if err != nil {
		t.Fatal(err)
	}
	site := &cmstest.Site{CMS: c, Dir: dir, Clock: cmstest.NewClock(time.Now()), Owner: owner, Who: owner.Actor()}
	v := enter(t, site)
	const told = "Your practice has nearly used its room"
	if strings.Contains(v.open("/admin").text(), told) {
		t.Fatal("it is said of an empty practice")
	}
	long := strings.Repeat("Each of these lines says a little that is its own. ", 200)
	for i := 0; ; i++ {
		room, err := c.Editor().Room(t.Context(), site.Who)
		if err != nil {
			t.Fatal(err)
		}
		if room.LimitNear() {
			break
		}
		if i > 10_000 {
			t.Fatalf("room is %+v after %d pages", room, i)
		}
		site.Service(t, fmt.Sprintf("page-%d", i), cmstest.Section("One", fmt.Sprintf("%d %x\n\n%s", i, time.Now().UnixNano(), long)))
	}
	if got := v.open("/admin").text(); !strings.Contains(got, told) || !strings.Contains(got, "Thin out old drafts") {
		t.Errorf("the first screen says\n%s", got)
	}
}
