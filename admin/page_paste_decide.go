package admin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"practicecms/content"
	"practicecms/content/paste"
)

// pasteDecisions is what was decided about a pasted text so far, as the form tells it. What
// was decided about a part stays with its words, wherever it stands now.
type pasteDecisions struct {
	paste.Decisions
	Into string // the page of which it becomes a new version; "" for a page of its own

	form url.Values // what was chosen for each part; nil when the form is about another text
}

// decisionsIn reads the form, and the button that was pressed. The decisions about one
// text do not hold for another.
func decisionsIn(form url.Values, of string) pasteDecisions {
	d := pasteDecisions{Decisions: paste.Decisions{
		LeaveFrame: true, Keep: map[string]bool{}, OneHeading: map[string]bool{}, Link: map[string]bool{},
	}}
	if form.Get("of") != of {
		return d
	}
	d.form, d.Into = form, form.Get("into")
	for field, answer := range map[string]struct {
		to map[string]bool
		is bool
	}{"keep": {d.Keep, true}, "one": {d.OneHeading, true}, "two": {d.OneHeading, false}, "embed": {d.Link, true}} {
		for _, key := range form[field] {
			answer.to[unixLines(key)] = answer.is
		}
	}
	d.press(form.Get("do"))
	return d
}

// press takes what a button says: a verb, and after a colon what it is about.
func (d *pasteDecisions) press(button string) {
	verb, what, _ := strings.Cut(unixLines(button), ":")
	switch verb {
	case "keep":
		d.Keep[what] = true
	case "leave":
		delete(d.Keep, what)
	case "one", "two":
		d.OneHeading[what] = verb == "one"
	case "embed":
		d.Link[what] = true
	case "no-embed":
		delete(d.Link, what)
	case "into":
		d.Into = what
	}
}

// leftOut reports whether a part is left out.
func (d pasteDecisions) leftOut(part string) bool { return d.form.Get("out."+part) != "" }

// kind is the kind that was chosen for a part; "" for none.
func (d pasteDecisions) kind(part string) string { return d.form.Get("kind." + part) }

// linked reports whether a suggested link was accepted.
func (d pasteDecisions) linked(link string) bool { return d.form.Get("link."+link) != "" }

// Kept, One, Two and Embedded are the decisions as the form carries them on.
func (d pasteDecisions) Kept() []string     { return keysWith(d.Keep, true) }
func (d pasteDecisions) One() []string      { return keysWith(d.OneHeading, true) }
func (d pasteDecisions) Two() []string      { return keysWith(d.OneHeading, false) }
func (d pasteDecisions) Embedded() []string { return keysWith(d.Link, true) }

func keysWith(m map[string]bool, is bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m)), func(key string) bool { return m[key] != is })
}

// answered gives the questions that were answered, by the index of the part that begins
// with their words, so that the answer can be changed where it was given.
func (d pasteDecisions) answered(m *content.Model, blocks []content.Block) map[int][]headingQuestion {
	out := map[int][]headingQuestion{}
	for _, key := range slices.Sorted(maps.Keys(d.OneHeading)) {
		above, below, _ := strings.Cut(key, "\n")
		begins, number := above, "two headings"
		if d.OneHeading[key] {
			begins, number = above+" "+below, "one heading"
		}
		at := slices.IndexFunc(blocks, func(b content.Block) bool {
			return strings.HasPrefix(strings.Join(paste.BlockWords(m, []content.Block{b}), " "), begins)
		})
		out[at] = append(out[at], headingQuestion{
			Key: key, Words: fmt.Sprintf("“%s” and “%s” are %s.", above, below, number), One: d.OneHeading[key], Two: !d.OneHeading[key],
		})
	}
	return out
}

// partKeys name blocks by their words: the same words have the same key in the next
// request, and of two parts with the same words each has its own.
func partKeys(m *content.Model, blocks []content.Block) []string {
	times := map[string]int{}
	out := make([]string, len(blocks))
	for i, b := range blocks {
		words := strings.Join(paste.BlockWords(m, []content.Block{b}), " ")
		out[i] = shortSum(words, strconv.Itoa(times[words]))
		times[words]++
	}
	return out
}

// shortSum is a name for some texts, for as long as a form is open.
func shortSum(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
