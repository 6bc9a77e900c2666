package richtext

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/width"
)

// marks reads `*`, `_` and `~~` in place of goldmark's parsers. Two tildes strike, and nothing else does: one stands between numbers or
// before a home directory, and the library would take it too. And signs beside Chinese, Japanese and Korean work without spaces, as
// github.com/tats-u/markdown-cjk-friendly amends CommonMark.
type marks struct{}

// Trigger implements parser.InlineParser.
func (marks) Trigger() []byte { return []byte{'*', '_', '~'} }

// Parse implements parser.InlineParser.
func (marks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	sign, n := line[0], runLength(string(line))
	segment = segment.WithStop(segment.Start + n)
	if sign == '~' && n != 2 {
		block.Advance(n)
		return ast.NewTextSegment(segment)
	}
	opens, closes := flanks(block.Source()[:segment.Start], block.PrecendingCharacter(), line[n:], sign == '_')
	block.Advance(n)
	d := parser.NewDelimiter(opens, closes, n, sign, marking(sign))
	d.Segment = segment
	pc.PushDelimiter(d)
	return d
}

// marking is what a run of one sign, its value, becomes.
type marking byte

// IsDelimiter implements parser.DelimiterProcessor.
func (m marking) IsDelimiter(b byte) bool { return b == byte(m) }

// CanOpenCloser implements parser.DelimiterProcessor.
func (m marking) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements parser.DelimiterProcessor.
func (m marking) OnMatch(signs int) ast.Node {
	if m == '~' {
		return extast.NewStrikethrough()
	}
	return ast.NewEmphasis(signs)
}

// flanks says whether a run of signs may open and close. last is the character before it, or a line feed; before is the source up to
// the run, and after is the rest of its line. Signs that cannot split a word, `_`, follow CommonMark alone.
func flanks(before []byte, last rune, after []byte, whole bool) (opens, closes bool) {
	next := ' '
	if len(after) > 0 {
		next = util.ToRune(after, 0)
	}
	base := last // the character that a reader sees there
	if isVariation(last) {
		if r, _ := utf8.DecodeLastRune(before[:len(before)-utf8.RuneLen(last)]); !unicode.Is(unicode.Zs, r) {
			base = r
		}
	}
	spaceBefore, spaceAfter := util.IsSpaceRune(base), util.IsSpaceRune(next)
	if spaceBefore || spaceAfter {
		return !spaceAfter, !spaceBefore
	}
	opens, closes = util.IsPunctRune(base), util.IsPunctRune(next)
	if whole {
		return opens, closes
	}
	cjk := isCJK(next) || isCJK(base) || unicode.Is(ideographicVariations, last) || last == quoteVariation && isQuote(base)
	return opens || cjk || !closes, closes || cjk || !opens
}

// ideographicVariations choose the shape of the ideograph before them.
var ideographicVariations = &unicode.RangeTable{R32: []unicode.Range32{{Lo: 0xE0100, Hi: 0xE01EF, Stride: 1}}}

// quoteVariation makes the quotation mark before it as wide as an ideograph.
const quoteVariation = '\uFE01'

// isVariation reports whether r chooses the shape of the character before it, and does not make an emoji of it.
func isVariation(r rune) bool { return 0xFE00 <= r && r <= 0xFE0E }

func isQuote(r rune) bool { return r == '‘' || r == '’' || r == '“' || r == '”' }

// isCJK reports whether r is written without spaces between words, or is punctuation of such a script.
func isCJK(r rune) bool {
	if r < 0x1100 {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return true
	case width.EastAsianWide:
		return !isEmoji(r)
	case width.Neutral:
		return unicode.Is(unicode.Hangul, r)
	}
	return false
}

// isEmoji reports whether a wide character is a picture: those outside of the blocks of scripts.
func isEmoji(r rune) bool {
	return r < 0x2630 && r != '\u2329' && r != '\u232A' || 0x2638 <= r && r < 0x268A || 0x2690 <= r && r < 0x2E80 ||
		0x1F000 <= r && r < 0x1F200 || 0x1F266 <= r && r < 0x20000
}
