package paste

import (
	"strconv"
	"strings"
)

// removals collects what is not taken over. Things of one sort are counted.
type removals struct {
	counted []counted
	texts   []Removal
}

type counted struct {
	one, many string
	n         int
}

// maxRemovalTexts bounds the list of removals that come with a text; more are
// counted only.
const maxRemovalTexts = 100

// count notes one more thing, named in the singular and the plural.
func (r *removals) count(one, many string) {
	for i := range r.counted {
		if r.counted[i].one == one {
			r.counted[i].n++
			return
		}
	}
	r.counted = append(r.counted, counted{one, many, 1})
}

// add notes something together with its text or address.
func (r *removals) add(what, text string) {
	if len(r.texts) == maxRemovalTexts {
		r.count("other link", "other links")
		return
	}
	r.texts = append(r.texts, Removal{What: what, Text: shorten(text)})
}

// offer notes something embedded, to which a link may be put in its place; name may be empty.
func (r *removals) offer(what, name, address string) {
	if len(r.texts) == maxRemovalTexts {
		r.count("embedded object", "embedded objects")
		return
	}
	article := "a "
	if strings.HasPrefix(what, "e") {
		article = "an "
	}
	text := address
	if name != "" {
		text = name + ": " + address
	}
	r.texts = append(r.texts, Removal{What: article + what, Text: shorten(text), Link: address})
}

func (r *removals) list() []Removal {
	out := []Removal{}
	for _, c := range r.counted {
		what := c.one
		if c.n > 1 {
			what = c.many
		}
		out = append(out, Removal{What: strconv.Itoa(c.n) + " " + what})
	}
	return append(out, r.texts...)
}

// shorten keeps a report readable: at most 120 characters.
func shorten(s string) string {
	n := 0
	for i := range s {
		if n == 120 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
