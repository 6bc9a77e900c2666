package cms

import (
	"errors"
	"log/slog"
	"testing"
	"time"
)

func TestTheLineForSigningInIsShort(t *testing.T) {
	c, err := Open(t.TempDir(), Options{Passwords: PasswordCost{Time: 1, MemoryKiB: 8, Threads: 1}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	e := c.Editor()
	const password = "lantern gravel umbrella nine"
	if _, err := e.SetUp(t.Context(), NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: password}, "Willow Room"); err != nil {
		t.Fatal(err)
	}
	robin := Attempt{Email: "robin@example.org", Password: password}
	in, err := e.SignIn(t.Context(), robin)
	if err != nil {
		t.Fatal(err)
	}
	for range lineLength {
		c.line <- struct{}{}
	}
	began := time.Now()
	for range 50 {
		if _, err := e.SignIn(t.Context(), Attempt{Email: "robin@example.org", Password: "wrong wrong wrong"}); !errors.Is(err, ErrBusy) {
			t.Fatalf("when the line is full: got %v, want ErrBusy", err)
		}
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("fifty were told after %v; nobody may wait for a place", took)
	}
	known := robin
	known.Browser = in.Browser
	if _, err := e.SignIn(t.Context(), known); err != nil {
		t.Errorf("a browser that is known does not stand in that line: got %v", err)
	}
	for range lineLength {
		<-c.line
	}
	if _, err := e.SignIn(t.Context(), robin); err != nil {
		t.Errorf("what nobody looked at counted: got %v", err)
	}
	if len(c.line) != 0 {
		t.Errorf("%d places in the line were not given back", len(c.line))
	}
}
