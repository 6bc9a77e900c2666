package demo

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// tree is a document as a file has it: path, title, fields and blocks, as decoded
// JSON. It is not modified; an edit makes a new one that shares what stayed.
type tree map[string]any

// blocks lists the blocks in reading order.
func (t tree) blocks() []map[string]any {
	var out []map[string]any
	list, _ := t["blocks"].([]any)
	for _, b := range list {
		if b, ok := b.(map[string]any); ok {
			out = append(out, b)
		}
	}
	return out
}

// edit applies steps, one after the other.
func (t tree) edit(steps []step) (tree, error) {
	var whole any = map[string]any(t)
	for _, s := range steps {
		at := strings.Split(s.Set+s.Add+s.Remove, "/")
		var err error
		if whole, err = s.apply(whole, at); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(at, "/"), err)
		}
	}
	return tree(whole.(map[string]any)), nil // steps go below the top, so it stays what it is
}

// apply returns v with the step done at a path below it.
func (s step) apply(v any, at []string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		return s.inObject(v, at)
	case []any:
		return s.inList(v, at)
	}
	return nil, fmt.Errorf("nothing is below %q", at[0])
}

func (s step) inObject(v map[string]any, at []string) (any, error) {
	v = maps.Clone(v)
	old, found := v[at[0]]
	switch {
	case len(at) > 1:
		changed, err := s.apply(old, at[1:])
		if err != nil {
			return nil, err
		}
		v[at[0]] = changed
	case s.Set != "":
		v[at[0]] = s.To
	case s.Remove != "" && found:
		delete(v, at[0])
	case s.Add != "":
		return nil, fmt.Errorf("%q is not an item of a list", at[0])
	default:
		return nil, fmt.Errorf("there is no %q", at[0])
	}
	return v, nil
}

func (s step) inList(v []any, at []string) (any, error) {
	i, err := index(v, at[0])
	if err != nil {
		return nil, err
	}
	v = slices.Clone(v)
	switch {
	case len(at) == 1 && s.Add != "":
		return slices.Insert(v, i, s.To), nil
	case i == len(v):
		return nil, fmt.Errorf("nothing is at %q", at[0])
	case len(at) > 1:
		v[i], err = s.apply(v[i], at[1:])
		return v, err
	case s.Remove != "":
		return slices.Delete(v, i, i+1), nil
	}
	v[i] = s.To
	return v, nil
}

// index finds an item by its number or, for blocks, by name; - is the end.
func index(list []any, item string) (int, error) {
	if item == "-" {
		return len(list), nil
	}
	if i, err := strconv.Atoi(item); err == nil && 0 <= i && i < len(list) {
		return i, nil
	}
	for i, v := range list {
		if b, ok := v.(map[string]any); ok && b["name"] == item {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no %q in the list", item)
}
