package cms

import (
	"context"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// nameRecord is what people call a version, and their note on it. A version never
// changes, so both are kept beside it; their texts are bodies, so that they can be
// erased like any other.
type nameRecord struct {
	Name *Hash  `cbor:"1,keyasint,omitempty"`
	Note *Hash  `cbor:"2,keyasint,omitempty"`
	By   Author `cbor:"3,keyasint"`
	At   stamp  `cbor:"4,keyasint"`
}

// NameVersion gives a version a name, such as "before the new prices", and a note, in
// place of the ones it had. A name has at most 80 characters and a note 500; with both
// empty they are taken away. A version with a name is never thinned out.
func (e *Editor) NameVersion(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, n uint64, name, note string) error {
	if len([]rune(name)) > 80 {
		return content.Invalid("name", "long", "A name has at most 80 characters.")
	}
	if len([]rune(note)) > 500 {
		return content.Invalid("note", "long", "A note has at most 500 characters.")
	}
	entry := AuditEntry{Action: ActionName, Document: id, Locale: l, Version: n}
	return e.change(ctx, who, mayWrite, &entry, func(w store.Writer, now stamp) error {
		if _, err := versions.get(w, id, l, n); err != nil {
			return err
		}
		key := numberedKey(id, l, n)
		oldName, oldNote, had, err := readName(w, key)
		if err != nil {
			return err
		}
		switch {
		case oldName == name && oldNote == note:
			return errNoChange
		case had:
			if err := forgetName(w, key); err != nil {
				return err
			}
		}
		if name == "" && note == "" {
			return nil
		}
		rec := nameRecord{By: who.Author, At: now}
		if rec.Name, err = writeText(w, e.cms.rand, name); err != nil {
			return err
		}
		if rec.Note, err = writeText(w, e.cms.rand, note); err != nil {
			return err
		}
		return names.put(w, key, rec)
	})
}

// readName reads the name and the note of a version; had is false when it has neither.
func readName(r store.Reader, key []byte) (name, note string, had bool, err error) {
	rec, had, err := names.find(r, key)
	if err != nil || !had {
		return "", "", false, err
	}
	if name, err = readText(r, rec.Name); err != nil {
		return "", "", false, err
	}
	note, err = readText(r, rec.Note)
	return name, note, true, err
}

// forgetName drops a name with its texts: nothing else refers to them.
func forgetName(w store.Writer, key []byte) error {
	rec, err := names.get(w, key)
	if err != nil {
		return err
	}
	for _, h := range rec.bodies() {
		if err := bodies.delete(w, h); err != nil {
			return err
		}
		if err := erasures.delete(w, h[:]); err != nil {
			return err
		}
	}
	return names.delete(w, key)
}

func (n nameRecord) bodies() []Hash {
	var out []Hash
	for _, h := range []*Hash{n.Name, n.Note} {
		if h != nil {
			out = append(out, *h)
		}
	}
	return out
}
