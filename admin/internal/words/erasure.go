package words

import (
	"slices"

	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// Erased says in words what was taken out of a text for good, when, by whom and why. A
// reason is told as it was written.
func (e English) Erased(names access.Names, marks []history.Erasure) []string {
	var out []string
	for _, m := range marks {
		when := Date(e.Local(m.At)) + " by " + names.Of(m.By)
		words := "Words were erased here on " + when + ": " + m.Reason
		if m.Why == content.RemovedThinned {
			words = "A draft was thinned out on " + when + ". Its text is not kept any more."
		}
		if !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return out
}

// Thinned reports whether a text went with old drafts, and can't come back.
func Thinned(marks []history.Erasure) bool {
	return slices.ContainsFunc(marks, func(m history.Erasure) bool { return m.Why == content.RemovedThinned })
}
