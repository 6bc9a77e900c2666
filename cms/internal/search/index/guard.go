package index

import (
	"fmt"
	"runtime/debug"
)

// guard turns a panic of bleve, or a memory fault under its mapped files, into an
// error: it follows lengths and offsets out of the files without asking whether they
// make sense.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return fn()
}
