package bolt

import (
	"maps"
	"slices"
)

// puzzle is a part of a space that does not hold what its tally says was written, and what
// others hold of it. To solve it is to find the records that the tally is of.
type puzzle struct {
	told   tally
	have   holding
	theirs []holding // of each source, best first
}

// holding is what there is of one part: the sum of each key's record.
type holding map[string]uint64

func (h holding) tally() tally {
	t := tally{count: uint64(len(h))}
	for _, sum := range h {
		t.sum += sum
	}
	return t
}

// of is the tally of one key.
func (h holding) of(key string) tally {
	sum, ok := h[key]
	if !ok {
		return tally{}
	}
	return tally{1, sum}
}

// missing lists the keys that only others have.
func (z puzzle) missing() []string {
	return slices.DeleteFunc(z.keys(), func(key string) bool { return z.have.of(key) != tally{} })
}

func (z puzzle) keys() []string {
	all := map[string]bool{}
	for _, h := range append([]holding{z.have}, z.theirs...) {
		for key := range h {
			all[key] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// maxTries is how many combinations of records are tried for one part. A tally has a sum of
// 64 bits, so chance does not make a wrong one fit.
const maxTries = 1 << 18

// choice is a record for a key that has none.
type choice struct {
	source int
	is     tally
}

// decision is a key that may get a record.
type decision struct {
	key     string
	choices []choice
}

// solve finds what makes the part whole: for each key that lacks its record, the source of
// it. It never takes another record for one that is there, nor one away: where a tally is an
// older one, as a page that the disk did not write leaves it, that would go back to what was
// before, and look proven.
func (z puzzle) solve() (added map[string]int, ok bool) {
	want, open := z.told.minus(z.have.tally()), z.decisions()
	for source := range z.theirs {
		if added, ok = takeAll(open, source, want); ok {
			return added, true
		}
	}
	added = map[string]int{}
	return added, tries(open) <= maxTries && try(open, want, added)
}

func (z puzzle) decisions() []decision {
	var out []decision
	for _, key := range z.missing() {
		d := decision{key: key}
		for source, h := range z.theirs {
			t := h.of(key)
			if t != (tally{}) && !slices.ContainsFunc(d.choices, func(c choice) bool { return c.is == t }) {
				d.choices = append(d.choices, choice{source, t})
			}
		}
		out = append(out, d)
	}
	return out
}

// takeAll takes everything that one source has.
func takeAll(open []decision, source int, want tally) (map[string]int, bool) {
	added := map[string]int{}
	for _, d := range open {
		for _, c := range d.choices {
			if c.source == source {
				added[d.key] = source
				want = want.minus(c.is)
			}
		}
	}
	return added, want == tally{}
}

// tries is how many combinations there are, or a little more than maxTries.
func tries(open []decision) int {
	n := 1
	for _, d := range open {
		if n *= len(d.choices) + 1; n > maxTries {
			break
		}
	}
	return n
}

// try tries every combination of what is open.
func try(open []decision, want tally, added map[string]int) bool {
	if want == (tally{}) {
		return true
	}
	for i, d := range open {
		for _, c := range d.choices {
			added[d.key] = c.source
			if try(open[i+1:], want.minus(c.is), added) {
				return true
			}
		}
		delete(added, d.key)
	}
	return false
}
