package index

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"
)

// How long bleve may take. Each is far above what anything takes on a busy machine: past it
// something waits for ever.
const (
	patience      = 10 * time.Second // to open, to close, to read one value
	applyPatience = time.Minute      // to take a batch in, while segments are merged
)

// within is until with patience, past which the index is ErrDamaged.
func within[T any](patience time.Duration, fn func() (T, error)) (T, error) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), patience, fmt.Errorf("%w: it takes longer than %v", ErrDamaged, patience))
	defer cancel()
	return until(ctx, fn)
}

// until returns what fn does, guarded, or the context's cause when that is done first. What
// is stuck then ends with the process.
func until[T any](ctx context.Context, fn func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := guard(fn)
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// guard turns a panic of bleve, or a memory fault under its mapped files, into an
// error: it follows lengths and offsets out of the files without asking whether they
// make sense.
func guard[T any](fn func() (T, error)) (value T, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return fn()
}
