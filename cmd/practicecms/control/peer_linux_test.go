package control

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestAnotherUserIsTurnedAway(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only the administrator can act as another user")
	}
	dir := t.TempDir()
	start(t, dir)
	// A folder and a socket that are open to everybody by mistake.
	for path := dir; strings.HasPrefix(path, os.TempDir()+"/"); path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	socket := filepath.Join(dir, Socket)
	if err := os.Chmod(socket, 0o666); err != nil {
		t.Fatal(err)
	}
	type result struct {
		answer []byte
		err    error
	}
	done := make(chan result, 1)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, ^uintptr(0), 65534, ^uintptr(0)); errno != 0 {
			done <- result{err: errno}
			return
		}
		c, err := net.Dial("unix", socket)
		if err != nil {
			done <- result{err: err}
			return
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(patience))
		b := make([]byte, 1)
		n, _ := c.Read(b) // the end, without a byte
		done <- result{answer: b[:n]}
	}()
	if r := <-done; r.err != nil || len(r.answer) > 0 {
		t.Errorf("another user got %q, %v", r.answer, r.err)
	}
	if a := ask(t.Context(), dir, "say"); a.err != nil {
		t.Errorf("the user of the server: %v", a.err)
	}
}
