package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"practicecms/cms"
)

// redirectFormats are the forms of redirects that hosts take as a file, beside our own.
var redirectFormats = []string{"netlify", "vercel", "nginx"}

// plainType is the Content-Type of redirects that are no JSON, and of TypeScript.
var plainType = []string{"text/plain; charset=utf-8"}

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
	r := newRenderer(d.Model(), q.practice)
	r.w.List(len(found), len(found), "", func(i int) {
		r.w.Object(func() { r.redirect(found[i].From, found[i].To) })
	})
	return r.looking()
}
