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
	raised       int  // 1 for a superscript, -1 for a subscript
	rise         int  // the same, of what is moved a little: it is raised if it is small as well
	small        bool // its letters are smaller than those around it
	moved        bool // it is moved by what top says
	top          int  // the direction of that
	pre          said // line ends are line breaks
	display      display
	spreads      bool   // what stands in it stands in columns
	hidden       bool   // readers do not see it
	comment      bool   // it is what somebody noted about the text, in Word
	remark       bool   // it is the sign of such a comment
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

var wordList = regexp.MustCompile(`(?i)^(l[0-9]+)\s+level([1-9])(?:\s+(lfo[0-9]+))?`)

// lookOf gives the look of an element in those around it.
func (s sheet) lookOf(e htmlEvent, around []openElement) look {
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
		l.display = notShown
	}
	for class := range strings.FieldsSeq(e.attrs["class"]) {
		l.class(class)
	}
	l.style(s.rulesFor(e.tag, s.namesOf(e.attrs), around))
	l.style(e.attrs["style"])
	l.settleRaised(blockTags[e.tag])
	l.hidden = l.hidden || l.display == notShown
	return l
}

// settleRaised decides what is raised. A block is moved as a whole, and so is a box, but
// for one that says it.
func (l *look) settleRaised(block bool) {
	if l.moved && l.rise == 0 {
		l.rise = l.top
	}
	switch {
	case block || l.display == asBlock:
		l.raised = 0
	case l.raised == 0 && l.small && l.display == inline:
		l.raised = l.rise
	}
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
	case "Superscript", "MsoFootnoteReference", "MsoEndnoteReference":
		l.raised = 1
	case "Subscript":
		l.raised = -1
	case "Strikethrough":
		l.strike = true
	case "msocomtxt":
		l.comment = true
	case "MsoCommentReference", "msocomanchor", "msocomoff":
		l.remark = true
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
			if value != "inherit" {
				l.strike = strings.Contains(value, "line-through")
			}
		case "vertical-align":
			l.align(value)
		case "font-variant-position", "mso-text-raise":
			l.align(value)
		case "position":
			l.moved = value == "relative"
			if value == "absolute" || value == "fixed" {
				l.display = max(l.display, column)
			}
		case "top":
			l.top = -direction(value)
		case "font-size":
			l.small = isSmall(value)
		case "white-space":
			l.pre = oneOf(value, "pre pre-wrap pre-line break-spaces", "normal nowrap", l.pre)
		case "display":
			l.display, l.spreads = displayOf(value), strings.Contains(value, "flex") || strings.Contains(value, "grid")
		case "float":
			if value == "left" || value == "right" {
				l.display = max(l.display, column)
			}
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
		case "mso-element":
			l.comment = l.comment || value == "comment"
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

// display is how an element stands among its neighbours.
type display int

const (
	inline  display = iota
	boxed           // a box in the line
	column          // a box that is moved away from its neighbours: a column
	asBlock         // on lines of its own
	notShown
)

// displayOf reads the display property (CSS Display 3).
func displayOf(value string) display {
	switch value {
	case "none":
		return notShown
	case "block", "flex", "grid", "table", "table-row", "table-caption", "list-item", "flow-root", "-webkit-box":
		return asBlock
	case "table-cell":
		return column
	case "inline-block", "inline-flex", "inline-grid", "inline-table":
		return boxed
	}
	return inline
}

// align reads how far a text is moved up or down. Lengths are what Apple's programs and
// Word write.
func (l *look) align(value string) {
	switch value {
	case "super":
		l.raised = 1
	case "sub":
		l.raised = -1
	case "top", "text-top":
		l.rise = 1
	case "bottom", "text-bottom":
		l.rise = -1
	default:
		if n := direction(value); n != 0 {
			l.raised = n
		}
	}
}

// minRise is how far a text is moved at least that is raised, in pixels; less makes
// signs look straight.
const minRise = 2

// direction is 1 for a length upwards, -1 for one downwards, and 0 for too small a one.
func direction(length string) int {
	switch n, _ := pixels(length); {
	case n >= minRise:
		return 1
	case n <= -minRise:
		return -1
	}
	return 0
}

// isSmall reports whether a font's size is that of signs beside a number.
func isSmall(size string) bool {
	if size == "smaller" || size == "small" || size == "x-small" || size == "xx-small" {
		return true
	}
	n, relative := pixels(size)
	return n > 0 && (n <= 10 || relative && n < 16)
}

var cssLength = regexp.MustCompile(`^([+-]?[0-9]*\.?[0-9]+)(px|pt|em|rem|ex|%)$`)

// pixels gives a length in pixels, where letters have 16 of them; 0 for what is no length.
// relative says that it is measured in letters.
func pixels(length string) (n float64, relative bool) {
	m := cssLength.FindStringSubmatch(length)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, false
	}
	unit := map[string]float64{"px": 1, "pt": 4.0 / 3, "em": 16, "rem": 16, "ex": 8, "%": 0.16}[m[2]]
	return n * unit, unit != 1 && m[2] != "pt"
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
