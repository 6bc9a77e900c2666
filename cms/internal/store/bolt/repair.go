package bolt

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/pages"
)

// errNoTallies is returned for a file that can't tell what was written.
var errNoTallies = errors.New("it does not say what was written, being of an older format or having lost just that, so nothing could be proven: bring back a backup with practicecms restore FILE")

// Repair makes a sound data file at fresh of what is left in the one at damaged, and of
// what backups hold of the rest, best first. The damaged file is only read, page by page, so
// it may be in any state. What a part of a space lacks is taken from a backup only when the
// part is then exactly what its tally says was written; otherwise it stays in doubt, as it
// was. The folder of fresh is for this alone: other files are made in it, too.
//
// It returns ErrForeign or a *DamageError when nothing can be read of the damaged file, or
// when a backup is not sound; an error for a backup of another practice; the context's
// error; or what the file system says.
func Repair(ctx context.Context, damaged, fresh string, backups []string, o Options) (store.Repair, error) {
	o, err := o.withDefaults()
	if err != nil {
		return store.Repair{}, err
	}
	r := &repair{ctx: ctx, opts: o, bad: map[place][]record{}}
	defer r.close()
	if err := r.openBackups(backups); err != nil {
		return r.out, err
	}
	if err := r.read(damaged, fresh); err != nil {
		return r.out, fmt.Errorf("store: repair: %w", err)
	}
	if err := guard("", nil, r.mend); err != nil {
		return r.out, fmt.Errorf("store: repair: %w", err)
	}
	return r.out, nil
}

type repair struct {
	ctx      context.Context
	opts     Options
	out      store.Repair
	header   *header // of the damaged file; nil while it was not found
	census   census
	bad      map[place][]record // whose checksum is wrong
	ownBad   bool               // records of the engine's own are lost
	spaces   []keyspace         // all that are known
	badCount int
	fresh    *sink
	salvage  *sink       // what was read of pages that are damaged or cut off
	sources  []*source   // salvage, then the backups
	opened   []io.Closer // to be closed in the end
}

type record struct{ key, stored []byte }

// source is a file that records may be brought back from.
type source struct {
	bolt   *bbolt.DB
	backup int // -1: salvage
	header header
	census census
}

func (r *repair) close() {
	for _, c := range slices.Backward(r.opened) {
		_ = c.Close() // everything that is to be kept has been closed before
	}
}

func (r *repair) openBackups(paths []string) error {
	for i, path := range paths {
		s, err := r.openBackup(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		s.backup = i
		r.sources = append(r.sources, s)
	}
	return nil
}

func (r *repair) openBackup(path string) (*source, error) {
	report, err := CheckFile(r.ctx, path)
	if err != nil {
		return nil, err
	}
	if len(report.Problems) > 0 {
		return nil, report.Err()
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: r.opts.LockTimeout})
	if err != nil {
		return nil, err
	}
	r.opened = append(r.opened, db)
	s := &source{bolt: db}
	err = guard("", nil, func() error {
		return db.View(func(tx *bbolt.Tx) (err error) {
			if s.header, err = readHeader(tx, r.opts.Format); err != nil {
				return err
			}
			return tx.ForEach(func(space []byte, b *bbolt.Bucket) error {
				return b.ForEach(func(key, stored []byte) error { s.census.take(store.Space(space), key, stored); return nil })
			})
		})
	})
	return s, err
}

// read takes everything over that is sound.
func (r *repair) read(damaged, fresh string) (err error) {
	f, err := os.Open(damaged)
	if err != nil {
		return err
	}
	r.opened = append(r.opened, f)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	// A part of a file can't be read, or is missing: that is zeros, which are no page.
	file := pagesOf(zeroing{f}, info.Size()+missingMost)
	m, badSlot, err := file.Meta()
	if err != nil {
		return err
	}
	if r.fresh, err = r.newSink(fresh); err != nil {
		return err
	}
	if r.salvage, err = r.newSink(filepath.Join(filepath.Dir(fresh), "salvage")); err != nil {
		return err
	}
	r.knowSpaces()
	report, err := file.Walk(r.ctx, m, pages.Records{Check: r.take, Salvage: r.takeLoose})
	if badSlot >= 0 {
		report.Problems = append([]store.Problem{slotProblem(badSlot)}, report.Problems...)
		r.out.Unsure = true // pages of a change that was the last may be free pages of the one before, and used again
	}
	r.out.Closed = len(report.Problems)+report.More > r.badCount
	r.out.Damage = report
	if err := errors.Join(err, r.fresh.flush(), r.salvage.flush()); err != nil {
		return err
	}
	if len(r.census.told) == 0 {
		return errNoTallies
	}
	r.ownBad = r.ownBad || brokenTree(report, headerSpace)
	_, problems := r.census.doubts()
	r.out.Damage.Add(problems...)
	r.sources = slices.Insert(r.sources, 0, &source{bolt: r.salvage.bolt, backup: -1})
	return r.sameHeader()
}

// missingMost is how many bytes the end of a file may lack: 64 GiB.
const missingMost = 64 << 30

// zeroing reads zeros where nothing can be read.
type zeroing struct{ io.ReaderAt }

func (z zeroing) ReadAt(b []byte, at int64) (int, error) {
	n, err := z.ReaderAt.ReadAt(b, at)
	if err != nil {
		clear(b[n:])
	}
	return len(b), nil
}

// sameHeader finds the header of the new file, and refuses backups of other practices.
func (r *repair) sameHeader() error {
	for _, s := range r.sources[1:] {
		if r.header == nil {
			h := s.header
			h.Format = max(h.Format, tallied)
			r.header = &h
		}
		if !s.header.Created.Equal(r.header.Created) {
			return errors.New("a backup is of another practice: its data was first made at another time")
		}
	}
	if r.header == nil {
		return damaged("there is no header record, and no backup to take it from")
	}
	return refuseNewer(r.header.Format, r.opts.Format)
}

// knowSpaces lists every space that a record may be of.
func (r *repair) knowSpaces() {
	names := slices.Clone(r.opts.Spaces)
	for _, s := range r.sources {
		names = append(names, s.header.Spaces...)
	}
	slices.Sort(names)
	for _, s := range slices.Compact(names) {
		r.spaces = append(r.spaces, newKeyspace(s, 0))
	}
}

// take is given the records of the tree.
func (r *repair) take(s store.Space, key, stored []byte) error {
	if s == headerSpace {
		return r.takeOwn(key, stored)
	}
	if _, err := newKeyspace(s, 0).open(key, stored); err != nil {
		p := place{s, partOf(key)}
		r.bad[p] = append(r.bad[p], record{bytes.Clone(key), bytes.Clone(stored)})
		r.badCount++
		r.takeLoose("", key, stored) // of another space, perhaps
		return errRecord(err)
	}
	r.census.take(s, key, stored)
	r.out.Sound++
	_ = r.fresh.put(s, key, stored) // flush tells
	return nil
}

func errRecord(err error) error {
	if damage, ok := errors.AsType[*store.DamageError](err); ok {
		return errors.New(damage.Detail)
	}
	return err
}

func (r *repair) takeOwn(key, stored []byte) error {
	b, err := newKeyspace(headerSpace, 0).open(key, stored)
	if err != nil {
		r.ownBad = true
		r.badCount++
		return errRecord(err)
	}
	r.census.take(headerSpace, key, stored)
	if string(key) == headerKey {
		h, err := decodeHeader(b)
		if err != nil {
			return err
		}
		r.header = &h
	}
	return nil
}

// takeLoose is given what may be a record, of a space that may not be known, and keeps it
// when it is one.
func (r *repair) takeLoose(s store.Space, key, stored []byte) {
	if store.CheckKey(s, key) != nil || len(stored) < recordHeaderSize {
		return
	}
	for _, k := range r.spaces { // not the engine's own: which tally is the last can't be told
		if s != "" && s != k.name {
			continue
		}
		if _, err := k.open(key, stored); err == nil {
			_ = r.salvage.put(k.name, key, stored) // flush tells
			return
		}
	}
}

// holdings reads the parts of a file that are wanted.
func holdings(db *bbolt.DB, wanted map[place]bool) (map[place]holding, error) {
	spaces := map[store.Space]bool{}
	for p := range wanted {
		spaces[p.space] = true
	}
	out := map[place]holding{}
	err := db.View(func(tx *bbolt.Tx) error {
		for s := range spaces {
			b := tx.Bucket([]byte(s))
			if b == nil {
				continue
			}
			err := b.ForEach(func(key, stored []byte) error {
				p := place{s, partOf(key)}
				if !wanted[p] {
					return nil
				}
				if out[p] == nil {
					out[p] = holding{}
				}
				out[p][string(key)] = tallyOf(key, stored).sum
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// mend brings back what can be proven, and finishes the new file.
func (r *repair) mend() error {
	wanted := r.wanted()
	have, err := holdings(r.fresh.bolt, wanted)
	if err != nil {
		return err
	}
	theirs := make([]map[place]holding, len(r.sources))
	for i, s := range r.sources {
		if theirs[i], err = holdings(s.bolt, wanted); err != nil {
			return err
		}
	}
	tallies := ledger{}
	for s, told := range r.census.told {
		for part, t := range told {
			tallies[place{s, byte(part)}] = t
		}
	}
	recounted, left := map[store.Space]bool{}, map[store.Space]*store.Remnant{}
	for _, p := range slices.SortedFunc(maps.Keys(wanted), comparePlaces) {
		puzzle := puzzle{told: tallies[p], have: have[p]}
		for _, t := range theirs {
			puzzle.theirs = append(puzzle.theirs, t[p])
		}
		if r.tallyLost(p) {
			now := have[p].tally()
			if r.recountable(p, puzzle) {
				if now.count > 0 {
					tallies[p], recounted[p.space] = now, true
				}
				continue
			}
			// In doubt, although nobody knows any more what it held.
			puzzle.told = now.plus(tally{max(1, uint64(len(puzzle.missing()))), 1})
			tallies[p] = puzzle.told
			if err := r.leave(left, p, puzzle); err != nil {
				return err
			}
			continue
		}
		added, ok := puzzle.solve()
		if !ok {
			if err := r.leave(left, p, puzzle); err != nil {
				return err
			}
			continue
		}
		if err := r.add(p, added); err != nil {
			return err
		}
	}
	for _, s := range slices.Sorted(maps.Keys(left)) {
		r.out.Left = append(r.out.Left, *left[s])
	}
	r.out.Recounted = slices.Sorted(maps.Keys(recounted))
	slices.SortFunc(r.out.Back, func(a, b store.Repaired) int {
		return cmp.Or(cmp.Compare(a.Space, b.Space), bytes.Compare(a.Key, b.Key))
	})
	return r.finish(tallies)
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.space, b.space), cmp.Compare(a.part, b.part))
}

// wanted are the parts that are not what was written, or of which that is not known.
func (r *repair) wanted() map[place]bool {
	out := map[place]bool{}
	for _, k := range r.spaces {
		found, told := of(&r.census.found, k.name), of(&r.census.told, k.name)
		for part := range parts {
			if p := (place{k.name, byte(part)}); found[part] != told[part] || r.tallyLost(p) {
				out[p] = true
			}
		}
	}
	return out
}

// tallyLost reports whether it is not known what a part held: it has no tally, and some were
// lost.
func (r *repair) tallyLost(p place) bool {
	return r.ownBad && of(&r.census.told, p.space)[p.part] == (tally{})
}

// recountable reports whether a part whose tally is lost can be taken as it is: nothing
// says that it lacks something.
func (r *repair) recountable(p place, z puzzle) bool {
	backups := r.sources[1:]
	for i := range backups {
		if t := of(&backups[i].census.found, p.space)[p.part]; t == z.have.tally() {
			return true
		}
	}
	return len(r.bad[p]) == 0 && !brokenTree(r.out.Damage, p.space) && len(backups) > 0 && len(z.missing()) == 0
}

// brokenTree reports whether pages were found damaged that may have held records of a space.
func brokenTree(report store.Report, s store.Space) bool {
	return report.More > 0 || slices.ContainsFunc(report.Problems, func(p store.Problem) bool {
		return p.Page != 0 && (p.Space == s || p.Space == "")
	})
}

// leave notes that nothing was found for a part. Where all that is wrong is that records
// are damaged, those stay as they are: they alone are out of use then, and not the part.
func (r *repair) leave(left map[store.Space]*store.Remnant, p place, z puzzle) error {
	if left[p.space] == nil {
		left[p.space] = &store.Remnant{Space: p.space}
	}
	l, there := left[p.space], z.have.tally()
	for _, bad := range r.bad[p] {
		there = there.plus(tallyOf(bad.key, bad.stored))
		l.Keys = append(l.Keys, bad.key)
	}
	if there == z.told {
		l.Damaged += len(r.bad[p])
		for _, bad := range r.bad[p] {
			if err := r.fresh.put(p.space, bad.key, bad.stored); err != nil {
				return err
			}
		}
		return nil
	}
	l.Parts++
	l.Missing += int(int64(z.told.count - z.have.tally().count))
	for _, key := range z.keys() {
		l.Keys = append(l.Keys, []byte(key))
	}
	return nil
}

// add writes what makes a part whole.
func (r *repair) add(p place, added map[string]int) error {
	for _, key := range slices.Sorted(maps.Keys(added)) {
		s := r.sources[added[key]]
		err := s.bolt.View(func(tx *bbolt.Tx) error {
			return r.fresh.put(p.space, []byte(key), tx.Bucket([]byte(p.space)).Get([]byte(key)))
		})
		if err != nil {
			return err
		}
		r.out.Back = append(r.out.Back, store.Repaired{Space: p.space, Key: []byte(key), From: s.backup})
	}
	return nil
}

// finish writes the engine's own records and closes the new file.
func (r *repair) finish(tallies ledger) error {
	for _, s := range r.header.Spaces {
		if _, err := r.fresh.bucket(s); err != nil {
			return err
		}
	}
	own := newKeyspace(headerSpace, 0)
	for _, p := range slices.SortedFunc(maps.Keys(tallies), comparePlaces) {
		if t := tallies[p]; t != (tally{}) {
			if err := r.fresh.put(headerSpace, p.key(), own.seal(p.key(), t.encode())); err != nil {
				return err
			}
		}
	}
	if err := r.fresh.put(headerSpace, []byte(headerKey), own.seal([]byte(headerKey), r.header.encode())); err != nil {
		return err
	}
	return errors.Join(r.fresh.flush(), r.fresh.Close())
}

// sink is a file in the making. Nothing of it is durable.
type sink struct {
	bolt   *bbolt.DB
	tx     *bbolt.Tx
	size   int
	open   map[store.Space]*bbolt.Bucket
	failed error // is returned by everything from then on
}

func (r *repair) newSink(path string) (*sink, error) {
	o := boltOptions(r.opts)
	o.NoSync = true
	db, err := bbolt.Open(path, 0o600, o)
	if err != nil {
		return nil, err
	}
	db.AllocSize = growStep
	s := &sink{bolt: db}
	r.opened = append(r.opened, s)
	return s, nil
}

func (s *sink) bucket(space store.Space) (b *bbolt.Bucket, err error) {
	if s.tx == nil {
		if s.tx, err = s.bolt.Begin(true); err != nil {
			return nil, err
		}
		s.open = map[store.Space]*bbolt.Bucket{}
	}
	if s.open[space] == nil {
		if s.open[space], err = s.tx.CreateBucketIfNotExists([]byte(space)); err != nil {
			return nil, err
		}
		s.open[space].FillPercent = 0.9 // the keys come in order
	}
	return s.open[space], nil
}

// put keeps a record. What it fails of is returned by every flush, too.
func (s *sink) put(space store.Space, key, stored []byte) error {
	return s.change(space, len(key)+len(stored), func(b *bbolt.Bucket) error {
		return b.Put(bytes.Clone(key), bytes.Clone(stored)) // bbolt keeps both until the commit
	})
}

func (s *sink) change(space store.Space, size int, fn func(*bbolt.Bucket) error) error {
	if s.failed != nil {
		return s.failed
	}
	b, err := s.bucket(space)
	if err == nil {
		err = fn(b)
	}
	if s.size += size; err == nil && s.size >= compactBatch {
		err = s.flush()
	}
	s.failed = err
	return err
}

func (s *sink) flush() error {
	tx := s.tx
	s.tx, s.size, s.open = nil, 0, nil
	if tx == nil || s.failed != nil {
		return errors.Join(s.failed, rollback(tx))
	}
	return tx.Commit()
}

func rollback(tx *bbolt.Tx) error {
	if tx == nil {
		return nil
	}
	return tx.Rollback()
}

// Close lets go of the file. What was not flushed is lost.
func (s *sink) Close() error {
	err := rollback(s.tx)
	s.tx = nil
	return errors.Join(err, s.bolt.Close())
}
