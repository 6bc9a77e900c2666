package record

import "practicecms/cms/internal/store"

// NoteSetBack keeps that the changes until now were at now at the latest, whatever their
// stamps say: somebody said that the clock had been wrong, and it went back.
func NoteSetBack(w store.Writer, now Stamp) error {
	last, err := LastChange(w)
	if err != nil {
		return err
	}
	key := SequenceKey(last)
	before, ok, err := SetBacks.Find(w, key)
	if err != nil || ok && before <= now {
		return err
	}
	return SetBacks.Put(w, key, now)
}

// WasSetBack reports whether the clock ever was.
func WasSetBack(r store.Reader) (bool, error) {
	_, ok, err := SetBacks.Last(r, store.Range{})
	return ok, err
}
