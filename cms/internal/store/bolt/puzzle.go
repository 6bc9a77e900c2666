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

// nowhere is the source of no record: the key is to be deleted.
const nowhere = -1

// choice is another record for a key.
type choice struct {
	source int
	diff   tally // to the one that is there
}

// decision is a key that may get another record.
type decision struct {
	key     string
	choices []choice
}

// effort is how far a solution may go from what is there.
type effort int

const (
	addMissing  effort = iota // records are gone
	replaceOld                // older ones are in the place of some
	deleteStale               // some had been deleted and are back
)

// solve finds what makes the part whole: for each key to change, the source of its record.
// It tries what changes least first.
func (z puzzle) solve() (changes map[string]int, ok bool) {
	want := z.told.minus(z.have.tally())
	for e := addMissing; e <= deleteStale; e++ {
		open := z.decisions(e)
		for source := range z.theirs {
			if changes, ok = z.takeAll(open, source, want); ok {
				return changes, true
			}
		}
		if tries(open) > maxTries {
			continue
		}
		changes = map[string]int{}
		if try(open, want, changes) {
			return changes, true
		}
	}
	return nil, false
}

func (z puzzle) decisions(e effort) []decision {
	var out []decision
	for _, key := range z.keys() {
		d, here := decision{key: key}, z.have.of(key)
		if here != (tally{}) && e < replaceOld {
			continue
		}
		seen := []tally{here}
		for source, h := range z.theirs {
			if t := h.of(key); t != (tally{}) && !slices.Contains(seen, t) {
				seen = append(seen, t)
				d.choices = append(d.choices, choice{source, t.minus(here)})
			}
		}
		if here != (tally{}) && e >= deleteStale {
			d.choices = append(d.choices, choice{nowhere, tally{}.minus(here)})
		}
		if len(d.choices) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// takeAll takes everything from one source that it offers, and deletes what it lacks as far
// as that may be done.
func (z puzzle) takeAll(open []decision, source int, want tally) (map[string]int, bool) {
	changes := map[string]int{}
	for _, d := range open {
		lacks := z.theirs[source].of(d.key) == tally{}
		for _, c := range d.choices {
			if c.source == source || c.source == nowhere && lacks {
				changes[d.key] = c.source
				want = want.minus(c.diff)
				break
			}
		}
	}
	return changes, want == tally{}
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
func try(open []decision, want tally, changes map[string]int) bool {
	if want == (tally{}) {
		return true
	}
	for i, d := range open {
		for _, c := range d.choices {
			changes[d.key] = c.source
			if try(open[i+1:], want.minus(c.diff), changes) {
				return true
			}
		}
		delete(changes, d.key)
	}
	return false
}
