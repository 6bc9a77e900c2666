package paste

import (
	"regexp"
	"strconv"
	"strings"
)

// ordinalSign is the number or letter of a list item, with what sets it off.
var ordinalSign = regexp.MustCompile(`^\(?([0-9]{1,6}|[A-Za-z]|[ivxlcIVXLC]{2,7})[.):]{0,2}$`)

// ordinalAfter reads the sign of a list item, such as "3.", "(b)" or "iv)". A letter
// that is a Roman numeral too is what follows the number before.
func ordinalAfter(sign string, before int) (n int, ok bool) {
	m := ordinalSign.FindStringSubmatch(strings.TrimSpace(sign))
	if m == nil || m[0] == m[1] && len(m[1]) == 1 && (m[1][0] < '0' || m[1][0] > '9') {
		return 0, false // "o" alone is a bullet
	}
	if n, err := strconv.Atoi(m[1]); err == nil {
		return n, true
	}
	lower := strings.ToLower(m[1])
	roman := romanNumber(lower)
	letter := 0
	if len(lower) == 1 {
		letter = int(lower[0]-'a') + 1
	}
	switch {
	case letter == before+1, roman == 0:
		return letter, letter > 0
	}
	return roman, true
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
