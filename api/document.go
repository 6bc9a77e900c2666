package api

import (
	"slices"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// renderer writes one answer. It notes every document that the answer shows, or
// would show if it were live: those are the ones whose publication changes it.
type renderer struct {
	w         *wire.Writer
	model     *content.Model
	locales   []content.Locale // that the site has; addresses in others are not told
	linked    map[content.DocumentID]cms.Live
	inRecord  bool // a record inside a page is being written: links in it are references
	mentioned []content.DocumentID
}

func newRenderer(m *content.Model, locales []content.Locale) *renderer {
	return &renderer{w: wire.NewWriter(), model: m, locales: locales}
}

func (r *renderer) answer() (answer, error) {
	body, err := r.w.Bytes()
	return answer{body: body, documents: r.mentioned}, err
}

// looking is answer for what looks for documents: one that it does not show yet may
// come to be in it.
func (r *renderer) looking() (answer, error) {
	a, err := r.answer()
	a.lists = true
	return a, err
}

func (r *renderer) mention(id content.DocumentID) { r.mentioned = append(r.mentioned, id) }

func (r *renderer) member(name, value string) {
	r.w.Name(name)
	r.w.String(value)
}

// list writes items in the envelope that all lists have.
func (r *renderer) list(n, total int, next string, item func(i int)) {
	r.w.Object(func() {
		r.w.Name("items")
		r.w.Array(func() {
			for i := range n {
				item(i)
			}
		})
		r.w.Name("next")
		r.w.StringOrNull(wire.Cursor(next))
		r.w.Name("total")
		r.w.Int(int64(total))
	})
}

func (r *renderer) redirect(from, to string) {
	r.w.Name("status")
	r.w.Int(301)
	r.member("from", from)
	r.member("to", to)
}

// Fields of a page that stand at a fixed place, before its other fields.
const (
	summaryField = "summary"
	reviewField  = "review"
	seoField     = "seo"
)

// document writes a live document. Its own fields are members beside its id and
// title; blocks are left out of lists.
func (r *renderer) document(p cms.Page, blocks bool) {
	r.linked = p.Linked
	r.mention(p.ID)
	typ, _ := r.model.Type(p.Type)
	fields := typ.Fields
	r.w.Object(func() {
		r.member("id", p.ID.String())
		r.member("type", p.Type)
		r.member("locale", string(p.Locale))
		if typ.IsPage() {
			r.member("path", p.Content.Path)
		}
		r.member("title", p.Content.Title)
		if typ.IsPage() {
			fields = r.fieldFirst(fields, summaryField, p.Content.Fields)
		}
		r.w.Name("version")
		r.w.Uint(p.Version)
		r.member("hash", p.Hash.String())
		r.w.Name("publishedAt")
		r.w.Time(p.PublishedAt)
		r.w.Name("firstPublishedAt")
		r.w.Time(p.FirstPublishedAt)
		if typ.IsPage() {
			fields = r.fieldFirst(fields, reviewField, p.Content.Fields)
			r.alternates(p.Alternates)
			fields = without(fields, seoField)
			r.seo(p.Content)
		}
		r.fields(fields, p.Content.Fields)
		if blocks && len(typ.Kinds) > 0 {
			r.blocks(p.Live)
		}
	})
}

// fieldFirst writes one field ahead of the others, and returns the others.
func (r *renderer) fieldFirst(fields []content.Field, name string, values content.Fields) []content.Field {
	if f, ok := content.FieldNamed(fields, name); ok {
		r.fields([]content.Field{f}, values)
	}
	return without(fields, name)
}

func without(fields []content.Field, name string) []content.Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f content.Field) bool { return f.Name == name })
}

func (r *renderer) alternates(all []cms.Alternate) {
	r.w.Name("alternates")
	r.w.Array(func() {
		for _, a := range all {
			if !slices.Contains(r.locales, a.Locale) {
				continue
			}
			r.w.Object(func() {
				r.member("locale", string(a.Locale))
				r.member("path", a.Path)
			})
		}
	})
}

// seo writes what goes into the head of a page, with everything that goes without
// saying filled in.
func (r *renderer) seo(c content.Content) {
	own, _ := c.Fields[seoField].(map[string]any)
	title, _ := own["title"].(string)
	if title == "" {
		title = c.Title
	}
	description, _ := own["description"].(string)
	if description == "" {
		description, _ = c.Fields[summaryField].(string)
	}
	robots := "index,follow"
	if hidden, _ := own["noindex"].(bool); hidden {
		robots = "noindex,follow"
	}
	r.w.Name(seoField)
	r.w.Object(func() {
		r.member("title", title)
		r.w.Name("description")
		r.w.StringOrNull(description)
		r.member("robots", robots)
	})
}

// blocks writes the blocks of the kinds that the model knows: no client could tell
// the shape of another.
func (r *renderer) blocks(p cms.Live) {
	r.w.Name("blocks")
	r.w.Array(func() {
		for i, b := range p.Content.Blocks {
			kind, ok := r.model.Kind(b.Kind)
			if !ok {
				continue
			}
			r.w.Object(func() {
				r.member("id", b.ID.String())
				r.member("kind", b.Kind)
				r.member("hash", p.BlockHashes[i].String())
				r.fields(kind.Fields, b.Fields)
			})
		}
	})
}
