package manage

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// history: GET /documents/{id}/versions
func (s *Server) history(q *request) error {
	limit, err := q.params.Limit()
	if err != nil {
		return err
	}
	after, err := q.params.Cursor(func(text string) bool { _, ok := wire.Number(text); return ok })
	if err != nil {
		return err
	}
	before, _ := wire.Number(after) // 0, from the latest, when there is no cursor
	if before == 1 {
		return wire.BadRequest("The history has no more versions.")
	}
	names, err := s.names(q)
	if err != nil {
		return err
	}
	past, err := q.past(names)
	if err != nil {
		return err
	}
	past.Before, past.Limit = before, limit
	entries, err := s.editor.History(q.Request().Context(), q.who, q.id, q.locale, past)
	if err != nil {
		return err
	}
	next := ""
	if n := len(entries); n == limit && entries[n-1].Number > 1 {
		next = strconv.FormatUint(entries[n-1].Number, 10)
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		list(w, entries, -1, next, func(one history.Entry) { entry(w, names, one, summary(s.delivery.Model(), one, q.zone)) })
	})
}

// past reads which versions are asked for. An id that is no token's is a person's, be
// it of one who left.
func (q *request) past(names access.Names) (p history.Filter, err error) {
	var token content.Author
	if _, err := q.params.ID("by", &token.Token); err != nil {
		return p, err
	}
	if _, known := names[token]; known {
		p.By = token
	} else {
		p.By.Person = content.PersonID(token.Token)
	}
	if _, err := q.params.ID("block", &p.Block); err != nil {
		return p, err
	}
	if p.Live, err = q.params.Flag("live"); err != nil {
		return p, err
	}
	p.Named, err = q.params.Flag("named")
	return p, err
}

func entry(w *wire.Writer, names access.Names, e history.Entry, summary string) {
	w.Name("version").UintOrNull(e.Number)
	w.Name("at").Time(e.At)
	author(w.Name("by"), names, e.By)
	w.Name("origin").String(string(e.Origin))
	w.Name("summary").String(summary)
	w.Name("name").StringOrNull(e.Name)
	w.Name("note").StringOrNull(e.Note)
	w.Name("restoredFrom").UintOrNull(e.RestoredFrom)
	spans(w, e.Live)
	taken(w, names, e.Removed)
}

// spans writes when something was live.
func spans(w *wire.Writer, live []history.Interval) {
	objects(w.Name("live"), live, func(span history.Interval) {
		w.Name("from").Time(span.From)
		w.Name("to").Time(span.To)
	})
}

// taken writes the markers of texts that were taken out of history.
func taken(w *wire.Writer, names access.Names, markers []history.Erasure) {
	objects(w.Name("taken"), markers, func(m history.Erasure) {
		w.Name("at").Time(m.At)
		author(w.Name("by"), names, m.By)
		w.Name("why").String(string(m.Why))
		w.Name("reason").StringOrNull(m.Reason)
	})
}

// version: GET /documents/{id}/versions/{n}
func (s *Server) version(q *request) error {
	n, err := q.number()
	if err != nil {
		return err
	}
	v, err := s.editor.Version(q.Request().Context(), q.who, q.id, q.locale, n)
	if err != nil {
		return err
	}
	return s.writeVersion(q, http.StatusOK, v)
}

// liveThen: GET /documents/{id}/live?at=
func (s *Server) liveThen(q *request) error {
	when, _, err := q.params.Moment()
	if err != nil {
		return err
	}
	ctx := q.Request().Context()
	told, err := s.editor.Told(ctx, q.who, q.id, q.locale, when)
	if err != nil {
		return wire.NotYet(err)
	}
	if told.Page.Version == 0 {
		return wire.NotFound("Nothing of this document was live at that moment.")
	}
	v, err := s.editor.Version(ctx, q.who, q.id, q.locale, told.Page.Version)
	if err != nil {
		return err
	}
	names, err := s.names(q)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("since").Time(told.Since)
			w.Name("until").Time(told.Until)
			s.stored(w.Name("document"), names, v)
		})
	})
}

// restore: POST /documents/{id}/versions/{n}/restore
func (s *Server) restore(q *request) error {
	n, err := q.number()
	if err != nil {
		return err
	}
	o, err := q.optionalObject()
	if err != nil {
		return err
	}
	what := cms.Restore{Document: q.id, Locale: q.locale, Version: n, Blocks: blocksOf(o), Note: o.String("note")}
	return s.bringBack(q, o, what)
}

// blocksOf takes the blocks of one version that are to come back; none: all of it.
func blocksOf(o *wire.Object) []content.BlockID {
	var out []content.BlockID
	for i, text := range o.Strings("blocks") {
		out = append(out, keptBlock(o, fmt.Sprintf("blocks[%d]", i), text))
	}
	return out
}

// restorePicks: POST /documents/{id}/restore
func (s *Server) restorePicks(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	what := cms.Restore{Document: q.id, Locale: q.locale, Picks: picksOf(o), Note: o.String("note")}
	if len(what.Picks) == 0 {
		o.Problem("picks", "required", "Give at least one block, and the version that it is to be as in.")
	}
	return s.bringBack(q, o, what)
}

// picksOf takes blocks that are to come back, each from a version of its own.
func picksOf(o *wire.Object) []cms.Pick {
	var out []cms.Pick
	seen := map[content.BlockID]bool{}
	for _, one := range o.Objects("picks") {
		p := cms.Pick{Block: keptBlock(one, "block", one.String("block")), Version: one.Number("version")}
		if seen[p.Block] && !p.Block.IsZero() {
			one.Problem("block", "repeated", "Each block can come from one version only.")
		}
		seen[p.Block] = true
		out = append(out, p)
	}
	return out
}

// bringBack restores what a body asks for, and answers with the new draft.
func (s *Server) bringBack(q *request, o *wire.Object, what cms.Restore) error {
	if err := o.Done(); err != nil {
		return err
	}
	v, err := s.editor.Restore(q.Request().Context(), q.who, what)
	if err != nil {
		return err
	}
	return s.writeCreated(q, v)
}

// takeBack: POST /documents/{id}/versions/{n}/take-back. If-Match names the version
// that {n} was compared with, which must still be the latest.
func (s *Server) takeBack(q *request) error {
	n, err := q.number()
	if err != nil {
		return err
	}
	to, err := ifMatch(q.Request().Header)
	if err != nil {
		return err
	}
	o, err := q.object()
	if err != nil {
		return err
	}
	what := cms.TakeBack{Document: q.id, Locale: q.locale, From: n, To: to, Note: o.String("note"), Change: content.Change{
		Path: o.String("path"), Gone: o.Bool("gone"), Sentence: int(o.OptionalNumber("sentence")), Moved: o.Bool("moved"),
	}}
	if err := what.Change.Block.UnmarshalText([]byte(o.String("block"))); err != nil {
		o.Problem("block", "bad-id", "Give the id of a block, or leave it out for what the document says of itself.")
	}
	if err := o.Done(); err != nil {
		return err
	}
	v, err := s.editor.TakeBack(q.Request().Context(), q.who, what)
	if err != nil {
		if lost, ok := errors.AsType[*cms.ConflictError](err); ok {
			return conflict{lost}
		}
		return err
	}
	return s.writeCreated(q, v)
}

// nameVersion: PUT /documents/{id}/versions/{n}/name
func (s *Server) nameVersion(q *request) error {
	n, err := q.number()
	if err != nil {
		return err
	}
	o, err := q.object()
	if err != nil {
		return err
	}
	name, note := o.String("name"), o.String("note")
	if err := o.Done(); err != nil {
		return err
	}
	if err := s.editor.NameVersion(q.Request().Context(), q.who, q.id, q.locale, n, name, note); err != nil {
		return err
	}
	return s.version(q)
}

// compare: GET /documents/{id}/compare?from=&to=
func (s *Server) compare(q *request) error {
	from, okFrom := wire.Number(q.params["from"])
	to, okTo := wire.Number(q.params["to"])
	if !okFrom || !okTo {
		return wire.BadRequest("Give the query parameters from and to, each the number of a version.")
	}
	c, err := s.editor.Compare(q.Request().Context(), q.who, q.id, q.locale, from, to)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("from").UintOrNull(from)
			w.Name("to").UintOrNull(to)
			fieldChanges(w.Name("fields"), c.Fields)
			objects(w.Name("blocks"), c.Blocks, func(b content.BlockChange) { blockChange(w, b) })
		})
	})
}

func blockChange(w *wire.Writer, b content.BlockChange) {
	w.Name("op").String(string(b.Op))
	w.Name("id").String(b.ID.String())
	w.Name("kind").String(b.Kind)
	w.Name("name").String(b.Name)
	index(w.Name("from"), b.From)
	index(w.Name("to"), b.To)
	w.Name("moved").Bool(b.Moved)
	block(w.Name("before"), b.Before)
	block(w.Name("after"), b.After)
	fieldChanges(w.Name("fields"), b.Fields)
}

// index writes a place in a list; -1, which is none, as null.
func index(w *wire.Writer, i int) {
	if i < 0 {
		w.Null()
		return
	}
	w.Int(int64(i))
}

func fieldChanges(w *wire.Writer, changes []content.FieldChange) {
	objects(w, changes, func(f content.FieldChange) {
		w.Name("path").String(f.Path)
		w.Name("gone").Bool(f.Gone)
		w.Name("label").String(f.Label)
		w.Name("type").String(string(f.Type))
		w.Name("before").Value(f.Before)
		w.Name("after").Value(f.After)
		objects(w.Name("spans"), f.Spans, func(span content.Span) {
			w.Name("op").String(string(span.Op))
			w.Name("text").String(span.Text)
		})
		sentences(w.Name("sentences"), f.Sentences())
	})
}

// sentences writes a comparison by sentences; the number of what stayed is null.
func sentences(w *wire.Writer, all []content.Sentence) {
	objects(w, all, func(one content.Sentence) {
		w.Name("op").String(string(one.Op))
		w.Name("number").UintOrNull(uint64(one.Number))
		w.Name("before").String(one.Before)
		w.Name("after").String(one.After)
	})
}
