package derived

import (
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Spaces lists the derived spaces.
func Spaces() []store.Space {
	return []store.Space{record.SpacePaths, record.SpaceUses, record.SpaceShelf, record.SpaceDue}
}

// Rebuild computes the derived spaces from the others: space, key, value.
func Rebuild(r store.Reader, m *content.Model) (map[store.Space]map[string][]byte, error) {
	out := map[store.Space]map[string][]byte{}
	for space, run := range map[store.Space]func() (map[string][]byte, error){
		record.SpacePaths: func() (map[string][]byte, error) { return rebuildPaths(r) },
		record.SpaceUses:  func() (map[string][]byte, error) { return rebuildUses(r, m) },
		record.SpaceShelf: func() (map[string][]byte, error) { return rebuildShelf(r) },
		record.SpaceDue:   func() (map[string][]byte, error) { return rebuildDue(r) },
	} {
		records, err := run()
		if err != nil {
			return nil, err
		}
		out[space] = records
	}
	return out, nil
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
	want, err := Rebuild(w, m)
	if err != nil {
		return err
	}
	for space, records := range want {
		if err := w.Clear(space); err != nil {
			return err
		}
		for key, value := range records {
			if err := w.Put(space, []byte(key), value); err != nil {
				return err
			}
		}
	}
	return nil
}
