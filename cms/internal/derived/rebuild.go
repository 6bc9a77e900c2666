package derived

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Spaces lists the derived spaces.
func Spaces() []store.Space {
	return []store.Space{record.SpacePaths, record.SpaceUses, record.SpaceShelf, record.SpaceDue, record.SpaceShown}
}

// Rebuild computes the derived spaces from the others: space, key, value.
func Rebuild(r store.Reader, m *content.Model) (map[store.Space]map[string][]byte, error) {
	out := map[store.Space]map[string][]byte{}
	for _, space := range Spaces() {
		records, err := rebuild(r, m, space)
		if err != nil {
			return nil, err
		}
		out[space] = records
	}
	return out, nil
}

func rebuild(r store.Reader, m *content.Model, s store.Space) (map[string][]byte, error) {
	switch s {
	case record.SpacePaths:
		return rebuildPaths(r)
	case record.SpaceUses:
		return rebuildUses(r, m)
	case record.SpaceShelf:
		return rebuildShelf(r)
	case record.SpaceDue:
		return rebuildDue(r)
	case record.SpaceShown:
		return rebuildShown(r, m)
	}
	return nil, fmt.Errorf("the space %s is not derived", s)
}

// encoded gives records their bytes.
func encoded[R any](records map[string]R) (map[string][]byte, error) {
	out := make(map[string][]byte, len(records))
	for key, rec := range records {
		var err error
		if out[key], err = record.Encode(rec); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Renew brings the derived spaces in step after texts have changed under them.
func Renew(w store.Writer, m *content.Model) error {
	for _, space := range Spaces() {
		if err := renew(w, m, space); err != nil {
			return err
		}
	}
	return nil
}

func renew(w store.Writer, m *content.Model, s store.Space) error {
	records, err := rebuild(w, m, s)
	if err != nil {
		return err
	}
	if err := w.Clear(s); err != nil {
		return err
	}
	return putAll(w, s, records)
}

func putAll(w store.Writer, s store.Space, records map[string][]byte) error {
	for key, value := range records {
		if err := w.Put(s, []byte(key), value); err != nil {
			return err
		}
	}
	return nil
}

// Mend writes the derived spaces anew of which the store has lost records, and says which.
// The error is about those that stay as they are: what they follow from is damaged, too, or
// nothing can be written.
func Mend(ctx context.Context, s store.Store, m *content.Model) (mended []store.Space, err error) {
	doubter, ok := s.(store.Doubter)
	if !ok {
		return nil, nil
	}
	for _, space := range doubter.Doubted() {
		if !slices.Contains(Spaces(), space) {
			continue
		}
		if failed := s.Update(ctx, func(w store.Writer) error { return renew(w, m, space) }); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", space, failed))
			continue
		}
		mended = append(mended, space)
	}
	return mended, err
}
