package main

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// killed runs a command whole and then kills it n times, each time a little later. Command makes
// ready for a run and returns its arguments; happened looks at what is there after it, and
// reports whether the command had happened. It must not be both ended well and not have happened.
func killed(t *testing.T, kills int, command func() []string, happened func(n int) bool) {
	t.Helper()
	var whole time.Duration
	count := 0
	for n := range kills + 1 {
		c := exec.Command(os.Args[0], command()...)
		c.Env = append(os.Environ(), asProgram+"=1")
		begun := time.Now()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			time.Sleep(whole * time.Duration(n) / time.Duration(kills))
			_ = c.Process.Kill() // it may have ended
		}
		err := c.Wait()
		if n == 0 {
			if whole = time.Since(begun); err != nil {
				t.Fatalf("the run that nobody kills: %v", err)
			}
		}
		switch done := happened(n); {
		case done && n > 0:
			count++
		case !done && err == nil:
			t.Errorf("run %d ended well, and it has not happened", n)
		}
	}
	t.Logf("%d of %d had happened when they were killed; a whole one takes %v", count, kills, whole)
}
