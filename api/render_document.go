package api

import (
	"slices"

	"practicecms/cms/live"
	"practicecms/content"
	"practicecms/content/jsonld"
)

// Members of a document that are no field of its type. Id and type are always there: they
// say what it is.
const (
	idMember     = "id"
	typeMember   = "type"
	blocksMember = "blocks"
	jsonLdMember = "jsonLd"
	seoMember    = "seo" // of a page, with all that goes without saying, in place of its field for search engines
)

var ownMembers = []string{"locale", "path", "title", "version", "hash", "publishedAt", "firstPublishedAt", "alternates", blocksMember, jsonLdMember}

// memberNames lists what the parameter "fields" may name: the members that a document of any
// type has.
func memberNames(m *content.Model) []string {
	out := append([]string{idMember, typeMember}, ownMembers...)
	for _, t := range m.Types {
		if t.Asset {
			continue
		}
		for _, f := range t.Fields {
			name := f.Name
			if t.IsPage() && f.Means == content.SearchEngines {
				name = seoMember
			}
			if !f.Staff && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// only says which members were asked for: all of them when names is nil.
func only(names []string) func(member string) bool {
	return func(member string) bool { return names == nil || slices.Contains(names, member) }
}

// document writes a live document, with the members that are wanted. Its own fields are
// members beside its id and title.
func (r *renderer) document(p live.Page, wanted func(member string) bool) {
	r.linked, r.files = p.Linked, p.Files
	r.mention(p.ID)
	typ, _ := r.model.Type(p.Type)
	member := func(name string, is bool, value func()) {
		if is && wanted(name) {
			r.w.Name(name)
			value()
		}
	}
	fields := func(take func(m content.Meaning) bool) {
		var some []content.Field
		for _, f := range typ.Fields {
			if take(f.Means) && wanted(f.Name) {
				some = append(some, f)
			}
		}
		r.fields(some, p.Content.Fields)
	}
	page := typ.IsPage()
	r.w.Object(func() {
		r.w.Name(idMember).String(p.ID.String())
		r.w.Name(typeMember).String(p.Type)
		member("locale", true, func() { r.w.String(string(p.Locale)) })
		member("path", page, func() { r.w.String(p.Content.Path) })
		member("title", true, func() { r.w.String(p.Content.Title) })
		fields(func(m content.Meaning) bool { return page && m == content.Summary })
		member("version", true, func() { r.w.Uint(p.Version) })
		member("hash", true, func() { r.w.String(p.Hash.String()) })
		member("publishedAt", true, func() { r.w.Time(p.PublishedAt) })
		member("firstPublishedAt", true, func() { r.w.Time(p.FirstPublishedAt) })
		fields(func(m content.Meaning) bool { return page && m == content.Review })
		member("alternates", page, func() { r.alternates(p.Alternates) })
		member(seoMember, page, func() { r.seo(typ, p.Content) })
		member(jsonLdMember, page, func() { r.jsonLd(p) })
		fields(func(m content.Meaning) bool {
			return !page || m != content.Summary && m != content.Review && m != content.SearchEngines
		})
		member(blocksMember, len(typ.Kinds) > 0, func() { r.blocks(p.Live) })
	})
}

func (r *renderer) alternates(all []live.Alternate) {
	r.w.Array(func() {
		for _, a := range all {
			if !slices.Contains(r.practice.Locales, a.Locale) {
				continue
			}
			r.w.Object(func() {
				r.w.Name("locale").String(string(a.Locale))
				r.w.Name("path").String(a.Path)
			})
		}
	})
}

// seo writes what goes into the head of a page, with everything that goes without
// saying filled in.
func (r *renderer) seo(t content.Type, c content.Content) {
	title := content.TextOf(t.Fields, c.Fields, content.SearchTitle)
	if title == "" {
		title = c.Title
	}
	description := content.TextOf(t.Fields, c.Fields, content.SearchDescription)
	if description == "" {
		description = content.TextOf(t.Fields, c.Fields, content.Summary)
	}
	robots := "index,follow"
	if hidden, _ := content.Value(t.Fields, c.Fields, content.NoIndex).(bool); hidden {
		robots = "noindex,follow"
	}
	r.w.Object(func() {
		r.w.Name("title").String(title)
		r.w.Name("description").StringOrNull(description)
		r.w.Name("robots").String(robots)
	})
}

// jsonLd writes what the page is in the words of schema.org; null before the practice
// says where its website is.
func (r *renderer) jsonLd(p live.Page) {
	r.mention(r.practice.Document)
	told := func(l live.Live) jsonld.Document {
		return jsonld.Document{ID: l.ID, Type: l.Type, Locale: l.Locale, Content: l.Content, FirstLive: l.FirstPublishedAt, PublishedAt: l.PublishedAt}
	}
	practice := jsonld.Practice{Name: r.practice.Name, Website: r.practice.Website, Phone: r.practice.Phone}
	graph := jsonld.Of(r.model, practice, told(p.Live), func(id content.DocumentID) (jsonld.Document, bool) {
		r.mention(id)
		linked, ok := p.Linked[id]
		return told(linked), ok
	})
	if graph == nil {
		r.w.Null()
		return
	}
	r.w.Value(graph)
}

// blocks writes the blocks of the kinds that the model knows: no client could tell
// the shape of another.
func (r *renderer) blocks(p live.Live) {
	r.w.Array(func() {
		for i, b := range p.Content.Blocks {
			kind, ok := r.model.Kind(b.Kind)
			if !ok {
				continue
			}
			r.w.Object(func() {
				r.w.Name("id").String(b.ID.String())
				r.w.Name("kind").String(b.Kind)
				r.w.Name("hash").String(p.BlockHashes[i].String())
				r.fields(kind.Fields, b.Fields)
			})
		}
	})
}
