// Package fold says which spellings are the same words to somebody who looks for them.
// Searching, asking when something was said, and erasing all go by it: what one of them
// finds, so do the others.
//
// Not counted are upper and lower case; accents, and other forms of a letter (José and
// jose, Straße and strasse, ﬁne and fine, Ｆｅｅｓ and fees); whether letters are composed
// (NFC and NFD); the shape of apostrophes, quotation marks, dashes and spaces, and how
// many spaces there are; what nobody sees: soft hyphens, zero-width characters, signs of
// a trade mark, and the raised number of a note. A line that breaks at a soft hyphen has
// one word there; any other line break is a space.
//
// Counted are all letters and digits, and the signs between them: can’t is can't and not
// cant, for we’ll would be well. A word is not its other forms either (resume, resumes);
// that is for stems, which only the search has. Letters that are others in their own
// alphabet stay so: й is not и, and が is not か.
package fold

import (
	"sort"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is a text with its folded form, of which each stretch is known where it stands in
// the text. The zero value is the empty text.
type Text struct {
	folded string
	edits  []edit // in order
}

// edit is a stretch, in bytes, of the folded form that stands for one of another length
// in the text, or for none. Between two of them both go on alike.
type edit struct{ from, to, trueFrom, trueTo int }

// Of folds a text.
func Of(s string) Text {
	f := folder{text: s, out: make([]byte, 0, len(s)), track: true}
	f.fold()
	return Text{string(f.out), f.edits}
}

// String is the folded form. Folded again it is the same.
func (t Text) String() string { return t.folded }

// Span gives the stretch of the text that a stretch of the folded form stands for, both in
// bytes. What is left out at either end is not in it, but the accents of a letter are.
func (t Text) Span(from, to int) (int, int) { return span(t.edits, from, to) }

func span(edits []edit, from, to int) (trueFrom, trueTo int) {
	trueFrom, trueTo = from, to
	// The last edit that begins at or before from; what is left out there stands before it.
	if i := sort.Search(len(edits), func(i int) bool { return edits[i].from > from }) - 1; i >= 0 {
		if e := edits[i]; from < e.to {
			trueFrom = e.trueFrom
		} else {
			trueFrom = e.trueTo + from - e.to
		}
	}
	// The last edit that begins before to; what is left out at to stands behind it.
	if i := sort.Search(len(edits), func(i int) bool { return edits[i].from >= to }) - 1; i >= 0 {
		if e := edits[i]; to <= e.to {
			trueTo = e.trueTo
		} else {
			trueTo = e.trueTo + to - e.to
		}
	}
	return trueFrom, max(trueFrom, trueTo)
}

// String folds a text.
func String(s string) string { return string(Append(nil, s)) }

// Append appends the folded form of a text.
func Append(to []byte, s string) []byte {
	f := folder{text: s, out: to, start: len(to)}
	f.fold()
	return f.out
}

// Spelled is String with letters as they are spelled, accents and all, in lower case and
// composed: what stemmers and lists of words know.
func Spelled(s string) string {
	f := folder{text: s, spelled: true}
	f.fold()
	return string(f.out)
}

// folder folds a text from left to right.
type folder struct {
	text    string
	at      int // how much of the text is folded
	out     []byte
	start   int // where in out the folded form begins
	edits   []edit
	track   bool // edits are kept
	spelled bool // letters stay as they are spelled
}

func (f *folder) fold() {
	for f.at < len(f.text) {
		switch c := f.text[f.at]; {
		case c >= utf8.RuneSelf:
			f.other()
		case 'A' <= c && c <= 'Z':
			f.out = append(f.out, c+'a'-'A')
			f.at++
		case c == ' ' || '\t' <= c && c <= '\r':
			f.put(" ", 1)
		default:
			f.out = append(f.out, c)
			f.at++
		}
	}
}

// other folds what begins with a character that is not ASCII.
func (f *folder) other() {
	r, size := utf8.DecodeRuneInString(f.text[f.at:])
	switch {
	case r == softHyphen:
		f.put("", size+lineEnd(f.text[f.at+size:]))
	case isLeftOut(r):
		f.put("", size)
	case r == utf8.RuneError && size == 1:
		f.put("\uFFFD", 1)
	case r < lettersEnd && !f.spelled && alphabets[r] != notAlone:
		f.put(alphabets[r], size)
	case punctuation <= r && r < punctuationEnd && signs[r-punctuation] != notAlone:
		f.put(signs[r-punctuation], size)
	case isEastAsian(r):
		f.put(f.text[f.at:f.at+size], size)
	default:
		n := norm.NFKC.NextBoundaryInString(f.text[f.at:], true)
		if n <= 0 {
			n = size
		}
		f.letter(f.text[f.at:f.at+n], r)
	}
}

// maxMarks is more bytes than any letter has with its marks.
const maxMarks = 256

// letter folds what people see as one character. It may be a mark alone, when its letter
// is folded already.
func (f *folder) letter(s string, first rune) {
	if last := len(f.out); last > f.start && !norm.NFKC.PropertiesString(s).BoundaryBefore() {
		before := max(f.start, last-maxMarks)
		before += max(0, norm.NFKC.LastBoundary(f.out[before:]))
		f.join(form(string(f.out[before:])+s, f.spelled), last-before, len(s))
		return
	}
	folded := form(s, f.spelled)
	if isNumberSign(first) && f.afterDigit() {
		folded = " " + folded
	}
	f.put(folded, len(s))
}

func (f *folder) afterDigit() bool {
	last := len(f.out) - 1
	return last >= f.start && '0' <= f.out[last] && f.out[last] <= '9'
}

// put writes what the next n bytes of the text are folded to. After a space there is
// no other.
func (f *folder) put(s string, n int) {
	if s != "" && s[0] == ' ' && len(f.out) > f.start && f.out[len(f.out)-1] == ' ' {
		s = s[1:]
	}
	if f.track && (len(s) != n || n > 1 && utf8.RuneCountInString(s) != 1) {
		from := len(f.out) - f.start
		f.edits = append(f.edits, edit{from, from + len(s), f.at, f.at + n})
	}
	f.out = append(f.out, s...)
	f.at += n
}

// join writes s in the place of the last character, which is of size bytes, because of
// what the next n bytes of the text add to it.
func (f *folder) join(s string, size, n int) {
	from := len(f.out) - f.start - size
	f.out = append(f.out[:len(f.out)-size], s...)
	if f.track {
		begins := from // where what the character is a part of begins
		trueFrom, _ := span(f.edits, from, from+size)
		for len(f.edits) > 0 && f.edits[len(f.edits)-1].to > from {
			begins = min(begins, f.edits[len(f.edits)-1].from)
			f.edits = f.edits[:len(f.edits)-1]
		}
		f.edits = append(f.edits, edit{begins, from + len(s), trueFrom, f.at + n})
	}
	f.at += n
}
