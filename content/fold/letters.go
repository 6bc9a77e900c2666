package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const softHyphen = '\u00ad'

// lineEnd is how many bytes there are of one line end, with the spaces around it, when a
// text goes on with that. It may have become a space by now.
func lineEnd(s string) int {
	rest := strings.TrimLeft(s, " \t\r\n")
	n := len(s) - len(rest)
	if rest != "" && (strings.Count(s[:n], "\n") == 1 || s[:n] == " ") {
		return n
	}
	return 0
}

// isLeftOut reports whether nobody sees a character, or it only refers to something.
func isLeftOut(r rune) bool {
	switch {
	case r == softHyphen, r == '\u034f', r == '\u061c', 0x180b <= r && r <= 0x180f, 0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e,
		0x2060 <= r && r <= 0x206f, 0xfe00 <= r && r <= 0xfe0f, r == '\ufeff', 0xe0000 <= r && r <= 0xe0fff:
		return true
	case r == '®', r == '™', r == '℠':
		return true
	case r == '¹', r == '²', r == '³', 0x2070 <= r && r <= 0x207e && r != 'ⁱ':
		return true
	}
	return false
}

// isMark reports whether a character only adds to a letter: an accent, or a vowel that
// Hebrew and Arabic are as often written without.
func isMark(r rune) bool {
	switch {
	case 0x300 <= r && r <= 0x36f, 0x1ab0 <= r && r <= 0x1aff, 0x1dc0 <= r && r <= 0x1dff, 0x20d0 <= r && r <= 0x20ff, 0xfe20 <= r && r <= 0xfe2f:
		return true
	case 0x591 <= r && r <= 0x5c7 && unicode.Is(unicode.Mn, r):
		return true
	case 0x610 <= r && r <= 0x61a, r == 0x640, 0x64b <= r && r <= 0x65f, r == 0x670, 0x6d6 <= r && r <= 0x6ed && unicode.Is(unicode.Mn, r):
		return true
	}
	return false
}

// isNumberSign reports whether a character is a number that does not go on from the
// digit before it, such as ½ and ①.
func isNumberSign(r rune) bool { return unicode.Is(unicode.No, r) && (r < 0x2080 || 0x2089 < r) }

// letters are those that are others to people who type, and to no rule of Unicode.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ł': "l", 'ŧ': "t", 'ı': "i", 'ȷ': "j", 'ŋ': "n", 'ĸ': "k",
	'ƀ': "b", 'ɓ': "b", 'ƈ': "c", 'ɖ': "d", 'ɗ': "d", 'ǝ': "e", 'ə': "e", 'ɛ': "e", 'ƒ': "f", 'ǥ': "g", 'ɠ': "g", 'ɨ': "i", 'ƙ': "k", 'ƚ': "l", 'ɲ': "n",
	'ƞ': "n", 'ɔ': "o", 'ɵ': "o", 'ƥ': "p", 'ɍ': "r", 'ƭ': "t", 'ʈ': "t", 'ʉ': "u", 'ʋ': "v", 'ƴ': "y", 'ɏ': "y", 'ƶ': "z", 'ȥ': "z",
	'ς': "σ", 'ё': "е", 'ѐ': "е", 'ѝ': "и", 'ى': "ي", 'ی': "ي", 'ک': "ك",
}

// plainSigns are what is typed for signs.
var plainSigns = func() map[rune]string {
	out := map[rune]string{'⁄': "/", '∕': "/", '־': "-", '׳': "'", '״': `"`}
	for plain, signs := range map[string]string{
		"'": "‘’‚‛‹›′‵´\u1ffdʹʻʼʽˈʾʿꞌ᾽＇❛❜",
		`"`: "“”„‟«»″‶〝〞〟＂❝❞ʺ",
		"-": "‐‑‒–—―−⁃⸺⸻﹘﹣－",
	} {
		for _, r := range signs {
			out[r] = plain
		}
	}
	for i := range rune(10) {
		out['٠'+i], out['۰'+i] = string('0'+i), string('0'+i)
	}
	return out
}()

// form is what one character, with its marks, is folded to.
func form(s string, spelled bool) string {
	first, _ := utf8.DecodeRuneInString(s)
	if plain, ok := plainSigns[first]; ok { // before some of them become a space with an accent
		s = plain + s[utf8.RuneLen(first):]
	}
	composed := norm.NFKD
	if spelled || unicode.Is(unicode.Cyrillic, first) { // й is a letter of its own
		composed = norm.NFKC
	}
	var out strings.Builder
	for _, r := range composed.String(s) {
		r = unicode.ToLower(r)
		switch plain, ok := plainSigns[r]; {
		case isLeftOut(r):
		case ok:
			out.WriteString(plain)
		case unicode.IsSpace(r):
			out.WriteByte(' ')
		case spelled:
			out.WriteRune(r)
		case isMark(r):
		case letters[r] != "":
			out.WriteString(letters[r])
		default:
			out.WriteRune(r)
		}
	}
	return norm.NFC.String(out.String())
}

// What most texts have of characters that are not ASCII stands ready: the letters of
// Europe, and general punctuation. Those that are left out are empty here.
const (
	lettersEnd     = 0x590
	punctuation    = 0x2010
	punctuationEnd = 0x2060
	notAlone       = "\x00" // it depends on what stands beside it
)

var alphabets, signs = ready(0, lettersEnd), ready(punctuation, punctuationEnd)

func ready(from, to rune) []string {
	out := make([]string, to-from)
	for i := range out {
		switch r := from + rune(i); {
		case isLeftOut(r):
		case isNumberSign(r) || strings.ContainsRune("ёѐѝЁЀЍ", r) || !norm.NFKC.PropertiesString(string(r)).BoundaryBefore():
			out[i] = notAlone
		default:
			out[i] = form(string(r), false)
		}
	}
	return out
}

// isEastAsian reports whether a character is one of those of Chinese, Japanese and Korean
// that are folded to themselves.
func isEastAsian(r rune) bool {
	return 0x3041 <= r && r <= 0x3096 || 0x30a1 <= r && r <= 0x30fa || 0x3400 <= r && r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff || 0xac00 <= r && r <= 0xd7a3
}
