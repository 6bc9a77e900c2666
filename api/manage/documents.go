package manage

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// create: POST /documents
func (s *Server) create(q *request) error {
	e, err := q.edit()
	if err != nil {
		return err
	}
	if e.locale == "" {
		e.locale = q.defaultLocale
	}
	v, err := s.editor.Create(q.Request().Context(), q.who, cms.New{Type: e.typ, Locale: e.locale, Content: e.content, Note: e.note})
	if err != nil {
		return err
	}
	return s.writeCreated(q, v)
}

// writeCreated answers with a document that was just made.
func (s *Server) writeCreated(q *request, v cms.Version) error {
	q.Response().Header().Set("Location", q.address(v))
	return s.writeVersion(q, http.StatusCreated, v)
}

// address is where a document can be read and saved.
func (q *request) address(v cms.Version) string {
	address := Prefix + "/documents/" + v.Document.String()
	if v.Locale != q.defaultLocale {
		address += "?locale=" + string(v.Locale)
	}
	return address
}

// latest: GET /documents/{id}
func (s *Server) latest(q *request) error {
	v, err := s.editor.Latest(q.Request().Context(), q.who, q.id, q.locale)
	if err != nil {
		return err
	}
	return s.writeVersion(q, http.StatusOK, v)
}

// save: PUT /documents/{id}
func (s *Server) save(q *request) error {
	base, err := ifMatch(q.Request().Header)
	if err != nil {
		return err
	}
	e, err := q.edit()
	if err != nil {
		return err
	}
	if err := s.sameDocument(q, e); err != nil {
		return err
	}
	v, err := s.editor.Save(q.Request().Context(), q.who, cms.Save{Document: q.id, Locale: q.locale, Base: base, Content: e.content, Note: e.note})
	if err != nil {
		return s.saveError(q, base, err)
	}
	return s.writeVersion(q, http.StatusOK, v)
}

// sameDocument refuses an edit that says it is of another type or language: it was
// made for another document. An edit that names its language need not repeat it as
// a parameter.
func (s *Server) sameDocument(q *request, e edit) error {
	_, asked := q.params["locale"]
	switch {
	case e.locale == "" || e.locale == q.locale:
	case asked:
		return wire.Invalid("locale", "other-locale", "The address asks for "+string(q.locale)+"; give the same here, or leave it out.")
	default:
		q.locale = e.locale
	}
	if e.typ == "" {
		return nil
	}
	state, err := s.editor.State(q.Request().Context(), q.who, q.id, q.locale)
	if err != nil {
		return err
	}
	if e.typ != state.Type {
		return wire.Invalid("type", "other-type", "The document is of type "+state.Type+"; a type cannot change.")
	}
	return nil
}

// list: GET /documents
func (s *Server) list(q *request) error {
	var names []string
	for _, t := range s.delivery.Model().Types {
		names = append(names, t.Name)
	}
	typ, err := q.params.OneOf("type", names)
	if err != nil {
		return err
	}
	limit, err := q.params.Limit()
	if err != nil {
		return err
	}
	trashed, err := q.params.Flag("trashed")
	if err != nil {
		return err
	}
	after, err := q.params.Cursor(func(text string) bool { _, ok := parsePlace(text); return ok })
	if err != nil {
		return err
	}
	f := cms.Filter{Locale: q.locale, Words: q.params["q"], Trashed: trashed}
	if typ != "" {
		f.Types = []string{typ}
	}
	all, err := s.editor.List(q.Request().Context(), q.who, f)
	if err != nil {
		return wire.BadWords(err)
	}
	authors, err := s.names(q)
	if err != nil {
		return err
	}
	items, next := pageOf(all, after, limit)
	return q.write(http.StatusOK, func(w *wire.Writer) {
		list(w, items, len(all), next, func(one cms.Item) {
			state(w, one.State, one.Path)
			w.Name("title").String(one.Title)
			w.Name("summary").String(summary(s.delivery.Model(), one.Last, q.zone))
			w.Name("at").Time(one.At)
			author(w.Name("by"), authors, one.By)
		})
	})
}

// place is where a list of documents goes on: behind the one that was changed at a
// time and has an id. It holds although documents change between two requests.
type place struct {
	at time.Time
	id content.DocumentID
}

func placeOf(i cms.Item) place { return place{i.At, i.Document} }

func (p place) String() string { return fmt.Sprintf("%d %s", p.at.UnixMicro(), p.id) }

func parsePlace(text string) (p place, ok bool) {
	micros, id, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(micros, 10, 64)
	if err != nil || p.id.UnmarshalText([]byte(id)) != nil || p.id.IsZero() {
		return place{}, false
	}
	p.at = time.UnixMicro(n).UTC()
	return p, true
}

// pageOf cuts one page out of a list that is sorted by time, latest first, and then
// by id. next is "" at the end.
func pageOf(all []cms.Item, after string, limit int) (page []cms.Item, next string) {
	if p, ok := parsePlace(after); ok {
		for len(all) > 0 && (all[0].At.After(p.at) || all[0].At.Equal(p.at) && all[0].Document.Compare(p.id) <= 0) {
			all = all[1:]
		}
	}
	if len(all) <= limit {
		return all, ""
	}
	return all[:limit], placeOf(all[limit-1]).String()
}

// uses: GET /documents/{id}/uses
func (s *Server) uses(q *request) error {
	found, err := s.editor.Uses(q.Request().Context(), q.who, q.id)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		list(w, found, len(found), "", func(u cms.Use) {
			w.Name("id").String(u.Document.String())
			w.Name("type").String(u.Type)
			w.Name("locale").String(string(u.Locale))
			w.Name("title").String(u.Title)
			w.Name("path").StringOrNull(u.Path)
			w.Name("draft").Bool(u.Draft)
			w.Name("live").Bool(u.Live)
		})
	})
}
