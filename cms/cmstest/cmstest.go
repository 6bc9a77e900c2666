// Package cmstest makes a small practice for tests: a data file of its own, a clock
// that stands still until it is moved, and an owner. When the test ends the whole
// file is verified.
package cmstest

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/live"
	"practicecms/content"
)

// Locale is the locale of everything that this package makes.
const Locale content.Locale = live.FallbackLocale

// Password is what Owner signs in with.
const Password = "lantern gravel umbrella nine"

// Site is a practice under test.
type Site struct {
	*cms.CMS
	Dir   string
	Clock *Clock
	Owner access.Person
	Who   cms.Actor // the owner as an actor
}

// Clock is a clock that tests move.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	steady time.Duration
}

// NewClock is a clock that stands at a time.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance lets time go by.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.steady += d
}

// Jump sets the clock on, or back, while no time goes by.
func (c *Clock) Jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Steady is how much time went by.
func (c *Clock) Steady() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.steady
}

// Cheap is a password cost for tests: it protects nothing.
var Cheap = access.PasswordCost{Time: 1, MemoryKiB: 8, Threads: 1}

// New makes a practice with an owner, opened in a folder of the test's own.
func New(t testing.TB) *Site {
	t.Helper()
	s := Empty(t)
	p, err := s.Editor().SetUp(t.Context(), access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: Password}, "Willow Room")
	if err != nil {
		t.Fatal(err)
	}
	s.Owner, s.Who = p, p.Actor()
	return s
}

// Empty opens a new data folder that nobody can sign in to.
func Empty(t testing.TB) *Site {
	t.Helper()
	s := &Site{Dir: t.TempDir(), Clock: &Clock{now: time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)}}
	s.open(t, nil)
	t.Cleanup(func() {
		report, err := s.Verify(context.WithoutCancel(t.Context()))
		if err != nil {
			t.Errorf("verify: %v", err)
		}
		for _, l := range report.Lines {
			for _, p := range l.Problems {
				t.Errorf("verify: %s: %s", l.Name, p)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Reopen closes the data file and opens it again, with another model when one is
// given, as a restart with a newer program would.
func (s *Site) Reopen(t testing.TB, model *content.Model) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.open(t, model)
}

// Open opens the data folder that was closed.
func (s *Site) Open(t testing.TB) {
	t.Helper()
	s.open(t, nil)
}

func (s *Site) open(t testing.TB, model *content.Model) {
	c, err := cms.Open(s.Dir, cms.Options{Clock: s.Clock.Now, Steady: s.Clock.Steady, Passwords: Cheap, Model: model, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.CMS = c
}

// Section is a block with a heading and a text.
func Section(heading, body string) content.Block {
	return content.Block{Kind: "section", Fields: content.Fields{"heading": heading, "body": body}}
}

// Service creates a service page with the given blocks at /services/NAME.
func (s *Site) Service(t testing.TB, name string, blocks ...content.Block) cms.Version {
	t.Helper()
	v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "service", Locale: Locale, Content: content.Content{
		Path: "/services/" + name, Title: "Service " + name, Blocks: blocks,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Record makes the draft of a document without a path.
func (s *Site) Record(t testing.TB, typ, title string, fields content.Fields) cms.Version {
	t.Helper()
	v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: typ, Locale: Locale, Content: content.Content{Title: title, Fields: fields}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Settings is the draft of the practice's own settings.
func (s *Site) Settings(t testing.TB) cms.Version {
	t.Helper()
	practice, err := s.Practice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Editor().Latest(t.Context(), s.Who, practice.Document, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Save saves content on top of the version it came from.
func (s *Site) Save(t testing.TB, v cms.Version) cms.Version {
	t.Helper()
	return s.SaveAs(t, s.Who, v)
}

// SaveAs is Save by somebody else than the owner.
func (s *Site) SaveAs(t testing.TB, who cms.Actor, v cms.Version) cms.Version {
	t.Helper()
	out, err := s.Editor().Save(t.Context(), who, cms.Save{Document: v.Document, Locale: v.Locale, Base: v.Number, Content: v.Content})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Publish puts a version live.
func (s *Site) Publish(t testing.TB, v cms.Version) cms.State {
	t.Helper()
	out, err := s.Editor().Publish(t.Context(), s.Who, v.Document, v.Locale, v.Number)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Edit gives a field of a block of a version another value. What it was given stays as it is.
func Edit(v cms.Version, block int, field string, value any) cms.Version {
	v.Content.Blocks = slices.Clone(v.Content.Blocks)
	fields := maps.Clone(v.Content.Blocks[block].Fields)
	if fields == nil {
		fields = content.Fields{}
	}
	fields[field] = value
	v.Content.Blocks[block].Fields = fields
	return v
}

// ThreeSections creates a service page of three sections at /services/one.
func (s *Site) ThreeSections(t testing.TB) cms.Version {
	return s.Service(t, "one", Section("First part", "one"), Section("Second part", "two"), Section("Third part", "three"))
}

// Planned is a site with a page that is live in version 1 and drafted in version 2.
func Planned(t testing.TB) (*Site, cms.Version) {
	t.Helper()
	s := New(t)
	v := s.Service(t, "one", Section("Hours", "Monday"))
	s.Publish(t, v)
	v.Content.Title = "Two"
	return s, s.Save(t, v)
}

// VersionAt reads a version by its number.
func (s *Site) VersionAt(t testing.TB, id content.DocumentID, n uint64) cms.Version {
	t.Helper()
	v, err := s.Editor().Version(t.Context(), s.Who, id, Locale, n)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Clean looks that every promise holds that a file can show.
func (s *Site) Clean(t testing.TB) {
	t.Helper()
	report, err := s.Verify(t.Context())
	if err != nil || !report.OK() {
		t.Errorf("verify: %v %+v", err, report)
	}
}

// FileSays reports whether the bytes of the data file hold a text.
func (s *Site) FileSays(t testing.TB, text string) bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.Dir, cms.DataFile))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(raw, []byte(text))
}
