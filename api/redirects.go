package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// redirects gives the old paths and where their pages are now. A path is made of a–z,
// digits, hyphens and slashes (content.CheckPath), so no form has anything to escape.
func redirects(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	found, err := d.Redirects(ctx, q.locale)
	if err != nil {
		return answer{}, err
	}
	lines := func(line string) (answer, error) {
		var out strings.Builder
		for _, r := range found {
			fmt.Fprintf(&out, line, r.From, r.To)
		}
		return answer{body: []byte(out.String()), lists: true, media: plainType}, nil
	}
	switch q.format {
	case "netlify":
		return lines("%s %s 301\n")
	case "nginx": // for an include in a server block
		return lines("location = %s { return 301 %s$is_args$args; }\n")
	case "vercel":
		type rule struct {
			Source      string `json:"source"`
			Destination string `json:"destination"`
			StatusCode  int    `json:"statusCode"`
		}
		rules := []rule{}
		for _, r := range found {
			rules = append(rules, rule{r.From, r.To, 301})
		}
		body, err := json.MarshalIndent(map[string]any{"redirects": rules}, "", "  ")
		return answer{body: body, lists: true, media: plainType}, err
	}
	r := newRenderer(d.Model(), q.practice, q.base)
	r.w.List(len(found), len(found), "", func(i int) {
		r.w.Object(func() { r.redirect(found[i].From, found[i].To) })
	})
	return r.listing()
}

// resolve says what stands at a path: a page, or a redirect to where it is now.
func resolve(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	if q.path == "" {
		return answer{}, wire.BadRequest("Give the query parameter path, such as /services/emdr.")
	}
	const missing = "No page is live at this path, and none was."
	if !isPagePath(q.path) {
		return answer{}, wire.NotFound(missing)
	}
	id, to, err := d.Resolve(ctx, q.locale, q.path)
	if err != nil {
		return answer{}, notThere(err, missing)
	}
	r := newRenderer(d.Model(), q.practice, q.base)
	r.mention(id)
	if to != "" {
		r.w.Object(func() {
			r.w.Name("type").String("redirect")
			r.redirect(q.path, to)
		})
		return r.listing()
	}
	p, err := d.ByID(ctx, q.locale, id)
	if err != nil {
		return answer{}, notThere(err, missing)
	}
	r.w.Object(func() {
		r.w.Name("type").String("document")
		r.w.Name("id").String(id.String())
		r.w.Name("documentType").String(p.Type)
		r.w.Name("path").String(p.Content.Path)
		r.w.Name("title").String(p.Content.Title)
	})
	return r.listing()
}

func (r *renderer) redirect(from, to string) {
	r.w.Name("status").Int(301)
	r.w.Name("from").String(from)
	r.w.Name("to").String(to)
}
