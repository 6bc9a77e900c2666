package redline

import (
	"encoding/json"

	"practicecms/admin/internal/words"
	"practicecms/content"
)

// UndoChange is a button that takes one change back.
type UndoChange struct {
	Change content.Change
	Words  string // on the button: "Take it out again"
	Of     string // what it is about, for those who hear the button alone
}

// Value is the change as a form sends it.
func (w UndoChange) Value() (string, error) {
	b, err := json.Marshal(w.Change)
	return string(b), err
}

// Undo takes a change of a block, or of the document, back as a whole: with one button, or
// with two for a block that changed and moved. Whose says of which time the old text is.
func (ch Change) Undo(whose string) []UndoChange {
	one := UndoChange{Change: content.Change{Block: ch.Block}, Words: "Bring " + whose + " back", Of: ch.Name}
	place := UndoChange{Change: content.Change{Block: ch.Block, Moved: true}, Words: "Put it back where it stood", Of: ch.Name}
	switch {
	case ch.Op == content.Added:
		one.Words = "Take it out again"
	case ch.Op == content.Removed:
		one.Words = "Put it back where it was"
	case ch.Op == content.Moved:
		return []UndoChange{place}
	case ch.Moved:
		return []UndoChange{one, place}
	}
	return []UndoChange{one}
}

// undoValue takes one value back, or an item of a list.
func undoValue(fc content.FieldChange, block content.BlockID) *UndoChange {
	w := &UndoChange{Change: content.Change{Block: block, Path: fc.Path, Gone: fc.Gone}, Words: "Bring the old text back", Of: fc.Label}
	switch {
	case fc.Before == nil:
		w.Words = "Take it out again"
	case fc.After == nil:
		w.Words = "Put it back"
	case fc.Spans == nil:
		w.Words = "Have it as it was"
	}
	return w
}

// undoSentence takes one sentence of a text back; text is what it says.
func undoSentence(fc content.FieldChange, block content.BlockID, s content.Sentence, text string) *UndoChange {
	w := &UndoChange{Change: content.Change{Block: block, Path: fc.Path, Gone: fc.Gone, Sentence: s.Number}, Words: "Bring the old one back", Of: words.Clip(text, 80)}
	switch s.Op {
	case content.Added:
		w.Words = "Take it out"
	case content.Removed:
		w.Words = "Put it back"
	}
	return w
}

// AnchorOf names the place of a change on the page of the comparison.
func AnchorOf(id content.BlockID) string {
	if id.IsZero() {
		return "at-details"
	}
	return "at-" + id.String()
}
