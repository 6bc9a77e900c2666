package record

import "practicecms/cms/internal/store"

// SetBack says that the changes until its key were at At at the latest, whatever their stamps
// say: the clock had been wrong, an owner said that it is right now, and it went back.
type SetBack struct {
	At Stamp `cbor:"1,keyasint" json:"at"`
}

// NoteSetBack keeps that the changes until now were at a moment at the latest.
func NoteSetBack(w store.Writer, at Stamp) error {
	last, err := LastChange(w)
	if err != nil {
		return err
	}
	key := SequenceKey(last)
	before, ok, err := SetBacks.Find(w, key)
	if err != nil || ok && before.At <= at {
		return err
	}
	return SetBacks.Put(w, key, SetBack{at})
}

// WasSetBack reports whether the clock ever was.
func WasSetBack(r store.Reader) (bool, error) {
	_, ok, err := SetBacks.Last(r, store.Range{})
	return ok, err
}
