package paste

import (
	"regexp"
	"strconv"
	"strings"
)

// look is what an element's attributes and style say about the text inside it. The
// zero look says nothing.
type look struct {
	bold, italic said
	strike       bool
	raised       int    // 1 for a superscript, -1 for a subscript
	pre          said   // line ends are line breaks
	hidden       bool   // readers do not see it
	marker       bool   // it is the sign of a list item that Word draws itself
	above, below said   // there is space above it and below it
	wordList     string // which list of Word it is an item of: "l0 lfo1"; "none" takes it out of one
	wordLevel    int    // how deep in that list, from 0
}

// said is yes, no, or not said.
type said int

const (
	unsaid said = iota
	yes
	no
)

func (s said) or(before bool) bool { return s == yes || s == unsaid && before }

var (
	wordList   = regexp.MustCompile(`(?i)^(l[0-9]+)\s+level([1-9])(?:\s+(lfo[0-9]+))?`)
	sheetRule  = regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`)
	simpleRule = regexp.MustCompile(`^([a-z0-9]*)\.([A-Za-z0-9_-]+)$`)
	comments   = regexp.MustCompile(`(?s)<!--|-->|/\*.*?\*/`)
)

// sheet holds the rules of a style sheet that mean a class: Apple's programs and some
// word processors write bold and italic only there. Keys are "tag.class" and ".class".
type sheet map[string]string

// maxSheet bounds the style sheets that are read, in bytes: Word's list far more than
// a text uses.
const maxSheet = 128 << 10

func (s sheet) add(css string) {
	if len(css) > maxSheet {
		return
	}
	for _, m := range sheetRule.FindAllStringSubmatch(comments.ReplaceAllString(css, ""), -1) {
		for selector := range strings.SplitSeq(m[1], ",") {
			if name := simpleRule.FindStringSubmatch(strings.TrimSpace(selector)); name != nil {
				key := name[1] + "." + name[2]
				s[key] += ";" + m[2]
			}
		}
	}
}

// lookOf gives the look of an element.
func (s sheet) lookOf(e htmlEvent) look {
	var l look
	switch e.tag {
	case "b", "strong":
		l.bold = yes
	case "i", "em", "cite":
		l.italic = yes
	case "s", "strike", "del":
		l.strike = true
	case "sup":
		l.raised = 1
	case "sub":
		l.raised = -1
	case "pre":
		l.pre = yes
	}
	if _, ok := e.attrs["hidden"]; ok {
		l.hidden = true
	}
	for class := range strings.FieldsSeq(e.attrs["class"]) {
		l.class(class)
		if len(s) > 0 {
			l.style(s["."+class])
			l.style(s[e.tag+"."+class])
		}
	}
	l.style(e.attrs["style"])
	return l
}

// class knows the classes by which word processors say bold and italic.
func (l *look) class(name string) {
	switch name {
	case "Strong", "MsoStrong", "MsoBookTitle", "MsoIntenseReference":
		l.bold = yes
	case "MsoEmphasis", "Emphasis", "MsoSubtleEmphasis":
		l.italic = yes
	case "MsoIntenseEmphasis":
		l.bold, l.italic = yes, yes
	case "Superscript":
		l.raised = 1
	case "Subscript":
		l.raised = -1
	case "Strikethrough":
		l.strike = true
	}
}

// style reads declarations. Whatever it does not know says nothing, as mso-bidi-… do.
func (l *look) style(css string) {
	for d := range strings.SplitSeq(css, ";") {
		name, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.ToLower(strings.TrimSpace(value))
		value = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
		switch name {
		case "font-weight":
			l.bold = weight(value, l.bold)
		case "font-style":
			l.italic = oneOf(value, "italic oblique", "normal", l.italic)
		case "font":
			words, _, _ := strings.Cut(value, "px")
			for word := range strings.FieldsSeq(words) {
				l.bold = oneOf(word, "bold", "", l.bold)
				l.italic = oneOf(word, "italic", "", l.italic)
			}
		case "text-decoration", "text-decoration-line":
			l.strike = l.strike || strings.Contains(value, "line-through")
		case "vertical-align":
			switch value {
			case "super":
				l.raised = 1
			case "sub":
				l.raised = -1
			}
		case "white-space":
			l.pre = oneOf(value, "pre pre-wrap pre-line break-spaces", "normal nowrap", l.pre)
		case "display":
			l.hidden = l.hidden || value == "none"
		case "visibility":
			l.hidden = l.hidden || value == "hidden"
		case "margin":
			l.margin(strings.Fields(value))
		case "margin-top":
			l.above = space(value)
		case "margin-bottom":
			l.below = space(value)
		case "mso-hide":
			l.hidden = l.hidden || value == "all"
		case "mso-list":
			if value == "ignore" {
				l.marker = true
			} else if m := wordList.FindStringSubmatch(value); m != nil {
				l.wordList, l.wordLevel = m[1]+" "+m[3], int(m[2][0]-'1')
			} else {
				l.wordList = "none"
			}
		}
	}
}

// margin reads one to four lengths: the first is above, the third or else the first below.
func (l *look) margin(lengths []string) {
	if len(lengths) == 0 {
		return
	}
	l.above, l.below = space(lengths[0]), space(lengths[0])
	if len(lengths) > 2 {
		l.below = space(lengths[2])
	}
}

// space says whether a length is more than nothing; Word writes .0001pt for nothing.
func space(length string) said {
	n, err := strconv.ParseFloat(strings.TrimRight(length, "abcdefghijklmnopqrstuvwxyz%"), 64)
	switch {
	case err != nil:
		return unsaid
	case n < 0.1:
		return no
	}
	return yes
}

// weight reads a font's weight (CSS Fonts 4, §2.3): bold begins at 600.
func weight(value string, before said) said {
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		if n >= 600 {
			return yes
		}
		return no
	}
	return oneOf(value, "bold bolder", "normal lighter", before)
}

// oneOf says yes or no for the words that mean it, and before for all others.
func oneOf(value, meansYes, meansNo string, before said) said {
	for _, w := range strings.Fields(meansYes) {
		if value == w {
			return yes
		}
	}
	for _, w := range strings.Fields(meansNo) {
		if value == w {
			return no
		}
	}
	return before
}
