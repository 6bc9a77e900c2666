package pages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"

	"practicecms/cms/internal/store"
)

const (
	pageHeaderSize   = 16 // id u64, flags u16, count u16, overflow u32
	elementSize      = 16
	bucketHeaderSize = 16 // root page u64, sequence u64

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	bucketElement = 0x01

	boltMagic   = 0xED0CDAED
	boltVersion = 2
)

var native = binary.NativeEndian

// File is a bbolt file, as bytes. Numbers in it are in the byte order of the host.
type File struct {
	io.ReaderAt
	Size     int64 // in bytes
	PageSize int   // in bytes; a file with another is ErrForeign
}

// Meta is what one of the two first pages says about a state of the file.
type Meta struct {
	root     uint64 // page of the top-level tree
	freelist uint64 // page of the list of free pages
	pages    uint64 // pages in use or free: everything from here on is slack
	txid     uint64 // the higher one is the newer state
}

// Txid is the number of the transaction that wrote it. The higher one is the newer state.
func (m Meta) Txid() uint64 { return m.txid }

// Bytes is how long a file with this state is at least.
func (m Meta) Bytes(pageSize int) int64 { return int64(m.pages) * int64(pageSize) }

// ErrForeign is returned for a file that is no bbolt file, or none with these pages.
var ErrForeign = errors.New("store: not a practicecms data file")

var (
	errNotBolt    = errors.New("not a bbolt file")
	errBadHeader  = errors.New("its checksum is wrong")
	errOtherBytes = errors.New("written on a machine with another byte order, or another version of bbolt")
)

// ParseMeta reads the first or second page, which is slot 0 or 1.
func ParseMeta(b []byte, slot uint64, pageSize int) (Meta, error) {
	if len(b) < pageHeaderSize+64 {
		return Meta{}, io.ErrUnexpectedEOF
	}
	body := b[pageHeaderSize:]
	switch {
	case native.Uint32(body) != boltMagic:
		return Meta{}, errNotBolt
	case native.Uint32(body[4:]) != boltVersion:
		return Meta{}, errOtherBytes
	}
	sum := fnv.New64a()
	sum.Write(body[:56])
	if sum.Sum64() != native.Uint64(body[56:]) || native.Uint64(b) != slot || native.Uint16(b[8:]) != metaPage {
		return Meta{}, errBadHeader
	}
	if size := native.Uint32(body[8:]); size != uint32(pageSize) {
		return Meta{}, fmt.Errorf("%w: its pages have %d bytes, ours have %d", ErrForeign, size, pageSize)
	}
	return Meta{
		root:     native.Uint64(body[16:]),
		freelist: native.Uint64(body[32:]),
		pages:    native.Uint64(body[40:]),
		txid:     native.Uint64(body[48:]),
	}, nil
}

// Meta returns the newer valid one of a file's two headers. badSlot is the number of the
// damaged one, or -1. It returns ErrForeign, a *store.DamageError when there is no valid
// one, or what reading says.
func (f File) Meta() (newest Meta, badSlot int, err error) {
	var (
		found [2]Meta
		errs  [2]error
	)
	for slot := range found {
		b := make([]byte, pageHeaderSize+64)
		switch _, err := f.ReadAt(b, int64(slot)*int64(f.PageSize)); {
		case errors.Is(err, io.EOF): // too short: not worth a name of its own
			errs[slot] = errNotBolt
		case err != nil:
			return Meta{}, -1, err
		default:
			found[slot], errs[slot] = ParseMeta(b, uint64(slot), f.PageSize)
		}
	}
	for _, err := range errs {
		if errors.Is(err, ErrForeign) {
			return Meta{}, -1, err
		}
	}
	switch {
	case errs[0] != nil && errs[1] != nil:
		if errors.Is(errs[0], errNotBolt) && errors.Is(errs[1], errNotBolt) {
			return Meta{}, -1, fmt.Errorf("%w: it does not start like one", ErrForeign)
		}
		return Meta{}, -1, &store.DamageError{Detail: fmt.Sprintf("both headers: %v; %v", errs[0], errs[1])}
	case errs[0] != nil:
		return found[1], 0, nil
	case errs[1] != nil:
		return found[0], 1, nil
	case found[1].txid > found[0].txid:
		return found[1], -1, nil
	}
	return found[0], -1, nil
}

// node is one page of a tree, or the page that a small bucket holds inline.
type node struct {
	id       uint64
	flags    uint16
	count    int
	overflow uint64 // further pages that belong to this one
	body     []byte // the whole page or pages, header included
}

func parseNode(b []byte) (node, error) {
	if len(b) < pageHeaderSize {
		return node{}, io.ErrUnexpectedEOF
	}
	return node{
		id:       native.Uint64(b),
		flags:    native.Uint16(b[8:]),
		count:    int(native.Uint16(b[10:])),
		overflow: uint64(native.Uint32(b[12:])),
		body:     b,
	}, nil
}

// element is one entry of a node. Child is set in a branch, Value in a leaf.
type element struct {
	flags      uint32
	key, value []byte
	child      uint64
}

// elements lists a node's entries. bbolt packs them without gaps, in order, right
// behind the table that points at them; anything else is damage. That strictness
// finds a lowered count, which would hide the last records from every reader.
// They are appended to list. The second result is the number of bytes in use.
func (n node) elements(list []element) ([]element, int, error) {
	table := pageHeaderSize + n.count*elementSize
	if table > len(n.body) {
		return list, 0, fmt.Errorf("%d entries do not fit", n.count)
	}
	list = slices.Grow(list, n.count)
	next := uint64(table)
	for i := range n.count {
		at := pageHeaderSize + i*elementSize
		raw := n.body[at:]
		var e element
		var pos, keySize, valueSize uint64
		if n.flags == branchPage {
			pos, keySize = uint64(native.Uint32(raw)), uint64(native.Uint32(raw[4:]))
			e.child = native.Uint64(raw[8:])
		} else {
			e.flags = native.Uint32(raw)
			pos, keySize, valueSize = uint64(native.Uint32(raw[4:])), uint64(native.Uint32(raw[8:])), uint64(native.Uint32(raw[12:]))
		}
		end := next + keySize + valueSize
		if uint64(at)+pos != next || keySize == 0 || end > uint64(len(n.body)) {
			return list, 0, fmt.Errorf("entry %d of %d is not where it belongs", i+1, n.count)
		}
		e.key = n.body[next : next+keySize : next+keySize]
		e.value = n.body[next+keySize : end : end]
		list, next = append(list, e), end
	}
	return list, int(next), nil
}

// freePages lists the pages that a freelist page names.
func (n node) freePages() ([]uint64, error) {
	ids, count := n.body[pageHeaderSize:], uint64(n.count)
	if n.count == 0xFFFF { // too many for 16 bits: the first entry is the number
		if len(ids) < 8 {
			return nil, io.ErrUnexpectedEOF
		}
		count, ids = native.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return nil, fmt.Errorf("%d free pages do not fit", count)
	}
	list := make([]uint64, count)
	for i := range list {
		list[i] = native.Uint64(ids[8*i:])
		if i > 0 && list[i] <= list[i-1] {
			return nil, errors.New("the free pages are out of order")
		}
	}
	return list, nil
}
