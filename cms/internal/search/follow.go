package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search/index"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// markAt is what an index keeps when it is in step up to an audit entry.
func (f *Finder) markAt(entry uint64, h content.Hash) []byte {
	return slices.Concat(f.about[:], binary.BigEndian.AppendUint64(nil, entry), h[:])
}

// placeOf is the audit entry that a mark names. The error is errStartOver when that is not
// in the log, or the index was made by something else.
func (f *Finder) placeOf(r store.Reader, mark []byte) (uint64, error) {
	if len(mark) != len(f.about)+8+len(content.Hash{}) {
		return 0, fmt.Errorf("%w: it is not whole", errStartOver)
	}
	if !bytes.HasPrefix(mark, f.about[:]) {
		return 0, fmt.Errorf("%w: another version of this program wrote it", errStartOver)
	}
	n := binary.BigEndian.Uint64(mark[len(f.about):])
	entry, ok, err := audit.Entries.Find(r, record.SequenceKey(n))
	if err != nil {
		return 0, err
	}
	if !ok || !bytes.Equal(f.markAt(n, entry.Hash), mark) {
		return 0, fmt.Errorf("%w: the log does not have its mark", errStartOver)
	}
	return n, nil
}

// followed is how many audit entries are read in one transaction.
const followed = 10_000

// follow brings an index in step that is so up to an entry.
func (f *Finder) follow(ctx context.Context, x *index.Index, at uint64) (uint64, error) {
	for {
		touched := map[content.DocumentID]bool{}
		var hash content.Hash
		n := 0
		err := f.store.View(ctx, func(r store.Reader) error {
			for row, err := range audit.Entries.Scan(r, store.Range{From: record.SequenceKey(at + 1)}) {
				if err != nil {
					return err
				}
				if row.Record.Action == audit.ActionErase {
					return fmt.Errorf("%w: words were erased", errStartOver)
				}
				if !row.Record.Document.IsZero() {
					touched[row.Record.Document] = true
				}
				at, hash = row.Record.Sequence, row.Record.Hash
				if n++; n == followed {
					break
				}
			}
			return nil
		})
		if err != nil {
			return at, err
		}
		if len(touched) > 0 {
			if err := f.refresh(ctx, x, touched); err != nil {
				return at, err
			}
			if err := x.Apply(nil, nil, f.markAt(at, hash)); err != nil {
				return at, err
			}
		}
		if n < followed {
			return at, nil
		}
	}
}

// build writes an index anew. What changes meanwhile is in the log behind its mark.
func (f *Finder) build(ctx context.Context) (x *index.Index, at uint64, err error) {
	if x, err = index.Create(f.dir); err != nil {
		return nil, 0, err
	}
	var hash content.Hash
	var all []key
	err = f.store.View(ctx, func(r store.Reader) error {
		if at, hash, err = audit.Last(r); err != nil {
			return err
		}
		return record.EachHead(r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
			if f.holds(doc, head) != 0 {
				all = append(all, key{id, l})
			}
			return nil
		})
	})
	if err == nil {
		err = f.put(ctx, x, all)
	}
	if err == nil {
		err = x.Apply(nil, nil, f.markAt(at, hash))
	}
	if err == nil {
		err = x.Flush(ctx) // so that a restart does not begin anew
	}
	if err == nil {
		at, err = f.follow(ctx, x, at)
	}
	return x, at, err
}

// refresh puts anew what the index has of some documents and what it has in another
// version, and takes out what it should not have.
func (f *Finder) refresh(ctx context.Context, x *index.Index, docs map[content.DocumentID]bool) error {
	var all []key
	want := map[string]string{} // versions by key
	err := f.store.View(ctx, func(r store.Reader) error {
		for id := range docs {
			doc, err := record.Documents.Get(r, record.DocumentKey(id))
			if err != nil {
				return err
			}
			heads, err := record.HeadsOf(r, id)
			if err != nil {
				return err
			}
			for _, head := range heads {
				h := key{id, head.Locale}
				all = append(all, h)
				n := f.holds(doc, head.Head)
				if n == 0 {
					continue
				}
				v, err := record.Versions.Get(r, id, head.Locale, n)
				if err != nil {
					return err
				}
				want[h.text()] = v.Hash.String()
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, followed) {
		keys := make([]string, len(some))
		for i, h := range some {
			keys[i] = h.text()
		}
		have, err := x.Versions(ctx, keys)
		if err != nil {
			return err
		}
		var stale []key
		var gone []string
		for _, h := range some {
			switch key := h.text(); {
			case want[key] == have[key]:
			case want[key] == "":
				gone = append(gone, key)
			default:
				stale = append(stale, h)
			}
		}
		if err := x.Apply(nil, gone, nil); err != nil {
			return err
		}
		if err := f.put(ctx, x, stale); err != nil {
			return err
		}
	}
	return nil
}

// batchBytes bounds the texts that are put into an index at once: it takes thirty times
// as much memory to do so.
const batchBytes = 512 << 10

// put indexes documents as they are now.
func (f *Finder) put(ctx context.Context, x *index.Index, all []key) error {
	for len(all) > 0 {
		var read []source
		size := 0
		err := f.store.View(ctx, func(r store.Reader) error {
			for len(all) > 0 && size < batchBytes {
				v, err := f.read(r, all[0])
				switch {
				case errors.Is(err, record.ErrNotFound): // it is gone by now, and the log says so
				case err != nil:
					return err
				default:
					read = append(read, v)
					size += v.size()
				}
				all = all[1:]
			}
			return nil
		})
		if err != nil {
			return err
		}
		batch := make([]index.Document, len(read))
		for i, v := range read { // outside of the transaction, for it can take long
			if err := ctx.Err(); err != nil {
				return err
			}
			batch[i] = f.document(v)
		}
		if err := x.Apply(batch, nil, nil); err != nil {
			return err
		}
	}
	return nil
}
