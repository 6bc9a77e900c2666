//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package bolt

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"practicecms/cms/internal/store"
)

const lockRetry = 20 * time.Millisecond

// lockFile takes the lock that bbolt will take again on the same handle, which is
// allowed. Having it earlier lets the file be examined before bbolt maps it.
func lockFile(f *os.File, shared bool, timeout time.Duration) error {
	how := syscall.LOCK_EX | syscall.LOCK_NB
	if shared {
		how = syscall.LOCK_SH | syscall.LOCK_NB
	}
	for deadline := time.Now().Add(timeout); ; time.Sleep(lockRetry) {
		err := syscall.Flock(int(f.Fd()), how)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, syscall.EINTR):
		case !errors.Is(err, syscall.EWOULDBLOCK):
			return fmt.Errorf("lock %s: %w", f.Name(), err)
		case time.Now().After(deadline):
			return fmt.Errorf("%w: %s", store.ErrLocked, f.Name())
		}
	}
}
