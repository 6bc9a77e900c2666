package cms

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// EraseFiles takes every file that an asset ever had out of every version, for good: a face, a
// consent that was withdrawn. The asset goes to the trash; pages that show it show nothing in
// its place, a marker with the day, who did it and the reason stays, and the same files are
// refused when somebody uploads them again. The data file is rewritten, for it held a tiny
// copy. It returns how many files are gone; none is ErrNotFound. It needs the permission of an
// owner.
//
// Backups that were taken before still have them, and so do caches that ignore purges.
func (e *Editor) EraseFiles(ctx context.Context, who audit.Actor, id content.DocumentID, reason string) (int, error) {
	var gone []content.Hash
	entry := audit.Entry{Action: audit.ActionEraseFiles, Document: id}
	err := e.log.Change(ctx, who, audit.MayAdminister, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		gone = nil
		if err := checkReason(reason); err != nil {
			return err
		}
		for row, err := range record.Files.Scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Asset == id && row.Record.Erased == nil {
				gone = append(gone, content.Hash(row.Key))
			}
		}
		if len(gone) == 0 {
			return fmt.Errorf("files of %s: %w", id, record.ErrNotFound)
		}
		mark := &record.FileErasure{At: now, By: who.Author, Reason: reason}
		for _, h := range gone {
			if err := eraseFile(w, h, mark); err != nil {
				return err
			}
		}
		if err := e.tellUses(w, id, now); err != nil {
			return err
		}
		doc, err := record.Documents.Get(w, record.DocumentKey(id))
		if err != nil || doc.TrashedAt != 0 {
			return err
		}
		doc.TrashedAt, doc.TrashedBy = now, who.Author
		return record.Documents.Put(w, record.DocumentKey(id), doc)
	})
	if err != nil {
		return 0, err
	}
	for _, h := range gone {
		err = errors.Join(err, e.files.blobs.Delete(ctx, h))
	}
	if err != nil {
		return len(gone), fmt.Errorf("nobody is shown the files any more, but not all of their bytes could be removed; the next start tries again: %w", err)
	}
	if e.rewriter == nil {
		return len(gone), nil
	}
	if err := e.rewriter.Rewrite(ctx); err != nil {
		return len(gone), fmt.Errorf("the files are erased, but the data file could not be rewritten, so its unused space may still hold a tiny copy; run practicecms compact: %w", err)
	}
	return len(gone), nil
}

func checkReason(reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return content.Invalid("reason", "required", "Say why, for those who come after you.")
	case len([]rune(reason)) > 500:
		return content.Invalid("reason", "long", "A reason has at most 500 characters.")
	}
	return nil
}

// eraseFile puts a marker in the place of what is known of a file.
func eraseFile(w store.Writer, h content.Hash, mark *record.FileErasure) error {
	f, err := record.Files.Get(w, h[:])
	if err != nil {
		return err
	}
	f.Color, f.Placeholder, f.Erased = "", "", mark
	if err := record.Files.Put(w, h[:], f); err != nil {
		return err
	}
	return record.ShownFiles.Delete(w, h[:])
}

// tellUses tells readers that what shows an asset is another now, so that caches drop it.
func (c *core) tellUses(w store.Writer, id content.DocumentID, now record.Stamp) error {
	for row, err := range record.Uses.Scan(w, store.Prefix(id[:])) {
		if err != nil {
			return err
		}
		source := content.DocumentID(row.Key[16:32])
		l, _ := record.LocaleAt(row.Key[32:])
		head, err := record.Heads.Get(w, record.HeadKey(source, l))
		if err != nil {
			return err
		}
		if !row.Record.Live || head.Live == 0 {
			continue
		}
		if err := appendChange(w, record.Change{At: now, Document: source, Locale: l, Version: head.Live, Path: head.LivePath}); err != nil {
			return err
		}
	}
	return nil
}

// finishErasures removes the bytes of erased files that an interrupted erasure left.
func (c *CMS) finishErasures(ctx context.Context) error {
	return c.store.View(ctx, func(r store.Reader) error {
		for row, err := range record.Files.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Erased != nil {
				if err := c.files.blobs.Delete(ctx, content.Hash(row.Key)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
