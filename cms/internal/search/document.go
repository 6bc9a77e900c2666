package search

import (
	"slices"
	"strings"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search/index"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
	"practicecms/content/richtext"
)

// key names what an index holds as one.
type key struct {
	id     content.DocumentID
	locale content.Locale
}

func (h key) text() string { return h.id.String() + " " + string(h.locale) }

// parseKey reads a key.
func parseKey(s string) (key, error) {
	id, l, _ := strings.Cut(s, " ")
	var h key
	err := h.id.UnmarshalText([]byte(id))
	h.locale = content.Locale(l)
	return h, err
}

// holds is the number of the version that the index has of a document; 0: none.
func (f *Finder) holds(doc record.Document, head record.Head) uint64 {
	if f.staff {
		return head.Latest
	}
	typ, known := f.types.Type(doc.Type)
	if !known || typ.Single || typ.Asset || doc.TrashedAt != 0 { // the practice itself is nothing to find on its site
		return 0
	}
	return head.Live
}

// source is the version of a document that an index holds.
type source struct {
	key
	typ     string
	version content.Hash
	content content.Content
}

// read reads what the index is to hold, or ErrNotFound. What everybody may find is read by
// a Delivery, which cannot give anything but what is live.
func (f *Finder) read(r store.Reader, h key) (source, error) {
	if !f.staff {
		page, err := f.site.Today(r).Live(h.id, h.locale, live.WithBlocks)
		return source{h, page.Type, page.Hash, page.Content}, err
	}
	doc, head, err := record.ReadHead(r, h.id, h.locale)
	if err != nil {
		return source{}, err
	}
	v, err := record.Load(r, h.id, h.locale, head.Latest)
	return source{h, doc.Type, v.Record.Hash, v.Content}, err
}

// size is roughly how many bytes its texts have.
func (k source) size() int {
	n := len(k.content.Title)
	count := func(_ content.Field, s string) string { n += len(s); return s }
	content.MapTexts(nil, k.content.Fields, count)
	for _, b := range k.content.Blocks {
		content.MapTexts(nil, b.Fields, count)
	}
	return n
}

// document is what the index holds: for staff also phone numbers and addresses.
func (f *Finder) document(k source) index.Document {
	out := index.Document{
		Key: k.text(), Locale: string(k.locale), Type: k.typ, Version: k.version.String(), Title: k.content.Title, Path: k.content.Path,
	}
	f.model.WalkContent(k.typ, k.content, func(p content.Place, v any) {
		s, _ := v.(string)
		switch p.Field.Type {
		case content.Markdown:
			s = richtext.PlainText(s)
		case content.Text:
		case content.Phone, content.URL:
			if _, internal := content.DocumentInURL(s); internal || !f.staff {
				return
			}
		default:
			return
		}
		out.Texts = append(out.Texts, s)
		if p.Field.Heading {
			out.Headings = append(out.Headings, s)
		}
	})
	return out
}

// forAll is a model without the texts that readers do not see of what is live: those for
// staff, and what stands in a list beside a link that it needs. Whether the latter shows
// depends on what the link leads to.
func forAll(m *content.Model) *content.Model {
	out := *m
	out.Types, out.Kinds = slices.Clone(m.Types), slices.Clone(m.Kinds)
	for i := range out.Types {
		out.Types[i].Fields = fieldsForAll(out.Types[i].Fields)
	}
	for i := range out.Kinds {
		out.Kinds[i].Fields = fieldsForAll(out.Kinds[i].Fields)
	}
	return &out
}

func fieldsForAll(fields []content.Field) []content.Field {
	needed := func(f content.Field) bool { return f.Type == content.Link && f.Required }
	var out []content.Field
	for _, f := range fields {
		if f.Staff || f.Item != nil && slices.ContainsFunc(f.Item.Fields, needed) {
			continue
		}
		f.Fields = fieldsForAll(f.Fields)
		if f.Item != nil {
			item := *f.Item
			item.Fields = fieldsForAll(item.Fields)
			f.Item = &item
		}
		out = append(out, f)
	}
	return out
}
