package access_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

var here, there = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.7")

// robin is an attempt of the owner's, from a browser that nobody signed in with before.
func robin(password string, from netip.Addr) access.Attempt {
	return access.Attempt{Email: "robin@example.org", Password: password, From: from}
}

func TestOnlyTheRightPasswordSignsIn(t *testing.T) {
	s := cmstest.New(t)
	e := s.Editor()
	for _, c := range []struct{ name, email, password string }{
		{"wrong password", "robin@example.org", "something else entirely"},
		{"empty password", "robin@example.org", ""},
		{"a longer one", "robin@example.org", cmstest.Password + "x"},
		{"with a NUL", "robin@example.org", cmstest.Password + "\x00"},
		{"unknown address", "nobody@example.org", cmstest.Password},
		{"empty address", "", ""},
	} {
		if _, err := e.SignIn(t.Context(), access.Attempt{Email: c.email, Password: c.password, From: there}); !errors.Is(err, cms.ErrUnauthenticated) {
			t.Errorf("%s: got %v, want ErrUnauthenticated", c.name, err)
		}
		about := content.PersonID{}.String()
		if strings.HasPrefix(c.email, "robin") {
			about = s.Owner.ID.String()
		}
		if last, err := e.Audit(t.Context(), s.Who, 0, 1); err != nil || last[0].Action != audit.ActionSignInFail || last[0].Subject != about {
			t.Errorf("%s: the log ends with %+v (%v), want a failed sign-in about %q", c.name, last, err, about)
		}
		s.Clock.Advance(25 * time.Hour) // each on its own, without the delay after failures
	}
	in, err := e.SignIn(t.Context(), access.Attempt{Email: " Robin@Example.org ", Password: cmstest.Password, From: here})
	if err != nil || in.Person.ID != s.Owner.ID {
		t.Fatalf("the right password: %v, %v", in.Person, err)
	}
	if got, err := e.Session(t.Context(), in.Session); err != nil || got.ID != s.Owner.ID {
		t.Errorf("the session is %v, %v", got, err)
	}
}

func TestASessionEnds(t *testing.T) {
	s := cmstest.New(t)
	e := s.Editor()
	begin := func(previous string) string {
		in, err := e.SignIn(t.Context(), access.Attempt{Email: "robin@example.org", Password: cmstest.Password, From: here, Session: previous})
		if err != nil {
			t.Fatal(err)
		}
		return in.Session
	}
	ended := func(name, session string) {
		t.Helper()
		if _, err := e.Session(t.Context(), session); !errors.Is(err, cms.ErrUnauthenticated) {
			t.Errorf("%s: got %v, want ErrUnauthenticated", name, err)
		}
	}
	first := begin("")
	second := begin(first)
	if first == second {
		t.Error("a session was carried over a sign-in")
	}
	ended("after signing in again", first)
	if err := e.SignOut(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	ended("after signing out", second)

	idle := begin("")
	s.Clock.Advance(access.SessionIdle + time.Second)
	ended("after being idle", idle)

	watched := begin("")
	for range 4 { // by a window that nobody sits at
		s.Clock.Advance(10 * time.Minute)
		if _, err := e.LookAtSession(t.Context(), watched); err != nil {
			break
		}
	}
	ended("that was only looked at", watched)

	busy := begin("")
	for range 30 {
		s.Clock.Advance(access.SessionIdle - time.Minute)
		if _, err := e.Session(t.Context(), busy); err != nil {
			break
		}
	}
	ended("after twelve hours of use", busy)
	ended("that never was", "made-up")
	if err := s.SweepSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestSetUpHappensOnce(t *testing.T) {
	s := cmstest.Empty(t)
	secret, err := s.SetUpSecret(t.Context())
	if err != nil || secret == "" {
		t.Fatalf("got %q, %v", secret, err)
	}
	if err := s.Editor().CheckSetUpSecret(t.Context(), secret+"x"); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a wrong secret: got %v, want ErrNotFound", err)
	}
	p := access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: cmstest.Password}
	if _, err := s.Editor().SetUp(t.Context(), p, "Willow Room"); err != nil {
		t.Fatal(err)
	}
	second := access.NewPerson{Name: "Kim Lake", Email: "kim@example.org", Password: cmstest.Password}
	for _, again := range []access.NewPerson{p, second} {
		if _, err := s.Editor().SetUp(t.Context(), again, "Willow Room"); !errors.Is(err, cms.ErrExists) {
			t.Errorf("a second set-up, by %s: got %v, want ErrExists", again.Name, err)
		}
	}
	if _, err := s.Editor().SignIn(t.Context(), access.Attempt{Email: second.Email, Password: second.Password, From: here}); !errors.Is(err, cms.ErrUnauthenticated) {
		t.Errorf("whoever came second signs in: %v", err)
	}
	if err := s.Editor().CheckSetUpSecret(t.Context(), secret); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("the secret after set-up: got %v, want ErrNotFound", err)
	}
	if practice, err := s.Practice(t.Context()); err != nil || practice.Name != "Willow Room" {
		t.Errorf("the practice is %+v, %v", practice, err)
	}
}

func TestWeakPasswordsAreRefused(t *testing.T) {
	for _, weak := range []string{"", "short", "passwordpassword", "Practice2026!!!", "qwerty123456", "robin field 1", "quartz pear", "пароль перо", strings.Repeat("x", 1025)} {
		if err := access.CheckPassword(weak, "Robin Field", "robin@example.org"); !errors.Is(err, cms.ErrWeakPassword) {
			t.Errorf("%.20q: got %v, want ErrWeakPassword", weak, err)
		}
	}
	for _, good := range []string{cmstest.Password, "correct horse battery staple", "quartz melon", "  spaces count too  ", "пароль из слов"} {
		if err := access.CheckPassword(good, "Robin Field"); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestRolesDoWhatTheyMayAndNothingElse(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	v := s.ThreeSections(t)
	id, l := v.Document, v.Locale
	acts := map[string]func(cms.Actor) error{
		"read": func(a cms.Actor) error { _, err := e.Latest(ctx, a, id, l); return err },
		"list": func(a cms.Actor) error { _, err := e.List(ctx, a, cms.Filter{Locale: l}); return err },
		"write": func(a cms.Actor) error {
			_, err := e.Save(ctx, a, cms.Save{Document: id, Locale: l, Base: 1, Content: v.Content})
			return err
		},
		"live":  func(a cms.Actor) error { _, err := e.Publish(ctx, a, id, l, 1); return err },
		"token": func(a cms.Actor) error { _, _, err := e.CreateToken(ctx, a, "x", cms.ScopeManage); return err },
		"audit": func(a cms.Actor) error { _, err := e.Audit(ctx, a, 0, 1); return err },
		"human": func(a cms.Actor) error {
			_, err := e.AddPerson(ctx, a, access.NewPerson{Name: "X", Role: cms.RoleOwner})
			return err
		},
	}
	for role, may := range map[cms.Role]string{
		"":               "",
		"invented":       "",
		cms.ScopeDeliver: "",
		cms.ScopePreview: "read list",
		cms.ScopeManage:  "read list write live",
		cms.RoleEditor:   "read list write live",
		cms.RoleOwner:    "read list write live token audit human",
	} {
		for act, do := range acts {
			err := do(cms.Actor{Author: s.Who.Author, Role: role})
			if allowed := strings.Contains(may, act); allowed != (err == nil) || !allowed && !errors.Is(err, cms.ErrForbidden) {
				t.Errorf("%q may %s: got %v", role, act, err)
			}
		}
	}
}

func TestATokenIsGoodUntilItIsRevoked(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	text, tok, err := e.CreateToken(ctx, s.Who, "the website", cms.ScopeManage)
	if err != nil {
		t.Fatal(err)
	}
	who, err := e.Token(ctx, text)
	if err != nil || who.Role != cms.ScopeManage || who.Author.Token != tok.ID {
		t.Fatalf("got %+v, %v", who, err)
	}
	otherLetter := "A"
	if text[45] == 'A' {
		otherLetter = "B"
	}
	for _, bad := range []string{"", "pcms_", text[:len(text)-1], text + "0", "x" + text[1:], strings.ToUpper(text), text[:45] + otherLetter + text[46:]} {
		if _, err := e.Token(ctx, bad); !errors.Is(err, cms.ErrUnauthenticated) {
			t.Errorf("%.12q…: got %v, want ErrUnauthenticated", bad, err)
		}
	}
	if err := e.RevokeToken(ctx, s.Who, tok.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Token(ctx, text); !errors.Is(err, cms.ErrUnauthenticated) {
		t.Errorf("a revoked token: got %v, want ErrUnauthenticated", err)
	}
}

func TestAWorkingCopyIsOnesOwn(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	v := s.ThreeSections(t)
	other, err := e.AddPerson(ctx, s.Who, access.NewPerson{Name: "Kim Lake", Role: cms.RoleEditor})
	if err != nil {
		t.Fatal(err)
	}
	mine := cmstest.Edit(v, 0, "body", "half a sent").Content
	mine.Blocks[1].Fields = content.Fields{"nonsense": "kept as typed"}
	if _, err := e.KeepWorking(ctx, s.Who, v.Document, v.Locale, content.Hash{}, 1, mine); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Working(ctx, other.Actor(), v.Document, v.Locale); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("somebody else's working copy: got %v, want ErrNotFound", err)
	}
	got, err := e.Working(ctx, s.Who, v.Document, v.Locale)
	if err != nil || got.Base != 1 || !got.Content.Equal(mine) {
		t.Errorf("got %+v, %v", got, err)
	}
	s.Reopen(t, nil)
	if _, err := s.Editor().Working(ctx, s.Who, v.Document, v.Locale); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	if _, err := s.Editor().Save(ctx, s.Who, cms.Save{Document: v.Document, Locale: v.Locale, Base: 1, Content: cmstest.Edit(v, 0, "body", "a whole sentence").Content, Working: got.Tag}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().Working(ctx, s.Who, v.Document, v.Locale); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("after the save: got %v, want ErrNotFound", err)
	}
}
