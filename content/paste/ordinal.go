package paste

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ordinalSign is the number or letter of a list item that Word draws, with what sets it
// off.
var ordinalSign = regexp.MustCompile(`^\(?([0-9]{1,6}|[A-Za-z]|[ivxlcIVXLC]{2,7})[.):]{0,2}$`)

// lastNumber is the number in a longer sign: "1.2.", "Step 3:".
var lastNumber = regexp.MustCompile(`([0-9]{1,6})[^0-9]*$`)

// ordinalAfter reads the sign of a list item, such as "3.", "(b)", "iv)" or "Step 2:". A
// letter that is a Roman numeral too is what follows the number before.
func ordinalAfter(sign string, before int) (n int, ok bool) {
	sign = strings.TrimSpace(sign)
	m := ordinalSign.FindStringSubmatch(sign)
	if m == nil {
		if m = lastNumber.FindStringSubmatch(sign); m == nil {
			return 0, false
		}
		n, err := strconv.Atoi(m[1])
		return n, err == nil
	}
	if m[0] == m[1] && len(m[1]) == 1 && (m[1][0] < '0' || m[1][0] > '9') {
		return 0, false // "o" alone is a bullet
	}
	all := readOrdinal(m[1])
	for _, o := range all {
		if o.n == before+1 {
			return o.n, true
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return all[0].n, true
}

// ordinal is a way to read a number: "i" is the first Roman numeral and the ninth letter.
type ordinal struct {
	sort byte // '1', 'a', 'A', 'i' or 'I'
	n    int
}

// readOrdinal gives the ways to read a number, the likelier one first.
func readOrdinal(s string) (all []ordinal) {
	if n, err := strconv.Atoi(s); err == nil {
		return []ordinal{{'1', n}}
	}
	lower, upper := strings.ToLower(s), byte(0)
	if lower != s {
		upper = 'a' - 'A'
	}
	if n := romanNumber(lower); n > 0 {
		all = append(all, ordinal{'i' - upper, n})
	}
	if len(s) == 1 {
		all = append(all, ordinal{'a' - upper, int(lower[0]-'a') + 1})
	}
	return all
}

// romanNumber reads a Roman numeral in lower case; 0 for none.
func romanNumber(s string) int {
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}
	n := 0
	for i := range len(s) {
		v := values[s[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(s) && values[s[i+1]] > v {
			v = -v
		}
		n += v
	}
	return max(n, 0)
}

// ordinals is what the number at the start of a line may be.
type ordinals struct {
	form string // what sets it off: ".", ")", "()", "-"
	is   []ordinal
	cut  int // bytes of the sign and the space behind it
}

var typedOrdinal = regexp.MustCompile(`^(?:\(([0-9]{1,2}|[A-Za-z]|[ivxlcIVXLC]{2,6})\)|([0-9]{1,3}|[A-Za-z]|[ivxlcIVXLC]{2,6})(\.?\)|\.)|([0-9]{1,2})( ?|\.)[-–])(?:[ \t]+|$)`)

// ordinalsOf reads the number at the start of a line.
func ordinalsOf(s string) (o ordinals, ok bool) {
	m := typedOrdinal.FindStringSubmatch(s)
	if m == nil {
		return o, false
	}
	o.cut = len(m[0])
	switch {
	case m[1] != "":
		o.form, o.is = "()", readOrdinal(m[1])
	case m[2] != "":
		o.form, o.is = m[3], readOrdinal(m[2])
	default:
		o.form, o.is = "-", readOrdinal(m[4])
		if r, _ := utf8.DecodeRuneInString(s[o.cut:]); unicode.IsDigit(r) {
			return o, false // from nine to ten
		}
	}
	return o, len(o.is) > 0
}

// follows gives the ways to read both a number and the next one.
func follows(before, next []ordinal) (both []ordinal) {
	for _, o := range next {
		if slices.Contains(before, ordinal{o.sort, o.n - 1}) {
			both = append(both, o)
		}
	}
	return both
}

// run is a numbered list: numbers of one form that count on.
type run struct {
	form   string
	is     []ordinal // the ways to read the last number
	items  []int     // indexes of its items
	indent int
	parent *run // the list that was open where it began
	tight  bool // it begins right below an item of its parent
}

func (r *run) first() int { return r.is[0].n - len(r.items) + 1 }
func (r *run) last() int  { return r.items[len(r.items)-1] }

// maxNested bounds how many lists are looked at, one inside the other.
const maxNested = 8

// runsOf finds the numbers that count on, one list inside the other.
func runsOf(lines []line, list []typed) []*run {
	var runs, open []*run
	for n, t := range list {
		if t.bullet {
			continue
		}
		l := lines[t.at]
		if k := goesOnWith(open, t.ordinal, l.indent); k >= 0 {
			open = open[:k+1]
			r := open[k]
			r.is, r.items = follows(r.is, t.ordinal.is), append(r.items, n)
			continue
		}
		r := &run{form: t.ordinal.form, is: t.ordinal.is, items: []int{n}, indent: l.indent}
		for k, o := range open { // a list that begins anew ends the one before
			if o.form == r.form && o.is[0].sort == r.is[0].sort && !isRight(r.indent, o.indent) {
				open = open[:k]
				break
			}
		}
		if len(open) > 0 {
			r.parent = open[len(open)-1]
			r.tight = l.gap == 0 && r.parent.last() == n-1
		}
		runs, open = append(runs, r), append(open, r)
		if len(open) > maxNested {
			open = open[1:]
		}
	}
	return runs
}

// isRight reports whether a column stands to the right of another by more than numbers
// of unlike length do.
func isRight(indent, of int) bool { return indent > of+1 }

// goesOnWith gives which of the open lists a number goes on with: the innermost in its
// column, or else the innermost; -1 for none.
func goesOnWith(open []*run, o ordinals, indent int) int {
	found := -1
	for k, r := range slices.Backward(open) {
		if r.form != o.form || len(follows(r.is, o.is)) == 0 {
			continue
		}
		if !isRight(indent, r.indent) && !isRight(r.indent, indent) {
			return k
		}
		if found < 0 {
			found = k
		}
	}
	return found
}

// level gives how deep a list is nested.
func (r *run) level(lines []line, list []typed) int {
	n := 0
	for p, steps := r.parent, 0; p != nil && steps < maxNested; p, steps = p.parent, steps+1 {
		if r.isUnder(p) && p.isList(lines, list) {
			n++
			r = p
		}
	}
	return n
}

// isUnder reports whether a list belongs to an item of p: it stands to its right, p
// goes on below it, or it begins right there with signs of another sort.
func (r *run) isUnder(p *run) bool {
	begins := r.tight && p == r.parent && r.first() == 1 && r.is[0].sort != p.is[0].sort
	return isRight(r.indent, p.indent) || p.last() > r.last() || begins
}

// isList reports whether numbers are those of a list. A single one is not, unless it
// stands to the right below a list; nor are the initials of names.
func (r *run) isList(lines []line, list []typed) bool {
	if len(r.items) == 1 {
		return r.parent != nil && isRight(r.indent, r.parent.indent) && len(r.parent.items) > 1
	}
	if r.is[0].sort != 'A' || r.form != "." {
		return true
	}
	var texts []string
	for _, n := range r.items {
		texts = append(texts, lines[list[n].text].text[list[n].ordinal.cut:])
	}
	return r.first() == 1 && !areInitials(texts)
}

// areInitials reports whether what stands behind letters are the rests of names: alone, or
// each with what the person is.
func areInitials(texts []string) bool {
	described, roles := false, false
	for _, s := range texts {
		name, is, ok := strings.Cut(s, ",")
		words := strings.Fields(name)
		if len(words) > 3 || slices.ContainsFunc(words, func(w string) bool { return !unicode.IsUpper(firstLetter(w)) }) {
			return false
		}
		described, roles = described || ok, roles || ok && roleLine.MatchString(is)
	}
	return roles || !described
}
