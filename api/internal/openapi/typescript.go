package openapi

import (
	"encoding/json"
	"path"
	"strings"

	"practicecms/content"
)

// typesHeader begins the TypeScript declarations. They say what the delivery API
// returns and nothing about how to ask for it.
const typesHeader = `// What practicecms delivers, as TypeScript types: made of the types and kinds of this site by
// "practicecms types --lang ts", and served at /api/v1/types.ts. Do not edit it; get it anew.
//
// "kind" tells one block from another and "type" one document, so a switch on them narrows.
// Whatever may be empty may be null. New members, kinds and types may come within version 1:
// pass over what you do not know.
`

// TypeScript declares every schema that an answer of the delivery API or the call of a
// webhook refers to, in the order in which a reader of the API meets them, with what
// people call things as comments.
func TypeScript(m *content.Model) []byte {
	s := schemas{model: m, ref: inComponents}
	defs := s.delivered()
	var out strings.Builder
	out.WriteString(typesHeader)
	for _, name := range reached(defs, s.roots("delivery")) {
		schema := defs[name].(object)
		out.WriteString("\n" + comment(schema, ""))
		if _, isObject := schema["properties"]; isObject {
			out.WriteString("export interface " + name + " " + typeOf(schema, "") + "\n")
			continue
		}
		out.WriteString("export type " + name + " =" + overLines(typeOf(schema, "")) + ";\n")
	}
	return []byte(out.String())
}

// typeOf writes a schema as a type.
func typeOf(schema object, indent string) string {
	if ref, ok := schema["$ref"].(string); ok {
		return path.Base(ref)
	}
	if value, ok := schema["const"]; ok {
		return literal(value)
	}
	switch values := schema["enum"].(type) {
	case []string:
		return union(values, literal[string])
	case []any:
		return union(values, literal[any])
	}
	for _, keyword := range []string{"oneOf", "anyOf"} {
		if options, ok := schema[keyword].([]any); ok {
			return union(options, func(o any) string { return typeOf(o.(object), indent) })
		}
	}
	switch typ := schema["type"].(type) {
	case []string:
		return union(typ, func(t string) string { return simple(t, schema, indent) })
	case string:
		return simple(typ, schema, indent)
	}
	return "unknown"
}

func isUnion(schema object) bool {
	_, severalTypes := schema["type"].([]string)
	return severalTypes || schema["enum"] != nil || schema["oneOf"] != nil || schema["anyOf"] != nil
}

// overLines puts each member of a long union of names on a line of its own.
func overLines(typ string) string {
	const long = 90
	if len(typ) < long || strings.Contains(typ, "{") {
		return " " + typ
	}
	return "\n  | " + strings.ReplaceAll(typ, " | ", "\n  | ")
}

// simple writes a schema of one JSON type.
func simple(typ string, schema object, indent string) string {
	switch typ {
	case "integer":
		return "number"
	case "array":
		item := schema["items"].(object)
		if isUnion(item) {
			return "(" + typeOf(item, indent) + ")[]"
		}
		return typeOf(item, indent) + "[]"
	case "object":
		return members(schema, indent)
	}
	return typ // string, number, boolean and null have the same names
}

// members writes an object.
func members(schema object, indent string) string {
	declared, ok := schema["properties"].(object)
	if !ok {
		return "Record<string, unknown>"
	}
	required, _ := schema["required"].([]string)
	always := map[string]bool{}
	for _, name := range required {
		always[name] = true
	}
	var out strings.Builder
	out.WriteString("{\n")
	inner := indent + "  "
	for _, name := range memberOrder(schema) {
		member := declared[name].(object)
		optional := "?"
		if always[name] {
			optional = ""
		}
		out.WriteString(comment(member, inner) + inner + memberName(name) + optional + ": " + typeOf(member, inner) + ";\n")
	}
	out.WriteString(indent + "}")
	return out.String()
}

func union[T any](options []T, write func(T) string) string {
	written := make([]string, len(options))
	for i, o := range options {
		written[i] = write(o)
	}
	return strings.Join(written, " | ")
}

// literal writes a value of JSON, which is one of TypeScript too.
func literal[T any](value T) string {
	b, err := json.Marshal(value)
	if err != nil {
		return "unknown"
	}
	return string(b)
}

// memberName quotes a name that cannot stand as it is.
func memberName(name string) string {
	for i, r := range name {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return literal(name)
		}
	}
	return name
}

// formats tells of texts that are more than words.
var formats = map[string]string{"date-time": "RFC 3339, in UTC.", "date": "Such as 2026-03-01."}

// comment writes what people call a schema and what they should know about it; empty
// when there is nothing to tell.
func comment(schema object, indent string) string {
	var words []string
	title, _ := schema["title"].(string)
	description, _ := schema["description"].(string)
	format, _ := schema["format"].(string)
	if title != "" && !strings.HasSuffix(title, "?") {
		title += "."
	}
	for _, part := range []string{title, description, formats[format]} {
		words = append(words, strings.Fields(strings.ReplaceAll(part, "*/", "*\\/"))...)
	}
	if len(words) == 0 {
		return ""
	}
	lines := wrap(words, 96-len(indent))
	if len(lines) == 1 {
		return indent + "/** " + lines[0] + " */\n"
	}
	return indent + "/**\n" + indent + " * " + strings.Join(lines, "\n"+indent+" * ") + "\n" + indent + " */\n"
}

// wrap joins words to lines of at most width bytes, or of one word.
func wrap(words []string, width int) []string {
	lines := []string{words[0]}
	for _, word := range words[1:] {
		last := &lines[len(lines)-1]
		if len(*last)+1+len(word) > width {
			lines = append(lines, word)
			continue
		}
		*last += " " + word
	}
	return lines
}
