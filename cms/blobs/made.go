package blobs

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"path"

	"practicecms/cms/place"
)

// OpenMade opens what was made of some bytes; fs.ErrNotExist when it is not there.
func (s *Store) OpenMade(ctx context.Context, h Hash, name string) (File, error) {
	return s.made.Get(ctx, madeName(h, name))
}

// PutMade keeps what was made of some bytes, while these are there; fs.ErrNotExist when they
// are not.
func (s *Store) PutMade(ctx context.Context, h Hash, name string, data []byte) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := s.stat(ctx, h); err != nil {
		return err
	}
	return s.made.Put(ctx, madeName(h, name), bytes.NewReader(data), int64(len(data)))
}

// DeleteMade removes all that was made of some bytes.
func (s *Store) DeleteMade(ctx context.Context, h Hash) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	return s.removeMade(ctx, h)
}

func (s *Store) removeMade(ctx context.Context, h Hash) (err error) {
	for o, e := range s.made.List(ctx, hex.EncodeToString(h[:])) {
		if e == nil {
			e = s.made.Delete(ctx, o.Name)
		}
		err = errors.Join(err, e)
	}
	return err
}

func madeName(h Hash, name string) string { return hex.EncodeToString(h[:]) + "/" + name }

// madeOf reads of what something was made from its name.
func madeOf(o place.Object) (h Hash, ok bool) {
	dir, _ := path.Split(o.Name)
	n, err := hex.Decode(h[:], []byte(dir[:max(len(dir)-1, 0)]))
	return h, err == nil && n == len(h)
}
