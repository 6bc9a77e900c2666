package audit

import (
	"context"
	"errors"
	"fmt"

	"practicecms/cms/internal/clock"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Log is the one door to what is kept, for all who act: no change without the permission
// and its entry, and no look without the permission. Both take the document that they are
// about, for types that only owners may change ask more of who acts.
type Log struct {
	store store.Store
	model *content.Model
	clock *clock.Clock
}

// NewLog is the door to a store.
func NewLog(s store.Store, m *content.Model, c *clock.Clock) *Log {
	return &Log{store: s, model: m, clock: c}
}

// Target is what a change or a look is about.
type Target struct {
	document content.DocumentID
	typ      string // of a document that is still to be made
	all      bool
}

// OnNone is about no document: people, tokens, webhooks.
var OnNone = Target{}

// OnAll is about all documents.
var OnAll = Target{all: true}

// OnDocument is about one document; with the zero id about all.
func OnDocument(id content.DocumentID) Target { return Target{document: id, all: id.IsZero()} }

// OnType is about a document of a type that is still to be made.
func OnType(name string) Target { return Target{typ: name} }

// ErrNoChange is for functions that Change and Keep run: nothing is written, and that is
// no error.
var ErrNoChange = errors.New("nothing changed")

// Change is the one way to write. It authorises, runs fn in a transaction and writes the
// audit entry in the same one; it fills in who, when and the document. Its time is never
// earlier than that of the entry before. fn completes the
// entry. The errors are ErrForbidden, before anything is read or written, ErrNotFound for a
// document that is not there, and those of fn.
func (l *Log) Change(ctx context.Context, who Actor, p Permission, about Target, entry *Entry, fn func(w store.Writer, now record.Stamp) error) error {
	if err := who.need(p); err != nil {
		return err
	}
	if !about.document.IsZero() {
		entry.Document = about.document
	}
	err := l.store.Update(ctx, func(w store.Writer) error {
		if err := l.allow(w, who, p, about); err != nil {
			return err
		}
		now, shown, err := l.stamp(w)
		if err != nil {
			return err
		}
		entry.At, entry.Clock, entry.By = now, shown, who.Author
		if err := fn(w, now); err != nil {
			return err
		}
		return Append(w, entry)
	})
	if errors.Is(err, ErrNoChange) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", entry.Action, err)
	}
	return nil
}

// Keep writes what is a person's own and has no entry: nobody else can see it.
func (l *Log) Keep(ctx context.Context, who Actor, p Permission, about Target, fn func(w store.Writer, now record.Stamp) error) error {
	if err := who.need(p); err != nil {
		return err
	}
	if who.Person.IsZero() {
		return fmt.Errorf("working copies are for people: %w", ErrForbidden)
	}
	return record.Ignore(ErrNoChange, l.store.Update(ctx, func(w store.Writer) error {
		if err := l.allow(w, who, p, about); err != nil {
			return err
		}
		now, _, err := l.stamp(w)
		if err != nil {
			return err
		}
		return fn(w, now)
	}))
}

// TrustClock takes what the computer's clock shows for the time, from now on. It is the one
// change whose time may be earlier than that of the one before. fn gets it, and what time it
// was until then.
func (l *Log) TrustClock(ctx context.Context, who Actor, entry *Entry, fn func(w store.Writer, now, before record.Stamp) error) error {
	undo := func() {}
	err := l.Change(ctx, who, MayAdminister, OnNone, entry, func(w store.Writer, before record.Stamp) error {
		entry.At, entry.Clock = record.StampOf(l.clock.Read().Shown), 0
		if err := fn(w, entry.At, before); err != nil {
			return err
		}
		undo = l.clock.Believe()
		return nil
	})
	if err != nil {
		undo()
	}
	return err
}

// stamp is the time of what is written now: never earlier than that of the last entry. shown
// is what the computer's clock shows when that is another time; else 0.
func (l *Log) stamp(r store.Reader) (now, shown record.Stamp, err error) {
	last, _, err := Entries.Last(r, store.Range{})
	if err != nil {
		return 0, 0, err
	}
	read := l.clock.Read()
	now = max(record.StampOf(read.Now), last.Record.At)
	if read.Now = now.Time(); read.Off() {
		shown = record.StampOf(read.Shown)
	}
	return now, shown, nil
}

// Look is the one way to read what is not for everybody. It authorises and runs fn in a
// transaction. The errors are those of Change.
func (l *Log) Look(ctx context.Context, who Actor, p Permission, about Target, fn func(r store.Reader) error) error {
	if err := who.need(p); err != nil {
		return err
	}
	return l.store.View(ctx, func(r store.Reader) error {
		if err := l.allow(r, who, p, about); err != nil {
			return err
		}
		return fn(r)
	})
}

// Allow returns nil for who may do this, else the errors of Look. It is for what has to be
// done before a transaction, such as hashing a password.
func (l *Log) Allow(ctx context.Context, who Actor, p Permission, about Target) error {
	return l.Look(ctx, who, p, about, func(store.Reader) error { return nil })
}

// allow is the rule: who changes documents of a type that is the owners' has to be one.
// Whoever may read drafts may read theirs.
func (l *Log) allow(r store.Reader, who Actor, p Permission, about Target) error {
	if p == MayRead || who.need(MayAdminister) == nil {
		return nil
	}
	name := about.typ
	switch {
	case about.all:
		return who.need(MayAdminister)
	case !about.document.IsZero():
		doc, err := record.Documents.Get(r, record.DocumentKey(about.document))
		if err != nil {
			return fmt.Errorf("document %s: %w", about.document, err)
		}
		name = doc.Type
	}
	if typ, _ := l.model.Type(name); typ.Owners {
		return who.need(MayAdminister)
	}
	return nil
}

// List returns up to limit entries before the given sequence, newest first; before
// 0 starts at the newest. It needs the permission of an owner.
func (l *Log) List(ctx context.Context, who Actor, before uint64, limit int) ([]Entry, error) {
	var out []Entry
	rg := store.Range{Reverse: true}
	if before > 0 {
		rg.To = record.SequenceKey(before)
	}
	err := l.Look(ctx, who, MayAdminister, OnNone, func(r store.Reader) error {
		for row, err := range Entries.Scan(r, rg) {
			if err != nil {
				return err
			}
			if len(out) == limit {
				break
			}
			out = append(out, row.Record)
		}
		return nil
	})
	return out, err
}
