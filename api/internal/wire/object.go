package wire

import (
	"fmt"
	"maps"
	"slices"

	"practicecms/content"
)

// Object takes the members of a JSON object one by one. What has the wrong type,
// and at the end what nobody took, is a problem; Done returns all of them at once.
type Object struct {
	path     string // "" for the body itself
	members  map[string]any
	taken    map[string]bool
	problems *[]content.Problem
}

// NewObject takes apart the body of a request.
func NewObject(members map[string]any) *Object {
	return &Object{members: members, taken: map[string]bool{}, problems: &[]content.Problem{}}
}

func (o *Object) place(name string) string {
	if o.path == "" {
		return name
	}
	return o.path + "." + name
}

// Problem notes that a member is not as it should be.
func (o *Object) Problem(name, code, message string) {
	o.add(o.place(clip(name)), code, message)
}

// maxProblems is how many problems are listed.
const maxProblems = 100

func (o *Object) add(path, code, message string) {
	if len(*o.problems) < maxProblems {
		*o.problems = append(*o.problems, content.Problem{Path: path, Code: code, Message: message})
	}
}

// take returns a member, or the zero T when it is absent or of another type.
func take[T any](o *Object, name, want string) T {
	o.taken[name] = true
	v, ok := o.members[name].(T)
	if !ok && o.members[name] != nil {
		o.Problem(name, content.CodeWrongType, want)
	}
	return v
}

// String takes a text.
func (o *Object) String(name string) string { return take[string](o, name, "Give a text.") }

// Bool takes true or false.
func (o *Object) Bool(name string) bool { return take[bool](o, name, "Give true or false.") }

// OptionalNumber takes a whole number from 1; 0 when absent.
func (o *Object) OptionalNumber(name string) uint64 {
	if _, ok := o.members[name]; !ok {
		return 0
	}
	return o.Number(name)
}

// Number takes a whole number from 1; absent is a problem.
func (o *Object) Number(name string) uint64 {
	before := len(*o.problems)
	n := take[int64](o, name, "Give a whole number from 1.")
	if n < 1 && len(*o.problems) == before {
		o.Problem(name, content.CodeBadNumber, "Give a whole number from 1.")
	}
	return uint64(max(n, 0))
}

// Values takes an object with any members.
func (o *Object) Values(name string) map[string]any {
	return take[map[string]any](o, name, "Give an object.")
}

// List takes an array.
func (o *Object) List(name string) []any { return take[[]any](o, name, "Give an array.") }

// Objects takes an array of objects; each shares the problems of o.
func (o *Object) Objects(name string) []*Object {
	var out []*Object
	for i, item := range o.List(name) {
		path := fmt.Sprintf("%s[%d]", o.place(name), i)
		members, ok := item.(map[string]any)
		if !ok {
			o.add(path, content.CodeWrongType, "Give an object.")
		}
		out = append(out, &Object{path: path, members: members, taken: map[string]bool{}, problems: o.problems})
	}
	return out
}

// Strings takes an array of texts.
func (o *Object) Strings(name string) []string {
	var out []string
	for i, item := range o.List(name) {
		s, ok := item.(string)
		if !ok {
			o.Problem(fmt.Sprintf("%s[%d]", name, i), content.CodeWrongType, "Give a text.")
		}
		out = append(out, s)
	}
	return out
}

// Rest takes all members that were not taken yet.
func (o *Object) Rest() map[string]any {
	out := map[string]any{}
	for name, v := range o.members {
		if !o.taken[name] {
			o.taken[name], out[name] = true, v
		}
	}
	return out
}

// Done returns the problems as an error, among them the members that nobody took.
func (o *Object) Done() error {
	for _, name := range slices.Sorted(maps.Keys(o.members)) {
		if !o.taken[name] {
			o.Problem(name, "unknown-member", "There is no such member here; check its name, or take it out.")
		}
	}
	if len(*o.problems) == 0 {
		return nil
	}
	return &content.InvalidError{Problems: *o.problems}
}
