package cms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/verify"
	"practicecms/content"
)

// Repaired says what Repair found and did.
type Repaired struct {
	Problems  []string // what is wrong with the damaged data; empty: nothing is
	Sound     int      // records that are in order
	Back      []BroughtBack
	Rebuilt   []string // spaces that were written anew, since they follow from others
	Recounted []string // spaces whose count of records was lost itself, and was made anew
	Left      []LeftDamaged
	Unsure    bool          // a header is damaged: if it was the newer one, the last change is not there, and nothing else tells of it
	Kept      string        // the name of the damaged file; empty: nothing was changed
	Report    verify.Report // what the repaired data keeps of the promises
}

// BroughtBack is how many records of a space are again what was written last.
type BroughtBack struct {
	Space   string
	From    string // the backup that had them; empty: they were found in the damaged data
	Records int
}

// LeftDamaged is what is left damaged of a space. It is not served, and not written.
type LeftDamaged struct {
	Space   string
	Missing int      // how many records are missing or damaged; 0: they, or the count of them, are older
	Pages   []string // what may be concerned: title and address, as a backup has them
}

// Whole reports whether the data is, after the repair, what was written.
func (r Repaired) Whole() bool { return len(r.Left) == 0 && !r.Unsure && r.Report.OK() }

// Repair mends the data of a folder that nobody uses with what backups hold, best first. A
// record that is missing is taken from a backup only when that makes its part of a space exactly
// what the data file says was written last; every record that is sound stays as it is. What
// can't be brought back stays out of use, and so does what may be older than what was written last. The damaged file is kept beside the repaired one, under a
// name that nothing had before. With dry nothing changes, in that folder at least.
//
// A repair that is interrupted has happened or has not. It returns ErrLocked while somebody
// uses the folder, ErrDamaged when a backup is not sound or nothing is left to mend, or what
// the file system says.
func Repair(ctx context.Context, dir string, backups []string, dry bool, o Options) (done Repaired, err error) {
	switch err := CheckNew(dir); {
	case err == nil:
		return done, fmt.Errorf("there is no practice in %s: %w", dir, record.ErrNotFound)
	case !errors.Is(err, ErrExists):
		return done, err
	}
	o = o.withDefaults()
	o.Logger = slog.New(slog.DiscardHandler) // what there is to say is returned
	o.ReadOnly = dry
	place, err := holdDataFile(dir, o)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	o.ReadOnly = false
	work := dir
	if dry {
		work = os.TempDir()
	} else {
		o.keyFolder = dir
	}
	fresh, err := os.MkdirTemp(work, restoring+"*.tmp")
	if err != nil {
		return done, err
	}
	defer os.RemoveAll(fresh) // what it leaves, the next Open removes
	found, err := repairDataFile(ctx, dir, dataFile(fresh), backups, o)
	if err != nil {
		return done, err
	}
	done = describe(found, backups)
	if len(done.Problems) == 0 {
		return done, nil
	}
	doubted, err := examine(ctx, fresh, &done, o)
	if err != nil {
		return done, err
	}
	for _, left := range found.Left {
		if left.Damaged == 0 && slices.Contains(derived.Spaces(), left.Space) && !slices.Contains(doubted, left.Space) {
			done.Rebuilt = append(done.Rebuilt, string(left.Space))
			continue
		}
		pages, err := pagesOf(ctx, left, backups, o)
		if err != nil {
			return done, err
		}
		done.Left = append(done.Left, LeftDamaged{Space: string(left.Space), Missing: left.Missing + left.Damaged, Pages: pages})
	}
	better := found.Closed || len(found.Back)+len(found.Recounted)+len(done.Rebuilt) > 0
	if dry || !better {
		return done, nil
	}
	if err := os.RemoveAll(filepath.Join(dir, SearchFolder)); err != nil { // it may know less, or more
		return done, err
	}
	done.Kept, err = place.Put(dataFile(fresh))
	return done, err
}

// describe puts what the engine did in words.
func describe(r store.Repair, backups []string) Repaired {
	out := Repaired{Sound: r.Sound, Unsure: r.Unsure}
	for _, p := range r.Damage.Problems {
		out.Problems = append(out.Problems, p.String())
	}
	if r.Damage.More > 0 {
		out.Problems = append(out.Problems, fmt.Sprintf("and %d more", r.Damage.More))
	}
	for _, s := range r.Recounted {
		out.Recounted = append(out.Recounted, string(s))
	}
	for _, back := range r.Back {
		one := BroughtBack{Space: string(back.Space), Records: 1}
		if back.From >= 0 {
			one.From = backups[back.From]
		}
		same := func(b BroughtBack) bool { return b.Space == one.Space && b.From == one.From }
		if i := slices.IndexFunc(out.Back, same); i >= 0 {
			out.Back[i].Records++
		} else {
			out.Back = append(out.Back, one)
		}
	}
	return out
}

// examine opens the repaired data, which writes anew what follows from other records, and
// holds it against every promise.
func examine(ctx context.Context, dir string, done *Repaired, o Options) (doubted []store.Space, err error) {
	o.MustExist = true
	c, err := Open(dir, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if doubter, ok := c.store.(store.Doubter); ok {
		doubted = doubter.Doubted()
	}
	done.Report, err = c.Verify(ctx)
	return doubted, err
}

// byDocument are the spaces whose keys begin with a document's id.
var byDocument = []store.Space{
	record.SpaceDocuments, record.SpaceHeads, record.SpaceVersions, record.SpaceNames, record.SpacePublications, record.SpaceWorking,
}

// pagesOf tells which documents are left damaged, as the first backup that knows them has
// them.
func pagesOf(ctx context.Context, left store.Remnant, backups []string, o Options) ([]string, error) {
	if !slices.Contains(byDocument, left.Space) {
		return nil, nil
	}
	known := map[content.DocumentID]string{}
	for _, file := range backups {
		s, err := openDataFile(file, o)
		if err != nil {
			return nil, err
		}
		err = s.View(ctx, func(r store.Reader) error {
			for _, key := range left.Keys {
				if len(key) < len(content.DocumentID{}) {
					continue
				}
				if id := content.DocumentID(key[:16]); known[id] == "" {
					if known[id], err = called(r, id); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err := errors.Join(err, s.Close()); err != nil {
			return nil, err
		}
	}
	var out []string
	for id, name := range known {
		if name == "" {
			name = "a document that no backup has yet, " + id.String()
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out, nil
}

// called is what people know a document by: title and address in each language. Empty: the
// document is not there.
func called(r store.Reader, id content.DocumentID) (string, error) {
	heads, err := record.HeadsOf(r, id)
	if err != nil {
		return "", err
	}
	var names []string
	for _, h := range heads {
		v, err := record.LoadFields(r, id, h.Locale, h.Latest)
		if err != nil {
			return "", err
		}
		names = append(names, strings.TrimSpace(fmt.Sprintf("%q %s", v.Content.Title, v.Content.Path)))
	}
	return strings.Join(names, ", "), nil
}
