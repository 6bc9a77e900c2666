//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd

package bolt

import (
	"os"
	"time"
)

// lockFile leaves the lock to bbolt: these systems do not let one handle take it
// twice.
func lockFile(*os.File, bool, time.Duration) error { return nil }
