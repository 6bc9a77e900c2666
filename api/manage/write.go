package manage

import (
	"cmp"
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// names gives the names of all authors.
func (s *Server) names(q *request) (access.Names, error) {
	return s.editor.Names(q.Request().Context(), q.who)
}

// answerNamed answers with what names somebody.
func (s *Server) answerNamed(q *request, fill func(*wire.Writer, access.Names)) error {
	names, err := s.names(q)
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) { fill(w, names) })
}

// answerVersion answers with a version and its tag.
func (s *Server) answerVersion(q *request, status int, v cms.Version) error {
	names, err := s.names(q)
	if err != nil {
		return err
	}
	q.Response().Header().Set("ETag", etag(v.Number))
	return q.answer(status, func(w *wire.Writer) { s.stored(w, names, v) })
}

// answerCreated answers with a document that was just made.
func (s *Server) answerCreated(q *request, v cms.Version) error {
	q.Response().Header().Set("Location", q.address(v))
	return s.answerVersion(q, http.StatusCreated, v)
}

// answerState answers with a document's state.
func (s *Server) answerState(q *request, now cms.State) error {
	v, err := s.editor.Version(q.Request().Context(), q.who, now.Document, now.Locale, now.Latest)
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() { state(w, now, v.Content.Path) })
	})
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
		w.Name("kind").String(kind)
		w.Name("id").StringOrNull(id)
		w.Name("name").String(names.Of(a))
	})
}

// stored writes a version with all that is kept of it.
func (s *Server) stored(w *wire.Writer, names access.Names, v cms.Version) {
	w.Object(func() {
		w.Name("id").String(v.Document.String())
		w.Name("type").String(v.Type)
		w.Name("locale").String(string(v.Locale))
		w.Name("version").UintOrNull(v.Number)
		body(w, v.Content)
		w.Name("hash").String(v.Hash.String())
		w.Name("at").Time(v.At)
		author(w.Name("by"), names, v.By)
		w.Name("origin").String(string(v.Origin))
		w.Name("name").StringOrNull(v.Name)
		w.Name("note").StringOrNull(cmp.Or(v.NameNote, v.Note))
		w.Name("restoredFrom").UintOrNull(v.RestoredFrom)
		objects(w.Name("picks"), v.Picks, func(p cms.Pick) {
			w.Name("block").String(p.Block.String())
			w.Name("version").UintOrNull(p.Version)
		})
		erasures(w, names, v.Removed)
		receipt(w.Name("receipt"), s.editor.Receipt(v.Type, v.Content))
	})
}

// body writes the part of a document that can be sent back as an edit.
func body(w *wire.Writer, c content.Content) {
	w.Name("path").StringOrNull(c.Path)
	w.Name("title").String(c.Title)
	w.Name("fields").Object(func() { w.Members(c.Fields) })
	w.Name("blocks").Array(func() {
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
			w.Name("id").String(b.ID.String())
		}
		w.Name("kind").String(b.Kind)
		w.Members(b.Fields)
	})
}

// index writes a place in a list; -1, which is none, as null.
func index(w *wire.Writer, i int) {
	if i < 0 {
		w.Null()
		return
	}
	w.Int(int64(i))
}

// receipt writes what the sanitiser takes out.
func receipt(w *wire.Writer, removed []cms.Removal) {
	objects(w, removed, func(r cms.Removal) {
		w.Name("path").String(r.Path)
		w.Name("block").StringOrNull(r.Block.String())
		w.Name("what").String(r.What)
		w.Name("text").String(r.Text)
	})
}

// state writes the members of a document's state; path is that of its latest version.
func state(w *wire.Writer, s cms.State, path string) {
	w.Name("id").String(s.Document.String())
	w.Name("type").String(s.Type)
	w.Name("locale").String(string(s.Locale))
	w.Name("latest").UintOrNull(s.Latest)
	w.Name("live").UintOrNull(s.Live)
	w.Name("path").StringOrNull(path)
	w.Name("livePath").StringOrNull(s.LivePath)
	w.Name("publishedAt").Time(s.LiveSince)
	w.Name("firstPublishedAt").Time(s.FirstLive)
	w.Name("undoUntil").Time(s.UndoUntil)
	w.Name("planned")
	if s.Planned == 0 {
		w.Null()
	} else {
		w.Object(func() {
			w.Name("version").UintOrNull(s.Planned)
			w.Name("at").Time(s.PlannedAt)
			w.Name("failed").StringOrNull(string(s.PlanFault))
		})
	}
	w.Name("trashedAt").Time(s.TrashedAt)
}

// moment writes a version, who saved it and when; null for none.
func moment(w *wire.Writer, names access.Names, m history.Revision) {
	if m.Version == 0 {
		w.Null()
		return
	}
	w.Object(func() { momentMembers(w, names, m) })
}

// momentMembers writes the members that say which version, when and by whom.
func momentMembers(w *wire.Writer, names access.Names, m history.Revision) {
	w.Name("version").UintOrNull(m.Version)
	w.Name("at").Time(m.At)
	author(w.Name("by"), names, m.By)
}

// liveTimes writes when something was live.
func liveTimes(w *wire.Writer, live []history.Interval) {
	objects(w.Name("live"), live, func(span history.Interval) {
		w.Name("from").Time(span.From)
		w.Name("to").Time(span.To)
	})
}

// erasures writes the markers of texts that were taken out of history.
func erasures(w *wire.Writer, names access.Names, markers []history.Erasure) {
	objects(w.Name("taken"), markers, func(m history.Erasure) {
		w.Name("at").Time(m.At)
		author(w.Name("by"), names, m.By)
		w.Name("why").String(string(m.Why))
		w.Name("reason").StringOrNull(m.Reason)
	})
}

// list writes items in the envelope that all lists have. A negative total is not
// known and not written.
func list[T any](w *wire.Writer, items []T, total int, next string, members func(T)) {
	w.List(len(items), total, next, func(i int) {
		w.Object(func() { members(items[i]) })
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
