package record

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// VersionTable keeps version records. A page of twenty blocks changes by one or two
// of them at a time, so most records are kept as what differs from the version before;
// every PackEvery-th is kept whole. Readers of the table see whole records only.
type VersionTable struct{ Table[Version] }

// PackEvery is after how many versions one is kept whole. Reading a version reads
// fewer than this many neighbours.
const PackEvery = 16

// packedVersion is a version as it differs from the one before. Members that it shares
// with Version have the same numbers there. Number and parent's hash are not
// kept: they follow from the version before.
type packedVersion struct {
	By           content.Author `cbor:"5,keyasint"`
	At           Stamp          `cbor:"6,keyasint"`
	Origin       content.Origin `cbor:"7,keyasint"`
	RestoredFrom uint64         `cbor:"8,keyasint,omitempty"`
	Note         *content.Hash  `cbor:"9,keyasint,omitempty"`
	Raw          *content.Hash  `cbor:"10,keyasint,omitempty"`
	Hash         content.Hash   `cbor:"12,keyasint"`
	Picks        []Pick         `cbor:"13,keyasint,omitempty"`
	Clock        Stamp          `cbor:"14,keyasint,omitempty"`
	Packed       bool           `cbor:"20,keyasint,omitempty"` // true; a whole record does not have it
	Path         *string        `cbor:"21,keyasint,omitempty"` // nil: as before
	Fields       *content.Hash  `cbor:"22,keyasint,omitempty"` // nil: as before
	Head         uint64         `cbor:"23,keyasint,omitempty"` // how many blocks at the start are as before
	Tail         uint64         `cbor:"24,keyasint,omitempty"` // how many at the end are
	Middle       []packedRef    `cbor:"25,keyasint,omitempty"` // those between
}

// packedRef is a block that stood in the version before, perhaps elsewhere and with
// another body, or a new one.
type packedRef struct {
	From uint64          `cbor:"1,keyasint,omitempty"` // 1 + its index in the version before; 0: it was not there
	ID   content.BlockID `cbor:"2,keyasint,omitzero"`
	Kind string          `cbor:"3,keyasint,omitempty"`
	Hash content.Hash    `cbor:"4,keyasint,omitzero"` // zero: the body it had
}

func pack(before, v Version) packedVersion {
	p := packedVersion{
		By: v.By, At: v.At, Origin: v.Origin, RestoredFrom: v.RestoredFrom, Note: v.Note, Raw: v.Raw, Hash: v.Hash, Picks: v.Picks, Clock: v.Clock, Packed: true,
	}
	if v.Path != before.Path {
		p.Path = &v.Path
	}
	if v.Fields != before.Fields {
		p.Fields = &v.Fields
	}
	a, b := before.Blocks, v.Blocks
	most := min(len(a), len(b))
	head := 0
	for head < most && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < most-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	p.Head, p.Tail = uint64(head), uint64(tail)
	place := make(map[content.BlockID]int, len(a))
	for i, ref := range a {
		place[ref.ID] = i
	}
	for _, ref := range b[head : len(b)-tail] {
		i, had := place[ref.ID]
		switch {
		case !had || a[i].Kind != ref.Kind:
			p.Middle = append(p.Middle, packedRef{ID: ref.ID, Kind: ref.Kind, Hash: ref.Hash})
		case a[i].Hash == ref.Hash:
			p.Middle = append(p.Middle, packedRef{From: uint64(i) + 1})
		default:
			p.Middle = append(p.Middle, packedRef{From: uint64(i) + 1, Hash: ref.Hash})
		}
	}
	return p
}

// unpack is the whole record again. The error is store.ErrDamaged when the two do not belong
// together.
func (p packedVersion) unpack(before Version) (Version, error) {
	v := Version{
		Number: before.Number + 1, Path: before.Path, Fields: before.Fields, By: p.By, At: p.At, Origin: p.Origin, RestoredFrom: p.RestoredFrom,
		Note: p.Note, Raw: p.Raw, Parent: before.Hash, Hash: p.Hash, Picks: p.Picks, Clock: p.Clock,
	}
	if p.Path != nil {
		v.Path = *p.Path
	}
	if p.Fields != nil {
		v.Fields = *p.Fields
	}
	a := before.Blocks
	wrong := fmt.Errorf("%w: version %d does not follow from version %d", store.ErrDamaged, v.Number, before.Number)
	if p.Head > uint64(len(a)) || p.Tail > uint64(len(a))-p.Head {
		return v, wrong
	}
	v.Blocks = make([]BlockRef, 0, int(p.Head+p.Tail)+len(p.Middle))
	v.Blocks = append(v.Blocks, a[:p.Head]...)
	for _, m := range p.Middle {
		ref := BlockRef{ID: m.ID, Kind: m.Kind, Hash: m.Hash}
		if m.From > 0 {
			if m.From > uint64(len(a)) {
				return v, wrong
			}
			if ref = a[m.From-1]; m.Hash != (content.Hash{}) {
				ref.Hash = m.Hash
			}
		}
		v.Blocks = append(v.Blocks, ref)
	}
	v.Blocks = append(v.Blocks, a[uint64(len(a))-p.Tail:]...)
	return v, nil
}

// Put writes a version that comes after before; nil for the first.
func (t VersionTable) Put(w store.Writer, key []byte, before *Version, v Version) error {
	if before == nil || v.Number%PackEvery == 1 {
		return t.Table.Put(w, key, v)
	}
	return Table[packedVersion]{t.Space}.Put(w, key, pack(*before, v))
}

// Get returns version n, or ErrNotFound.
func (t VersionTable) Get(r store.Reader, id content.DocumentID, l content.Locale, n uint64) (Version, error) {
	var packed []packedVersion
	for at := n; ; at-- {
		key := NumberedKey(id, l, at)
		stored, err := r.Get(t.Space, key)
		switch {
		case errors.Is(err, store.ErrNotFound) && at == n:
			return Version{}, ErrNotFound
		case errors.Is(err, store.ErrNotFound):
			return Version{}, t.gap(at + 1)
		case err != nil:
			return Version{}, err
		}
		var p packedVersion
		if err := t.decodeAny(stored, &p); err != nil {
			return Version{}, err
		}
		if p.Packed {
			packed = append(packed, p)
			continue
		}
		var v Version
		err = t.decode(stored, &v)
		for i := len(packed) - 1; i >= 0 && err == nil; i-- {
			v, err = packed[i].unpack(v)
		}
		return v, err
	}
}

func (t VersionTable) gap(n uint64) error {
	return fmt.Errorf("%w: version %d has no version before it", store.ErrDamaged, n)
}

func (t VersionTable) decodeAny(stored []byte, p *packedVersion) error {
	if err := decodeMode.Unmarshal(stored, p); err != nil {
		return fmt.Errorf("%w: a record of %s cannot be read: %w", store.ErrDamaged, t.Space, err)
	}
	return nil
}

// Between yields a document's versions from number from to number to, oldest first.
func (t VersionTable) Between(r store.Reader, id content.DocumentID, l content.Locale, from, to uint64) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		for row, err := range t.Scan(r, store.Range{From: NumberedKey(id, l, from), To: NumberedKey(id, l, to+1)}) {
			if !yield(row.Record, err) {
				return
			}
		}
	}
}

// Scan yields whole records, in the order of their keys. A range must not be reversed.
func (t VersionTable) Scan(r store.Reader, rg store.Range) iter.Seq2[Row[Version], error] {
	return func(yield func(Row[Version], error) bool) {
		var before Version
		var chain []byte // key of the document and locale that before is of
		for kv, err := range r.Scan(t.Space, rg) {
			out := Row[Version]{Key: kv.Key}
			if err == nil {
				out.Record, err = t.after(r, kv, chain, before)
			}
			if err == nil {
				before, chain = out.Record, append(chain[:0], kv.Key[:len(kv.Key)-8]...)
			} else {
				chain = chain[:0]
			}
			if !yield(out, err) {
				return
			}
		}
	}
}

// after makes a record whole, given the last one that was read.
func (t VersionTable) after(r store.Reader, kv store.KeyValue, chain []byte, before Version) (Version, error) {
	var p packedVersion
	var v Version
	if err := t.decodeAny(kv.Value, &p); err != nil {
		return v, err
	}
	if !p.Packed {
		return v, t.decode(kv.Value, &v)
	}
	own, n := kv.Key[:len(kv.Key)-8], SequenceOf(kv.Key)
	if bytes.Equal(own, chain) && before.Number == n-1 {
		return p.unpack(before)
	}
	l, _ := LocaleAt(own[16:])
	before, err := t.Get(r, content.DocumentID(own[:16]), l, n-1)
	if errors.Is(err, ErrNotFound) {
		return v, t.gap(n)
	}
	if err != nil {
		return v, err
	}
	return p.unpack(before)
}
