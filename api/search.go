package api

import (
	"context"
	"html"
	"strconv"
	"strings"

	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// search finds live documents by their words, the best first.
func search(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	from := 0
	if q.after != "" {
		from, _ = rank(q.after)
	}
	found, total, err := d.Search(ctx, cms.Search{Words: q.words, Locale: q.locale, Type: q.typ, From: from, Limit: min(q.limit, cms.MaxSearchReach-from)})
	if err != nil {
		return answer{}, wire.BadWords(err)
	}
	next := ""
	if at := from + len(found); len(found) > 0 && at < min(total, cms.MaxSearchReach) {
		next = strconv.Itoa(at)
	}
	r := newRenderer(d.Model(), q.practice, q.base)
	r.w.List(len(found), total, next, func(i int) { r.found(found[i]) })
	return r.listing()
}

func (r *renderer) found(f cms.Found) {
	r.mention(f.ID)
	r.w.Object(func() {
		r.w.Name("id").String(f.ID.String())
		r.w.Name("type").String(f.Type)
		r.w.Name("locale").String(string(f.Locale))
		if typ, _ := r.model.Type(f.Type); typ.IsPage() {
			r.w.Name("path").String(f.Path)
		}
		r.w.Name("title").String(f.Title.String())
		r.w.Name("highlights").Object(func() {
			r.w.Name("title").String(marked(f.Title))
			r.w.Name("text").Array(func() {
				for _, e := range f.Excerpts {
					r.w.String(marked(e))
				}
			})
		})
	})
}

// marked is a text as HTML: escaped, with a mark element around each piece that was
// looked for, and no other element.
func marked(m cms.Marked) string {
	var out strings.Builder
	for _, p := range m {
		if p.Mark {
			out.WriteString("<mark>")
		}
		out.WriteString(html.EscapeString(p.Text))
		if p.Mark {
			out.WriteString("</mark>")
		}
	}
	return out.String()
}

// rank reads the place that a search goes on from: how many results came before.
func rank(place string) (int, bool) {
	n, ok := wire.Number(place)
	return int(n), ok && n < cms.MaxSearchReach
}

func isRank(place string) bool {
	_, ok := rank(place)
	return ok
}
