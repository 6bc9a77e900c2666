//go:build !linux

package cputime

import "time"

// Of runs fn and returns the time that it took: this system does not tell a thread's own.
func Of(fn func()) time.Duration {
	start := time.Now()
	fn()
	return time.Since(start)
}
