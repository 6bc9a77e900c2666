package cms

import (
	"context"
	"errors"
	"fmt"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// AssetDraft is an asset with what a person can change of it.
type AssetDraft struct {
	Asset
	Locale  content.Locale
	Version uint64 // its latest
	Fields  content.Fields
	Trashed bool
}

// Asset reads an asset. The error is ErrNotFound, also for what is none.
func (e *Editor) Asset(ctx context.Context, who audit.Actor, id content.DocumentID) (out AssetDraft, err error) {
	err = e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		a, err := e.assetNow(r, id)
		if out.Trashed = errors.Is(err, record.ErrTrashed); out.Trashed {
			err = nil
		}
		if err != nil {
			return err
		}
		heads, err := record.HeadsOf(r, id)
		if err != nil {
			return err
		}
		if len(heads) == 0 {
			return record.ErrNotFound
		}
		v, err := record.LoadFields(r, id, heads[0].Locale, heads[0].Latest)
		out.Asset, out.Locale, out.Version, out.Fields = a, heads[0].Locale, heads[0].Latest, v.Content.Fields
		return err
	})
	return out, err
}

// DescribeAsset changes what is known of an asset: its title and fields. Readers of the pages
// that use it see it at once; how a page describes a picture is the page's own. Base is the
// version that the change started from; when another is there by now the error is ErrMovedOn.
// The file stays: see ReplaceFile.
func (e *Editor) DescribeAsset(ctx context.Context, who audit.Actor, id content.DocumentID, base uint64, title string, fields content.Fields) error {
	return e.changeAsset(ctx, who, id, func(_ store.Writer, head record.Head, typ content.Type, c *content.Content) error {
		if head.Latest != base {
			return record.ErrMovedOn
		}
		file, _ := content.Meant(typ.Fields, content.AssetFile)
		kept := c.Fields[file.Name]
		c.Title, c.Fields = title, fields
		c.Fields[file.Name] = kept
		return nil
	})
}

// ReplaceFile gives an asset the file of an upload that has arrived whole. Uses go on showing
// the one that they name, until ReplaceUses. The errors are those of FinishUpload.
func (e *Editor) ReplaceFile(ctx context.Context, who audit.Actor, id content.DocumentID, upload string) ([]pictures.Finding, error) {
	if err := e.log.Allow(ctx, who, audit.MayWrite|audit.MayPublish, audit.OnDocument(id)); err != nil {
		return nil, err
	}
	if err := e.mayUpload(ctx, who); err != nil {
		return nil, err
	}
	part, err := e.files.parts.Open(upload)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	f, took, h, err := e.files.take(ctx, part)
	if err != nil {
		return nil, err
	}
	err = e.changeAsset(ctx, who, id, func(w store.Writer, _ record.Head, typ content.Type, c *content.Content) error {
		if e.assetType(f.Width > 0).Name != typ.Name {
			return content.Invalid("file", content.CodeBadFile, "Give a picture for a picture, and a document for a document.")
		}
		known, there, err := record.Files.Find(w, h[:])
		switch {
		case err != nil:
			return err
		case there && known.Erased != nil:
			return ErrErased
		case !there:
			f.At, f.Asset = e.now(), id
			if err := record.Files.Put(w, h[:], f); err != nil {
				return err
			}
		}
		file, _ := content.Meant(typ.Fields, content.AssetFile)
		c.Fields[file.Name] = h.String()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return took, e.files.parts.Drop(upload)
}

// changeAsset writes an asset's next version and makes it the live one.
func (e *Editor) changeAsset(ctx context.Context, who audit.Actor, id content.DocumentID, change func(store.Writer, record.Head, content.Type, *content.Content) error) error {
	entry := audit.Entry{Action: audit.ActionChangeAsset, Document: id}
	return e.log.Change(ctx, who, audit.MayWrite|audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		a, err := e.assetNow(w, id)
		if err != nil {
			return err
		}
		heads, err := record.HeadsOf(w, id)
		if err != nil {
			return err
		}
		l := heads[0].Locale
		_, head, latest, err := e.openDraft(w, who, id, l)
		if err != nil {
			return err
		}
		next := latest.Content
		next.Fields = content.MapTexts(a.Type.Fields, next.Fields, func(_ content.Field, s string) string { return s }) // a copy
		if err := change(w, head, a.Type, &next); err != nil {
			return err
		}
		if next, err = e.prepare(a.Type, next, &latest.Content, ""); err != nil {
			return err
		}
		if next.Equal(latest.Content) {
			return audit.ErrNoChange
		}
		v, err := e.appendVersion(w, id, a.Type, l, &latest, next, provenance{by: who.Author, at: now, clock: entry.Clock, origin: content.OriginWritten})
		if err != nil {
			return err
		}
		entry.Locale, entry.Version = l, v.Record.Number
		return e.putAssetLive(w, id, a.Type, l, head, &latest, v, record.Publication{At: now, By: who.Author})
	})
}

// ReplaceUses gives every page and record that uses an asset, in its draft or live, the file
// that the asset has today, as a new version; what was live is live with it. Earlier versions
// keep theirs. It returns how many documents changed. One after the other changes, so that
// an error leaves the first ones changed: asking again does the rest.
func (e *Editor) ReplaceUses(ctx context.Context, who audit.Actor, id content.DocumentID) (int, error) {
	if err := e.log.Allow(ctx, who, audit.MayWrite|audit.MayPublish, audit.OnDocument(id)); err != nil {
		return 0, err
	}
	a, err := e.Asset(ctx, who, id)
	if err != nil {
		return 0, err
	}
	uses, err := e.Uses(ctx, who, id)
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, use := range uses {
		did, err := e.replaceIn(ctx, who, use, a.Asset)
		if err != nil {
			return changed, fmt.Errorf("replace %q in %q: %w", a.Title, use.Title, err)
		}
		if did {
			changed++
		}
	}
	return changed, nil
}

// replaceIn is ReplaceUses in one document. Where a newer draft is not live, what is live
// becomes a version first, and then the draft again.
func (e *Editor) replaceIn(ctx context.Context, who audit.Actor, use Use, a Asset) (bool, error) {
	state, err := e.State(ctx, who, use.Document, use.Locale)
	if err != nil {
		return false, err
	}
	draft, err := e.Version(ctx, who, use.Document, use.Locale, state.Latest)
	if err != nil {
		return false, err
	}
	next, changes := e.model.WithFile(use.Type, draft.Content, a.Use.Asset, a.Use.File)
	save := func(c content.Content, base uint64) (uint64, error) {
		v, err := e.Save(ctx, who, Save{Document: use.Document, Locale: use.Locale, Base: base, Content: c, Note: "Replaced “" + a.Title + "”"})
		return v.Number, err
	}
	latest := state.Latest
	if state.Live != 0 && state.Live != state.Latest {
		live, err := e.Version(ctx, who, use.Document, use.Locale, state.Live)
		if err != nil {
			return false, err
		}
		if shown, is := e.model.WithFile(use.Type, live.Content, a.Use.Asset, a.Use.File); is {
			n, err := save(shown, latest)
			if err != nil {
				return false, err
			}
			if _, err := e.Publish(ctx, who, use.Document, use.Locale, n); err != nil {
				return false, err
			}
			latest, changes = n, true
		}
	}
	if !changes {
		return false, nil
	}
	n, err := save(next, latest)
	if err != nil {
		return false, err
	}
	if state.Live != 0 && state.Live == state.Latest {
		_, err = e.Publish(ctx, who, use.Document, use.Locale, n)
	}
	return true, err
}
