package cms

import (
	"log/slog"
	"os"
	"strings"
	"testing"
)

func TestEveryLineOfVerifyIsAnInvariantThatIsTriedOut(t *testing.T) {
	c, err := Open(t.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	read := func(file string) string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	invariants, tried := read("doc.go"), read("verify_test.go")
	for _, line := range verified(t, c).Lines {
		if line.Name == "file" {
			continue // what a damaged file looks like is the engine's to try out
		}
		if !strings.Contains(invariants, " "+line.Name+" ") {
			t.Errorf("doc.go does not list the invariant %s", line.Name)
		}
		if !strings.Contains(tried, `"`+line.Name+`"`) {
			t.Errorf("verify_test.go breaks nothing that the line %s finds", line.Name)
		}
	}
}
