package words

import (
	"fmt"
	"time"
)

// This file says what is brought back, and that it is. A thing is named as in the middle of
// a sentence: "the whole page", "the checklist", "“Fees”"; see The.

// Everything is the whole of a document, as a thing.
func (English) Everything(page bool) string {
	if page {
		return "the whole page"
	}
	return "everything"
}

// BringBack is the heading above what would change.
func (e English) BringBack(thing string, then time.Time) string {
	return "Bring back " + thing + " as it was " + e.On(then)
}

// BringBackParts is BringBack for parts of several versions.
func (English) BringBackParts(n int) string {
	if n == 1 {
		return "Bring back one part"
	}
	return fmt.Sprintf("Bring back %d parts", n)
}

// IsBack says that a thing is back.
func (e English) IsBack(thing string, then time.Time) string {
	return UpperFirst(thing) + " is back as it was " + e.On(then) + "."
}

// PartsBack is IsBack for parts of several versions.
func (English) PartsBack(n int) string {
	if n == 1 {
		return "One part is back as it was."
	}
	return fmt.Sprintf("%d parts are back as they were.", n)
}

// DetailsBack is IsBack for title, address and details.
func (e English) DetailsBack(then time.Time) string {
	return "Title, address and details are back as they were " + e.On(then) + "."
}

// PlaceBack says that a part stands where it stood.
func (e English) PlaceBack(part string, then time.Time) string {
	return UpperFirst(part) + " stands again where it stood " + e.On(then) + "."
}

// PartOut says that a part is not there, as it was not then.
func (e English) PartOut(part string, then time.Time) string {
	return UpperFirst(part) + " is taken out again, as it was " + e.On(then) + "."
}

// ValueBack says that a value, by its label, is as it was in a thing.
func (e English) ValueBack(label, in string, then time.Time) string {
	return fmt.Sprintf("%s in %s is as it was %s.", label, in, e.On(then))
}

// OutAgain says that words, or a value by its label, are not in a thing, as they were not then.
func (e English) OutAgain(words, in string, then time.Time) string {
	return fmt.Sprintf("%s is out of %s again, as it was %s.", words, in, e.On(then))
}

// BackIn says that words are in a thing again.
func (e English) BackIn(words, in string, then time.Time) string {
	return fmt.Sprintf("%s is back in %s, as it was %s.", words, in, e.On(then))
}

// SentenceBack says it of a sentence that is not named.
func (e English) SentenceBack(in string, then time.Time) string {
	return fmt.Sprintf("In %s one sentence is as it was %s.", in, e.On(then))
}

// Quoted are some words as OutAgain and BackIn name them; without any it was white space.
func (English) Quoted(text string) string {
	if text == "" {
		return "The space between two sentences"
	}
	return "“" + Clip(text, 80) + "”"
}

// LiveUntouched is the sentence behind whatever brought something back, with the space
// before it.
func (English) LiveUntouched(live bool) string {
	if !live {
		return " It is not live yet."
	}
	return " What is live has not changed."
}
