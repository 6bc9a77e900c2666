package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	// personLine is a name with letters behind it, such as "Dana Reyes, M.A., LPCC".
	personLine = regexp.MustCompile(`^(?:(?:Dr|Mr|Mrs|Ms|Mx)\.? )?\p{Lu}[\pL\pM’'.-]*(?: (?:(?:de|la|del|van|von|der|di|da|bin|al) )*[“"(]?\p{Lu}[\pL\pM’'.)”"-]*){1,4},? (?:` + letters + `)(?:,? (?:` + letters + `))*(?: \([^()]{2,20}\))?$`)
	// roleLine says what somebody is.
	roleLine = regexp.MustCompile(`(?i)\b(?:\pL*therapists?|terapeut\pL*|counsel+ors?|consejer\pL*|\pL*psycholog\pL*|psic[oó]log\pL*|psychiatr\pL*|psiquiatr\pL*|social workers?|trabajador\pL*|clinicians?|practitioners?|(?:co-?)?founders?|owners?|(?:co-?)?directors?|supervisors?|interns?|associates?|residents?|coach(?:es)?|nurses?|prescribers?|physicians?|doctors?|managers?|coordinators?|assistants?|administrators?|specialists?|fellows?|students?|trainees?|partners?|receptionists?|billers?|educators?|advocates?|presidents?)\b`)
)

// letters are a degree or a licence behind a name.
const letters = `\p{Lu}\pL{0,2}\.(?: ?\pL{1,2}\.?)*|\p{Lu}{2,}[\p{Lu}-]*[a-z]?|Ph\.?D\.?|Psy\.?D\.?|Ed\.?D\.?|\p{Lu}[a-z]?\p{Lu}[\p{Lu}a-z]{0,3}|Jr\.?`

// findPeople finds a name with letters behind it, above what the person is: it heads
// what is said about them.
func findPeople(elements []element) []element {
	var out []element
	level := personLevel // below the heading above, when the source marks headings
	for i := 0; i < len(elements); i++ {
		e := elements[i]
		lines := e.text.lines()
		if e.kind == heading {
			level = min(e.level+1, 6)
		}
		if e.kind != paragraph || e.quote || len(lines) == 0 || !personLine.MatchString(lines[0].plain()) {
			out = append(out, e)
			continue
		}
		name := element{kind: heading, level: level, text: lines[0].mapStyle(func(s style) style { s.bold = false; return s }), gap: e.gap, frame: e.frame, why: "a name with letters behind it, above what the person is"}
		switch {
		case len(lines) > 1 && isRole(lines[1].plain()):
			e.text, e.gap = joinLines(lines[1:]), false
			out = append(out, name, e)
		case len(lines) == 1 && i+1 < len(elements) && heads(elements[i+1:]):
			elements[i+1].line = true
			out = append(out, name)
		default:
			out = append(out, e)
		}
	}
	return out
}

// heads reports whether what somebody is stands at the front: by its words, or as a
// line between a name and a sentence.
func heads(below []element) bool {
	role := below[0]
	if role.kind != paragraph || role.quote || len(role.text.lines()) != 1 {
		return false
	}
	text := role.text.plain()
	if isRole(text) {
		return true
	}
	return tightRun(below) > 1 && !role.gap && isLine(text) && !strings.ContainsAny(text, "0123456789@") && !personLine.MatchString(text) &&
		!areLines(below[1]) && endsSentence(below[1].text.plain())
}

func isRole(s string) bool {
	return utf8.RuneCountInString(s) <= maxLine && !endsSentence(s) && roleLine.MatchString(s) && !personLine.MatchString(s) && !strings.ContainsAny(s, "@0123456789")
}

// raisePeople gives people the rank of the other headings, when none stands above them.
func raisePeople(elements []element) {
	first := slices.IndexFunc(elements, isHeading)
	if first < 0 || elements[first].level != personLevel {
		return
	}
	for i := range elements {
		if elements[i].kind == heading {
			elements[i].level = guessedLevel
		}
	}
}
