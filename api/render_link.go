package api

import (
	"practicecms/cms/live"
	"practicecms/content"
	"practicecms/content/richtext"
)

// target finds the live document with an id, and notes that this answer depends on
// it either way.
func (r *renderer) target(id string) (live.Live, bool) {
	parsed, ok := parseID(id)
	if !ok {
		return live.Live{}, false
	}
	r.mention(parsed)
	live, ok := r.linked[parsed]
	return live, ok
}

// resolve is target for links in texts, which lead to pages only.
func (r *renderer) resolve(id string) (richtext.Target, bool) {
	live, ok := r.target(id)
	return richtext.Target{Path: live.Content.Path, Title: live.Content.Title}, ok && live.Content.Path != ""
}

// link writes a field that points to a document: a page as a reference, a record
// with all that it says, and null for what is not live.
func (r *renderer) link(id string) {
	live, ok := r.target(id)
	if !ok {
		r.w.Null()
		return
	}
	typ, _ := r.model.Type(live.Type)
	r.w.Object(func() {
		r.w.Name("id").String(live.ID.String())
		r.w.Name("type").String(live.Type)
		if typ.IsPage() {
			r.w.Name("path").String(live.Content.Path)
		}
		r.w.Name("title").String(live.Content.Title)
		if !typ.IsPage() && !r.inRecord {
			r.inRecord = true
			r.fields(typ.Fields, live.Content.Fields)
			r.inRecord = false
		}
	})
}

// url writes the address that a field holds. One that was given as a document is
// that page's path, with what a link to it needs; null when it is not live.
func (r *renderer) url(s string) {
	id, isDocument := content.DocumentInURL(s)
	if !isDocument {
		r.w.Object(func() { r.w.Name("url").String(s) })
		return
	}
	to, ok := r.resolve(id.String())
	if !ok {
		r.w.Null()
		return
	}
	r.w.Object(func() {
		r.w.Name("url").String(to.Path)
		r.w.Name("id").String(id.String())
		r.w.Name("path").String(to.Path)
		r.w.Name("title").String(to.Title)
	})
}
