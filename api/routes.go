package api

import (
	"context"
	"encoding/json"

	"practicecms/api/internal/openapi"
	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

// route is one address of the API.
type route struct {
	pattern   string       // below Prefix, as echo has it
	params    []string     // the query parameters that it takes
	sort      live.SortKey // for lists: what they are sorted by when nothing else is asked for
	perLocale bool         // without locale it tells of all languages, not of the first
	search    bool         // it has a cache and a bound of its own, and its cursors are ranks
	many      bool         // it may tell of a hundred documents and more, and has a bound of its own
	build     func(context.Context, *cms.Delivery, query) (answer, error)
}

// routes is the whole API. What is not here is a 404.
var routes = []route{
	{pattern: "/site", params: []string{"locale", "fields", "at"}, build: site},
	{pattern: "/pages", params: []string{"locale", "type", "references", "fields", "sort", "limit", "cursor", "at"}, sort: live.ByPath, many: true, build: pages},
	{pattern: "/pages/*", params: []string{"locale", "fields", "at"}, build: page},
	{pattern: "/documents", params: []string{"locale", "type", "references", "fields", "sort", "limit", "cursor", "at"}, sort: live.ByAge, many: true, build: documents},
	{pattern: "/documents/:id", params: []string{"locale", "fields", "at"}, build: document},
	{pattern: "/resolve", params: []string{"locale", "path", "at"}, build: resolve},
	{pattern: "/redirects", params: []string{"locale", "format", "at"}, many: true, build: redirects},
	{pattern: "/sitemap.xml", params: []string{"locale", "at"}, perLocale: true, many: true, build: sitemap},
	{pattern: "/search", params: []string{"q", "locale", "type", "limit", "cursor"}, search: true, build: search},
	{pattern: "/changes", params: []string{"since", "limit"}, many: true, build: changes},
	{pattern: "/openapi.json", build: description},
	{pattern: "/types.ts", build: typescript},
	{pattern: "/schema/:kind", build: schema},
}

func page(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	path := pagePath(q.urlPath)
	if !isPagePath(path) {
		return answer{}, wire.NotFound("No page can have this address.")
	}
	p, err := d.ByPath(ctx, q.locale, path)
	if err != nil {
		return answer{}, notThere(err, "No page is live at this address.")
	}
	return whole(d, p, q)
}

func document(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	const missing = "No document with this id is live."
	id, ok := parseID(q.param)
	if !ok {
		return answer{}, wire.NotFound(missing)
	}
	p, err := d.ByID(ctx, q.locale, id)
	if err != nil {
		return answer{}, notThere(err, missing)
	}
	return whole(d, p, q)
}

// site gives the practice's own document. It always names the languages of the
// site, also when the setting is empty and the first one goes without saying.
func site(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	p, err := d.Site(ctx, q.locale)
	if err != nil {
		return answer{}, notThere(err, "The practice is not set up yet.")
	}
	locales := make([]any, len(q.practice.Locales))
	for i, l := range q.practice.Locales {
		locales[i] = string(l)
	}
	typ, _ := d.Model().Type(p.Type)
	if f, ok := content.Meant(typ.Fields, content.SiteLanguages); ok {
		p.Content.Fields[f.Name] = locales
	}
	return whole(d, p, q)
}

// whole is the answer that one document is.
func whole(d *cms.Delivery, p live.Page, q query) (answer, error) {
	r := newRenderer(d.Model(), q.practice)
	r.document(p, only(q.fields))
	return r.answer()
}

func pages(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	return list(ctx, d, q, true)
}

func documents(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	return list(ctx, d, q, false)
}

func list(ctx context.Context, d *cms.Delivery, q query, onlyPages bool) (answer, error) {
	wanted := only(q.fields)
	if q.fields == nil {
		wanted = func(member string) bool { return member != blocksMember && member != jsonLdMember }
	}
	items, total, more, err := d.List(ctx, live.Query{Locale: q.locale, Type: q.typ, Pages: onlyPages, Blocks: wanted(blocksMember) || wanted(jsonLdMember), References: q.references, Sort: q.sort, After: q.after, Limit: q.limit})
	if err != nil {
		return answer{}, err
	}
	next := ""
	if more {
		next = items[len(items)-1].Cursor
	}
	r := newRenderer(d.Model(), q.practice)
	r.w.List(len(items), total, next, func(i int) { r.document(items[i].Page, wanted) })
	return r.looking()
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
	r := newRenderer(d.Model(), q.practice)
	r.mention(id)
	if to != "" {
		r.w.Object(func() {
			r.w.Name("type").String("redirect")
			r.redirect(q.path, to)
		})
		return r.looking()
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
	return r.looking()
}

// changes tells what readers saw change since a cursor; since=latest is the end of the
// feed, for who is about to read everything and wants to follow it from there.
func changes(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	since := q.since
	if since == "latest" {
		var err error
		if since, err = d.LatestCursor(ctx); err != nil {
			return answer{}, err
		}
	}
	feed, err := d.Changes(ctx, since, q.limit)
	if err != nil {
		return answer{}, err
	}
	body, err := json.Marshal(feed)
	return answer{body: body, lists: true, caching: feedCaching}, err
}

func description(_ context.Context, d *cms.Delivery, _ query) (answer, error) {
	body, err := openapi.Document(d.Model())
	return answer{body: body}, err
}

func typescript(_ context.Context, d *cms.Delivery, _ query) (answer, error) {
	return answer{body: TypeScript(d.Model()), media: plainType}, nil
}

func schema(_ context.Context, d *cms.Delivery, q query) (answer, error) {
	kind, ok := d.Model().Kind(q.param)
	if !ok {
		return answer{}, wire.NotFound("There is no kind of block of this name.")
	}
	body, err := openapi.BlockSchema(d.Model(), kind)
	return answer{body: body}, err
}
