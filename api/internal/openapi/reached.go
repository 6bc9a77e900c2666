package openapi

import (
	"maps"
	"path"
	"slices"
)

// roots refers to the schemas that the operations with one of some tags name, in the
// order of the operations, and then to those of webhooks.
func (s schemas) roots(tags ...string) []any {
	var out []any
	for _, op := range s.operations() {
		if !slices.Contains(tags, op.tag()) {
			continue
		}
		for _, name := range []string{op.body, op.schema} {
			if name != "" {
				out = append(out, s.ref(name))
			}
		}
		for _, status := range op.refusals {
			out = append(out, s.ref(refusal(status)))
		}
	}
	return append(out, s.webhooks())
}

// reached lists the schemas of defs that a value refers to, directly or through
// others: each once, in the order in which a reader meets them.
func reached(defs object, from any) []string {
	var found []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case object:
			if ref, ok := v["$ref"].(string); ok {
				name := path.Base(ref)
				if !slices.Contains(found, name) {
					found = append(found, name)
					walk(defs[name])
				}
				return
			}
			if members, ok := v["properties"].(object); ok {
				for _, name := range memberOrder(v) {
					walk(members[name])
				}
			}
			for _, keyword := range slices.Sorted(maps.Keys(v)) {
				if keyword != "properties" {
					walk(v[keyword])
				}
			}
		}
	}
	walk(from)
	return found
}

// identity is what a reader looks for first.
var identity = []string{"id", "kind", "type", "status", "locale", "path", "title"}

// memberOrder lists the members of an object schema as people read them: what it is, then
// the required ones in their order, then the others by name.
func memberOrder(schema object) []string {
	members := schema["properties"].(object)
	required, _ := schema["required"].([]string)
	var order []string
	for _, name := range slices.Concat(identity, required, sortedNames(members)) {
		if members[name] != nil && !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	return order
}

// only gives the schemas with some names.
func only(defs object, names []string) object {
	out := object{}
	for _, name := range names {
		out[name] = defs[name]
	}
	return out
}
