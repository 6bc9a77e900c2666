package admin

import (
	"slices"

	"practicecms/cms"
)

// taken says in words what was taken out of a text for good, when, by whom and why. A
// reason is told as it was written.
func (b Base) taken(names cms.Names, marks []cms.Erasure) []string {
	var out []string
	for _, m := range marks {
		when := b.local(m.At).Format("2 January 2006") + " by " + names.Of(m.By)
		words := "Words were erased here on " + when + ": " + m.Reason
		if m.Why == cms.TakenThinned {
			words = "A draft was thinned out on " + when + ". Its text is not kept any more."
		}
		if !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return out
}

// isThinned reports whether a text went with old drafts, and can't come back.
func isThinned(marks []cms.Erasure) bool {
	return slices.ContainsFunc(marks, func(m cms.Erasure) bool { return m.Why == cms.TakenThinned })
}
