// Package openapi describes the API in OpenAPI 3.1, from the same declarations that
// the API itself is made of: the model's types and kinds, and the operations.
package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"practicecms/content"
)

// object is a JSON object; it encodes with sorted names, so the same model always
// gives the same bytes.
type object = map[string]any

// Document describes the whole API for a model.
func Document(m *content.Model) ([]byte, error) {
	s := schemas{model: m, ref: inComponents}
	paths := object{}
	for _, op := range s.operations() {
		item, ok := paths[op.path].(object)
		if !ok {
			item = object{}
			paths[op.path] = item
		}
		item[strings.ToLower(op.method)] = op.describe()
	}
	components := s.delivered()
	maps.Copy(components, s.stored())
	return encode(object{
		"openapi": "3.1.0",
		"info": object{
			"title":   "practicecms",
			"version": "1",
			"description": "Delivery (/api/v1) reads what is live: no token, pages of any origin (unless serve --allow-origin names some), made to be cached. " +
				"The write API (/manage/v1) reads and changes drafts with a token of scope manage.",
			"license": object{"name": "See the project", "identifier": "LicenseRef-practicecms"},
		},
		"servers": []any{object{"url": "/"}},
		"tags": []any{
			object{"name": "delivery", "description": "What is live."},
			object{"name": "manage", "description": "Drafts, versions and publishing."},
			object{"name": "webhooks", "description": "What practicecms calls."},
		},
		"paths":    paths,
		"webhooks": s.webhooks(),
		"components": object{
			"headers":         headers,
			"schemas":         only(components, reached(components, s.roots("delivery", "manage"))),
			"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}},
		},
	})
}

// JSONSchema is one JSON Schema of what the delivery API returns: by itself it takes a
// document, and every other answer, and the call of a webhook, is in its $defs.
func JSONSchema(m *content.Model) ([]byte, error) {
	s := schemas{model: m, ref: inDefs, plain: true}
	defs := s.delivered()
	schema := s.ref("AnyDocument")
	schema["$schema"], schema["title"] = dialect, "What practicecms delivers"
	schema["$defs"] = only(defs, reached(defs, s.roots("delivery")))
	return encode(schema)
}

// BlockSchema is the JSON Schema of one kind of block as it is delivered, with all
// that it refers to inside it.
func BlockSchema(m *content.Model, k content.Kind) ([]byte, error) {
	s := schemas{model: m, ref: inDefs, plain: true}
	schema := s.block(k)
	schema["$schema"] = dialect
	defs := s.shared()
	schema["$defs"] = only(defs, reached(defs, schema))
	return encode(schema)
}

// encode writes a schema. What turns text around is escaped, for people read this.
func encode(schema object) ([]byte, error) {
	b, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, r := range string(b) {
		if content.IsTurn(r) {
			fmt.Fprintf(&out, `\u%04x`, r) // such characters stand in JSON strings only
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes(), nil
}

// dialect is the JSON Schema that everything here is written in.
const dialect = "https://json-schema.org/draft/2020-12/schema"

func inComponents(name string) object { return object{"$ref": "#/components/schemas/" + name} }
func inDefs(name string) object       { return object{"$ref": "#/$defs/" + name} }

// describe gives the operation as OpenAPI has it.
func (op operation) describe() object {
	out := object{
		"operationId": op.id,
		"summary":     op.summary,
		"tags":        []any{op.tag()},
		"parameters":  op.parameters(),
		"responses":   op.responses(),
	}
	if op.body != "" {
		out["requestBody"] = object{
			"required": op.bodyRequired,
			"content":  object{"application/json": object{"schema": inComponents(op.body)}},
		}
	}
	if op.piece {
		out["requestBody"] = object{
			"required": true,
			"content":  object{"application/octet-stream": object{"schema": object{}}},
		}
	}
	if op.tag() == "manage" {
		out["security"] = []any{object{"token": []any{}}}
	} else {
		out["security"] = []any{}
	}
	return out
}

func (op operation) tag() string {
	if strings.HasPrefix(op.path, "/manage/") {
		return "manage"
	}
	return "delivery"
}

func (op operation) parameters() []any {
	out := []any{}
	for _, part := range strings.Split(op.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			p := parameters["path:"+name].describe(name, "path")
			p["required"] = true
			out = append(out, p)
		}
	}
	for _, key := range op.query {
		out = append(out, parameters[key].describe(nameOf(key), "query"))
	}
	for _, name := range op.header {
		out = append(out, parameters[name].describe(name, "header"))
	}
	return out
}

func (p parameter) describe(name, in string) object {
	return object{"name": name, "in": in, "description": p.description, "schema": p.schema, "required": p.required}
}

func (op operation) responses() object {
	success := object{"description": op.summary, "content": object{"application/json": object{"schema": op.answer()}}}
	if op.also != "" {
		success["content"].(object)[op.also] = object{"schema": text}
	}
	if op.media != "" {
		success["content"] = object{op.media: object{"schema": text}}
		if op.media == zipped {
			success["content"] = object{op.media: object{"schema": object{"type": "string", "format": "binary"}}}
		}
	}
	if op.file {
		success["content"] = object{"image/*": object{"schema": object{}}, "application/pdf": object{"schema": object{}}}
	}
	kept := op.tag() == "delivery" && op.media != streamed // an answer that clients may keep
	if op.tagged || kept {
		success["headers"] = object{"ETag": header(text, "Strong tag of what was returned.")}
	}
	out := object{strconv.Itoa(op.status()): success}
	if op.never {
		out = object{}
	}
	if op.mayCreate {
		out[strconv.Itoa(http.StatusCreated)] = success
	}
	if kept {
		out["304"] = object{"description": "The client has it already."}
	}
	for _, status := range slices.Concat(op.refusals, anywhere) {
		one := refused(http.StatusText(status), refusal(status))
		if headers := refusalHeaders[status]; headers != nil {
			one["headers"] = headers
		}
		out[strconv.Itoa(status)] = one
	}
	out["default"] = refused("Any other refusal, such as 500.", "Problem")
	return out
}

func refused(description, schema string) object {
	return object{"description": description, "content": object{"application/problem+json": object{"schema": inComponents(schema)}}}
}

// refusalHeaders are what a refusal says beside the problem, by status.
var refusalHeaders = map[int]object{
	http.StatusTooManyRequests:    {"Retry-After": headerRef("RetryAfter"), "RateLimit": headerRef("RateLimit"), "RateLimit-Policy": headerRef("RateLimitPolicy")},
	http.StatusServiceUnavailable: {"Retry-After": headerRef("RetryAfter")},
}

// headers are those that many answers share.
var headers = object{
	"RetryAfter":      header(object{"type": "integer"}, "Seconds to wait before asking again."),
	"RateLimit":       header(text, "How many requests are left, and in how many seconds all are again."),
	"RateLimitPolicy": header(text, "How many requests are allowed at once, and in how many seconds these are again."),
}

func headerRef(name string) object { return object{"$ref": "#/components/headers/" + name} }

func header(schema object, description string) object {
	return object{"schema": schema, "description": description}
}

// refusal names the schema of a refusal.
func refusal(status int) string {
	if status == http.StatusPreconditionFailed {
		return "ConflictProblem"
	}
	return "Problem"
}

// answer is the schema of a success; the description of the API itself is any object.
func (op operation) answer() object {
	if op.schema == "" {
		return object{"type": "object"}
	}
	return inComponents(op.schema)
}

func (op operation) status() int {
	if op.created {
		return http.StatusCreated
	}
	return http.StatusOK
}
