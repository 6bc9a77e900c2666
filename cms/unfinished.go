package cms

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Unsaved is a working copy that its person has not saved yet.
type Unsaved struct {
	Document content.DocumentID
	Type     string
	Locale   content.Locale
	Title    string // as it stands in the working copy
	At       time.Time
}

// Unsaved lists the acting person's own working copies, those they worked on last
// first. Nobody learns of anybody else's.
func (e *Editor) Unsaved(ctx context.Context, who audit.Actor) ([]Unsaved, error) {
	out := []Unsaved{}
	err := e.log.Look(ctx, who, audit.MayWrite, audit.OnNone, func(r store.Reader) error {
		for row, err := range record.Working.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if who.Person.IsZero() || !bytes.HasSuffix(row.Key, who.Person[:]) {
				continue
			}
			id := content.DocumentID(row.Key[:16])
			l, _ := record.LocaleAt(row.Key[16:])
			doc, err := record.Documents.Get(r, record.DocumentKey(id))
			if err != nil {
				return err
			}
			if doc.TrashedAt == 0 {
				out = append(out, Unsaved{id, doc.Type, l, row.Record.Title, row.Record.At.Time()})
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Unsaved) int { return b.At.Compare(a.At) })
	return out, err
}

// Dangling is a live document that shows or leads to something that is not live.
type Dangling struct {
	Document, Target           content.DocumentID
	Locale                     content.Locale
	Title, TargetTitle         string // of the live version; of the target's latest
	TargetTrashed, TargetThere bool
}

// Dangling lists live documents that lead to something readers cannot see, at most
// limit. It needs the permission to read drafts.
func (e *Editor) Dangling(ctx context.Context, who audit.Actor, l content.Locale, limit int) ([]Dangling, error) {
	out := []Dangling{}
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnAll, func(r store.Reader) error {
		for row, err := range record.Uses.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			target, source := content.DocumentID(row.Key[:16]), content.DocumentID(row.Key[16:32])
			if in, _ := record.LocaleAt(row.Key[32:]); !row.Record.Live || in != l || len(out) == limit {
				continue
			}
			doc, head, err := record.ReadHead(r, target, l)
			switch {
			case errors.Is(err, record.ErrNotFound):
			case err != nil:
				return err
			case head.Live != 0:
				continue
			}
			one := Dangling{Document: source, Target: target, Locale: l, TargetTrashed: doc.TrashedAt != 0, TargetThere: err == nil}
			if one.TargetThere {
				v, err := record.Load(r, target, l, head.Latest)
				if err != nil {
					return err
				}
				one.TargetTitle = v.Content.Title
			}
			own, err := e.site.Today(r).Live(source, l, live.JustFields)
			if err != nil {
				return err
			}
			one.Title = own.Content.Title
			out = append(out, one)
		}
		return nil
	})
	return out, err
}
