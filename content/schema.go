package content

import (
	"fmt"
	"maps"
	"strings"
)

// Shape says how values look from outside where that differs from how they are
// declared. One declaration thus yields the schema of what the write API takes and
// that of what the public API delivers. The zero Shape is the first: values as
// they are stored, Markdown and links as strings, and whatever is empty absent.
type Shape struct {
	// The schema of one value. A nil function means the stored form. What is
	// returned is copied before a title and a description are added.
	Markdown func(Field) map[string]any // Markdown of several lines
	Inline   func(Field) map[string]any // Markdown of one line
	URL      func(Field) map[string]any
	Link     func(Field) map[string]any
	Group    func(Field) map[string]any // a group that HoldsTogether

	Delivered bool // leave out what is for staff

	Members map[string]any   // further members of a block, such as its hash, with their schemas
	Require []string         // members of a block that are always there, besides "kind"
	Always  func(Field) bool // reports whether a field's member is always there; nil: none is
}

// KindSchema gives the JSON Schema (2020-12) of a block: an object with "id",
// "kind" and the kind's fields, and nothing else. It encodes to the same bytes
// every time. What Min and Max advise is told in the description; only what
// Validate refuses is refused, as far as a schema can say it: that a date exists,
// or that a link leads somewhere, it can't.
func (m *Model) KindSchema(k Kind, s Shape) map[string]any {
	object := m.objectSchema(k.Fields, s)
	properties := object["properties"].(map[string]any)
	maps.Copy(properties, s.Members)
	properties["id"] = idSchema("The block's id: the same in every version.")
	properties["kind"] = map[string]any{"const": k.Name}
	declared, _ := object["required"].([]string)
	object["required"] = append(append([]string{"kind"}, s.Require...), declared...)
	return describe(object, k.Label, k.Help)
}

// TypeSchema gives the JSON Schema (2020-12) of a document's own fields: an object
// with the fields of the type, and nothing else.
func (m *Model) TypeSchema(t Type, s Shape) map[string]any {
	return describe(m.objectSchema(t.Fields, s), t.Label, "")
}

func (m *Model) objectSchema(fields []Field, s Shape) map[string]any {
	properties := make(map[string]any, len(fields))
	var required []string
	for _, f := range fields {
		if f.Staff && s.Delivered {
			continue
		}
		properties[f.Name] = m.fieldSchema(f, s)
		if s.Always != nil && s.Always(f) {
			required = append(required, f.Name)
		}
	}
	object := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		object["required"] = required
	}
	return object
}

func (m *Model) fieldSchema(f Field, s Shape) map[string]any {
	return describe(m.valueSchema(f, s), f.Label, helpAndLimits(f))
}

// The patterns refuse what checkLines and checkLine refuse. They are written so
// that Go and ECMAScript read them alike: line and paragraph separators, and what
// turns text around, stand in them as they are.
const (
	linesPattern = `^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$`
	linePattern  = `^[^\x00-\x08\x0a-\x1f\x7f-\x9f` + "\u2028-\u202e\u2066-\u2069" + `]*$`
	datePattern  = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	urlPattern   = `^(https://|mailto:|tel:|sms:|document:|/|#)`
	filePattern  = `^sha256-[A-Za-z0-9+/]{43}=$`
	idPattern    = `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`
)

func (m *Model) valueSchema(f Field, s Shape) map[string]any {
	switch f.Type {
	case Text:
		return textSchema(f.Lines, MaxTextBytes)
	case Markdown:
		if f.Inline {
			return shaped(s.Inline, f, textSchema(false, MaxMarkdownBytes))
		}
		return shaped(s.Markdown, f, textSchema(true, MaxMarkdownBytes))
	case Choice:
		values := make([]string, len(f.Choices))
		for i, c := range f.Choices {
			values[i] = c.Value
		}
		return map[string]any{"type": "string", "enum": values}
	case Flag:
		return map[string]any{"type": "boolean"}
	case Number:
		low, high := numberRange(f)
		return map[string]any{"type": "integer", "minimum": low, "maximum": high}
	case Money:
		return moneySchema()
	case Date:
		return map[string]any{"type": "string", "format": "date", "pattern": datePattern}
	case Phone:
		return map[string]any{"type": "string", "pattern": phonePattern}
	case URL:
		return shaped(s.URL, f, map[string]any{"type": "string", "maxLength": MaxURLBytes, "pattern": urlPattern})
	case Link:
		return shaped(s.Link, f, m.linkSchema(f))
	case File:
		return map[string]any{"type": "string", "pattern": filePattern, "description": "The hash of an uploaded file's bytes."}
	case Group:
		if s.Group != nil && f.HoldsTogether() {
			return maps.Clone(s.Group(f))
		}
		return m.objectSchema(f.Fields, s)
	case List:
		return map[string]any{"type": "array", "maxItems": MaxItems, "items": m.fieldSchema(*f.Item, s)}
	}
	return map[string]any{}
}

// shaped gives the schema that a shape has for a field, or else the stored one.
func shaped(shape func(Field) map[string]any, f Field, stored map[string]any) map[string]any {
	if shape == nil {
		return stored
	}
	return maps.Clone(shape(f))
}

// textSchema counts characters where Validate counts bytes, so it is the milder
// of the two.
func textSchema(lines bool, maxBytes int) map[string]any {
	pattern := linePattern
	if lines {
		pattern = linesPattern
	}
	return map[string]any{"type": "string", "maxLength": maxBytes, "pattern": pattern}
}

func moneySchema() map[string]any {
	return map[string]any{
		"type": "object",
		"properties": map[string]any{
			"amount":   map[string]any{"type": "integer", "minimum": 0, "maximum": maxWhole, "description": "In the smallest unit of the currency, such as cents."},
			"currency": map[string]any{"type": "string", "pattern": currencyPattern, "description": "ISO 4217."},
		},
		"required":             []string{"amount", "currency"},
		"additionalProperties": false,
	}
}

func (m *Model) linkSchema(f Field) map[string]any {
	var to []string
	for _, name := range f.To {
		if t, ok := m.Type(name); ok {
			to = append(to, lowerFirst(t.Label))
		}
	}
	return idSchema("The id of a document: " + strings.Join(to, " or ") + ".")
}

func idSchema(description string) map[string]any {
	return map[string]any{"type": "string", "format": "uuid", "pattern": idPattern, "description": description}
}

// describe adds what people call a schema and what they should know about it.
func describe(schema map[string]any, title, description string) map[string]any {
	if title != "" {
		schema["title"] = title
	}
	if own, ok := schema["description"].(string); ok {
		description = strings.TrimSpace(own + " " + description)
	}
	if description != "" {
		schema["description"] = description
	}
	return schema
}

// helpAndLimits tells of a field's limits beside its help, as far as they are
// advice; the range of a number is in the schema itself.
func helpAndLimits(f Field) string {
	unit, where := "characters", f.Type == Text || f.Type == Markdown
	if f.Type == List {
		unit, where = "items", true
	}
	var advised string
	switch {
	case !where:
	case f.Min > 0 && f.Max > 0:
		advised = fmt.Sprintf("Advised: %d to %d %s.", f.Min, f.Max, unit)
	case f.Max > 0:
		advised = fmt.Sprintf("Advised: up to %d %s.", f.Max, unit)
	case f.Min > 0:
		advised = fmt.Sprintf("Advised: at least %d %s.", f.Min, unit)
	}
	return strings.TrimSpace(f.Help + " " + advised)
}
