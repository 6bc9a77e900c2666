package api

import (
	"context"
	"strings"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

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
	r := newRenderer(d.Model(), q.practice, q.base)
	r.w.List(len(items), total, next, func(i int) { r.document(items[i].Page, wanted) })
	return r.listing()
}

// whole is the answer that one document is.
func whole(d *cms.Delivery, p live.Page, q query) (answer, error) {
	r := newRenderer(d.Model(), q.practice, q.base)
	r.document(p, only(q.fields))
	return r.answer()
}

func isPagePath(s string) bool { return content.CheckPath(s) == nil }

// pagePath is the path of a page in the address of /pages/….
func pagePath(urlPath string) string { return strings.TrimPrefix(urlPath, Prefix+"/pages") }
