package bolt_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// holdEnv makes this test binary a second process that holds a file open.
const holdEnv = "STORE_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdEnv); path != "" {
		hold(path)
	}
	// Fewer than rapid's 100, for a quick test; -rapid.checks on the command line wins.
	_ = flag.Set("rapid.checks", "40")
	os.Exit(m.Run())
}

func hold(path string) {
	o := fast()
	o.LockTimeout = 50 * time.Millisecond
	if _, err := bolt.Open(path, o); err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	os.Stdout.WriteString("open\n")
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the test closes it
	os.Exit(0)
}

func TestSecondOpenerIsRefused(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	o := fast()
	o.LockTimeout = 100 * time.Millisecond
	start := time.Now()
	_, err := bolt.Open(path, o)
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "another practicecms is using this folder") {
		t.Errorf("second Open in this process: %v", err)
	}
	if took := time.Since(start); took > time.Minute { // and not as long as the other has it
		t.Errorf("refusing took %v", took)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), holdEnv+"="+path)
	out, err := child.Output()
	if err == nil || !strings.Contains(string(out), "another practicecms is using this folder") {
		t.Errorf("second Open in another process: %v, %s", err, out)
	}
	if _, err := bolt.CheckFile(t.Context(), path); !errors.Is(err, store.ErrLocked) {
		t.Errorf("CheckFile beside a writer: %v, want ErrLocked", err)
	}
	closeAndCheck(t, db, path)
	mustOpen(t, path, o)
}

func TestKilledHolderLetsGo(t *testing.T) {
	path := dataPath(t)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), holdEnv+"="+path)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make([]byte, 5)
	if _, err := stdout.Read(ready); string(ready) != "open\n" {
		t.Fatalf("the other process says %q, %v", ready, err)
	}
	o := fast()
	o.LockTimeout = 50 * time.Millisecond
	if _, err := bolt.Open(path, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Open beside another process: %v, want ErrLocked", err)
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	db := mustOpen(t, path, fast())
	put(t, db, "k", nil)
	closeAndCheck(t, db, path)
}

func TestManyReadersOrOneWriter(t *testing.T) {
	path := dataPath(t)
	mustOpen(t, path, fast()).Close()
	o := fast()
	o.ReadOnly, o.LockTimeout = true, 50*time.Millisecond
	o.Spaces = append(o.Spaces, "newer")
	one, two := mustOpen(t, path, o), mustOpen(t, path, o)
	if err := tryPut(one, "k", nil); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Update: %v, want ErrReadOnly", err)
	}
	err := two.View(t.Context(), func(r store.Reader) error {
		_, err := r.Get("newer", []byte("k"))
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get from a space the file does not have yet: %v, want ErrNotFound", err)
	}
	w := fast()
	w.LockTimeout = 50 * time.Millisecond
	if _, err := bolt.Open(path, w); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a writer beside readers: %v, want ErrLocked", err)
	}
}

func TestNewFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "data.db")
	o := bolt.Options{Spaces: []store.Space{alpha}, Format: 3, Now: func() time.Time { return time.Unix(1e9, 5) }}
	db := mustOpen(t, path, o)
	if db.Format() != 3 || !db.Created().Equal(time.Unix(1e9, 0)) {
		t.Errorf("format %d, created %v", db.Format(), db.Created())
	}
	for _, p := range []struct {
		path string
		mode fs.FileMode
	}{{path, 0o600}, {filepath.Dir(path), 0o700}} {
		if info, err := os.Stat(p.path); err != nil || info.Mode().Perm() != p.mode {
			t.Errorf("%s has mode %v, want %v (%v)", p.path, info.Mode().Perm(), p.mode, err)
		}
	}
	closeAndCheck(t, db, path)
	o.ReadOnly = true
	if _, err := bolt.Open(path+".none", o); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading a file that is not there: %v, want fs.ErrNotExist", err)
	}
	o.ReadOnly, o.Spaces = false, []store.Space{alpha, beta}
	db = mustOpen(t, path, o) // a space is added
	if err := db.Update(t.Context(), func(w store.Writer) error { return w.Put(beta, []byte("k"), nil) }); err != nil {
		t.Error(err)
	}
	closeAndCheck(t, db, path)
}

// What a crash during the first start leaves behind is in nobody's way.
func TestLeftoversOfACrash(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "half written": strings.Repeat("\xed\xda\x0c\xed", 2000)} {
		t.Run(name, func(t *testing.T) {
			path := dataPath(t)
			leftovers := []string{path + ".tmp", path + ".12345.tmp"}
			for _, l := range leftovers {
				if err := os.WriteFile(l, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			other := filepath.Join(filepath.Dir(path), "other.tmp")
			if err := os.WriteFile(other, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			db := mustOpen(t, path, fast())
			put(t, db, "k", nil)
			for _, l := range leftovers {
				if _, err := os.Stat(l); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s is still there (%v)", filepath.Base(l), err)
				}
			}
			if _, err := os.Stat(other); err != nil {
				t.Errorf("somebody else's file was removed: %v", err)
			}
			closeAndCheck(t, db, path)
		})
	}
}

func TestManyFirstStartsAtOnce(t *testing.T) {
	path := dataPath(t)
	errs := make(chan error)
	const n = 8
	for range n {
		go func() {
			db, err := bolt.Open(path, fast())
			if err == nil {
				err = errors.Join(tryPut(db, "k", nil), db.Close())
			}
			errs <- err
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	mustBeSound(t, path)
}

func TestNewerFormatIsRefused(t *testing.T) {
	path := dataPath(t)
	o := fast()
	o.Format = 4
	mustOpen(t, path, o).Close()
	before, _ := os.ReadFile(path)
	o.Format, o.Spaces = 3, []store.Space{"not-there-yet"}
	_, err := bolt.Open(path, o)
	const want = "this data file has format 4, this program reads up to 3: use a newer practicecms"
	if !errors.Is(err, store.ErrNewerFormat) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if after, _ := os.ReadFile(path); string(before) != string(after) {
		t.Error("the refused file was changed")
	}
}

func TestMigrate(t *testing.T) {
	path := dataPath(t)
	old := fast()
	old.Format = 1
	db := mustOpen(t, path, old)
	put(t, db, "old", nil)
	put(t, db, "kept", nil)
	db.Close()
	o := fast()
	db = mustOpen(t, path, o)
	if db.Format() != 1 {
		t.Fatalf("the file has format %d before the migration", db.Format())
	}
	if err := db.Migrate(t.Context(), func(w store.Writer) error {
		return errors.Join(w.Delete(alpha, []byte("old")), errors.New("no"))
	}); err == nil || db.Format() != 1 {
		t.Errorf("a failed migration: %v, format %d", err, db.Format())
	}
	if err := db.Migrate(t.Context(), func(w store.Writer) error { return w.Delete(alpha, []byte("old")) }); err != nil {
		t.Fatal(err)
	}
	closeAndCheck(t, db, path)
	db = mustOpen(t, path, o)
	if db.Format() != 2 {
		t.Errorf("after the migration the file has format %d", db.Format())
	}
	db.Close()
	if _, err := bolt.Open(path, old); !errors.Is(err, store.ErrNewerFormat) {
		t.Errorf("the old program opens the migrated file: %v", err)
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	for name, write := range map[string]func(path string) error{
		"no bytes":    func(p string) error { return os.WriteFile(p, nil, 0o600) },
		"a text":      func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("notes\n", 5000)), 0o600) },
		"a short one": func(p string) error { return os.WriteFile(p, []byte("x"), 0o600) },
		"zeros":       func(p string) error { return os.WriteFile(p, make([]byte, 64<<10), 0o600) },
		"bbolt of another program": func(p string) error {
			b, err := bbolt.Open(p, 0o600, &bbolt.Options{PageSize: 4096})
			if err != nil {
				return err
			}
			err = b.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("alpha")); return err })
			return errors.Join(err, b.Close())
		},
		"bbolt with other pages": func(p string) error {
			b, err := bbolt.Open(p, 0o600, &bbolt.Options{PageSize: 16384})
			if err != nil {
				return err
			}
			return b.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := dataPath(t)
			if err := write(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path)
			if _, err := bolt.Open(path, fast()); !errors.Is(err, bolt.ErrForeign) {
				t.Errorf("Open: %v, want ErrForeign", err)
			}
			if after, _ := os.ReadFile(path); string(before) != string(after) {
				t.Error("the refused file was changed")
			}
		})
	}
}

func TestWrongOptions(t *testing.T) {
	for name, change := range map[string]func(*bolt.Options){
		"no spaces":       func(o *bolt.Options) { o.Spaces = nil },
		"no format":       func(o *bolt.Options) { o.Format = 0 },
		"a reserved name": func(o *bolt.Options) { o.Spaces = []store.Space{"practicecms"} },
		"a bad name":      func(o *bolt.Options) { o.Spaces = []store.Space{"a b"} },
		"an empty name":   func(o *bolt.Options) { o.Spaces = []store.Space{""} },
		"a double name":   func(o *bolt.Options) { o.Spaces = []store.Space{"a", "a"} },
		"negative size":   func(o *bolt.Options) { o.MaxSize = -1 },
		"negative time":   func(o *bolt.Options) { o.LockTimeout = -1 },
	} {
		o, path := fast(), dataPath(t)
		change(&o)
		if _, err := bolt.Open(path, o); err == nil {
			t.Errorf("%s: Open accepts it", name)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s: a file was created", name)
		}
	}
}
