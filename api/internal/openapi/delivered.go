package openapi

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"practicecms/content"
)

// schemas makes the schemas of a model.
type schemas struct {
	model *content.Model
	ref   func(name string) object // refers to another schema
	plain bool                     // JSON Schema alone, without what only OpenAPI knows
}

// delivered gives the schemas of what the delivery API returns.
func (s schemas) delivered() object {
	out := s.shared()
	var pages, documents, pageItems, items []string
	for _, t := range s.told() {
		out[documentName(t.Name)] = s.document(t, true)
		out[itemName(t.Name)] = s.document(t, false)
		documents, items = append(documents, documentName(t.Name)), append(items, itemName(t.Name))
		if t.IsPage() {
			pages, pageItems = append(pages, documentName(t.Name)), append(pageItems, itemName(t.Name))
		}
	}
	out["AnyDocument"] = describe(s.union("type", documents, named(s.told(), typeName, all)), "What is live, whole: a page or a record.")
	out["AnyItem"] = describe(s.union("type", items, named(s.told(), typeName, all)), "What is live, without its blocks.")
	out["AnyPage"] = s.union("type", pages, named(s.told(), typeName, content.Type.IsPage))
	out["AnyPageItem"] = s.union("type", pageItems, named(s.told(), typeName, content.Type.IsPage))
	var blocks, kinds []string
	for _, k := range s.model.Kinds {
		out[blockName(k.Name)] = s.block(k)
		blocks, kinds = append(blocks, blockName(k.Name)), append(kinds, k.Name)
	}
	out["Block"] = describe(s.union("kind", blocks, kinds), "A part of a page.")
	out["PageList"] = s.list("AnyPageItem", true)
	out["DocumentList"] = s.list("AnyItem", true)
	out["Found"] = describe(object{
		"type": "object",
		"properties": object{
			"id": uuid, "type": object{"enum": named(s.told(), typeName, isFound)}, "locale": text,
			"path": describe(object{"type": "string"}, "Absent for records."), "title": text,
			"highlights": closed(object{
				"title": describe(object{"type": "string"}, "The title as HTML: escaped, with mark elements around the words that were looked for, and no others."),
				"text":  describe(object{"type": "array", "maxItems": 3, "items": text}, "Where the text says the words, as such HTML; empty when only the title does."),
			}),
		},
		"required": []string{"id", "type", "locale", "title", "highlights"}, "additionalProperties": false,
	}, "A document that a search found.")
	out["FoundList"] = s.list("Found", true)
	out["Redirect"] = closed(object{"status": object{"const": 301}, "from": text, "to": text})
	out["RedirectList"] = s.list("Redirect", true)
	out["Resolution"] = object{"oneOf": []any{
		closed(object{"type": object{"const": "document"}, "id": uuid, "documentType": text, "path": text, "title": text}),
		closed(object{"type": object{"const": "redirect"}, "status": object{"const": 301}, "from": text, "to": text}),
	}}
	out["Change"], out["ChangeFeed"], out["Event"] = s.change(), s.feed(), s.event()
	out["Problem"] = problem(object{})
	return out
}

// shared gives the schemas that blocks refer to.
func (s schemas) shared() object {
	out := object{
		"RichText": describe(closed(object{
			"html":     describe(object{"type": "string"}, "Sanitised and balanced. Headings begin at h3."),
			"text":     describe(object{"type": "string"}, "The words alone."),
			"markdown": describe(object{"type": "string"}, "The source as it was written, or, where something had to be removed or a link leads to a document, the same words written anew: it says nothing that html does not."),
		}), "A text in three forms."),
		"Link": describe(object{
			"type":                 "object",
			"properties":           object{"url": text, "id": uuid, "path": text, "title": text},
			"required":             []string{"url"},
			"additionalProperties": false,
		}, "An address. One that leads to a page of the site has its id, path and title."),
		"Picture":         s.picture(),
		"FileLink":        s.fileLink(),
		"PageReference":   closed(object{"id": uuid, "type": choice(named(s.told(), typeName, content.Type.IsPage)...), "path": text, "title": text}),
		"RecordReference": closed(object{"id": uuid, "type": choice(named(s.told(), typeName, isRecord)...), "title": text}),
	}
	for _, t := range s.told() {
		if isRecord(t) {
			fields := s.fields(t.Fields, s.model.TypeSchema(t, s.shape(true)))
			fields["id"], fields["type"], fields["title"] = uuid, object{"const": t.Name}, text
			out[recordName(t.Name)] = describe(closed(fields), "It stands inside a page. Links in it are references.")
		}
	}
	return out
}

// told are the types whose documents are delivered by themselves.
func (s schemas) told() []content.Type {
	return slices.DeleteFunc(slices.Clone(s.model.Types), func(t content.Type) bool { return t.Asset })
}

func typeName(t content.Type) string { return t.Name }
func isRecord(t content.Type) bool   { return !t.IsPage() }
func isFound(t content.Type) bool    { return !t.Single } // the practice itself is never found
func all(content.Type) bool          { return true }

func named(types []content.Type, name func(content.Type) string, take func(content.Type) bool) []string {
	out := []string{}
	for _, t := range types {
		if take(t) {
			out = append(out, name(t))
		}
	}
	return out
}

// shape says how delivered values differ from stored ones.
func (s schemas) shape(inRecord bool) content.Shape {
	richText := func(content.Field) map[string]any { return s.ref("RichText") }
	return content.Shape{
		Delivered: true,
		Markdown:  richText,
		Inline:    richText,
		URL:       func(content.Field) map[string]any { return s.ref("Link") },
		Link:      func(f content.Field) map[string]any { return s.link(f, inRecord) },
		Group: func(f content.Field) map[string]any {
			if f.Means == content.Picture {
				return s.ref("Picture")
			}
			return s.ref("FileLink")
		},
		Always:  func(content.Field) bool { return true },
		Members: object{"hash": describe(text, "Of its own words: the same as long as they are.")},
		Require: []string{"id", "hash"},
	}
}

// link is what a link field shows: a page as a reference, a record as a whole.
func (s schemas) link(f content.Field, inRecord bool) object {
	var names []string
	for _, to := range f.To {
		t, _ := s.model.Type(to)
		switch {
		case t.IsPage():
			names = append(names, "PageReference")
		case inRecord:
			names = append(names, "RecordReference")
		default:
			names = append(names, recordName(to))
		}
	}
	if len(names) == 1 {
		return s.ref(names[0])
	}
	var options []any
	for _, name := range names {
		options = append(options, s.ref(name))
	}
	return object{"anyOf": options}
}

// block is a block as it is delivered.
func (s schemas) block(k content.Kind) object {
	schema := s.model.KindSchema(k, s.shape(false))
	s.fields(k.Fields, schema)
	return schema
}

// fields makes the members of an object schema as they are delivered, in place, and
// returns them.
func (s schemas) fields(declared []content.Field, schema object) object {
	members := schema["properties"].(object)
	for _, f := range declared {
		if !f.Staff {
			members[f.Name] = s.orNull(f, members[f.Name].(object))
		}
	}
	return members
}

// orNull allows null for what may be absent. A flag is then false and a list empty.
func (s schemas) orNull(f content.Field, schema object) object {
	switch f.Type {
	case content.Flag:
		return schema
	case content.List:
		if f.Item.Type == content.Group {
			s.fields(f.Item.Fields, schema["items"].(object))
		}
		return schema
	case content.Group:
		if !f.HoldsTogether() {
			s.fields(f.Fields, schema)
		}
	case content.Choice:
		values := []any{}
		for _, c := range f.Choices {
			values = append(values, c.Value)
		}
		schema["type"], schema["enum"] = []string{"string", "null"}, append(values, nil)
		return schema
	}
	if single, ok := schema["type"].(string); ok {
		schema["type"] = []string{single, "null"}
		return schema
	}
	out := object{}
	for _, name := range []string{"title", "description"} {
		if v, ok := schema[name]; ok {
			out[name] = v
			delete(schema, name)
		}
	}
	out["oneOf"] = []any{schema, object{"type": "null"}}
	return out
}

// document is a live document; without its blocks it is an item of a list. Members
// are required in the order in which they are delivered.
func (s schemas) document(t content.Type, blocks bool) object {
	schema := s.model.TypeSchema(t, s.shape(false))
	members := s.fields(t.Fields, schema)
	maps.Copy(members, object{
		"id": uuid, "type": object{"const": t.Name}, "locale": text, "title": text, "version": whole, "hash": text,
		"publishedAt": timestamp, "firstPublishedAt": timestamp,
	})
	order := []string{"id", "type", "locale", "title", "version", "hash", "publishedAt", "firstPublishedAt"}
	if t.IsPage() {
		members["path"] = text
		members["alternates"] = object{"type": "array", "items": closed(object{"locale": text, "path": text})}
		summary, _ := content.Meant(t.Fields, content.Summary)
		review, _ := content.Meant(t.Fields, content.Review)
		told, _ := content.Meant(t.Fields, content.SearchEngines)
		delete(members, told.Name)
		members["seo"] = closed(object{"title": text, "description": nullable("string"), "robots": choice("index,follow", "noindex,follow")})
		order = []string{"id", "type", "locale", "path", "title", summary.Name, "version", "hash", "publishedAt", "firstPublishedAt", review.Name, "alternates", "seo", "jsonLd"}
	}
	if blocks && t.IsPage() {
		members["jsonLd"] = describe(object{"type": []string{"object", "null"}, "properties": object{"@context": text, "@graph": object{"type": "array", "items": object{"type": "object"}}}, "required": []string{"@context", "@graph"}},
			"What the page is in the words of schema.org, for a script element; null before the practice says where its website is.")
	}
	declared, _ := schema["required"].([]string)
	for _, name := range declared {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	if blocks && len(t.Kinds) > 0 {
		members["blocks"] = object{"type": "array", "items": s.ref("Block")}
		order = append(order, "blocks")
	}
	order = slices.DeleteFunc(order, func(name string) bool { return members[name] == nil })
	return object{"type": "object", "properties": members, "required": order, "additionalProperties": false, "description": t.Label}
}

// list is the envelope of all lists.
func (s schemas) list(item string, counted bool) object {
	members := object{"items": object{"type": "array", "items": s.ref(item)}, "next": nullable("string")}
	if counted {
		members["total"] = count
	}
	return closed(members)
}

// change is one item of the change feed, which feed.Change describes.
func (s schemas) change() object {
	ids := object{"type": "array", "items": uuid}
	return describe(closed(object{
		"cursor": text, "at": timestamp, "id": uuid, "type": choice(named(s.model.Types, typeName, all)...), "locale": text,
		"op":      describe(choice("publish", "unpublish"), "unpublish: it is gone from the site."),
		"version": object{"type": []string{"integer", "null"}, "minimum": 1},
		"path":    describe(nullable("string"), "Where the page is now; null for records and once nothing is live."),
		"oldPath": describe(nullable("string"), "Where it was until now, when that is another place. It leads to path now; with nothing live any more it may lead again to a page that was there before, as /redirects says."),
		"blocks":  describe(closed(object{"added": ids, "changed": ids, "removed": ids}), "Ids of blocks, in page order."),
		"pages": describe(object{"type": "array", "items": closed(object{"id": uuid, "path": text}), "maxItems": 200},
			"Pages that show or link to the document: what they say changed too."),
		"morePages": describe(boolean, "There are more such pages than are listed."),
		"keys":      describe(object{"type": "array", "items": text}, "Surrogate keys whose answers are out of date."),
	}), "One move of what readers see.")
}

func (s schemas) feed() object {
	return closed(object{"items": object{"type": "array", "items": s.ref("Change")}, "next": describe(text, "Where to go on: the next since."), "more": describe(boolean, "There is more right now.")})
}

// union is a discriminated union: values[i] of the member says schema names[i].
func (s schemas) union(member string, names, values []string) object {
	options, mapping := []any{}, object{}
	for i, name := range names {
		ref := s.ref(name)
		options = append(options, ref)
		mapping[values[i]] = ref["$ref"]
	}
	if s.plain {
		return object{"oneOf": options}
	}
	return object{"oneOf": options, "discriminator": object{"propertyName": member, "mapping": mapping}}
}

var timestamp = object{"type": "string", "format": "date-time"}

func nullable(typ string) object { return object{"type": []string{typ, "null"}} }

// closed is an object that has all of these members and no others.
func closed(members object) object {
	return object{"type": "object", "properties": members, "required": sortedNames(members), "additionalProperties": false}
}

// describe is a schema with a description. The schema itself may be one that many share,
// so it is left as it is.
func describe(schema object, description string) object {
	out := maps.Clone(schema)
	out["description"] = description
	return out
}

// words are values as JSON has them.
func words[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// choice is one of some words.
func choice(words ...string) object { return object{"type": "string", "enum": words} }

// pascal makes the name of a schema: "service-links" becomes "ServiceLinks".
func pascal(name string) string {
	var out strings.Builder
	upper := true
	for _, r := range name {
		if r == '-' {
			upper = true
			continue
		}
		if upper {
			r = unicode.ToUpper(r)
		}
		out.WriteRune(r)
		upper = false
	}
	return out.String()
}
