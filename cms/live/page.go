package live

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Live is the live version of a document in one locale.
type Live struct {
	ID               content.DocumentID
	Type             string
	Locale           content.Locale
	Version          uint64
	Hash             content.Hash
	PublishedAt      time.Time // when this version went live
	FirstPublishedAt time.Time // when the document first did
	Content          content.Content
	BlockHashes      []content.Hash // for each block of Content
	Alternates       []Alternate    // the same document, live in other locales
}

// Alternate is a document's address in another locale.
type Alternate struct {
	Locale content.Locale
	Path   string // empty for records
}

// Page is a live document with all that it refers to.
type Page struct {
	Live
	// Linked holds the live documents that the page refers to, and those that its
	// records refer to, all without their blocks. A target that is not live is not in it.
	Linked map[content.DocumentID]Live
	// Files says what the files are that the page shows, and those that its records show. One
	// that was erased is not in it.
	Files map[content.Hash]File
}

// File is what is known of a file that is shown.
type File struct {
	Kind          string // media type, such as image/jpeg
	Size          int64  // in bytes
	Width, Height int    // of a picture, in pixels; else 0
	Color         string // main colour of a picture, such as #3a2f28; may be empty
	Placeholder   string // a data URI of a tiny one; may be empty
	Moves         bool   // it is an animation
}

// ByPath returns the page that is live at a path, or ErrNotFound.
func (v View) ByPath(l content.Locale, path string) (Page, error) {
	id, ok, err := v.pageAt(l, path)
	if err != nil {
		return Page{}, err
	}
	if !ok {
		return Page{}, record.ErrNotFound
	}
	return v.Page(id, l, WithBlocks)
}

// Extent says how much of a document is read.
type Extent bool

// The extents.
const (
	WithBlocks Extent = true
	JustFields Extent = false // its title and fields
)

// Page reads a live document and what it refers to.
func (v View) Page(id content.DocumentID, l content.Locale, how Extent) (Page, error) {
	own, err := v.Live(id, l, how)
	if err != nil {
		return Page{}, err
	}
	if v.site.isAsset(own.Type) { // readers see it where it is used
		return Page{}, fmt.Errorf("document %s: %w", id, record.ErrNotFound)
	}
	return v.Around(own)
}

// Around adds to a document what stands around it: its other languages, and the live
// documents that it refers to.
func (v View) Around(own Live) (Page, error) {
	all, err := v.heads(own.ID)
	if err != nil {
		return Page{}, err
	}
	for _, h := range all {
		if h.Live != 0 && h.Locale != own.Locale {
			own.Alternates = append(own.Alternates, Alternate{Locale: h.Locale, Path: h.LivePath})
		}
	}
	p := Page{Live: own, Linked: map[content.DocumentID]Live{}}
	if err := v.link(&p, own); err != nil {
		return Page{}, err
	}
	if err := v.show(&p, own); err != nil {
		return Page{}, err
	}
	for _, linked := range slices.Collect(maps.Values(p.Linked)) { // one level more for records, which stand inside the page
		if linked.Content.Path == "" {
			if err := v.link(&p, linked); err != nil {
				return Page{}, err
			}
			if err := v.show(&p, linked); err != nil {
				return Page{}, err
			}
		}
	}
	return p, nil
}

// show adds the files that a document shows to p.
func (v View) show(p *Page, from Live) error {
	for _, use := range v.site.model.Uses(from.Type, from.Content) {
		f, err := record.ReadFile(v, use.File)
		switch {
		case errors.Is(err, record.ErrNotFound):
			continue
		case err != nil:
			return err
		case p.Files == nil:
			p.Files = map[content.Hash]File{}
		}
		p.Files[use.File] = FileOf(f)
	}
	return nil
}

// FileOf is what is told of a file.
func FileOf(f record.FileRecord) File {
	return File{Kind: f.Kind, Size: f.Size, Width: f.Width, Height: f.Height, Color: f.Color, Placeholder: f.Placeholder, Moves: f.Moves}
}

// link adds the live targets of from to p.
func (v View) link(p *Page, from Live) error {
	typ, _ := v.site.model.Type(from.Type)
	for _, target := range derived.References(v.site.model, typ.Name, from.Content) {
		if _, have := p.Linked[target]; have {
			continue
		}
		switch found, err := v.target(target, from.Locale); {
		case errors.Is(err, record.ErrNotFound):
		case err != nil:
			return err
		default:
			p.Linked[target] = found
		}
	}
	return nil
}

// target is what a link leads to. An asset has one language, whatever shows it.
func (v View) target(id content.DocumentID, l content.Locale) (Live, error) {
	found, err := v.Live(id, l, JustFields)
	if !errors.Is(err, record.ErrNotFound) {
		return found, err
	}
	doc, has, readErr := record.Documents.Find(v, record.DocumentKey(id))
	if readErr != nil {
		return Live{}, readErr
	}
	if !has || !v.site.isAsset(doc.Type) {
		return Live{}, err
	}
	all, readErr := v.heads(id)
	if readErr != nil {
		return Live{}, readErr
	}
	for _, h := range all {
		if h.Live != 0 && h.Locale != l {
			return v.Live(id, h.Locale, JustFields)
		}
	}
	return Live{}, err
}

// Live is the one place where Delivery reads content: it goes through the live number
// of a head, today's or that of the moment, and knows no other.
func (v View) Live(id content.DocumentID, l content.Locale, how Extent) (Live, error) {
	doc, head, err := v.head(id, l)
	if err != nil {
		return Live{}, err
	}
	// A picture in the trash is not offered any more; pages that show it do so as before.
	if head.Live == 0 || doc.TrashedAt != 0 && !v.site.isAsset(doc.Type) {
		return Live{}, fmt.Errorf("document %s in %s is not live: %w", id, l, record.ErrNotFound)
	}
	return v.Version(id, l, doc, head, head.Live, how)
}

// Version is version n as it is delivered. Only live and a shared link may ask for it.
func (v View) Version(id content.DocumentID, l content.Locale, doc record.Document, head record.Head, n uint64, how Extent) (Live, error) {
	read := record.Load
	if how == JustFields {
		read = record.LoadFields
	}
	found, err := read(v, id, l, n)
	if err != nil {
		return Live{}, err
	}
	out := Live{
		ID: id, Type: doc.Type, Locale: l, Version: n, Hash: found.Record.Hash,
		PublishedAt: head.Since.Time(), FirstPublishedAt: head.First.Time(),
		Content: found.Content, BlockHashes: make([]content.Hash, len(found.Content.Blocks)),
	}
	for i := range out.BlockHashes {
		out.BlockHashes[i] = found.Record.Blocks[i].Hash
	}
	return out, nil
}
