package cms

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"

	"practicecms/cms/audit"
	"practicecms/cms/blobs"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// MaxUpload is how many bytes an uploaded file may have; a picture may have
// pictures.MaxBytes.
const MaxUpload = 100 << 20

// UploadPiece is how many bytes a piece of an upload has, at the most.
const UploadPiece = 1 << 20

// Upload is a file on its way.
type Upload = blobs.Part

// Errors of uploads.
var (
	ErrNoUpload      = blobs.ErrNoPart   // there is no such upload: it is finished, or rested for more than a day
	ErrUploadTooMuch = blobs.ErrTooLarge // the file, or all that is on its way, is too large
)

// An UploadOffset is returned for a piece that does not go on where the upload is.
type UploadOffset = blobs.OffsetError

// BeginUpload makes room for a file of size bytes.
func (e *Editor) BeginUpload(ctx context.Context, who audit.Actor, size int64) (Upload, error) {
	if err := e.mayUpload(ctx, who); err != nil {
		return Upload{}, err
	}
	if size < 1 {
		return Upload{}, content.Invalid("size", "size", "The file is empty. Choose another one.")
	}
	if size > MaxUpload {
		return Upload{}, ErrUploadTooMuch
	}
	return e.files.parts.Begin(size, e.clock.Now())
}

// mayUpload asks whether somebody may add files, and whether anything can be written.
func (e *Editor) mayUpload(ctx context.Context, who audit.Actor) error {
	if e.files.readOnly {
		return ErrForReading
	}
	return e.log.Allow(ctx, who, audit.MayWrite, audit.OnType(e.assetType(true).Name))
}

// AppendUpload adds a piece that begins at a byte. The errors are ErrNoUpload,
// ErrUploadTooMuch, and *UploadOffset when the upload is elsewhere.
func (e *Editor) AppendUpload(ctx context.Context, who audit.Actor, id string, at int64, piece []byte) (Upload, error) {
	if err := e.mayUpload(ctx, who); err != nil {
		return Upload{}, err
	}
	return e.files.parts.Append(id, at, piece)
}

// UploadAt says how far an upload is, or ErrNoUpload.
func (e *Editor) UploadAt(ctx context.Context, who audit.Actor, id string) (Upload, error) {
	if err := e.mayUpload(ctx, who); err != nil {
		return Upload{}, err
	}
	return e.files.parts.Get(id)
}

// Asset is an uploaded file as it is known today.
type Asset struct {
	Document content.DocumentID
	Type     content.Type
	Title    string
	Use      content.Use // what a use of it starts from
	People   string      // who is shown, as staff noted it
	File     live.File
	TakenOut []pictures.Finding // by this upload
	Known    bool               // the file was there already
}

// IsPicture reports whether it is shown, and not opened.
func (a Asset) IsPicture() bool { return a.File.Width > 0 }

// FinishUpload makes an asset of an upload that has arrived whole. A picture is decoded and
// encoded anew, so that nothing is left of it but what it shows. A file that is there
// already is not kept twice: its asset is returned as Known. Name is what the file was
// called, and becomes the title. The errors are ErrNoUpload, *UploadOffset,
// *pictures.Refused, ErrErased for a picture that an owner erased, and those of Create.
func (e *Editor) FinishUpload(ctx context.Context, who audit.Actor, l content.Locale, id, name string) (Asset, error) {
	if err := e.mayUpload(ctx, who); err != nil {
		return Asset{}, err
	}
	part, err := e.files.parts.Open(id)
	if err != nil {
		return Asset{}, err
	}
	defer part.Close()
	f, took, h, err := e.files.take(ctx, part)
	if err != nil {
		return Asset{}, err
	}
	a, err := e.addAsset(ctx, who, l, name, h, f)
	if errors.Is(err, ErrErased) {
		err = errors.Join(err, e.files.blobs.Delete(ctx, h), e.files.parts.Drop(id))
	}
	if err != nil {
		return Asset{}, err
	}
	a.TakenOut = took
	return a, e.files.parts.Drop(id)
}

// addAsset makes an asset of bytes that are kept.
func (e *Editor) addAsset(ctx context.Context, who audit.Actor, l content.Locale, name string, h content.Hash, f record.FileRecord) (Asset, error) {
	typ := e.assetType(f.Width > 0)
	field, ok := content.Meant(typ.Fields, content.AssetFile)
	if !ok {
		return Asset{}, fmt.Errorf("the model has no type for %s", f.Kind)
	}
	c := content.Content{Title: titleOfFile(name, typ.Label), Fields: content.Fields{field.Name: h.String()}}
	next, err := e.prepare(typ, c, nil, "")
	if err != nil {
		return Asset{}, err
	}
	doc := content.DocumentID(e.newID())
	entry := audit.Entry{Action: audit.ActionUpload, Document: doc, Locale: l, Version: 1}
	var out Asset
	err = e.log.Change(ctx, who, audit.MayWrite, audit.OnType(typ.Name), &entry, func(w store.Writer, now record.Stamp) error {
		known, there, err := record.Files.Find(w, h[:])
		switch {
		case err != nil:
			return err
		case there && known.Erased != nil:
			return ErrErased
		case there:
			if out, err = e.assetNow(w, known.Asset); err == nil && out.Use.File == h {
				out.Known = true
				return audit.ErrNoChange
			}
			if record.Ignore(record.ErrNotFound, record.Ignore(record.ErrTrashed, err)) != nil {
				return err
			}
		}
		f.At, f.Asset = now, doc
		if there {
			f.At = known.At
		}
		if err := record.Files.Put(w, h[:], f); err != nil {
			return err
		}
		if err := record.Documents.Put(w, record.DocumentKey(doc), record.Document{Type: typ.Name, Created: now}); err != nil {
			return err
		}
		v, err := e.appendVersion(w, doc, typ, l, nil, next, provenance{by: who.Author, at: now, clock: entry.Clock, origin: content.OriginWritten})
		if err != nil {
			return err
		}
		if err := e.putAssetLive(w, doc, typ, l, record.Head{}, nil, v, record.Publication{At: now, By: who.Author}); err != nil {
			return err
		}
		out, err = e.assetNow(w, doc)
		return err
	})
	return out, err
}

// putAssetLive makes a version of an asset the latest and the live one: readers see an asset
// nowhere but where a live page uses it.
func (e *Editor) putAssetLive(w store.Writer, id content.DocumentID, typ content.Type, l content.Locale, head record.Head, before *record.Snapshot, v record.Snapshot, p record.Publication) error {
	if err := e.setLatest(w, id, typ, l, head, before, v); err != nil {
		return err
	}
	head.Latest = v.Record.Number
	doc, err := record.Documents.Get(w, record.DocumentKey(id))
	if err != nil {
		return err
	}
	_, err = e.setLive(w, id, l, doc, head, v.Record.Number, p)
	return err
}

// assetType is the type of pictures, or that of other files.
func (c *core) assetType(picture bool) content.Type {
	for _, t := range c.model.Types {
		if _, described := content.Meant(t.Fields, content.AltText); t.Asset && described == picture {
			return t
		}
	}
	return content.Type{}
}

// assetNow reads an asset's latest version. The errors are ErrNotFound, also for what is no
// asset, and ErrTrashed.
func (c *core) assetNow(r store.Reader, id content.DocumentID) (Asset, error) {
	doc, err := record.Documents.Get(r, record.DocumentKey(id))
	if err != nil {
		return Asset{}, err
	}
	typ, _ := c.model.Type(doc.Type)
	if !typ.Asset {
		return Asset{}, fmt.Errorf("document %s is no asset: %w", id, record.ErrNotFound)
	}
	if doc.TrashedAt != 0 {
		return Asset{}, record.ErrTrashed
	}
	heads, err := record.HeadsOf(r, id)
	if err != nil {
		return Asset{}, err
	}
	if len(heads) == 0 {
		return Asset{}, record.ErrNotFound
	}
	v, err := record.LoadFields(r, id, heads[0].Locale, heads[0].Latest)
	if err != nil {
		return Asset{}, err
	}
	out := Asset{Document: id, Type: typ, Title: v.Content.Title}
	out.Use, _ = content.UseOf(typ.Fields, v.Content.Fields)
	out.Use.Asset = id
	if shown, ok := content.Meant(typ.Fields, content.PeopleShown); ok {
		names, _ := v.Content.Fields[shown.Name].([]any)
		for _, name := range names {
			out.People = strings.TrimSpace(out.People + " " + fmt.Sprint(name))
		}
	}
	f, err := record.ReadFile(r, out.Use.File)
	if err != nil {
		return out, record.Ignore(record.ErrNotFound, err)
	}
	out.File = live.FileOf(f)
	return out, nil
}

// Assets lists the assets that are not in the trash, newest first: pictures, or other files.
// Words are looked for in titles and descriptions; "" finds all.
func (e *Editor) Assets(ctx context.Context, who audit.Actor, picture bool, words string) (out []Asset, err error) {
	typ := e.assetType(picture)
	err = e.log.Look(ctx, who, audit.MayRead, audit.OnType(typ.Name), func(r store.Reader) error {
		out = nil
		for row, err := range record.Documents.Scan(r, store.Range{Reverse: true}) {
			if err != nil {
				return err
			}
			if row.Record.Type != typ.Name || row.Record.TrashedAt != 0 {
				continue
			}
			a, err := e.assetNow(r, content.DocumentID(row.Key))
			if err != nil {
				return err
			}
			if says(a, words) {
				out = append(out, a)
			}
		}
		return nil
	})
	return out, err
}

func says(a Asset, words string) bool {
	text := strings.ToLower(a.Title + " " + a.Use.Alt)
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// titleOfFile makes a title of a file's name.
func titleOfFile(name, otherwise string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '_', r == '-' && strings.Count(name, "-") > 1:
			return ' '
		case content.IsControl(r), !unicode.IsPrint(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > content.MaxTitleRunes {
		name = string(runes[:content.MaxTitleRunes])
	}
	if name == "" || name == "." || name == "/" {
		return otherwise
	}
	return name
}

// OpenFile opens a file, or a rendition of a picture, for staff. The errors are ErrNotFound
// and pictures.ErrNoSize.
func (e *Editor) OpenFile(ctx context.Context, who audit.Actor, h content.Hash, s *pictures.Spec) (OpenedFile, error) {
	var f record.FileRecord
	var title string
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnType(e.assetType(true).Name), func(r store.Reader) (err error) {
		f, title, err = e.fileAndTitle(r, h)
		return err
	})
	if err != nil {
		return OpenedFile{}, err
	}
	out, err := e.files.open(ctx, h, f, s)
	out.Title = title
	return out, err
}

func (c *core) fileAndTitle(r store.Reader, h content.Hash) (record.FileRecord, string, error) {
	f, err := record.ReadFile(r, h)
	if err != nil {
		return f, "", err
	}
	a, err := c.assetNow(r, f.Asset)
	return f, a.Title, record.Ignore(record.ErrTrashed, record.Ignore(record.ErrNotFound, err))
}

// File says what is known of a file, or ErrNotFound.
func (e *Editor) File(ctx context.Context, who audit.Actor, h content.Hash) (out live.File, err error) {
	err = e.log.Look(ctx, who, audit.MayRead, audit.OnType(e.assetType(true).Name), func(r store.Reader) error {
		f, err := record.ReadFile(r, h)
		out = live.FileOf(f)
		return err
	})
	return out, err
}

// OpenFile opens a file, or a rendition of a picture, that readers have been shown, with the
// crops that they were. Everything else is ErrNotFound.
func (d *Delivery) OpenFile(ctx context.Context, h content.Hash, s *pictures.Spec) (OpenedFile, error) {
	var f record.FileRecord
	var title string
	err := d.cms.store.View(ctx, func(r store.Reader) (err error) {
		shown, ok, err := record.ShownFiles.Find(r, h[:])
		if err == nil && (!ok || s != nil && !hasFocus(shown, *s)) {
			err = record.ErrNotFound
		}
		if err == nil {
			f, title, err = d.cms.fileAndTitle(r, h)
		}
		return err
	})
	if err != nil {
		return OpenedFile{}, err
	}
	out, err := d.cms.files.open(ctx, h, f, s)
	out.Title = title
	return out, err
}

func hasFocus(shown record.Shown, s pictures.Spec) bool {
	if s.Fit == pictures.Whole {
		return true
	}
	for _, f := range shown.Focus {
		if f.X == s.X && f.Y == s.Y {
			return true
		}
	}
	return false
}

// refuseUnknownFiles makes sure that what a content shows is there. What it showed before
// may be gone.
func (c *core) refuseUnknownFiles(r store.Reader, typ string, next content.Content, base *content.Content) error {
	var before []content.Use
	if base != nil {
		before = c.model.Uses(typ, *base)
	}
	for _, use := range c.model.Uses(typ, next) {
		known := false
		for _, b := range before {
			known = known || b.File == use.File
		}
		if known {
			continue
		}
		if _, err := record.ReadFile(r, use.File); errors.Is(err, record.ErrNotFound) {
			return content.Invalid("blocks", content.CodeBadFile, "A picture or a document on the page is not there any more. Choose or upload it again.")
		} else if err != nil {
			return err
		}
	}
	return nil
}
