package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Format counts the changes of what an index holds for the same documents: fields,
// analysis, or how texts become Words. Whoever keeps an index writes it anew when it was
// made with another one.
const Format = 3

// The errors of an index. With either it is of no use any more; both are faults of files
// that can be removed and written anew.
var (
	// ErrDamaged is returned when an index cannot be read.
	ErrDamaged = errors.New("the search index is damaged")
	// ErrFull is returned when there is no room on the disk for it.
	ErrFull = errors.New("there is no room for the search index")
)

// Document is what an index holds of a document in one language.
type Document struct {
	Key      string // names it within the index
	Locale   string // BCP 47; it chooses how words are brought to their stem
	Type     string
	Version  string // changes whenever anything else here does
	Title    string
	Path     string   // its web address; empty when it has none
	Headings []string // of its texts, those that are headings
	Texts    []string // in reading order, headings included, without markup
}

// Index is an open index. It is safe for concurrent use.
type Index struct {
	bleve bleve.Index
	store string                // the folder of its segments
	seats chan struct{}         // bounds the searches that run at the same time
	fault atomic.Pointer[error] // what ended it from inside; nil: nothing did
	once  sync.Once
	ended chan struct{} // closed when Close begins
	err   error         // what Close returned
}

// maxSearches is how many searches run at the same time; others wait for their turn, so
// that a crowd of costly ones leaves the processors to everybody else.
const maxSearches = 4

func init() {
	bleve.Config.SetAnalysisQueueSize(1) // one worker: indexing is in no hurry
	scorch.RegistryAsyncErrorCallbacks[callback] = fail
}

// callback is the name under which bleve knows fail.
const callback = "practicecms"

// opened holds each open Index by its store.
var opened sync.Map

// fail closes an index that bleve could not write, for it would try again without a
// pause. It is called by one of the goroutines that closing waits for.
func fail(err error, store string) {
	if x, ok := opened.Load(store); ok {
		x := x.(*Index)
		x.fault.CompareAndSwap(nil, &err)
		go x.Close()
	}
}

// options are how bleve keeps the files. A batch is not waited for: it reaches the disk
// whole or not at all, together with its mark, and whoever fills the index goes on from
// the mark. Large segments are left as they are, so that no small change moves them all.
func options() map[string]any {
	return map[string]any{
		"unsafe_batch":           true,
		"numSnapshotsToKeep":     1,
		"bolt_timeout":           "3s",
		"asyncErrorCallbackName": callback,
		"scorchMergePlanOptions": map[string]any{
			"maxSegmentsPerTier": 10, "segmentsPerMergeTask": 10, "tierGrowth": 10.0, "reclaimDeletesWeight": 2.0,
			"maxSegmentSize": 2000, "floorSegmentSize": 50,
		},
	}
}

// Create makes an empty index in the place of whatever is there; without a folder one in
// memory, which nobody can open again.
func Create(dir string) (*Index, error) {
	if err := Remove(dir); err != nil {
		return nil, err
	}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	b, err := within(patience, func() (bleve.Index, error) {
		return bleve.NewUsing(dir, m, scorch.Name, scorch.Name, options())
	})
	if err != nil {
		return nil, err
	}
	return newIndex(b, dir), nil
}

// Open opens an index. The error is os.ErrNotExist when there is none, and ErrDamaged.
func Open(dir string) (*Index, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	if err := checkRoot(storeIn(dir)); err != nil {
		return nil, err
	}
	if err := removeUnsound(storeIn(dir)); err != nil {
		return nil, err
	}
	b, err := within(patience, func() (bleve.Index, error) { return bleve.OpenUsing(dir, options()) })
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return newIndex(b, dir), nil
}

// storeIn is the folder in which bleve keeps the segments of an index; empty in memory.
func storeIn(dir string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "store")
}

func newIndex(b bleve.Index, dir string) *Index {
	x := &Index{bleve: b, store: storeIn(dir), seats: make(chan struct{}, maxSearches), ended: make(chan struct{})}
	if x.store != "" {
		opened.Store(x.store, x)
	}
	return x
}

// Remove takes an index off the disk. Nobody may have it open. Nothing to remove is no
// error.
func Remove(dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	parent, err := os.Open(filepath.Dir(dir))
	if err != nil {
		return err
	}
	return errors.Join(parent.Sync(), parent.Close())
}

// Close waits for running searches. What is not on the disk yet is as if it had never been
// applied; see Flush.
func (x *Index) Close() error {
	x.once.Do(func() {
		opened.Delete(x.store)
		close(x.ended)
		_, x.err = within(patience, func() (struct{}, error) { return struct{}{}, x.bleve.Close() })
	})
	return x.err
}

// markKey is where an index keeps its mark.
var markKey = []byte("practicecms")

// Mark is what the last Apply that had one left; nil: none had.
func (x *Index) Mark() ([]byte, error) {
	mark, err := within(patience, func() ([]byte, error) { return x.bleve.GetInternal(markKey) })
	return mark, x.damage(err)
}

// Apply puts documents, each in the place of the one with its key, and takes out others.
// With a mark it leaves that, all in one.
func (x *Index) Apply(put []Document, remove []string, mark []byte) error {
	if err := x.over(); err != nil {
		return err
	}
	_, err := within(applyPatience, func() (none struct{}, err error) {
		batch := x.bleve.NewBatch()
		for _, d := range put {
			if err := batch.Index(d.Key, d.fields()); err != nil {
				return none, err
			}
		}
		for _, key := range remove {
			batch.Delete(key)
		}
		if mark != nil {
			batch.SetInternal(markKey, mark)
		}
		if batch.Size() == 0 {
			return none, nil
		}
		return none, x.bleve.Batch(batch)
	})
	return x.damage(err)
}

// Flush waits until everything that was applied is on the disk, if it is to be there.
func (x *Index) Flush(ctx context.Context) error {
	if x.store == "" {
		return nil
	}
	written := make(chan error, 1)
	_, err := within(applyPatience, func() (none struct{}, err error) {
		batch := x.bleve.NewBatch()
		batch.SetPersistedCallback(func(err error) { written <- err })
		return none, x.bleve.Batch(batch)
	})
	if err != nil {
		return x.damage(err)
	}
	select {
	case err := <-written:
		return x.damage(err)
	case <-x.ended:
		return x.over()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Versions gives the versions of those documents that the index holds, by key.
func (x *Index) Versions(ctx context.Context, keys []string) (map[string]string, error) {
	r := bleve.NewSearchRequestOptions(query.NewDocIDQuery(keys), len(keys), 0, false)
	r.Fields, r.Score = []string{fieldVersion}, "none"
	found, err := x.search(ctx, r)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(found.Hits))
	for _, hit := range found.Hits {
		out[hit.ID] = stored(hit, fieldVersion)
	}
	return out, nil
}

// search runs a request when a seat is free, which it gives back when it ends, waited for
// or not.
func (x *Index) search(ctx context.Context, r *bleve.SearchRequest) (*bleve.SearchResult, error) {
	if err := x.over(); err != nil {
		return nil, err
	}
	select {
	case x.seats <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	found, err := until(ctx, func() (*bleve.SearchResult, error) {
		defer func() { <-x.seats }()
		return x.bleve.SearchInContext(ctx, r)
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return found, x.damage(err)
}

// over is an error from when the index has ended on, which is before bleve has closed it.
func (x *Index) over() error {
	select {
	case <-x.ended:
		return x.damage(errors.New("it was closed"))
	default:
		return nil
	}
}

// damage says of an error of bleve that the index is not to be used any more, and why.
func (x *Index) damage(err error) error {
	if err == nil {
		return nil
	}
	if fault := x.fault.Load(); fault != nil {
		err = *fault
	}
	if strings.Contains(err.Error(), syscall.ENOSPC.Error()) { // bleve keeps only the text of it
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}
