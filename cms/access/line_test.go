package access

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"testing"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/clock"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

const password = "lantern gravel umbrella nine"

// newDoor is the door of a practice with one owner, who signs in as robin@example.org.
func newDoor(t *testing.T) (*Door, Person) {
	t.Helper()
	kept := storetest.NewMemory(record.Spaces()...)
	log := audit.NewLog(kept, content.Standard(), clock.New(time.Now, func() time.Duration { return 0 }, time.Time{}))
	d := NewDoor(kept, log, time.Now, rand.Reader, PasswordCost{Time: 1, MemoryKiB: 8, Threads: 1}, slog.New(slog.DiscardHandler))
	desk := NewDesk(log, d, func() [16]byte { return [16]byte{1} })
	p, err := AddFirst(t.Context(), desk, NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: password}, func(audit.Actor) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return d, p
}

// Who comes second makes nothing, and nothing is prepared for them; nor where the first comes
// while that goes on.
func TestAPracticeIsSetUpOnce(t *testing.T) {
	d, robin := newDoor(t)
	desk := NewDesk(d.log, d, func() [16]byte { return [16]byte{2} })
	second := NewPerson{Name: "Sam Lee", Email: "sam@example.org", Password: password}
	if _, err := AddFirst(t.Context(), desk, second, func(audit.Actor) error { t.Error("it was prepared again"); return nil }); !errors.Is(err, record.ErrExists) {
		t.Errorf("a second set-up: %v, want ErrExists", err)
	}
	if _, err := AddFirst(t.Context(), desk, NewPerson{Name: "Nobody", Email: "nobody@example.org"}, func(audit.Actor) error { return nil }); !errors.Is(err, ErrWeakPassword) {
		t.Errorf("without a password: %v, want ErrWeakPassword", err)
	}
	put := func(p content.PersonID, hash string) {
		t.Helper()
		if err := d.store.Update(t.Context(), func(w store.Writer) error {
			rec, err := people.Get(w, personKey(p))
			rec.Hash = hash
			return errors.Join(err, people.Put(w, personKey(p), rec))
		}); err != nil {
			t.Fatal(err)
		}
	}
	put(robin.ID, "")
	if _, err := AddFirst(t.Context(), desk, second, func(audit.Actor) error { put(robin.ID, "a hash"); return nil }); !errors.Is(err, record.ErrExists) {
		t.Errorf("a second set-up at the same time: %v, want ErrExists", err)
	}
	if all, err := desk.People(t.Context(), audit.System()); err != nil || len(all) != 1 {
		t.Errorf("there are %+v (%v), want Robin alone", all, err)
	}
}

func TestTheLineForSigningInIsShort(t *testing.T) {
	d, _ := newDoor(t)
	robin := Attempt{Email: "robin@example.org", Password: password}
	in, err := d.SignIn(t.Context(), robin)
	if err != nil {
		t.Fatal(err)
	}
	for range lineLength {
		d.line <- struct{}{}
	}
	for range 50 { // nobody leaves the line: who waited for a place would wait for ever
		if _, err := d.SignIn(t.Context(), Attempt{Email: "robin@example.org", Password: "wrong wrong wrong"}); !errors.Is(err, ErrBusy) {
			t.Fatalf("when the line is full: got %v, want ErrBusy", err)
		}
	}
	known := robin
	known.Browser = in.Browser
	if _, err := d.SignIn(t.Context(), known); err != nil {
		t.Errorf("a browser that is known does not stand in that line: got %v", err)
	}
	for range lineLength {
		<-d.line
	}
	if _, err := d.SignIn(t.Context(), robin); err != nil {
		t.Errorf("what nobody looked at counted: got %v", err)
	}
	if len(d.line) != 0 {
		t.Errorf("%d places in the line were not given back", len(d.line))
	}
}
