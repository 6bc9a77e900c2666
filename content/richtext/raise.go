package richtext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// superscripts and subscripts are the characters that stand raised or lowered by themselves.
var (
	superscripts = map[rune]rune{
		'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹',
		'+': '⁺', '-': '⁻', '−': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', 'n': 'ⁿ', 'i': 'ⁱ',
	}
	subscripts = map[rune]rune{
		'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉',
	}
)

// signs are words that have a raised sign of their own: trade marks, and the o of nº.
var signs = map[string]string{"TM": "™", "SM": "℠", "O": "º"}

var (
	// numero is the n of nº 12.
	numero = regexp.MustCompile(`(^|[^\pL])[Nn]$`)
	// ordinal is the raised end of a number that is said as one word with it: 3rd, 1er, 2ème.
	ordinal = regexp.MustCompile(`^(?i:st|nd|rd|th|er|re|ère|ème)$`)
	// counted is a number that a raised e makes French: 2e. After a price it is a note.
	counted = regexp.MustCompile(`(^|[\s(])[0-9]{1,2}$`)
	// bracketed is a note that is set apart already.
	bracketed = regexp.MustCompile(`^(\[.*\]|\(.*\))$`)
)

// Raise writes a superscript, or with sub a subscript, as plain text that still says the same. before and after are the words right
// before and right after it; "" where there are none.
//
// What every character has a raised form for is raised: $150¹, H₂O. The end of an ordinal stays: 3rd. Anything else with a letter or
// digit that would run into a digit, or that holds one, stands in parentheses: 150(a). Two signs in a row are
// kept apart: $150¹ ². Trade marks and nº have signs of their own. All other words stay as they are, as what is bracketed already does. Spaces around the text are kept.
func Raise(before, text, after string, sub bool) string {
	core := strings.TrimSpace(text)
	if core == "" || bracketed.MatchString(core) {
		return text
	}
	start := strings.Index(text, core)
	lead, trail := text[:start], text[start+len(core):]
	before, after = before[max(0, len(before)-8):]+lead, trail+after // what a number needs; texts are long

	forms := superscripts
	if sub {
		forms = subscripts
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if sign, ok := signs[strings.ToUpper(core)]; ok && !sub && (sign != "º" || numero.MatchString(before)) {
		return lead + sign + trail
	}
	if raised, ok := mapAll(core, forms); ok {
		if begin, _ := utf8.DecodeRuneInString(raised); isForm(last, forms) && unicode.IsNumber(begin) {
			lead = " " // two signs are no number
		}
		return lead + raised + trail
	}
	if !sub && unicode.IsDigit(last) && (ordinal.MatchString(core) || core == "e" && counted.MatchString(before)) {
		return text
	}
	touches := unicode.IsNumber(last) || unicode.IsNumber(first) || strings.ContainsFunc(core, unicode.IsNumber)
	if touches && strings.ContainsFunc(core, isWord) {
		return lead + "(" + core + ")" + trail
	}
	return text
}

// mapAll replaces every character of s. ok is false when one has no other form.
func mapAll(s string, forms map[rune]rune) (mapped string, ok bool) {
	var b strings.Builder
	for _, r := range s {
		form, ok := forms[r]
		if !ok {
			return "", false
		}
		b.WriteRune(form)
	}
	return b.String(), true
}

// isForm reports whether r is the other form of a digit.
func isForm(r rune, forms map[rune]rune) bool {
	for digit := '0'; digit <= '9'; digit++ {
		if forms[digit] == r {
			return true
		}
	}
	return false
}

// isWord reports whether a reader could take r for a part of the number beside it.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// betweenDigits reports whether a number would begin where another one ends.
func betweenDigits(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return unicode.IsDigit(last) && unicode.IsDigit(first)
}

// isRaised reports whether an element stands above or below the line.
func isRaised(name string) bool { return name == "sup" || name == "sub" }

// raisedEnd finds the sibling that closes the superscript or subscript which n opens; nil when n opens none, it is not closed, or
// another one begins in it.
func (r *rewriter) raisedEnd(n *ast.RawHTML, source string) *ast.RawHTML {
	name := tagName(source)
	if strings.HasPrefix(source, "</") || r.unclosed[name] == n.Parent() {
		return nil
	}
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		tag, ok := c.(*ast.RawHTML)
		if !ok {
			continue
		}
		s := string(tag.Segments.Value(r.source))
		if closes := strings.HasPrefix(s, "</") && tagName(s) == name; closes {
			return tag
		} else if isRaised(tagName(s)) {
			return nil
		}
	}
	r.unclosed[name] = n.Parent()
	return nil
}

// raise puts what stands between two tags into words that say the same, and drops the tags. It returns the next node to rewrite.
func (r *rewriter) raise(parent ast.Node, start, end *ast.RawHTML) (next ast.Node) {
	r.reworded = true
	sub := tagName(string(start.Segments.Value(r.source))) == "sub"
	var between []ast.Node
	var inside strings.Builder
	plain := true
	for c := start.NextSibling(); c != ast.Node(end); c = c.NextSibling() {
		between = append(between, c)
		inside.WriteString(r.words(c))
		plain = plain && (c.Kind() == ast.KindText || c.Kind() == ast.KindString)
	}
	text := inside.String()
	raised := Raise(r.before(start), text, r.after(end), sub)
	next = start.NextSibling()
	switch core := strings.TrimSpace(text); {
	case raised == text: // as it is
	case plain:
		for _, c := range between {
			parent.RemoveChild(parent, c)
		}
		words := literal(raised)
		parent.InsertBefore(parent, end, words)
		next = words
	case strings.TrimSpace(raised) == "("+core+")":
		parent.InsertAfter(parent, start, literal("("))
		parent.InsertBefore(parent, end, literal(")"))
	default: // each piece has its own raised form
		for _, c := range between {
			r.raiseAll(c, sub)
		}
		next = start.NextSibling()
	}
	parent.RemoveChild(parent, start)
	if next == ast.Node(end) {
		next = end.NextSibling()
	}
	parent.RemoveChild(parent, end)
	return next
}

// raiseAll raises every text in a node.
func (r *rewriter) raiseAll(n ast.Node, sub bool) {
	if n.Kind() == ast.KindText || n.Kind() == ast.KindString {
		n.Parent().ReplaceChild(n.Parent(), n, literal(Raise("", r.words(n), "", sub)))
		return
	}
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		r.raiseAll(c, sub)
		c = next
	}
}

// before is the text right before an inline node, in its block.
func (r *rewriter) before(n ast.Node) string {
	for ; n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
		if p := n.PreviousSibling(); p != nil {
			return r.words(p)
		}
	}
	return ""
}

// after is the text right after an inline node, in its block.
func (r *rewriter) after(n ast.Node) string {
	for ; n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
		if next := n.NextSibling(); next != nil {
			return r.words(next)
		}
	}
	return ""
}
