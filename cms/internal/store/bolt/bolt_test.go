package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
	"practicecms/cms/internal/store/storetest"
)

const alpha, beta = storetest.Alpha, storetest.Beta

// fast is what most tests need: no waiting for the disk.
func fast() bolt.Options {
	return bolt.Options{Spaces: storetest.Spaces, Format: 2, NoSync: true}
}

func dataPath(t testing.TB) string { return filepath.Join(t.TempDir(), "data.db") }

func mustOpen(t testing.TB, path string, o bolt.Options) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// closeAndCheck is the end of every test whose file must be sound.
func closeAndCheck(t testing.TB, db *bolt.DB, path string) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	mustBeSound(t, path)
}

func mustBeSound(t testing.TB, path string) store.Report {
	t.Helper()
	report, err := bolt.CheckFile(context.Background(), path)
	if err := errors.Join(err, report.Err()); err != nil {
		t.Fatal(err)
	}
	return report
}

func put(t testing.TB, db *bolt.DB, key string, value []byte) {
	t.Helper()
	if err := tryPut(db, key, value); err != nil {
		t.Fatal(err)
	}
}

func tryPut(db *bolt.DB, key string, value []byte) error {
	return db.Update(context.Background(), func(w store.Writer) error { return w.Put(alpha, []byte(key), value) })
}

// fill stores n records whose keys and values tell their number.
func fill(t testing.TB, db *bolt.DB, n int) {
	t.Helper()
	err := db.Update(context.Background(), func(w store.Writer) error {
		for i := range n {
			if err := w.Put(alpha, number(i), valueOf(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func number(i int) []byte { return fmt.Appendf(nil, "key%06d", i) }

// valueOf varies in length from 0 bytes to several pages.
func valueOf(i int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%d,", i), i%50+(i%101/100)*3000)
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		path := dataPath(t)
		db := mustOpen(t, path, fast().Strict())
		t.Cleanup(func() { closeAndCheck(t, db, path) })
		return db
	})
}
