package main

import (
	"os"
	"runtime"
)

// headroom is how much garbage the server may make between two collections, beside as
// much as it holds: 32 MiB. With Go's own rule alone, which is as much as it holds, a
// server that holds as little as this one collects a dozen times a second under load,
// which takes several percent of its processor time.
const headroom = 32 << 20

// keepHeadroom keeps it until release is called. What it holds is address space: nothing
// is ever written there, so it takes no memory. Who sets GOGC or GOMEMLIMIT decides alone.
func keepHeadroom() (release func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	space := make([]byte, headroom)
	return func() { runtime.KeepAlive(space) }
}
