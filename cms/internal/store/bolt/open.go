package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/pages"
)

// DB is the embedded engine: a Store in one file, for one process at a time.
type DB struct {
	store.Watchers

	bolt   *bbolt.DB
	file   *os.File // the file bbolt has open; reading pages past bbolt
	path   string
	opts   Options
	spaces map[store.Space]keyspace
	header atomic.Pointer[header]
	doubts atomic.Pointer[doubts] // what is known not to hold what was written

	swap     sync.RWMutex          // held for reading by each View: bbolt and file stay; see Rewrite
	writer   chan struct{}         // holds one token while somebody writes
	failed   atomic.Pointer[error] // why writing has stopped, nil while it has not
	stuck    atomic.Bool           // bbolt's own locks may be held for ever
	closed   atomic.Bool
	ground   ground                  // how the file looked when it was last known to be right
	away     atomic.Bool             // the name leads to the file no more; it may come back
	full     atomic.Bool             // the last change found no room
	refused  atomic.Pointer[refusal] // that change, when it was the size limit; nil else
	probed   atomic.Int64            // when writing was last tried because of that, Unix nanoseconds
	slowView time.Duration
}

var (
	_ store.Store    = (*DB)(nil)
	_ store.Checker  = (*DB)(nil)
	_ store.Backuper = (*DB)(nil)
	_ store.Rewriter = (*DB)(nil)
	_ store.Prober   = (*DB)(nil)
	_ store.Doubter  = (*DB)(nil)
)

// Open opens the data file at path, and creates it, and its folder, when there is
// none. The whole file is read once to make sure that its tree holds together and that
// no record is missing, which takes about a second per GB; what records say is checked
// as they are read. A file of which records are missing is opened: see [DB.Doubted].
//
// It returns ErrLocked, ErrNewerFormat, ErrForeign, ErrNetworkFS, a *DamageError,
// fs.ErrNotExist (only with ReadOnly), or what the file system says. A file that
// is refused has not been changed.
func Open(path string, o Options) (*DB, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	db, err := openPath(path, o)
	if errors.Is(err, errOlder) {
		db, err = openUpgraded(path, o)
	}
	if err != nil {
		return nil, openError(path, err)
	}
	return db, nil
}

func openError(path string, err error) error {
	for _, ours := range []error{store.ErrLocked, store.ErrNewerFormat, ErrForeign, ErrNetworkFS, store.ErrDamaged} {
		if errors.Is(err, ours) {
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
	}
	return fmt.Errorf("store: open %s: %w", filepath.Base(path), err)
}

func openPath(path string, o Options) (*DB, error) {
	if !o.ReadOnly {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	if !o.AllowNetworkFS {
		if err := refuseNetworkFS(path); err != nil {
			return nil, err
		}
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !o.ReadOnly {
		if err := create(path, o); err != nil {
			return nil, fmt.Errorf("create: %w", err)
		}
	}
	db := &DB{path: path, opts: o, spaces: make(map[store.Space]keyspace, len(o.Spaces)), writer: make(chan struct{}, 1), slowView: slowView}
	for i, s := range o.Spaces {
		db.spaces[s] = newKeyspace(s, i)
	}
	if err := db.open(); err != nil {
		_ = db.Close() // the first error is the one that matters
		return nil, err
	}
	return db, nil
}

func (db *DB) open() error {
	o := boltOptions(db.opts)
	o.ReadOnly = db.opts.ReadOnly
	o.OpenFile = func(string, int, os.FileMode) (*os.File, error) {
		f, err := db.acquire()
		if err != nil {
			return nil, err
		}
		db.file = f
		return f, nil
	}
	err := guard("", nil, func() (err error) {
		db.bolt, err = bbolt.Open(db.path, 0o600, o)
		return err
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return fmt.Errorf("%w: %s", store.ErrLocked, db.path)
	}
	if err != nil {
		return err
	}
	db.bolt.AllocSize = growStep
	db.bolt.StrictMode = db.opts.strict

	if err := db.loadHeader(); err != nil {
		return err
	}
	if err := db.stand(); err != nil || db.opts.ReadOnly {
		return err
	}
	return removeLeftovers(db.path)
}

func boltOptions(o Options) *bbolt.Options {
	return &bbolt.Options{
		Timeout:      o.LockTimeout,
		NoSync:       o.NoSync,
		NoGrowSync:   o.NoSync,
		FreelistType: bbolt.FreelistMapType,
		PageSize:     pageSize,
		// A map larger than the file means that growing seldom has to wait until
		// every reader has let go of the old map.
		InitialMmapSize: initialMap,
	}
}

// initialMap is 256 MiB of address space where there is plenty, else nothing.
const initialMap = (256 << 20) * int(^uint(0)>>63)

// acquire opens the file, locks it, and examines it before anybody maps it.
func (db *DB) acquire() (*os.File, error) {
	for {
		f, err := lockPath(db.path, db.opts)
		if err != nil {
			return nil, err
		}
		if f == nil {
			continue // the file was replaced while we waited for its lock
		}
		if err := db.examine(f); err != nil {
			f.Close()
			return nil, err
		}
		return f, nil
	}
}

// lockPath returns nil without an error when the lock it got is that of a file
// which no longer has the name: Compact or Place.Put has put another in its place.
func lockPath(path string, o Options) (*os.File, error) {
	flag := os.O_RDWR
	if o.ReadOnly {
		flag = os.O_RDONLY
	}
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f, o.ReadOnly, o.LockTimeout); err != nil {
		f.Close()
		return nil, err
	}
	locked, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if named, err := os.Stat(path); err != nil || !os.SameFile(locked, named) {
		f.Close()
		return nil, err
	}
	return f, nil
}

// examine refuses a file that bbolt would trip over.
func (db *DB) examine(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return fmt.Errorf("%w: it is empty", ErrForeign)
	}
	file := pagesOf(f, info.Size())
	m, badSlot, err := file.Meta()
	if err != nil {
		return err
	}
	if badSlot >= 0 {
		if !db.opts.UseOlderHeader {
			return damaged("%s", slotProblem(badSlot).Text)
		}
		db.opts.Logger.Error("one header of the data file is damaged; if it was the newer one, the last change is missing",
			"file", filepath.Base(db.path), "header", badSlot+1)
	}
	var c census
	records := pages.Records{Check: func(s store.Space, key, stored []byte) error {
		c.take(s, key, stored)
		return nil
	}}
	if db.opts.uncounted {
		records.Check = nil
	}
	report, err := file.Walk(context.Background(), m, records)
	if err != nil {
		return err
	}
	found, _ := c.doubts()
	db.doubts.Store(nil)
	db.doubt(found)
	if report.LostPages > 0 && len(report.Problems) == 0 {
		db.opts.Logger.Warn("the data file has pages that are neither in use nor free; no data is lost; practicecms compact brings them back",
			"file", filepath.Base(db.path), "pages", report.LostPages)
		return nil
	}
	// A tree that does not hold together is refused as a whole: bbolt follows it without looking,
	// so that reading may not end and writing may destroy what is sound. Repair reads page
	// by page, and needs no backup to close a file again whose records are all there.
	if err := report.Err(); err != nil {
		return fmt.Errorf("%w. Nothing of it can be used as it is, and most of it can be brought back: practicecms repair --from BACKUP --dry-run says what", err)
	}
	return nil
}

// Doubted implements [store.Doubter].
func (db *DB) Doubted() []store.Space {
	var out []store.Space
	for p := range db.doubted() {
		if !slices.Contains(out, p.space) {
			out = append(out, p.space)
		}
	}
	slices.Sort(out)
	return out
}

func (db *DB) doubted() doubts {
	if d := db.doubts.Load(); d != nil {
		return *d
	}
	return nil
}

// doubt adds what was found not to hold what was written, and says so.
func (db *DB) doubt(found doubts) {
	if len(found) == 0 {
		return
	}
	db.change(func(d doubts) doubts { return d.and(found) })
	db.opts.Logger.Error("the data file is damaged: records are missing, or older ones are in their place; what may be concerned is not served; run practicecms verify, then practicecms repair --from BACKUP",
		"file", filepath.Base(db.path), "spaces", db.Doubted())
}

// trust takes back every doubt about spaces that were written anew.
func (db *DB) trust(spaces map[store.Space]bool) {
	if len(spaces) > 0 {
		db.change(func(d doubts) doubts { return d.without(spaces) })
	}
}

func (db *DB) change(fn func(doubts) doubts) {
	for {
		before := db.doubts.Load()
		var now doubts
		if before != nil {
			now = *before
		}
		after := fn(now)
		if db.doubts.CompareAndSwap(before, &after) {
			return
		}
	}
}

// loadHeader makes sure that the file is ours and not newer than this program,
// and only then adds the spaces that it lacks.
func (db *DB) loadHeader() error {
	var h header
	err := guard(headerSpace, nil, func() error {
		return db.bolt.View(func(tx *bbolt.Tx) (err error) {
			h, err = readHeader(tx, db.opts.Format)
			return err
		})
	})
	if err != nil {
		return err
	}
	if !db.opts.ReadOnly && h.Format < db.opts.Format && db.opts.Upgrade != nil {
		return errOlder
	}
	if !db.opts.ReadOnly && h.lacks(db.opts.Spaces) {
		err = guard(headerSpace, nil, func() error {
			return db.bolt.Update(func(tx *bbolt.Tx) (err error) {
				h, err = h.addSpaces(tx, db.opts.Spaces)
				return err
			})
		})
	}
	db.header.Store(&h)
	return err
}

// create makes a new data file. bbolt's own initialisation does not survive a
// crash, so the file is finished under another name and then given its own. If
// another process was faster, its file stays.
func create(path string, o Options) error {
	temp, err := createTemp(path)
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	if err := temp.Close(); err != nil {
		return err
	}
	b, err := bbolt.Open(temp.Name(), 0o600, boltOptions(o))
	if err != nil {
		return err
	}
	b.AllocSize = growStep
	h := header{Format: o.Format, Created: o.Now()}
	err = b.Update(func(tx *bbolt.Tx) error {
		_, err := h.addSpaces(tx, o.Spaces)
		return err
	})
	if err := errors.Join(err, b.Close()); err != nil {
		return err
	}
	err = o.publishDurably(temp.Name(), path)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return nil // another process was faster, and may have tidied ours away
	}
	return err
}

// Format is the number of the file's format: at most Options.Format, and lower
// when an older program wrote the file and Migrate has not run yet.
func (db *DB) Format() uint32 { return db.header.Load().Format }

// Created is when the file was created, in UTC to the second.
func (db *DB) Created() time.Time { return db.header.Load().Created }

// Migrate runs fn and sets the file's format to Options.Format in the same
// transaction: after a crash the file has the old format or the new one, never a
// mixture. Back up first. It returns what Update returns.
func (db *DB) Migrate(ctx context.Context, fn func(store.Writer) error) error {
	h := *db.header.Load()
	h.Format = db.opts.Format
	err := db.update(ctx, func(w *writer) error {
		if err := fn(w); err != nil {
			return err
		}
		w.changes++
		return w.guard(headerSpace, nil, func() (err error) {
			if w.ledger == nil && h.Format >= tallied {
				if w.ledger, err = countAll(w.tx); err != nil {
					return err
				}
			}
			return writeHeader(w.tx, h)
		})
	})
	if err == nil {
		db.header.Store(&h)
	}
	return err
}

// Close waits for running transactions and lets go of the file. It is called from
// outside of them.
func (db *DB) Close() error {
	if db.closed.Swap(true) {
		return nil
	}
	if db.bolt == nil || db.stuck.Load() {
		// bbolt never came up, or a panic has left it holding its own locks, on
		// which its Close would wait for ever. The file's lock goes with the file.
		if db.file != nil {
			_ = db.file.Close() // bbolt may have closed it
		}
		return nil
	}
	db.writer <- struct{}{}
	defer func() { <-db.writer }()
	err := guard("", nil, db.bolt.Close)
	if err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}
