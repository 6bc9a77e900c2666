package api

import (
	"context"

	"practicecms/cms"
	"practicecms/cms/live"
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
