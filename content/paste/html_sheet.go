package paste

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// sheet holds the rules of a style sheet that mean a class or an id: Apple's programs and
// some word processors write bold and italic only there. Its keys are a name of the
// innermost element that a rule means, ".class" or "#id", or else its tag.
type sheet map[string][]sheetRule

// sheetRule gives declarations to the elements that a selector means.
type sheetRule struct {
	path   []compound // outermost first; the last is the element itself
	css    string
	weight int // how exactly it means them (CSS Selectors 4, §17)
}

// compound is one element of a selector.
type compound struct {
	tag   string
	names []string // ".class" and "#id"
	child bool     // it stands right in the element of the compound before
}

var (
	cssRule      = regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`)
	cssCompound  = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)?((?:[.#][A-Za-z0-9_-]+)*)$`)
	cssName      = regexp.MustCompile(`[.#][A-Za-z0-9_-]+`)
	cssComments  = regexp.MustCompile(`(?s)<!--|-->|/\*.*?\*/`)
	cssElsewhere = regexp.MustCompile(`(?s)@[a-z-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}`) // how it looks in print, or on a small screen
)

// Bounds of the style sheets that are read: Word's list far more than a text uses.
const (
	maxSheet    = 128 << 10 // bytes
	maxSelector = 8         // elements of one selector
	maxRules    = 32        // rules of one key; further ones are not read
)

func (s sheet) add(css string) {
	if len(css) > maxSheet {
		return
	}
	css = cssElsewhere.ReplaceAllString(cssComments.ReplaceAllString(css, ""), "")
	for _, m := range cssRule.FindAllStringSubmatch(css, -1) {
		for selector := range strings.SplitSeq(m[1], ",") {
			if rule, ok := readSelector(selector); ok {
				rule.css = m[2]
				last := rule.path[len(rule.path)-1]
				key := last.tag
				if len(last.names) > 0 {
					key = last.names[0]
				}
				if len(s[key]) < maxRules {
					s[key] = append(s[key], rule)
				}
			}
		}
	}
}

// readSelector reads elements with classes and ids, one in the other. ok is false for any
// other selector, and for one without a class or id.
func readSelector(s string) (rule sheetRule, ok bool) {
	parts := strings.Fields(strings.ReplaceAll(s, ">", " > "))
	child := false
	for _, part := range parts {
		if part == ">" {
			child = true
			continue
		}
		m := cssCompound.FindStringSubmatch(part)
		if m == nil {
			return rule, false
		}
		c := compound{tag: strings.ToLower(m[1]), names: cssName.FindAllString(m[2], -1), child: child}
		child = false
		rule.path = append(rule.path, c)
		if c.tag != "" {
			rule.weight++
		}
		for _, name := range c.names {
			rule.weight += map[byte]int{'.': 100, '#': 10_000}[name[0]]
		}
	}
	return rule, len(rule.path) > 0 && len(rule.path) <= maxSelector && rule.weight >= 100
}

// rulesFor gives the declarations that an element has from the sheet, the strongest last.
func (s sheet) rulesFor(tag string, names []string, around []openElement) string {
	if len(s) == 0 {
		return ""
	}
	var found []sheetRule
	for _, key := range append([]string{tag}, names...) {
		for _, rule := range s[key] {
			if rule.means(tag, names, around) {
				found = append(found, rule)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b sheetRule) int { return cmp.Compare(a.weight, b.weight) })
	var css strings.Builder
	for _, rule := range found {
		css.WriteString(rule.css + ";")
	}
	return css.String()
}

// means reports whether a rule is for an element in those around it.
func (r sheetRule) means(tag string, names []string, around []openElement) bool {
	n := len(r.path) - 1
	if !r.path[n].is(tag, names) {
		return false
	}
	child := r.path[n].child
	for i := len(around) - 1; i >= 0 && n > 0; i-- {
		if r.path[n-1].is(around[i].tag, around[i].names) {
			n--
			child = r.path[n].child
		} else if child {
			return false
		}
	}
	return n == 0
}

func (c compound) is(tag string, names []string) bool {
	return (c.tag == "" || c.tag == tag) && !slices.ContainsFunc(c.names, func(name string) bool { return !slices.Contains(names, name) })
}

// namesOf gives the classes and the id of an element, as selectors write them; none when there
// are no rules.
func (s sheet) namesOf(attrs map[string]string) (names []string) {
	if len(s) == 0 {
		return nil
	}
	for class := range strings.FieldsSeq(attrs["class"]) {
		names = append(names, "."+class)
	}
	if id := attrs["id"]; id != "" {
		names = append(names, "#"+id)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
