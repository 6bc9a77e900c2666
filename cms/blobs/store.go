package blobs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"path"
	"path/filepath"
	"sync"
	"time"

	"practicecms/cms/place"
)

// Hash is the SHA-256 of some bytes.
type Hash = [sha256.Size]byte

// File is an open file; an *os.File where it lies in a folder.
type File = place.File

// Errors of a Store; what is not there is fs.ErrNotExist.
var (
	ErrTooLarge = errors.New("it is too large")
	ErrDamaged  = errors.New("the bytes of this file are not those that were put there")
)

// Store keeps bytes. It is safe for concurrent use, and for one program at a time that writes.
type Store struct {
	made  place.Folder
	parts *Parts
	locks locks    // of hashes: what happens to one happens one after the other
	sound sync.Map // Hash → state: files whose bytes were found to be those of their hash

	moving  sync.Mutex // while a Gather goes on
	opening time.Duration

	mu     sync.RWMutex
	places []place.Place      // new bytes go to the first; all are read
	put    map[Hash]time.Time // when bytes were last put here, by this program
}

// Open gives the Store in a folder, which is made when something is first put there. New bytes
// go to the first of the places, and those in the others are found, too; without places, bytes
// lie in the folder. Nothing is looked at yet.
func Open(dir string, places ...place.Place) *Store {
	if len(places) == 0 {
		places = []place.Place{place.Folder(filepath.Join(dir, "originals"))}
	}
	return &Store{
		made: place.Folder(filepath.Join(dir, "made")), parts: openParts(filepath.Join(dir, "parts")),
		places: places, put: map[Hash]time.Time{}, opening: opening,
	}
}

// Parts gives the uploads that have not arrived whole.
func (s *Store) Parts() *Parts { return s.parts }

// Tidy removes what was interrupted when the program last ended. It is called before anything
// is put here.
func (s *Store) Tidy(ctx context.Context) error {
	err := s.made.Tidy(ctx)
	for _, p := range s.at() {
		err = errors.Join(err, p.Tidy(ctx))
	}
	return err
}

// at are the places, of which the first gets what is new.
func (s *Store) at() []place.Place {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.places
}

// nameOf is where bytes lie in a place.
func nameOf(h Hash) string {
	text := hex.EncodeToString(h[:])
	return text[:2] + "/" + text
}

// hashOf reads a name; what is not one of nameOf is not ok.
func hashOf(name string) (h Hash, ok bool) {
	n, err := hex.Decode(h[:], []byte(path.Base(name)[:min(len(path.Base(name)), 2*len(h))]))
	return h, err == nil && n == len(h) && nameOf(h) == name
}

// Put stores what r has from where it is, at most limit bytes of it, and returns their hash and
// how many they are. What is there already is not written again, if it is as it was put there.
func (s *Store) Put(ctx context.Context, r io.ReadSeeker, limit int64) (h Hash, size int64, err error) {
	start, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return h, 0, err
	}
	sum := sha256.New()
	size, err = io.Copy(sum, io.LimitReader(place.Reader(ctx, r), limit+1))
	if err == nil && size > limit {
		err = ErrTooLarge
	}
	if err == nil {
		_, err = r.Seek(start, io.SeekStart)
	}
	if err != nil {
		return h, size, err
	}
	h = Hash(sum.Sum(nil))
	return h, size, s.PutAs(ctx, h, r, size)
}

// PutAs stores size bytes that have a hash; others are refused with ErrDamaged. What is there
// already is not written again, if it is as it was put there.
func (s *Store) PutAs(ctx context.Context, h Hash, r io.Reader, size int64) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	s.notePut(h)
	f, err := s.open(ctx, h)
	if err == nil {
		return f.Close()
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDamaged) {
		return err
	}
	return s.at()[0].Put(ctx, nameOf(h), newChecked(r, h), size)
}

// notePut has a Sweep leave bytes alone for its grace, whatever they are needed for.
func (s *Store) notePut(h Hash) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put[h] = time.Now()
}

// Open opens the bytes of a hash, to be read until ctx ends. The errors are fs.ErrNotExist and
// ErrDamaged.
func (s *Store) Open(ctx context.Context, h Hash) (File, error) {
	for _, p := range s.at() {
		f, err := p.Get(ctx, nameOf(h))
		if err != nil {
			continue
		}
		if s.isSound(h, f) {
			return f, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	unlock, err := s.locks.lock(ctx, h) // so that it is read through once, and no move passes by
	if err != nil {
		return nil, err
	}
	defer unlock()
	return s.open(ctx, h)
}

// open opens bytes that are sound, of the first place that has them. The lock of the hash is
// held.
func (s *Store) open(ctx context.Context, h Hash) (File, error) {
	var bad error
	for _, p := range s.at() {
		f, err := s.openIn(ctx, p, h)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			bad = errors.Join(bad, err)
		}
	}
	if bad == nil {
		bad = fmt.Errorf("the file %x: %w", h, fs.ErrNotExist)
	}
	return nil, bad
}

func (s *Store) openIn(ctx context.Context, p place.Place, h Hash) (File, error) {
	f, err := p.Get(ctx, nameOf(h))
	if err != nil || s.isSound(h, f) {
		return f, err
	}
	if err := s.check(ctx, h, f); err != nil {
		return nil, errors.Join(fmt.Errorf("in %s: %w", p, err), f.Close())
	}
	return f, nil
}

// state tells one writing of a file from another.
type state struct {
	size     int64
	modified int64 // nanoseconds since 1970
	tag      place.Tag
}

func stateOf(f File) (state, error) {
	info, err := f.Stat()
	if err != nil {
		return state{}, err
	}
	tag, _ := info.Sys().(place.Tag)
	return state{info.Size(), info.ModTime().UnixNano(), tag}, nil
}

// isSound reports whether an open file is as it was when its bytes were found to be right.
func (s *Store) isSound(h Hash, f File) bool {
	now, err := stateOf(f)
	known, ok := s.sound.Load(h)
	return err == nil && ok && known == now
}

// check reads an open file through, back to its beginning, and returns ErrDamaged when it has
// other bytes than those of the hash.
func (s *Store) check(ctx context.Context, h Hash, f File) error {
	now, err := stateOf(f)
	if err != nil {
		return err
	}
	s.sound.Delete(h)
	if _, err := io.Copy(io.Discard, newChecked(place.Reader(ctx, f), h)); err != nil {
		return err
	}
	s.sound.Store(h, now)
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// Read reads all bytes of a hash. The errors are fs.ErrNotExist and ErrDamaged.
func (s *Store) Read(ctx context.Context, h Hash) ([]byte, error) {
	f, err := s.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	_, err = io.Copy(&data, newChecked(f, h))
	return data.Bytes(), errors.Join(err, f.Close())
}

// Stat says how many bytes a hash has, and when they were put there. The error of what is not
// there is fs.ErrNotExist.
func (s *Store) Stat(ctx context.Context, h Hash) (place.Object, error) {
	o, err := s.stat(ctx, h)
	if !errors.Is(err, fs.ErrNotExist) {
		return o, err
	}
	unlock, err := s.locks.lock(ctx, h) // so that no move passes by
	if err != nil {
		return o, err
	}
	defer unlock()
	return s.stat(ctx, h)
}

func (s *Store) stat(ctx context.Context, h Hash) (o place.Object, err error) {
	for _, p := range s.at() {
		if o, err = p.Stat(ctx, nameOf(h)); !errors.Is(err, fs.ErrNotExist) {
			return o, err
		}
	}
	return o, err
}

// Delete removes bytes, and what was made of them, wherever they lie. What is not there is as
// it should be.
func (s *Store) Delete(ctx context.Context, h Hash) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	return s.remove(ctx, h)
}

// remove is Delete while the lock of the hash is held.
func (s *Store) remove(ctx context.Context, h Hash) error {
	s.sound.Delete(h)
	err := s.removeMade(ctx, h)
	for _, p := range s.at() {
		err = errors.Join(err, p.Delete(ctx, nameOf(h)))
	}
	return err
}

// All lists the hashes of what is there, in no order. While bytes are moved from one place to
// another, some come twice.
func (s *Store) All(ctx context.Context) iter.Seq2[Hash, error] {
	return func(yield func(Hash, error) bool) {
		for l, err := range s.lying(ctx) {
			if (err != nil || l.ours) && !yield(l.hash, err) {
				return
			}
		}
	}
}

// lies is something that lies in a place.
type lies struct {
	place.Object
	in   place.Place
	hash Hash
	ours bool // it has a name of ours; if not there is no hash
}

// lying lists what lies in all places.
func (s *Store) lying(ctx context.Context) iter.Seq2[lies, error] { return s.lyingIn(ctx, s.at()) }

func (s *Store) lyingIn(ctx context.Context, places []place.Place) iter.Seq2[lies, error] {
	return func(yield func(lies, error) bool) {
		for _, p := range places {
			for o, err := range p.List(ctx, "") {
				l := lies{Object: o, in: p}
				l.hash, l.ours = hashOf(o.Name)
				if !yield(l, err) {
					return
				}
			}
		}
	}
}

// checked is a reader of bytes that must have a hash: instead of their end others give
// ErrDamaged.
type checked struct {
	io.Reader
	sum  hash.Hash
	want Hash
}

func newChecked(r io.Reader, want Hash) io.Reader {
	sum := sha256.New()
	return &checked{io.TeeReader(r, sum), sum, want}
}

func (c *checked) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if err == io.EOF && Hash(c.sum.Sum(nil)) != c.want {
		err = fmt.Errorf("%x: %w", c.want, ErrDamaged)
	}
	return n, err
}
