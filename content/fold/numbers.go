package fold

import "strings"

// Number is a telephone number that stands in a folded text.
type Number struct {
	From, To int    // where, in bytes, with the sign or the bracket that it begins with
	Digits   string // without the 1 of North America: 5055550142
}

// How many digits a telephone number has: with its country, with a leading 0, and
// the two of North America, with and without its area.
const (
	minWorld, maxWorld       = 8, 15
	minNational, maxNational = 9, 12
	northAmerica, local      = 10, 7
)

// LocalDigits are the last seven digits of a number of North America, or "".
func (n Number) LocalDigits() string {
	if len(n.Digits) != northAmerica {
		return ""
	}
	return n.Digits[northAmerica-local:]
}

// group is a run of digits in a text.
type group struct {
	from, to int
	gap      string // what stands between the one before and it
}

// Numbers finds what may be telephone numbers in a folded text: those of North America,
// those with + and those with a leading 0, whatever stands between their digits. Where
// it can't be told where one ends, each that it may be is found; they are in order of
// where they begin, and of those the shortest is first.
func Numbers(folded string) []Number {
	var out []Number
	var run []group // that may be one number
	for at := 0; at < len(folded); {
		if !isDigit(folded[at]) {
			at++
			continue
		}
		g := group{from: at, to: at + 1}
		for g.to < len(folded) && isDigit(folded[g.to]) {
			g.to++
		}
		if n := len(run); n > 0 {
			g.gap = folded[run[n-1].to:g.from]
			if !isGap(g.gap) {
				out, run = numbersIn(out, folded, run), nil
			}
		}
		run = append(run, g)
		at = g.to
	}
	return numbersIn(out, folded, run)
}

// Longest leaves of numbers, in the order of Numbers, one for each
// stretch of a text: of those that begin together the longest, and none within another.
func Longest(all []Number) []Number {
	var out []Number
	for _, n := range all {
		switch last := len(out) - 1; {
		case last < 0 || n.From >= out[last].To:
			out = append(out, n)
		case n.From == out[last].From:
			out[last] = n
		}
	}
	return out
}

// maxGroups is more than the groups of any number.
const maxGroups = maxWorld

func numbersIn(out []Number, folded string, run []group) []Number {
	for i := range run {
		from, digits := run[i].from, ""
		if from > 0 && isLetter(folded[from-1]) {
			continue
		}
		if from > 0 && folded[from-1] == '(' {
			from--
		}
		plus := from > 0 && folded[from-1] == '+'
		if plus {
			from--
		}
		for j := i; j < min(len(run), i+maxGroups) && len(digits) <= maxWorld; j++ {
			digits += folded[run[j].from:run[j].to]
			if number := national(digits, plus, run[i:j+1]); number != "" {
				out = append(out, Number{from, run[j].to, number})
			}
		}
	}
	return out
}

// national gives the digits that a number goes by, or "" when these are none.
func national(digits string, plus bool, groups []group) string {
	n := len(digits)
	switch {
	case n == northAmerica+1 && digits[0] == '1' && endsInFour(groups):
		return digits[1:]
	case plus:
		if n >= minWorld && n <= maxWorld {
			return digits
		}
	case digits[0] == '0':
		if n >= minNational && n <= maxNational {
			return digits
		}
	case n == northAmerica && digits[0] != '1' && endsInFour(groups):
		return digits
	case n == local && len(groups) == 2 && groups[0].to-groups[0].from == 3 && (groups[1].gap == "-" || groups[1].gap == "."):
		return digits
	}
	return ""
}

// endsInFour reports whether the groups of a number are those of North America, or it
// is written as one: 505 555 0142, 505 5550142, 5055550142.
func endsInFour(groups []group) bool {
	last := groups[len(groups)-1]
	n := last.to - last.from
	return len(groups) <= 4 && (n == 4 || n == 7 || len(groups) == 1)
}

// maxGap is how many signs stand between two digits of a number, at most.
const maxGap = 3

// isGap reports whether a number may go on behind it.
func isGap(s string) bool { return len(s) <= maxGap && strings.Trim(s, " -.()/") == "" }

// NumberAt reports whether the digits of a number begin at a byte of a folded text, and
// where it then begins, with its bracket and its + or 1, and ends.
func NumberAt(folded string, at int, digits string) (from, to int, ok bool) {
	to = at
	for i := range len(digits) {
		if i > 0 {
			to += gapAt(folded[to:])
		}
		if to >= len(folded) || folded[to] != digits[i] {
			return 0, 0, false
		}
		to++
	}
	return numberBegins(folded, at), to, true
}

// gapAt is how many bytes stand before the next digit of a number; 0 when it has none.
func gapAt(folded string) int {
	for n := range min(maxGap+1, len(folded)) {
		if isDigit(folded[n]) {
			return n
		}
		if !isGap(folded[n : n+1]) {
			break
		}
	}
	return 0
}

// numberBegins goes back from the first digit over a bracket, and the + or 1 before it.
func numberBegins(folded string, at int) int {
	if at > 0 && folded[at-1] == '(' {
		at--
	}
	one := at
	for one > 0 && at-one < maxGap && isGap(folded[one-1:one]) {
		one--
	}
	switch one--; {
	case one < 0 || folded[one] != '1' || one > 0 && (isDigit(folded[one-1]) || isLetter(folded[one-1])):
	case one > 0 && folded[one-1] == '+':
		return one - 1
	case folded[one+1] != ' ': // in "suite 1 505 555 0142" it is none of the number's
		return one
	}
	if at > 0 && folded[at-1] == '+' {
		at--
	}
	return at
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }
