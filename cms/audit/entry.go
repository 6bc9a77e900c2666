package audit

import (
	"crypto/sha256"
	"fmt"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Entries is the table of the log: sequence → Entry. Append writes it.
var Entries = record.TableOf[Entry](record.SpaceAudit)

// Entry says who did what to which version, and when. It holds no content.
// Entries form a chain: each holds the hash of the one before.
type Entry struct {
	Sequence uint64             `cbor:"1,keyasint" json:"sequence"` // from 1, without gaps
	At       record.Stamp       `cbor:"2,keyasint" json:"at"`
	By       content.Author     `cbor:"3,keyasint" json:"by"`
	Action   Action             `cbor:"4,keyasint" json:"action"`
	Document content.DocumentID `cbor:"5,keyasint,omitzero" json:"document,omitzero"`
	Locale   content.Locale     `cbor:"6,keyasint,omitempty" json:"locale,omitzero"`
	Version  uint64             `cbor:"7,keyasint,omitempty" json:"version,omitzero"`
	Subject  string             `cbor:"8,keyasint,omitempty" json:"subject,omitzero"` // what the action was about, such as the id of a person or token
	Previous content.Hash       `cbor:"9,keyasint" json:"previous,omitzero"`
	Hash     content.Hash       `cbor:"10,keyasint,omitzero" json:"hash,omitzero"`
	Clock    record.Stamp       `cbor:"11,keyasint,omitempty" json:"clock,omitzero"` // what the computer's clock showed, when it was not believed; 0: At
}

// Time is when it was done, UTC.
func (e Entry) Time() time.Time { return e.At.Time() }

// Sum is the entry's hash: SHA-256 over its encoding without the hash.
func (e Entry) Sum() (content.Hash, error) {
	e.Hash = content.Hash{}
	b, err := record.Encode(e)
	return sha256.Sum256(b), err
}

// Append writes the next entry of the chain, and completes it. Where entries are known to be
// missing it is a damage error, and so nothing is changed until they are repaired: the last
// one may be among them, and its number would be given twice and the chain be broken for good.
func Append(w store.Writer, e *Entry) error {
	last, ok, err := Entries.Last(w, store.Range{})
	if err != nil {
		return err
	}
	e.Sequence = 1
	if ok {
		e.Sequence, e.Previous = last.Record.Sequence+1, last.Record.Hash
	}
	if e.Hash, err = e.Sum(); err != nil {
		return err
	}
	return Entries.Put(w, record.SequenceKey(e.Sequence), *e)
}

// Last gives the number and the hash of the last audit entry; 0 before the first.
func Last(r store.Reader) (uint64, content.Hash, error) {
	last, ok, err := Entries.Last(r, store.Range{})
	if err != nil || !ok {
		return 0, content.Hash{}, err
	}
	return last.Record.Sequence, last.Record.Hash, nil
}

// Form is the log as lines of JSON. Its chain is checked as it goes out and as it comes in.
func Form() record.Form { return record.FormOf(Entries, record.Rules[Entry]{Check: inChain}) }

func inChain() func(key []byte, e Entry) error {
	var before Entry
	return func(key []byte, e Entry) error {
		sum, err := e.Sum()
		switch {
		case err != nil:
			return err
		case e.Sequence != before.Sequence+1 || record.SequenceOf(key) != e.Sequence:
			return fmt.Errorf("entry %d follows entry %d", e.Sequence, before.Sequence)
		case e.Previous != before.Hash:
			return fmt.Errorf("entry %d does not follow from entry %d", e.Sequence, before.Sequence)
		case e.Hash != sum:
			return fmt.Errorf("entry %d is not what was written: its hash is another", e.Sequence)
		}
		before = e
		return nil
	}
}
