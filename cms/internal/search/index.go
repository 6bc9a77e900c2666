package search

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/search/index"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Folder is the name of the folder beside the data file that holds the search
// indexes. Everything in it is derived from the data file; it may be deleted at any time
// that nobody has the data folder open.
const Folder = "search"

// ErrPreparing is returned by a search while its index is being written, which goes on.
var ErrPreparing = errors.New("the search is being prepared")

// Bounds of a search: how long it waits for its index to be in step, and how long it may
// then look.
const (
	searchPatience = 10 * time.Second
	searchTime     = 2 * time.Second
)

// Finder keeps a search index in step with the data file. It follows the audit log, in
// which every change has its entry: a search first brings into the index what the log has
// beyond the index's mark, so it finds all that was acknowledged before it began. The mark
// names an entry and its hash, which no other data file has; an index whose mark is not in
// the log is written anew.
//
// Nothing is opened, and nothing runs, before the first search.
type Finder struct {
	store store.Store
	site  *live.Site
	types *content.Model // all that is known of types
	log   *slog.Logger
	dir   string
	staff bool           // it holds the latest versions, for staff; else what is live, for everybody
	model *content.Model // of what is to be found
	about [32]byte       // what the index is made by

	ctx   context.Context // ends with the CMS
	end   context.CancelFunc
	turn  chan struct{}                      // held by whoever opens, fills or removes the index; holds one
	stop  atomic.Pointer[context.CancelFunc] // interrupts the work on it; nil: there was none yet
	asked sync.RWMutex                       // held for reading while the index is asked, for writing while it is closed

	index atomic.Pointer[index.Index] // nil: it is not open, or not whole yet
	at    atomic.Uint64               // the audit entry up to which it is in step; set before index is
}

// NewLive finds what is live, and nothing else. The folder is that of the data file; without
// one the index is in memory.
func NewLive(folder string, s store.Store, m *content.Model, site *live.Site, log *slog.Logger) *Finder {
	return newFinder(&Finder{store: s, site: site, types: m, log: log, dir: place(folder, "live"), model: forAll(m)})
}

// NewDrafts finds the latest versions, for staff.
func NewDrafts(folder string, s store.Store, m *content.Model, site *live.Site, log *slog.Logger) *Finder {
	return newFinder(&Finder{store: s, site: site, types: m, log: log, dir: place(folder, "drafts"), model: m, staff: true})
}

// place is where an index of a data folder is; empty for memory.
func place(folder, name string) string {
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, Folder, name)
}

func newFinder(f *Finder) *Finder {
	f.turn = make(chan struct{}, 1)
	f.ctx, f.end = context.WithCancel(context.Background())
	model, err := json.Marshal(f.model)
	if err != nil {
		panic(err) // declarations are plain data
	}
	f.about = sha256.Sum256(fmt.Append(model, index.Format, f.staff))
	return f
}

// ask runs fn on the index, which is in step with the data file as it was when ask was
// called. An index that turns out to be damaged is written anew, once. The errors are
// ErrPreparing, ErrFull and context.DeadlineExceeded.
func (f *Finder) ask(ctx context.Context, fn func(context.Context, *index.Index) error) error {
	patient, cancel := context.WithTimeout(ctx, searchPatience)
	defer cancel()
	for damaged := false; ; {
		x, err := f.inStep(patient)
		if err == nil {
			err = f.run(ctx, x, fn)
		}
		switch {
		case errors.Is(err, errRemoved):
		case x == nil && patient.Err() != nil && ctx.Err() == nil:
			return ErrPreparing
		case x != nil && !damaged && (errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrFull)):
			damaged = true
			f.log.Warn("a search index is of no use any more and is written anew", "folder", f.dir, "error", err)
			if err := f.discard(patient, x); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// errRemoved says that the index was taken away from under a search. It is never
// returned.
var errRemoved = errors.New("the search index was removed this moment")

func (f *Finder) run(ctx context.Context, x *index.Index, fn func(context.Context, *index.Index) error) error {
	f.asked.RLock()
	defer f.asked.RUnlock()
	if f.index.Load() != x {
		return errRemoved
	}
	ctx, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	return fn(ctx, x)
}

// inStep gives the index when it has everything up to the last entry of the log.
func (f *Finder) inStep(ctx context.Context) (*index.Index, error) {
	var last uint64
	err := f.store.View(ctx, func(r store.Reader) (err error) {
		last, _, err = audit.Last(r)
		return err
	})
	if err != nil {
		return nil, err
	}
	if x := f.upTo(last); x != nil {
		return x, nil
	}
	if err := f.take(ctx); err != nil {
		return nil, err
	}
	if x := f.upTo(last); x != nil {
		<-f.turn
		return x, nil
	}
	// The work goes on when this search gives up: the next one is nearer to the end.
	done := make(chan error, 1)
	go func() {
		done <- f.work()
		<-f.turn
	}()
	select {
	case err := <-done:
		if errors.Is(err, context.Canceled) && f.ctx.Err() == nil {
			return nil, errRemoved
		}
		if x := f.upTo(0); x != nil || err != nil {
			return x, err
		}
		return nil, errRemoved
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// upTo is the index when it is in step up to an entry, or nil.
func (f *Finder) upTo(entry uint64) *index.Index {
	x := f.index.Load()
	if f.at.Load() < entry {
		return nil
	}
	return x
}

func (f *Finder) take(ctx context.Context) error {
	select {
	case f.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-f.ctx.Done():
		return f.ctx.Err()
	}
}

// work opens the index when it is not, writes it anew when it does not fit, and brings it
// in step. Who calls it has the turn.
func (f *Finder) work() error {
	ctx, cancel := context.WithCancel(f.ctx)
	defer cancel()
	f.stop.Store(&cancel)
	x, at := f.index.Load(), f.at.Load()
	var err error
	if x == nil {
		x, at, err = f.open(ctx)
	}
	if err == nil {
		at, err = f.follow(ctx, x, at)
	}
	if errors.Is(err, errStartOver) || errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrFull) {
		f.log.Info("writing a search index anew", "folder", f.dir, "why", err)
		if err = f.remove(x); err == nil {
			x, at, err = f.build(ctx)
		}
		if err != nil { // a part of one only takes up room
			err = errors.Join(err, f.remove(x))
			x = nil
		}
	}
	if err == nil {
		f.at.Store(at)
		f.index.Store(x)
		return nil
	}
	if x != nil && x != f.index.Load() {
		err = errors.Join(err, x.Close())
	}
	if errors.Is(err, index.ErrFull) || errors.Is(err, syscall.ENOSPC) {
		err = fmt.Errorf("%w: %w", store.ErrFull, err)
	}
	return fmt.Errorf("search index %s: %w", f.dir, err)
}

// errStartOver says that an index cannot be brought in step. It is never returned.
var errStartOver = errors.New("it is none of this data file as it is now")

// open opens the index that is on the disk, when it is of this data file.
func (f *Finder) open(ctx context.Context) (*index.Index, uint64, error) {
	x, err := index.Open(f.dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, fmt.Errorf("%w: there is none", errStartOver)
	}
	if err != nil {
		return nil, 0, err
	}
	mark, err := x.Mark()
	if err != nil {
		return x, 0, err
	}
	var at uint64
	err = f.store.View(ctx, func(r store.Reader) (err error) {
		at, err = f.placeOf(r, mark)
		return err
	})
	return x, at, err
}

// remove closes the index and takes it off the disk. Who calls it has the turn.
func (f *Finder) remove(x *index.Index) error {
	if err := f.shut(x); err != nil {
		f.log.Warn("closing a search index", "folder", f.dir, "error", err)
	}
	return index.Remove(f.dir)
}

// shut closes an index, or with nil the one that is open, when nobody asks it any more.
func (f *Finder) shut(x *index.Index) error {
	f.asked.Lock()
	defer f.asked.Unlock()
	if x == nil {
		x = f.index.Load()
	}
	f.index.Store(nil)
	f.at.Store(0)
	if x == nil {
		return nil
	}
	return x.Close()
}

// discard removes an index that was found to be damaged, unless somebody did.
func (f *Finder) discard(ctx context.Context, x *index.Index) error {
	if err := f.take(ctx); err != nil {
		return err
	}
	defer func() { <-f.turn }()
	if f.index.Load() != x {
		return nil
	}
	return f.remove(x)
}

// Hold removes the index, in the middle of being written too, and keeps searches waiting
// until release is called.
func (f *Finder) Hold(ctx context.Context) (release func(), err error) {
	for {
		if stop := f.stop.Load(); stop != nil {
			(*stop)()
		}
		short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		err := f.take(short)
		cancel()
		switch {
		case err == nil:
			if err := f.remove(nil); err != nil {
				<-f.turn
				return nil, fmt.Errorf("search index %s: %w", f.dir, err)
			}
			return func() { <-f.turn }, nil
		case ctx.Err() != nil || f.ctx.Err() != nil:
			return nil, err
		}
	}
}

// closePatience is how long Close waits for the work on the index, which ends when it is
// told to unless something is stuck.
const closePatience = 5 * time.Second

// Close ends what runs, for good. Closing twice is not an error. Work that does not end in
// time is left to end with the process: everything in the folder can be made again.
func (f *Finder) Close() error {
	if f.ctx.Err() != nil {
		return nil
	}
	f.end()
	select {
	case f.turn <- struct{}{}: // for good: nobody opens it again
		return f.shut(nil)
	case <-time.After(closePatience):
		return fmt.Errorf("search index %s: work on it did not end within %v", f.dir, closePatience)
	}
}
