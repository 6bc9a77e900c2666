package cms

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// Share is a link that shows one version of one document to whoever has it, without
// an account, until it expires or somebody ends it.
type Share struct {
	ID       string // names the link; it does not open it
	Document content.DocumentID
	Locale   content.Locale
	Version  uint64
	By       content.Author // who made it
	Made     time.Time
	Until    time.Time // it opens nothing from then on
	Ended    time.Time // when somebody ended it; zero: nobody did
}

// MaxShare is the longest life of a link.
const MaxShare = 90 * 24 * time.Hour

var shares = record.TableOf[shareRecord](record.SpaceShares)

// shareRecord is kept under the SHA-256 of the link's secret.
type shareRecord struct {
	Document content.DocumentID `cbor:"1,keyasint" json:"document"`
	Locale   content.Locale     `cbor:"2,keyasint" json:"locale"`
	Version  uint64             `cbor:"3,keyasint" json:"version"`
	By       content.Author     `cbor:"4,keyasint" json:"by"`
	Made     record.Stamp       `cbor:"5,keyasint" json:"made"`
	Until    record.Stamp       `cbor:"6,keyasint" json:"until"`
	Ended    record.Stamp       `cbor:"7,keyasint,omitempty" json:"ended,omitzero"`
}

// opens reports whether a link works. One made by a clock that was wrong does not.
func (c *core) opens(r shareRecord) bool {
	return r.Ended == 0 && r.Until > c.now() && r.Made.Age(c.clock.Now()) <= MaxShare
}

func (r shareRecord) share(key []byte) Share {
	return Share{
		ID: hex.EncodeToString(key), Document: r.Document, Locale: r.Locale, Version: r.Version, By: r.By,
		Made: r.Made.Time(), Until: r.Until.Time(), Ended: r.Ended.Time(),
	}
}

// Share makes a link to version n that works for a while. It returns the secret that
// opens it, 43 characters that stand in an address as they are; the store keeps only
// its hash, so it cannot be had again. Links that expired long ago are forgotten at
// the same time. The errors are ErrNotFound, ErrTrashed, and *content.InvalidError
// for a life that is not between a minute and MaxShare.
func (e *Editor) Share(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, n uint64, life time.Duration) (secret string, made Share, err error) {
	if secret, err = access.NewSecret(e.rand); err != nil {
		return "", Share{}, err
	}
	key := access.SecretKey(secret)
	entry := audit.Entry{Action: audit.ActionShare, Document: id, Locale: l, Version: n}
	err = e.log.Change(ctx, who, audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		if life < time.Minute || life > MaxShare {
			return content.Invalid("life", "range", "Let the link work for a minute at least, and for 90 days at most.")
		}
		doc, err := record.Documents.Get(w, record.DocumentKey(id))
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return record.ErrTrashed
		}
		if _, err := record.Versions.Get(w, id, l, n); err != nil {
			return err
		}
		if err := forgetShares(w, now); err != nil {
			return err
		}
		rec := shareRecord{Document: id, Locale: l, Version: n, By: who.Author, Made: now, Until: now + record.Stamp(life.Microseconds())}
		made = rec.share(key)
		entry.Subject = made.ID[:16]
		return shares.Put(w, key, rec)
	})
	return secret, made, err
}

// forgetShares drops what expired a MaxShare ago or longer.
func forgetShares(w store.Writer, now record.Stamp) error {
	var old [][]byte
	for row, err := range shares.Scan(w, store.Range{}) {
		if err != nil {
			return err
		}
		if row.Record.Until+record.Stamp(MaxShare.Microseconds()) < now {
			old = append(old, slices.Clone(row.Key))
		}
	}
	for _, key := range old {
		if err := shares.Delete(w, key); err != nil {
			return err
		}
	}
	return nil
}

// Shares lists the links of a document that still open, the newest first.
func (e *Editor) Shares(ctx context.Context, who audit.Actor, id content.DocumentID) ([]Share, error) {
	out := []Share{}
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		for row, err := range shares.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Document == id && e.opens(row.Record) {
				out = append(out, row.Record.share(row.Key))
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Share) int { return b.Made.Compare(a.Made) })
	return out, err
}

// EndShare ends a link at once. One that has ended stays so.
func (e *Editor) EndShare(ctx context.Context, who audit.Actor, id content.DocumentID, share string) error {
	entry := audit.Entry{Action: audit.ActionEndShare, Document: id}
	return e.log.Change(ctx, who, audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		key, err := hex.DecodeString(share)
		if err != nil || len(key) != len(content.Hash{}) {
			return fmt.Errorf("link %q: %w", share, record.ErrNotFound)
		}
		rec, err := shares.Get(w, key)
		if err != nil {
			return err
		}
		if rec.Document != id {
			return record.ErrNotFound
		}
		if rec.Ended != 0 {
			return audit.ErrNoChange
		}
		rec.Ended, entry.Locale, entry.Version, entry.Subject = now, rec.Locale, rec.Version, share[:16]
		return shares.Put(w, key, rec)
	})
}

// Preview opens shared links, and nothing else: what no link shows it cannot read.
type Preview struct{ cms *CMS }

// Preview opens shared links.
func (c *CMS) Preview() *Preview { return &Preview{cms: c} }

// Open returns the version that a link shows, with what it refers to as that is live,
// and the link. PublishedAt is when the version was saved, and so is FirstPublishedAt
// of a document that never was live. The error is ErrNotFound for an unknown secret, a link that ended or expired, and a
// document in the trash: who asks cannot tell them apart.
func (p *Preview) Open(ctx context.Context, secret string) (live.Page, Share, error) {
	var page live.Page
	var share Share
	err := p.cms.store.View(ctx, func(r store.Reader) error {
		key := access.SecretKey(secret)
		rec, err := shares.Get(r, key)
		if err != nil {
			return err
		}
		share = rec.share(key)
		if !p.cms.opens(rec) {
			return record.ErrNotFound
		}
		doc, head, err := record.ReadHead(r, rec.Document, rec.Locale)
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return record.ErrNotFound
		}
		own, err := p.cms.site.Today(r).Version(rec.Document, rec.Locale, doc, head, rec.Version, live.WithBlocks)
		if err != nil {
			return err
		}
		saved, err := record.Versions.Get(r, rec.Document, rec.Locale, rec.Version)
		if err != nil {
			return err
		}
		own.PublishedAt = saved.At.Time()
		if own.FirstPublishedAt.IsZero() {
			own.FirstPublishedAt = own.PublishedAt
		}
		page, err = p.cms.site.Today(r).Around(own)
		return err
	})
	return page, share, err
}

// OpenFile opens a file that a link's page shows, or a rendition of it as the page crops it.
// Everything else is ErrNotFound.
func (p *Preview) OpenFile(ctx context.Context, secret string, h content.Hash, s *pictures.Spec) (OpenedFile, error) {
	page, _, err := p.Open(ctx, secret)
	if err != nil {
		return OpenedFile{}, err
	}
	if _, shows := page.Files[h]; !shows || s != nil && !p.cms.crops(page, h, *s) {
		return OpenedFile{}, record.ErrNotFound
	}
	var f record.FileRecord
	var title string
	err = p.cms.store.View(ctx, func(r store.Reader) (err error) {
		f, title, err = p.cms.fileAndTitle(r, h)
		return err
	})
	if err != nil {
		return OpenedFile{}, err
	}
	out, err := p.cms.files.open(ctx, h, f, s)
	out.Title = title
	return out, err
}

// crops reports whether a page shows a file around the point that a rendition keeps in sight.
func (c *core) crops(page live.Page, h content.Hash, s pictures.Spec) bool {
	var focus []content.Focus
	note := func(l live.Live) {
		for _, use := range c.model.Uses(l.Type, l.Content) {
			if use.File == h {
				focus = append(focus, use.Focus)
			}
		}
	}
	note(page.Live)
	for _, linked := range page.Linked {
		note(linked)
	}
	return hasFocus(record.Shown{Focus: focus}, s)
}

// shareForm is the links as lines of JSON. They are kept by the hashes of secrets that nobody
// can guess, so they go on working, and nobody can make one of a line.
func shareForm() record.Form { return record.FormOf(shares, record.Rules[shareRecord]{}) }
