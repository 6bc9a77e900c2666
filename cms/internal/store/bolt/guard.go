package bolt

import (
	"bytes"
	"fmt"
	"runtime/debug"

	"practicecms/cms/internal/store"
)

// guard turns a panic of bbolt, or a memory fault under its mapped file, into a
// *DamageError. bbolt trusts its pages: it follows lengths and page numbers out of
// the file without asking whether they make sense.
//
// Faults are caught per call, not per transaction: the runtime keeps that switch
// per goroutine, and an iterator may run on one of its own.
func guard(s store.Space, key []byte, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = &crashError{store.DamageError{Space: s, Key: bytes.Clone(key), Detail: fmt.Sprint(p)}}
		}
	}()
	return fn()
}

// crashError is a DamageError after which bbolt's own memory can't be trusted: a
// transaction that met one is not committed.
type crashError struct{ store.DamageError }

// Unwrap lets errors.As find the *DamageError.
func (e *crashError) Unwrap() error { return &e.DamageError }
