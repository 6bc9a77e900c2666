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
	return q.answer(http.StatusOK, func(w *wire.Writer) {
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
