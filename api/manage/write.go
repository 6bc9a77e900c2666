package manage

import (
	"cmp"
	"time"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/content"
)

// names gives the names of all authors.
func (s *Server) names(q *request) (access.Names, error) {
	return s.editor.Names(q.Request().Context(), q.who)
}

// author writes who did something.
func author(w *wire.Writer, names access.Names, a content.Author) {
	kind, id := "system", ""
	switch {
	case !a.Person.IsZero():
		kind, id = "person", a.Person.String()
	case !a.Token.IsZero():
		kind, id = "token", a.Token.String()
	}
	w.Object(func() {
		member(w, "kind", kind)
		orNull(w, "id", id)
		member(w, "name", names.Of(a))
	})
}

func member(w *wire.Writer, name, value string) {
	w.Name(name)
	w.String(value)
}

func orNull(w *wire.Writer, name, value string) {
	w.Name(name)
	w.StringOrNull(value)
}

func at(w *wire.Writer, name string, t time.Time) {
	w.Name(name)
	w.Time(t)
}

func number(w *wire.Writer, name string, n uint64) {
	w.Name(name)
	w.UintOrNull(n)
}

// body writes the part of a document that can be sent back as an edit.
func body(w *wire.Writer, c content.Content) {
	orNull(w, "path", c.Path)
	member(w, "title", c.Title)
	w.Name("fields")
	w.Object(func() { w.Members(c.Fields) })
	w.Name("blocks")
	w.Array(func() {
		for i := range c.Blocks {
			block(w, &c.Blocks[i])
		}
	})
}

// block writes a block as it is kept. One that has no id yet has no member "id".
func block(w *wire.Writer, b *content.Block) {
	if b == nil {
		w.Null()
		return
	}
	w.Object(func() {
		if !b.ID.IsZero() {
			member(w, "id", b.ID.String())
		}
		member(w, "kind", b.Kind)
		w.Members(b.Fields)
	})
}

// writeVersion answers with a version and its tag.
func (s *Server) writeVersion(q *request, status int, v cms.Version) error {
	names, err := s.names(q)
	if err != nil {
		return err
	}
	q.Response().Header().Set("ETag", etag(v.Number))
	return q.write(status, func(w *wire.Writer) { s.stored(w, names, v) })
}

// stored writes a version with all that is kept of it.
func (s *Server) stored(w *wire.Writer, names access.Names, v cms.Version) {
	w.Object(func() {
		member(w, "id", v.Document.String())
		member(w, "type", v.Type)
		member(w, "locale", string(v.Locale))
		number(w, "version", v.Number)
		body(w, v.Content)
		member(w, "hash", v.Hash.String())
		at(w, "at", v.At)
		w.Name("by")
		author(w, names, v.By)
		member(w, "origin", string(v.Origin))
		orNull(w, "name", v.Name)
		orNull(w, "note", cmp.Or(v.NameNote, v.Note))
		number(w, "restoredFrom", v.RestoredFrom)
		w.Name("picks")
		objects(w, v.Picks, func(p cms.Pick) {
			member(w, "block", p.Block.String())
			number(w, "version", p.Version)
		})
		taken(w, names, v.Removed)
		w.Name("receipt")
		receipt(w, s.editor.Receipt(v.Type, v.Content))
	})
}

// receipt writes what the sanitiser takes out.
func receipt(w *wire.Writer, removed []cms.Removal) {
	objects(w, removed, func(r cms.Removal) {
		member(w, "path", r.Path)
		orNull(w, "block", r.Block.String())
		member(w, "what", r.What)
		member(w, "text", r.Text)
	})
}

// state writes the members of a document's state; path is that of its latest version.
func state(w *wire.Writer, s cms.State, path string) {
	member(w, "id", s.Document.String())
	member(w, "type", s.Type)
	member(w, "locale", string(s.Locale))
	number(w, "latest", s.Latest)
	number(w, "live", s.Live)
	orNull(w, "path", path)
	orNull(w, "livePath", s.LivePath)
	at(w, "publishedAt", s.LiveSince)
	at(w, "firstPublishedAt", s.FirstLive)
	at(w, "undoUntil", s.UndoUntil)
	w.Name("planned")
	if s.Planned == 0 {
		w.Null()
	} else {
		w.Object(func() {
			number(w, "version", s.Planned)
			at(w, "at", s.PlannedAt)
			orNull(w, "failed", string(s.PlanFault))
		})
	}
	at(w, "trashedAt", s.TrashedAt)
}

// list writes items in the envelope that all lists have. A negative total is not
// known and not written.
func list[T any](w *wire.Writer, items []T, total int, next string, members func(T)) {
	w.Object(func() {
		w.Name("items")
		objects(w, items, members)
		w.Name("next")
		w.StringOrNull(wire.Cursor(next))
		if total >= 0 {
			w.Name("total")
			w.Int(int64(total))
		}
	})
}

// objects writes an array of objects, whose members another writes.
func objects[T any](w *wire.Writer, items []T, members func(T)) {
	w.Array(func() {
		for _, one := range items {
			w.Object(func() { members(one) })
		}
	})
}
