package admin

import (
	"fmt"
	"strings"
)

// pasteCount says where the words of a pasted text went. Those that are kept and left
// out are counted in what is written, those that came in by who read the text.
type pasteCount struct {
	In    int
	Kept  int // of parts that are saved
	ByYou int // of parts that the person left out
	Frame int // of what looks like a website's frame
}

// Whole reports whether nothing was left out.
func (c pasteCount) Whole() bool { return c.ByYou == 0 && c.Frame == 0 }

// All is every word of the parts: it does not change with what is left out.
func (c pasteCount) All() int { return c.Kept + c.ByYou }

// Sentence is the count in words.
func (c pasteCount) Sentence() string {
	if c.ByYou == 0 {
		return c.NoneLeft()
	}
	return c.fill(c.SomeLeft())
}

// NoneLeft is the sentence while the person leaves nothing out.
func (c pasteCount) NoneLeft() string {
	switch {
	case c.Frame > 0:
		return fmt.Sprintf("%d words in, %d kept", c.In, c.All())
	case c.In == c.All():
		return fmt.Sprintf("%d words in, %d words out: nothing was lost", c.In, c.In)
	}
	return fmt.Sprintf("%d words in, %d words out", c.In, c.All())
}

// SomeLeft is the sentence while they do, with places for the numbers that a script
// counts when a part is ticked.
func (c pasteCount) SomeLeft() string {
	return fmt.Sprintf("%d words in, {kept} kept, {left} left out by you", c.In)
}

func (c pasteCount) fill(sentence string) string {
	return strings.NewReplacer("{kept}", fmt.Sprint(c.Kept), "{left}", fmt.Sprint(c.ByYou)).Replace(sentence)
}

// Added is how many words there are that the text did not have: those of a link to
// something embedded.
func (c pasteCount) Added() int { return max(0, c.All()+c.Frame-c.In) }

// Lost is how many words of the text are nowhere.
func (c pasteCount) Lost() int { return max(0, c.In-c.All()-c.Frame) }
