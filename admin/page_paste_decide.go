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

	"practicecms/admin/internal/words"
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
		LeaveFrame: true, Keep: map[string]bool{}, OneHeading: map[string]bool{}, AsList: map[string]bool{}, Link: map[string]bool{},
	}}
	if form.Get("of") != of {
		return d
	}
	d.form, d.Into = form, form.Get("into")
	answers := d.answers()
	for _, a := range answers {
		for _, key := range form[a.verb] {
			a.to[unixLines(key)] = a.is
		}
	}
	verb, what, _ := strings.Cut(unixLines(form.Get("do")), ":")
	if verb == "into" {
		d.Into = what
	}
	for _, a := range answers {
		if a.verb == verb {
			a.to[what] = a.is
		}
	}
	return d
}

// pasteAnswer is what a button decides: its verb, which stands before a colon and what
// it is about. Hidden fields of that name carry it on.
type pasteAnswer struct {
	verb string
	to   map[string]bool
	is   bool
}

func (d pasteDecisions) answers() []pasteAnswer {
	return []pasteAnswer{
		{"keep", d.Keep, true}, {"leave", d.Keep, false}, {"embed", d.Link, true}, {"no-embed", d.Link, false},
		{"one", d.OneHeading, true}, {"two", d.OneHeading, false}, {"list", d.AsList, true}, {"table", d.AsList, false},
	}
}

// leftOut reports whether a part is left out.
func (d pasteDecisions) leftOut(part string) bool { return d.form.Get("out."+part) != "" }

// kind is the kind that was chosen for a part; "" for none.
func (d pasteDecisions) kind(part string) string { return d.form.Get("kind." + part) }

// linked reports whether a suggested link was accepted.
func (d pasteDecisions) linked(link string) bool { return d.form.Get("link."+link) != "" }

// pasteCarried is a decision as the form carries it on.
type pasteCarried struct{ Name, Value string }

// Carried are the decisions that were made so far.
func (d pasteDecisions) Carried() []pasteCarried {
	var out []pasteCarried
	for _, a := range d.answers() {
		for _, key := range keysWith(a.to, a.is) {
			out = append(out, pasteCarried{a.verb, key})
		}
	}
	return out
}

func keysWith(m map[string]bool, is bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m)), func(key string) bool { return m[key] != is })
}

// answered gives the questions about headings that were answered, by the index of the
// part that begins with their words, so that the answer can be changed where it was given.
func (d pasteDecisions) answered(m *content.Model, blocks []content.Block) map[int][]pastedQuestion {
	out := map[int][]pastedQuestion{}
	for _, key := range slices.Sorted(maps.Keys(d.OneHeading)) {
		above, below, _ := strings.Cut(key, "\n")
		begins, number := above, "two headings"
		if d.OneHeading[key] {
			begins, number = above+" "+below, "one heading"
		}
		at := slices.IndexFunc(blocks, func(b content.Block) bool {
			return strings.HasPrefix(strings.Join(paste.BlockWords(m, []content.Block{b}), " "), begins)
		})
		q := askHeading(key, fmt.Sprintf("“%s” and “%s” are %s.", above, below, number))
		q.Lead, q.Open = "You decided", false
		q.Answers[0].Given, q.Answers[1].Given = d.OneHeading[key], !d.OneHeading[key]
		out[at] = append(out[at], q)
	}
	return out
}

// ask makes a question of what the text leaves open.
func ask(i paste.Inference) pastedQuestion {
	why := sentence(words.UpperFirst(i.Why))
	switch {
	case i.Question == paste.IsOneHeading:
		return askHeading(i.Key, why)
	case i.Question == "" && i.Field == "kind":
		return pastedQuestion{Lead: "Please decide", Words: why, Open: true}
	case i.Question == "":
		return pastedQuestion{Lead: "Later, in the editor", Words: why, Open: true}
	}
	list, lead := i.Value == "list", "If you like"
	if list {
		lead = "You decided"
	}
	return pastedQuestion{Lead: lead, Words: why, Answers: []pastedAnswer{{"table:" + i.Key, "A table", !list}, {"list:" + i.Key, "A list", list}}}
}

func askHeading(key, said string) pastedQuestion {
	return pastedQuestion{Lead: "Please decide", Words: said, Open: true, Answers: []pastedAnswer{{"one:" + key, "One heading", false}, {"two:" + key, "Two headings", false}}}
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
