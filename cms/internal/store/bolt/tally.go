package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/cespare/xxhash/v2"
	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

// A record that is gone has no checksum that could be wrong, and a page that is an older
// copy of itself has only right ones. So the file says of each part of each space what is
// in it, in a record that is written with every change. The layout is in FORMAT.md.

// tallied is the first format whose files have tallies.
const tallied = 2

// parts is how many parts a space has. What is found wrong is wrong of a whole part, so
// many parts keep much of a damaged space in use.
const parts = 256

// partSize is how much of a key says in which part it is: a document's id, so that what
// is kept of one document is in one part of each space.
const partSize = 16

func partOf(key []byte) byte { return byte(xxhash.Sum64(key[:min(len(key), partSize)])) }

// partOfRange is the only part in which keys of a range can be; ok is false when there
// may be several.
func partOfRange(rng store.Range) (part byte, ok bool) {
	if len(rng.From) < partSize || rng.To == nil {
		return 0, false
	}
	same := store.Prefix(rng.From[:partSize])
	if same.To != nil && string(rng.To) > string(same.To) {
		return 0, false
	}
	return partOf(rng.From), true
}

// tally is what one part of a space holds: how many records, and the sum of their hashes.
// Both wrap around, so a difference is a tally, too.
type tally struct{ count, sum uint64 }

func (t tally) plus(o tally) tally  { return tally{t.count + o.count, t.sum + o.sum} }
func (t tally) minus(o tally) tally { return tally{t.count - o.count, t.sum - o.sum} }

// tallyOf is the tally of one record. The record's own checksum stands for its space, key
// and value, so a value is never read for it.
func tallyOf(key, stored []byte) tally {
	buffer := append(make([]byte, 0, 128), key...) // stays on the stack, for nearly every key
	buffer = append(buffer, stored[:min(len(stored), recordHeaderSize)]...)
	return tally{1, xxhash.Sum64(buffer)}
}

func (t tally) encode() []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, t.count), t.sum)
}

func decodeTally(b []byte) (tally, error) {
	if len(b) != 16 {
		return tally{}, damaged("a tally has %d bytes, it should have 16", len(b))
	}
	return tally{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}, nil
}

// place is a part of a space.
type place struct {
	space store.Space
	part  byte
}

const tallyPrefix = "tally"

// key is where a tally is kept, in the engine's own space: all of one part side by side,
// as what is kept of one document changes together.
func (p place) key() []byte { return append(append([]byte(tallyPrefix), p.part), p.space...) }

// placeOf is the inverse of place.key; ok is false for another record's key. The name is a part
// of the key: a file has thousands of tallies, and a copy for each would cost a start.
func placeOf(key []byte) (space []byte, part byte, ok bool) {
	rest, ok := bytes.CutPrefix(key, []byte(tallyPrefix))
	if !ok || len(rest) < 2 {
		return nil, 0, false
	}
	return rest[1:], rest[0], true
}

// tallyAt is the tally of the record that a key has now, or zero.
func tallyAt(b *bbolt.Bucket, key []byte) tally {
	if found, stored := b.Cursor().Seek(key); bytes.Equal(found, key) {
		return tallyOf(key, stored)
	}
	return tally{}
}

// ledger is what a transaction changes of the tallies. Nil: the file has none.
type ledger map[place]tally

// move takes in that a key's record is another: zero is none.
func (l ledger) move(s store.Space, key []byte, from, to tally) {
	if l == nil || from == to {
		return
	}
	p := place{s, partOf(key)}
	l[p] = l[p].plus(to).minus(from)
}

// clear takes out a space, of which nothing is left, and what tx says of it.
func (l ledger) clear(tx *bbolt.Tx, s store.Space) error {
	bucket := tx.Bucket([]byte(headerSpace))
	for part := range parts {
		p := place{s, byte(part)}
		delete(l, p)
		if err := bucket.Delete(p.key()); err != nil {
			return err
		}
	}
	return nil
}

// write adds the changes to the tallies in tx. It adds and never counts anew: a tally that
// was wrong before stays wrong.
func (l ledger) write(tx *bbolt.Tx) error {
	bucket, k := tx.Bucket([]byte(headerSpace)), newKeyspace(headerSpace, 0)
	for p, change := range l {
		if change == (tally{}) {
			continue
		}
		key, now := p.key(), change
		if stored := bucket.Get(key); stored != nil {
			b, err := k.open(key, stored)
			if err != nil {
				return err
			}
			before, err := decodeTally(b)
			if err != nil {
				return err
			}
			now = before.plus(change)
		}
		var err error
		if now == (tally{}) {
			err = bucket.Delete(key)
		} else {
			err = bucket.Put(key, k.seal(key, now.encode()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// countAll counts every record of every space, for a file that has no tallies yet.
func countAll(tx *bbolt.Tx) (ledger, error) {
	all := ledger{}
	err := tx.ForEach(func(space []byte, records *bbolt.Bucket) error {
		s := store.Space(space)
		if s == headerSpace {
			return nil
		}
		return records.ForEach(func(key, stored []byte) error {
			all.move(s, key, tally{}, tallyOf(key, stored))
			return nil
		})
	})
	return all, err
}

// census counts, in a walk through one state of a file, what is there, and compares it with
// what the tallies say. The zero census is ready.
type census struct {
	format uint32 // 0 until the header record came by, and when it can't be read
	found  map[store.Space]*[parts]tally
	told   map[store.Space]*[parts]tally

	space   store.Space // the one the walk is in
	current *[parts]tally
	start   []byte // of the last key, in the buffer below, and
	part    byte   // its part: what is kept of one document comes side by side
	buffer  [partSize]byte
	own     keyspace // the engine's
}

// take is given every record of the walk, space by space.
func (c *census) take(s store.Space, key, stored []byte) {
	if s == headerSpace {
		c.takeOwn(key, stored)
		return
	}
	if c.space != s || c.current == nil {
		c.space, c.current = s, of(&c.found, s)
	}
	t := &c.current[c.partOf(key)]
	*t = t.plus(tallyOf(key, stored))
}

// partOf is partOf, at half the cost for keys that begin alike.
func (c *census) partOf(key []byte) byte {
	if start := key[:min(len(key), partSize)]; c.start == nil || !bytes.Equal(start, c.start) {
		c.start, c.part = append(c.buffer[:0], start...), partOf(key)
	}
	return c.part
}

// takeOwn takes a record of the engine's own. One that can't be read is as good as none:
// what it speaks of does not agree then.
func (c *census) takeOwn(key, stored []byte) {
	if c.own.name == "" {
		c.own = newKeyspace(headerSpace, 0)
	}
	b, err := c.own.open(key, stored)
	if err != nil {
		return
	}
	if string(key) == headerKey {
		if h, err := decodeHeader(b); err == nil {
			c.format = h.Format
		}
		return
	}
	space, part, ok := placeOf(key)
	t, err := decodeTally(b)
	if !ok || err != nil {
		return
	}
	told := c.told[store.Space(space)]
	if told == nil {
		told = of(&c.told, store.Space(space))
	}
	told[part] = t
}

// of finds the tallies of a space, and makes them.
func of(all *map[store.Space]*[parts]tally, s store.Space) *[parts]tally {
	if *all == nil {
		*all = map[store.Space]*[parts]tally{}
	}
	if (*all)[s] == nil {
		(*all)[s] = new([parts]tally)
	}
	return (*all)[s]
}

// doubts lists the places that do not hold what was written, and says so of each space.
func (c *census) doubts() (doubts, []store.Problem) {
	if c.format < tallied {
		return nil, nil
	}
	for s := range c.told {
		of(&c.found, s) // also a space of which nothing is left
	}
	var out doubts
	var problems []store.Problem
	for _, s := range slices.Sorted(maps.Keys(c.found)) {
		found, told := c.found[s], of(&c.told, s)
		var there, written tally
		wrong := 0
		for part := range parts {
			if found[part] == told[part] {
				continue
			}
			if out == nil {
				out = doubts{}
			}
			out[place{s, byte(part)}] = struct{}{}
			there, written = there.plus(found[part]), written.plus(told[part])
			wrong++
		}
		if wrong > 0 {
			problems = append(problems, store.Problem{Space: s, Text: fmt.Sprintf(
				"%d of its %d parts do not hold what was written: %d records were, %d are there; if the numbers are the same, older ones are in the place of some",
				wrong, parts, written.count, there.count)})
		}
	}
	return out, problems
}

// doubts are the places that are known not to hold what was written. They are never
// changed: another takes their place. Nil: all is well, as far as is known.
type doubts map[place]struct{}

// about returns a *store.DamageError when a key is in a place that is in doubt.
func (d doubts) about(s store.Space, key []byte) error {
	if len(d) == 0 {
		return nil
	}
	if _, bad := d[place{s, partOf(key)}]; !bad {
		return nil
	}
	return &store.DamageError{Space: s, Key: bytes.Clone(key), Detail: lacking}
}

// aboutRange returns a *store.DamageError when keys of a range may be in a place that is in
// doubt.
func (d doubts) aboutRange(s store.Space, rng store.Range) error {
	part, only := partOfRange(rng)
	for p := range d {
		if p.space == s && (!only || p.part == part) {
			return &store.DamageError{Space: s, Detail: lacking}
		}
	}
	return nil
}

const lacking = "records of this part of it are missing, or older ones are in their place"

// without is what is left when spaces are beyond doubt.
func (d doubts) without(spaces map[store.Space]bool) doubts {
	var out doubts
	for p := range d {
		if spaces[p.space] {
			continue
		}
		if out == nil {
			out = doubts{}
		}
		out[p] = struct{}{}
	}
	return out
}

// and is both together.
func (d doubts) and(more doubts) doubts {
	if len(d) == 0 {
		return more
	}
	out := maps.Clone(d)
	maps.Copy(out, more)
	return out
}
