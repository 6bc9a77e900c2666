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
