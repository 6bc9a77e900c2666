package access_test

import (
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

const wrong = "wrong wrong wrong"

// guess tries wrong passwords until one is refused unseen, and returns how many were
// looked at.
func guess(t *testing.T, s *cmstest.Site, a access.Attempt) (looked int) {
	t.Helper()
	a.Password = wrong
	for range 100 {
		_, err := s.Editor().SignIn(t.Context(), a)
		if !errors.Is(err, cms.ErrUnauthenticated) {
			refused(t, "one guess too many", err)
			return looked
		}
		looked++
	}
	t.Fatal("a hundred guesses were looked at")
	return 0
}

// refused fails unless an attempt has to wait, for no longer than the rule says.
func refused(t *testing.T, what string, err error) {
	t.Helper()
	var slow *access.SlowDownError
	if !errors.As(err, &slow) || slow.Wait <= 0 || slow.Wait > 15*time.Minute {
		t.Errorf("%s: got %v, want a delay of up to 15 minutes", what, err)
	}
}

func TestSignInSlowsDownAfterFailures(t *testing.T) {
	s := cmstest.New(t)
	e := s.Editor()
	looked := 0
	for range 1000 {
		if _, err := e.SignIn(t.Context(), robin(wrong, here)); errors.Is(err, cms.ErrUnauthenticated) {
			looked++
		} else {
			refused(t, "a guess", err)
		}
		s.Clock.Advance(900 * time.Millisecond) // 15 minutes in all
	}
	if looked > 14 {
		t.Errorf("%d wrong passwords were looked at in 15 minutes", looked)
	}
	_, err := e.SignIn(t.Context(), robin(cmstest.Password, here))
	refused(t, "the right password at once from the same place", err)
	if _, err := e.SignIn(t.Context(), robin(cmstest.Password, there)); err != nil {
		t.Errorf("from another place: %v; nobody may be locked out", err)
	}
	s.Clock.Advance(15 * time.Minute)
	if _, err := e.SignIn(t.Context(), robin(cmstest.Password, here)); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if n := guess(t, s, robin(wrong, here)); n != 5 {
		t.Errorf("after a success %d guesses were looked at, want 5 as at first", n)
	}
}

func TestAPlaceIsCountedAsAWhole(t *testing.T) {
	for name, from := range map[string]func(i int) netip.Addr{
		"one address": func(int) netip.Addr { return here },
		"a /64":       func(i int) netip.Addr { return netip.MustParseAddr(fmt.Sprintf("2001:db8:0:1::%x", i+1)) },
		"an address written as IPv6": func(i int) netip.Addr {
			if i%2 == 0 {
				return netip.AddrFrom16(here.As16())
			}
			return here
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := cmstest.New(t)
			looked := 0
			for i := range 60 {
				_, err := s.Editor().SignIn(t.Context(), access.Attempt{Email: fmt.Sprintf("n%d@example.org", i), Password: wrong, From: from(i)})
				if errors.Is(err, cms.ErrUnauthenticated) {
					looked++
				}
			}
			if looked != 21 {
				t.Errorf("%d guesses from one place were looked at, want 21", looked)
			}
		})
	}
	t.Run("one person from a /64", func(t *testing.T) {
		s := cmstest.New(t)
		looked := 0
		for i := range 20 {
			_, err := s.Editor().SignIn(t.Context(), robin(wrong, netip.MustParseAddr(fmt.Sprintf("2001:db8:0:1::%x", i+1))))
			if errors.Is(err, cms.ErrUnauthenticated) {
				looked++
			}
		}
		if looked != 5 {
			t.Errorf("%d guesses were looked at, want 5", looked)
		}
	})
}

// TestStrangersLockNobodyOut where their place is not known, as behind a proxy that
// nobody named.
func TestStrangersLockNobodyOut(t *testing.T) {
	s := cmstest.New(t)
	e := s.Editor()
	nowhere := netip.Addr{}
	kim := access.NewPerson{Name: "Kim Lake", Email: "kim@example.org", Password: cmstest.Password, Role: cms.RoleEditor}
	if _, err := e.AddPerson(t.Context(), s.Who, kim); err != nil {
		t.Fatal(err)
	}
	in, err := e.SignIn(t.Context(), robin(cmstest.Password, nowhere))
	if err != nil || in.Browser == "" {
		t.Fatalf("the browser is told %q, %v", in.Browser, err)
	}
	for i := range 100 {
		if _, err := e.SignIn(t.Context(), access.Attempt{Email: fmt.Sprintf("n%d@example.org", i), Password: wrong}); !errors.Is(err, cms.ErrUnauthenticated) {
			t.Fatal(err)
		}
	}
	guess(t, s, robin(wrong, nowhere))
	if _, err := e.SignIn(t.Context(), access.Attempt{Email: kim.Email, Password: kim.Password}); err != nil {
		t.Errorf("Kim, of whom strangers know nothing: %v", err)
	}

	known := robin(cmstest.Password, nowhere)
	known.Browser = in.Browser
	again, err := e.SignIn(t.Context(), known)
	if err != nil || again.Browser != in.Browser {
		t.Fatalf("with the browser that Robin always uses: %v", err)
	}
	if n := guess(t, s, known); n != 5 {
		t.Errorf("whoever has Robin's browser may guess %d times, want 5", n)
	}
	for name, browser := range map[string]string{"no browser": "", "a browser made up": "x", "Kim's": browserOf(t, s, kim)} {
		a := robin(cmstest.Password, nowhere)
		a.Browser = browser
		_, err := e.SignIn(t.Context(), a)
		refused(t, "the right password with "+name, err)
	}
}

// browserOf signs a person in from another place, and returns what their browser is told.
func browserOf(t *testing.T, s *cmstest.Site, p access.NewPerson) string {
	t.Helper()
	in, err := s.Editor().SignIn(t.Context(), access.Attempt{Email: p.Email, Password: p.Password, From: there})
	if err != nil {
		t.Fatal(err)
	}
	return in.Browser
}

func TestABrowserIsSharedButNeverMadeUp(t *testing.T) {
	s := cmstest.New(t)
	e := s.Editor()
	kim := access.NewPerson{Name: "Kim Lake", Email: "kim@example.org", Password: cmstest.Password, Role: cms.RoleEditor}
	if _, err := e.AddPerson(t.Context(), s.Who, kim); err != nil {
		t.Fatal(err)
	}
	planted := robin(cmstest.Password, here)
	planted.Browser = "planted"
	in, err := e.SignIn(t.Context(), planted)
	if err != nil || in.Browser == "planted" || len(in.Browser) != 43 {
		t.Fatalf("a browser that was planted became %q, %v", in.Browser, err)
	}
	both, err := e.SignIn(t.Context(), access.Attempt{Email: kim.Email, Password: kim.Password, From: here, Browser: in.Browser})
	if err != nil || both.Browser != in.Browser {
		t.Fatalf("Kim at Robin's computer: %q, %v", both.Browser, err)
	}
	for range 30 { // more browsers than are kept
		if _, err := e.SignIn(t.Context(), robin(cmstest.Password, here)); err != nil {
			t.Fatal(err)
		}
	}
	guess(t, s, robin(wrong, here))
	old := robin(cmstest.Password, here)
	old.Browser = in.Browser
	_, err = e.SignIn(t.Context(), old)
	refused(t, "a browser that Robin has not used for long", err)
	old.Email = kim.Email
	if _, err := e.SignIn(t.Context(), old); err != nil {
		t.Errorf("Kim in the same browser: %v", err)
	}
}

func TestParallelGuessesAreNotMoreGuesses(t *testing.T) {
	s := cmstest.New(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	looked := 0
	for range 80 {
		wg.Go(func() {
			_, err := s.Editor().SignIn(t.Context(), robin(wrong, here))
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, cms.ErrUnauthenticated) {
				looked++
			} else if !errors.Is(err, cms.ErrBusy) {
				refused(t, "a guess", err)
			}
		})
	}
	wg.Wait()
	if looked > 5 {
		t.Errorf("%d parallel guesses were looked at, want at most 5", looked)
	}
}

func TestAWrongClockKeepsNobodyOutAndNothingOpen(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	s := cmstest.New(t)
	page := s.Service(t, "one")
	s.Clock.Advance(years) // the computer started with a wrong clock
	e := s.Editor()
	in, err := e.SignIn(t.Context(), robin(cmstest.Password, there))
	if err != nil {
		t.Fatal(err)
	}
	link, _, err := e.Share(t.Context(), s.Who, page.Document, page.Locale, 1, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	guess(t, s, robin(wrong, here))
	s.Clock.Jump(-years) // and now it is right
	if err := e.TrustClock(t.Context(), s.Who); err != nil {
		t.Fatal(err)
	}
	if _, err := e.SignIn(t.Context(), robin(cmstest.Password, here)); err != nil {
		t.Errorf("the right password: %v", err)
	}
	if _, err := e.Session(t.Context(), in.Session); !errors.Is(err, cms.ErrUnauthenticated) {
		t.Errorf("a session of the wrong time: got %v, want ErrUnauthenticated", err)
	}
	if _, _, err := s.Preview().Open(t.Context(), link); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a link of the wrong time: got %v, want ErrNotFound", err)
	}
	if all, err := e.Shares(t.Context(), s.Who, page.Document); err != nil || len(all) != 0 {
		t.Errorf("links that work: %v, %v", all, err)
	}
	if err := s.SweepSessions(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(years)
	if _, err := e.Session(t.Context(), in.Session); !errors.Is(err, cms.ErrUnauthenticated) {
		t.Errorf("the session was kept until its time came: %v", err)
	}

	in, err = e.SignIn(t.Context(), robin(cmstest.Password, there))
	if err != nil {
		t.Fatal(err)
	}
	guess(t, s, robin(wrong, here))
	s.Clock.Jump(-2 * time.Second) // clocks are put right by seconds all the time
	if _, err := e.Session(t.Context(), in.Session); err != nil {
		t.Errorf("a clock that was two seconds fast ended a session: %v", err)
	}
	_, err = e.SignIn(t.Context(), robin(cmstest.Password, here))
	refused(t, "a guess after the clock was put right", err)
}
