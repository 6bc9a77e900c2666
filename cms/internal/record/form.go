package record

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// MaxLine is the longest line of a Form, in bytes with its line feed.
const MaxLine = 32 << 20

// Form is a space as lines of JSON, one for each record, in the order of their keys:
//
//	{"key":{"document":"01890a5d-…","locale":"en-US"},"value":{"latest":2,"live":1,…}}
//
// The members of a value are those of the record, by their names in JSON. What a Form reads is
// checked as far as a record and the ones before it can show; Verify checks the rest.
type Form struct {
	Space store.Space
	lines func(r store.Reader, hide bool, at Stamp) iter.Seq2[[]byte, error]
	taker func() func(w store.Writer, key []byte, value jsontext.Value) error
}

// Rules are what is special about the records of a Form; the zero Rules: nothing is.
type Rules[R any] struct {
	// Hide takes out of a record what nobody else should have; nil: there is nothing. At is when
	// the last change of the practice was.
	Hide func(rec *R, at Stamp)
	// Out makes of a record as it is kept the one that goes out, after Hide; nil: they are the same.
	Out func(key []byte, rec *R, at Stamp) error
	// In makes of a record that comes in the one that is kept; nil: they are the same.
	In func(key []byte, rec *R) error
	// Check makes what looks at the records of a space, one after the other, as they go out and as
	// they come in; nil: nothing does.
	Check func() func(key []byte, rec R) error
}

// FormOf is the form of a table.
func FormOf[R any](t Table[R], rules Rules[R]) Form {
	all := func(r store.Reader) iter.Seq2[Row[R], error] { return t.Scan(r, store.Range{}) }
	return newForm(t.Space, rules, all, func() putter[R] { return t.Put })
}

// putter writes the records of a space, one after the other.
type putter[R any] = func(w store.Writer, key []byte, rec R) error

// Forms are those of the model's spaces. Derived ones have none: they follow from the others.
func Forms() []Form {
	return []Form{
		FormOf(Documents, Rules[Document]{}),
		FormOf(Heads, Rules[Head]{}),
		versionForm(),
		bodyForm(),
		FormOf(Names, Rules[Name]{}),
		FormOf(Erasures, Rules[Erasure]{}),
		FormOf(Publications, Rules[Publication]{}),
		FormOf(Changes, Rules[Change]{Check: inSequence[Change]}),
		FormOf(SetBacks, Rules[SetBack]{}),
		FormOf(Working, Rules[WorkingCopy]{}),
		FormOf(Redirects, Rules[Redirect]{}),
		FormOf(Files, Rules[FileRecord]{}),
	}
}

func versionForm() Form {
	all := func(r store.Reader) iter.Seq2[Row[Version], error] { return Versions.Scan(r, store.Range{}) }
	return newForm(SpaceVersions, Rules[Version]{Check: inChain}, all, func() putter[Version] {
		var before Version
		return func(w store.Writer, key []byte, v Version) error {
			last := &before
			if v.Number == 1 {
				last = nil
			}
			err := Versions.Put(w, key, last, v)
			before = v
			return err
		}
	})
}

// inChain looks at the chains of versions: their numbers, parents and hashes.
func inChain() func(key []byte, v Version) error {
	var before Version
	var chain []byte // key of the document and locale that before is of
	return func(key []byte, v Version) error {
		own := key[:len(key)-8]
		if !bytes.Equal(own, chain) {
			before, chain = Version{}, bytes.Clone(own)
		}
		l, _ := LocaleAt(own[16:])
		sum, err := v.Sum(content.DocumentID(own[:16]), l)
		switch {
		case err != nil:
			return err
		case v.Number != before.Number+1 || SequenceOf(key) != v.Number:
			return fmt.Errorf("version %d follows version %d", v.Number, before.Number)
		case v.Parent != before.Hash:
			return fmt.Errorf("version %d does not follow from version %d", v.Number, before.Number)
		case v.Hash != sum:
			return fmt.Errorf("version %d is not what was written: its hash is another", v.Number)
		}
		before = v
		return nil
	}
}

func bodyForm() Form {
	all := func(r store.Reader) iter.Seq2[Row[Body], error] {
		return func(yield func(Row[Body], error) bool) {
			for b, err := range Bodies.Scan(r) {
				row := Row[Body]{Key: b.Hash[:]}
				if err == nil {
					err = DecodeBody(b.Bytes, &row.Record)
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
	return newForm(SpaceBodies, Rules[Body]{Check: underItsHash}, all, func() putter[Body] {
		return func(w store.Writer, key []byte, b Body) error {
			encoded, err := Encode(b)
			if err != nil {
				return err
			}
			return Bodies.put(w, content.Hash(key), encoded)
		}
	})
}

// underItsHash looks that each text is the one that its key is the hash of.
func underItsHash() func(key []byte, b Body) error {
	return func(key []byte, b Body) error {
		h, err := b.Sum()
		if err == nil && !bytes.Equal(h[:], key) {
			err = errors.New("this text is not what was written: its hash is another")
		}
		return err
	}
}

// inSequence looks that the numbers of a space go up by one from 1.
func inSequence[R any]() func(key []byte, _ R) error {
	last := uint64(0)
	return func(key []byte, _ R) error {
		if last++; SequenceOf(key) != last {
			return fmt.Errorf("number %d follows number %d", SequenceOf(key), last-1)
		}
		return nil
	}
}

// line is one record.
type line[R any] struct {
	Key   jsontext.Value `json:"key"`
	Value R              `json:"value"`
}

func newForm[R any](s store.Space, rules Rules[R], all func(store.Reader) iter.Seq2[Row[R], error], newPutter func() putter[R]) Form {
	if rules.Hide == nil {
		rules.Hide = func(*R, Stamp) {}
	}
	if rules.Out == nil {
		rules.Out = func([]byte, *R, Stamp) error { return nil }
	}
	if rules.In == nil {
		rules.In = func([]byte, *R) error { return nil }
	}
	if rules.Check == nil {
		rules.Check = func() func([]byte, R) error { return func([]byte, R) error { return nil } }
	}
	return Form{
		Space: s,
		lines: func(r store.Reader, hide bool, at Stamp) iter.Seq2[[]byte, error] {
			return func(yield func([]byte, error) bool) {
				check := rules.Check()
				for row, err := range all(r) {
					if err == nil {
						err = check(row.Key, row.Record)
					}
					if hide {
						rules.Hide(&row.Record, at)
					}
					if err == nil {
						err = rules.Out(row.Key, &row.Record, at)
					}
					var out []byte
					if err == nil {
						out, err = writeLine(s, row)
					}
					if err != nil {
						err = fmt.Errorf("a record of %s cannot be written, under the key %x: %w", s, row.Key, err)
					}
					if !yield(out, err) || err != nil {
						return
					}
				}
			}
		},
		taker: func() func(store.Writer, []byte, jsontext.Value) error {
			check, put := rules.Check(), newPutter()
			return func(w store.Writer, key []byte, value jsontext.Value) error {
				var rec R
				if err := json.Unmarshal(value, &rec, JSON); err != nil {
					return JSONError(err)
				}
				if err := check(key, rec); err != nil {
					return err
				}
				if err := rules.In(key, &rec); err != nil {
					return err
				}
				return put(w, key, rec)
			}
		},
	}
}

// writeLine writes a record, and reads it again: one that would not come back as it is must
// not be taken for written.
func writeLine[R any](s store.Space, row Row[R]) ([]byte, error) {
	key, err := layouts[s].write(row.Key)
	if err != nil {
		return nil, err
	}
	out, err := json.Marshal(line[R]{key, row.Record}, JSON)
	if err != nil {
		return nil, err
	}
	if len(out) >= MaxLine {
		return nil, fmt.Errorf("it has %d bytes, and a line has at most %d", len(out), MaxLine)
	}
	var again line[R]
	if err := json.Unmarshal(out, &again, JSON); err != nil {
		return nil, JSONError(err)
	}
	keyAgain, err := layouts[s].read(again.Key)
	if err != nil {
		return nil, err
	}
	was, err := Encode(row.Record)
	if err != nil {
		return nil, err
	}
	is, err := Encode(again.Value)
	if err == nil && (!bytes.Equal(keyAgain, row.Key) || !bytes.Equal(is, was)) {
		err = errors.New("it would not come back as it is")
	}
	return append(out, '\n'), err
}

// Lines yields the lines of a space, each with its line feed, good until the next step. With
// hide they lack what nobody else should have. It ends with the first error.
func (f Form) Lines(r store.Reader, hide bool, at Stamp) iter.Seq2[[]byte, error] {
	return f.lines(r, hide, at)
}

// Taker takes in the lines of one space, in their order.
type Taker struct {
	form   Form
	take   func(w store.Writer, key []byte, value jsontext.Value) error
	before []byte // the last key
}

// Taker begins to take in a space, which is empty.
func (f Form) Taker() *Taker { return &Taker{form: f, take: f.taker()} }

// Take writes the record of a line. The errors say what is wrong with it.
func (t *Taker) Take(w store.Writer, text []byte) error {
	var in line[jsontext.Value]
	if err := json.Unmarshal(text, &in, json.RejectUnknownMembers(true)); err != nil {
		return JSONError(err)
	}
	if in.Key == nil || in.Value == nil {
		return errors.New(`it lacks "key" or "value"`)
	}
	key, err := layouts[t.form.Space].read(in.Key)
	if err != nil {
		return err
	}
	if t.before != nil && bytes.Compare(key, t.before) <= 0 {
		return errors.New("its key does not come after the one of the line before: lines are doubled or in another order")
	}
	t.before = key
	return t.take(w, key, in.Value)
}
