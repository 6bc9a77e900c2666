package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// A backup taken while others write holds everything written before it began and
// no half transaction.
func TestP8BackupWhileWriting(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 500)
	stop, done := make(chan struct{}), make(chan error)
	written := make(chan uint64, 1)
	written <- 0
	go func() {
		for n := uint64(1); ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			b := binary.BigEndian.AppendUint64(nil, n)
			err := db.Update(context.Background(), func(w store.Writer) error { // the two always agree
				return errors.Join(w.Put(alpha, []byte("count"), b), w.Put(beta, []byte("count"), b))
			})
			if err != nil {
				done <- err
				return
			}
			<-written
			written <- n
		}
	}()
	for i := range 10 {
		before := <-written
		written <- before
		copied := filepath.Join(t.TempDir(), "copy.db")
		if i%2 == 0 {
			if err := db.BackupTo(t.Context(), copied); err != nil {
				t.Fatal(err)
			}
		} else {
			var b bytes.Buffer
			if n, err := db.Backup(t.Context(), &b); err != nil || n != int64(b.Len()) {
				t.Fatalf("Backup = %d, %v, wrote %d", n, err, b.Len())
			}
			if err := os.WriteFile(copied, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		mustBeSound(t, copied)
		c := mustOpen(t, copied, fast())
		err := c.View(t.Context(), func(r store.Reader) error {
			a, err1 := r.Get(alpha, []byte("count"))
			b, err2 := r.Get(beta, []byte("count"))
			if before > 0 && (errors.Join(err1, err2) != nil || binary.BigEndian.Uint64(a) < before) {
				t.Errorf("the copy lacks Update %d: %v %v", before, err1, err2)
			}
			if !bytes.Equal(a, b) {
				t.Errorf("half a transaction: %x and %x", a, b)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		put(t, c, "a copy", []byte("can be written"))
		closeAndCheck(t, c, copied)
		if report, err := db.Check(t.Context()); err != nil || report.Err() != nil {
			t.Errorf("Check while writing: %v, %v", err, report.Err())
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	closeAndCheck(t, db, path)
}

// slowWriter is a client on a bad line: it tells that it got something, and then
// takes no more until it is released.
type slowWriter struct {
	first          sync.Once
	wrote, release chan struct{}
}

func (s *slowWriter) Write(b []byte) (int, error) {
	s.first.Do(func() { close(s.wrote) })
	<-s.release
	return len(b), nil
}

func TestSlowBackupHoldsUpNobody(t *testing.T) {
	db := mustOpen(t, dataPath(t), fast())
	fill(t, db, 100)
	slow := &slowWriter{wrote: make(chan struct{}), release: make(chan struct{})}
	done := make(chan error)
	go func() {
		_, err := db.Backup(context.Background(), slow)
		done <- err
	}()
	<-slow.wrote
	if s, err := db.Stats(t.Context()); err != nil || s.Readers != 0 {
		t.Errorf("%d read transactions are open while bytes go out (%v)", s.Readers, err)
	}
	put(t, db, "meanwhile", nil)
	close(slow.release)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestCancelledBackupLeavesNothing(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	target := filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(target, []byte("yesterday's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := db.BackupTo(ctx, target); !errors.Is(err, context.Canceled) {
		t.Errorf("BackupTo: %v, want Canceled", err)
	}
	if b, _ := os.ReadFile(target); string(b) != "yesterday's" {
		t.Error("the older backup is gone")
	}
	for _, dir := range []string{filepath.Dir(path), filepath.Dir(target)} {
		if list, _ := os.ReadDir(dir); len(list) != 1 {
			t.Errorf("%d files are left, want 1", len(list))
		}
	}
}

func TestCompact(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 5000)
	if err := db.Update(t.Context(), func(w store.Writer) error {
		for i := range 4900 {
			if err := w.Delete(alpha, number(i)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Stats(t.Context()); err != nil || s.FreeShare() < 0.6 {
		t.Errorf("Stats = %+v, %v, want mostly free pages", s, err)
	}
	o := fast()
	o.LockTimeout = 50 * time.Millisecond
	if _, _, err := bolt.Compact(t.Context(), path, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Compact of an open file: %v, want ErrLocked", err)
	}
	db.Close()
	want, err := contents(path, fast())
	if err != nil {
		t.Fatal(err)
	}

	before, after, err := bolt.Compact(t.Context(), path, o)
	if err != nil || after > before/2 {
		t.Errorf("Compact: from %d to %d bytes, %v", before, after, err)
	}
	got, err := contents(path, fast())
	if err != nil || len(got) != len(want) {
		t.Errorf("%d of %d records, %v", len(got), len(want), err)
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s differs", k)
		}
	}
	mustBeSound(t, path)
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 1 {
		t.Errorf("%d files are left, want 1", len(list))
	}
}

// A file from which nothing is to be gained stays the one it is, also while it is in use.
func TestShrinkNeverLeavesALargerFile(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 5000)
	shrink := func() (before, after int64, same bool) {
		t.Helper()
		old, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if before, after, err = db.Shrink(t.Context()); err != nil {
			t.Fatal(err)
		}
		now, err := os.Stat(path)
		if err != nil || before != old.Size() || after != now.Size() {
			t.Errorf("it says %d and %d bytes, they were %d and are %d, %v", before, after, old.Size(), now.Size(), err)
		}
		return before, after, os.SameFile(old, now)
	}
	for round := range 4 {
		if before, after, same := shrink(); after > before || same != (after == before) || round == 3 && !same {
			t.Errorf("round %d: from %d to %d bytes, the same file: %t", round, before, after, same)
		}
	}
	if err := db.Update(t.Context(), func(w store.Writer) error { return w.Clear(alpha) }); err != nil {
		t.Fatal(err)
	}
	if before, after, _ := shrink(); after > before/2 {
		t.Errorf("an emptied file: from %d to %d bytes", before, after)
	}
	put(t, db, "after", nil)
	closeAndCheck(t, db, path)
}

// Who waits for the lock while the file is compacted gets the new file, not the
// nameless old one.
func TestOpenDuringCompact(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 2000)
	db.Close()
	for i := range 5 {
		compacted := make(chan error)
		go func() {
			_, _, err := bolt.Compact(context.Background(), path, fast())
			compacted <- err
		}()
		w, err := bolt.Open(path, fast())
		if err != nil {
			t.Fatal(err)
		}
		key := string(rune('a' + i))
		put(t, w, key, nil)
		w.Close()
		if err := <-compacted; err != nil {
			t.Fatal(err)
		}
		got, err := contents(path, fast())
		if _, ok := got["alpha/"+key]; !ok || err != nil {
			t.Fatalf("round %d: what was written during the compaction is lost (%v)", i, err)
		}
	}
}
