// Package words holds the English sentences that the admin's code makes about times,
// people, the history of a document and what was done to it. What stands on a screen at
// any rate is in the templates; what is asked, refused or advised is beside the code that
// does so.
//
// English is a catalogue: all of it that depends on the reader is a method of that type. A
// second language is a second type with these methods, and the screens then hold whichever
// the reader reads. So a sentence is made here in one piece: nobody else puts one together
// of others, or cuts one apart. Functions do what is the same for every sentence, such as to
// cut a long name.
package words

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"practicecms/cms/access"
	"practicecms/content"
)

// English speaks English to one reader, at one moment. The zero English speaks to nobody,
// in UTC.
type English struct {
	now    time.Time
	reader content.Author
	model  *content.Model
}

// NewEnglish speaks to a reader, who may be nobody, of documents of a model. Times are said
// as the clocks show them in the zone of now.
func NewEnglish(now time.Time, reader content.Author, m *content.Model) English {
	return English{now, reader, m}
}

// Now is the moment at which it speaks, in the reader's zone.
func (e English) Now() time.Time { return e.now }

// Local is a time in the reader's zone.
func (e English) Local(t time.Time) time.Time { return t.In(e.now.Location()) }

// You names an author at the beginning of a sentence: the reader is "You".
func (e English) You(names access.Names, by content.Author) string {
	if e.isReader(by) {
		return "You"
	}
	return names.Of(by)
}

// Whom names an author in the middle of a sentence: the reader is "you".
func (e English) Whom(names access.Names, by content.Author) string {
	if e.isReader(by) {
		return "you"
	}
	return names.Of(by)
}

func (e English) isReader(by content.Author) bool { return by == e.reader && by != (content.Author{}) }

// WorkingCopy says whose working copy something is.
func (e English) WorkingCopy(names access.Names, of content.Author) string {
	if e.isReader(of) {
		return "Your working copy"
	}
	return "The working copy of " + names.Of(of)
}

// The puts the article before the name of a part: "the checklist". A part that has a name
// of its own needs none: "“Fees”".
func The(part string) string {
	if strings.HasPrefix(part, "“") {
		return part
	}
	return "the " + part
}

// Clip cuts s to at most n characters, the last of them an ellipsis.
func Clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimRightFunc(string([]rune(s)[:n-1]), unicode.IsSpace) + "…"
}

// UpperFirst makes the first letter large, as a sentence begins.
func UpperFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}

// LowerFirst makes the first letter small, but not that of EMDR.
func LowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}
