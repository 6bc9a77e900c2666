package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"practicecms/cms/internal/store"
)

func TestRewriteLeavesNothingOfWhatWasDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	o := Options{Spaces: []store.Space{"bodies"}, Format: 2, NoSync: true}
	db, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	secret := []byte("the words that must go")
	put := func(key string, value []byte) {
		t.Helper()
		if err := db.Update(t.Context(), func(w store.Writer) error { return w.Put("bodies", []byte(key), value) }); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 50 {
		put(fmt.Sprint("stays", i), bytes.Repeat([]byte{byte(i)}, 200))
	}
	put("goes", secret)
	if err := db.Update(t.Context(), func(w store.Writer) error { return w.Delete("bodies", []byte("goes")) }); err != nil {
		t.Fatal(err)
	}
	if raw, _ := os.ReadFile(path); !bytes.Contains(raw, secret) {
		t.Fatal("the deleted record is gone from the file before the rewrite: the test proves nothing")
	}

	// Readers go on while the file is exchanged under them.
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				err := db.View(ctx, func(r store.Reader) error {
					b, err := r.Get("bodies", []byte("stays7"))
					if err == nil && len(b) != 200 {
						return fmt.Errorf("read %d bytes", len(b))
					}
					return err
				})
				if err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 3 {
		if err := db.Rewrite(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	readers.Wait()
	if raw, _ := os.ReadFile(path); bytes.Contains(raw, secret) {
		t.Error("the file still holds what was deleted")
	}
	put("after", []byte("written after the rewrite"))
	if _, err := Open(path, Options{Spaces: o.Spaces, Format: 2, LockTimeout: 1}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a second process opens the rewritten file: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := again.View(t.Context(), func(r store.Reader) error { _, err := r.Get("bodies", []byte("after")); return err }); err != nil {
		t.Errorf("what was written after the rewrite is not there: %v", err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
