package cputime

import (
	"runtime"
	"syscall"
	"time"
)

// thread is RUSAGE_THREAD of getrusage(2), which package syscall does not name.
const thread = 1

// Of runs fn and returns the processor time that it took on its own goroutine.
func Of(fn func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := used()
	fn()
	return used() - before
}

func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		panic(err) // only of wrong arguments
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
