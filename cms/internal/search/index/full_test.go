//go:build linux

package index_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"practicecms/cms/internal/search/index"
)

// An index that cannot be written ends, instead of trying again without a pause, and says
// so. Whether it is for want of room depends on where bleve is when it notices.
func TestAnIndexThatCannotBeWrittenEnds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	x := fill(t, dir, index.Document{Title: "one", Texts: []string{"words"}})
	if err := x.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	if err := unix.Dup3(int(full.Fd()), openFile(t, filepath.Join(dir, "store", "root.bolt")), 0); err != nil {
		t.Fatal(err)
	}
	over := func(err error) bool { return errors.Is(err, index.ErrFull) || errors.Is(err, index.ErrDamaged) }
	// bleve writes in the background, too, and may have noticed before.
	if err := x.Apply([]index.Document{{Key: "two", Locale: "en-US", Version: "1", Texts: []string{"more words"}}}, nil, []byte("later")); err != nil && !over(err) {
		t.Fatal(err)
	}
	if err := x.Flush(t.Context()); !over(err) {
		t.Errorf("got %v", err)
	}
	<-x.Ended()
	if _, _, err := x.Find(t.Context(), query(t, "words"), 0, 10); !over(err) {
		t.Errorf("a search after it: got %v", err)
	}
}

// openFile is the descriptor that this process has of a file.
func openFile(t *testing.T, path string) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if to, err := os.Readlink(filepath.Join("/proc/self/fd", one.Name())); err == nil && to == path {
			fd, err := strconv.Atoi(one.Name())
			if err != nil {
				t.Fatal(err)
			}
			return fd
		}
	}
	t.Fatal("the file is not open")
	return 0
}

func TestWantOfRoomIsToldFromDamage(t *testing.T) {
	x := fill(t, t.TempDir())
	if err := x.Damage(fmt.Errorf("source: persister: %v", unix.ENOSPC)); !errors.Is(err, index.ErrFull) || errors.Is(err, index.ErrDamaged) {
		t.Errorf("got %v, want ErrFull", err)
	}
	if err := x.Damage(errors.New("unexpected end")); !errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrFull) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}
