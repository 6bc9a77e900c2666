package paste

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"practicecms/content"
)

// Clip is what a clipboard holds, or what was dropped. HTML wins over Text when it
// has any words.
type Clip struct {
	HTML string // as a program put it there; "" for none
	Text string // the plain text beside it
}

// Place says where a clip goes, in the editor of a page.
type Place string

const (
	// Field is a field of words alone: no Markdown.
	Field Place = "field"
	// Line is a field of one line: rich text without paragraphs.
	Line Place = "line"
	// Item is a line of a list, such as a checklist: several lines become several items.
	Item Place = "item"
	// Body is a text that has words already.
	Body Place = "body"
	// Empty is a text without words, in a part that holds nothing else: parts of a
	// page may come in its stead.
	Empty Place = "empty"
)

// Form says what an Insertion holds.
type Form string

const (
	Plain  Form = "plain"  // words alone, in one or more lines
	Inline Form = "inline" // Markdown of one line: words that go on where the caret stands
	Blocks Form = "blocks" // Markdown of paragraphs, lists, tables and headings
	Items  Form = "items"  // one inline Markdown for each item
	Parts  Form = "parts"  // whole blocks of a page
)

// Insertion is what is to be inserted for a clip. Its slices are never nil.
type Insertion struct {
	Form     Form            `json:"form"`
	Markdown string          `json:"markdown"` // for Inline and Blocks; for Parts, Items and Plain the same words as Blocks
	Text     string          `json:"text"`     // for Plain
	Items    []string        `json:"items"`    // for Items
	Parts    []content.Block `json:"parts"`    // for Parts; their ids are zero
	Removed  []Removal       `json:"removed"`  // what was not taken over
	Left     []LeftOut       `json:"left"`     // for Parts: what looks like the frame of a website, and is in none of them
	Whole    []content.Block `json:"whole"`    // for Parts, when something is Left: the parts with it
}

// Insert reads a clip by the rules of Parse, and gives what goes into the editor at
// the place. Of a clip without words, such as a picture or a map, that is nothing but what
// is Removed. The errors are ErrEmpty, ErrTooLarge, ErrNotText and ErrFormat (an
// unknown place).
func Insert(clip Clip, at Place) (Insertion, error) {
	input, format := clip.Text, Auto
	if len(htmlWords(clip.HTML)) > 0 {
		input, format = clip.HTML, HTML
	}
	switch at {
	case Field, Line, Item, Body, Empty:
	default:
		return Insertion{}, fmt.Errorf("%w: there is no place %q", ErrFormat, at)
	}
	out := Insertion{Form: Blocks, Items: []string{}, Parts: []content.Block{}, Removed: []Removal{}, Left: []LeftOut{}, Whole: []content.Block{}}
	doc, err := understand(input, Options{Format: format})
	if err != nil && !errors.Is(err, ErrEmpty) {
		return Insertion{}, err
	}
	if format != HTML { // its words are the plain ones, and what else it has is lost
		out.Removed = lostIn(clip.HTML)
	}
	if err != nil {
		if len(out.Removed) == 0 {
			return Insertion{}, err
		}
		out.Form = Inline
		return out, nil
	}
	if doc.title != "" {
		doc.removed.add(headDetails, "title: "+doc.title)
	}
	out.Removed = append(out.Removed, withoutLooks(doc.removed.list())...)
	page, left := withoutFrame(doc.elements)
	elements := splitLong(arrange(doc.elements, nil))
	out.Markdown = settleNotes(bodyMarkdown(elements))
	switch at {
	case Field:
		out.plain(doc.elements)
	case Line, Item:
		out.lines(elements, at)
	case Body:
		if len(elements) == 1 && elements[0].isSentence() {
			out.Form = Inline
		}
	case Empty:
		if out.Parts = partsOf(elements); len(out.Parts) == 0 {
			break
		}
		out.Form = Parts
		if parts := partsOf(splitLong(arrange(page, nil))); len(left) > 0 && len(parts) > 0 {
			out.Left, out.Parts, out.Whole = left, parts, out.Parts
		}
	}
	return out, nil
}

// partsOf makes the blocks of elements that are several parts of a page; none of others.
func partsOf(elements []element) []content.Block {
	b := &builder{removed: &removals{}}
	b.title(elements) // which says whether there is an opening
	b.blocksOf(elements)
	b.settleNotes()
	if len(b.blocks) > 1 && slices.ContainsFunc(elements, isHeading) || b.asked {
		return b.blocks
	}
	return []content.Block{}
}

// withoutFrame takes out the frame of a website, when a whole one was copied: with two
// sorts of it at least. A single line such as "Facebook" may be what somebody wants.
func withoutFrame(elements []element) (page []element, left []LeftOut) {
	page, left = leaveFrame(markFrame(slices.Clone(elements)), Decisions{LeaveFrame: true})
	if !slices.ContainsFunc(left, func(l LeftOut) bool { return l.Why != left[0].Why }) {
		return elements, nil
	}
	return page, left
}

// isSentence reports whether an element is words of one line, which can stand amid others.
func (e element) isSentence() bool {
	return e.kind == paragraph && !e.quote && !slices.ContainsFunc(e.text, func(s span) bool { return s.br })
}

// plain makes words alone, where nothing says that some are struck out: those are left
// out, for an old fee would stand there as if it were valid.
func (out *Insertion) plain(elements []element) {
	out.Form = Plain
	var lines []string
	for _, e := range elements {
		sign := ""
		if e.kind == item && !e.more && len(elements) > 1 { // one item alone is its words
			if sign = "• "; e.ordered {
				sign = strconv.Itoa(e.number) + ". "
			}
		}
		for _, text := range e.texts() {
			for _, l := range text.lines() {
				if words := l.struck().plain(); words != "" {
					out.Removed = append(out.Removed, Removal{What: "struck-out words", Text: shorten(words)})
				}
				if words := l.valid(); words != "" {
					lines, sign = append(lines, sign+words), ""
				}
			}
		}
	}
	out.Text = strings.Join(lines, "\n")
}

// lines makes items of several lines for a list, and one line of all for a line.
func (out *Insertion) lines(elements []element, at Place) {
	var lines []rich
	for _, e := range elements {
		for _, text := range e.texts() {
			lines = append(lines, text.lines()...)
		}
	}
	if at != Item || len(lines) < 2 {
		out.Form, out.Markdown = Inline, settleNotes(joinLines(lines).markdown(breakAsSpace))
		return
	}
	out.Form = Items
	for _, l := range lines {
		out.Items = append(out.Items, settleNotes(l.markdown(breakAsSpace)))
	}
}

// lostIn lists what HTML holds besides words.
func lostIn(html string) []Removal {
	if check(html, Options{}) != nil {
		return []Removal{}
	}
	return withoutLooks(read(html, HTML, Decisions{}).removed.list())
}

// withoutLooks leaves out of a receipt what nearly every clip loses, which would hide
// what a person has to know.
func withoutLooks(all []Removal) []Removal {
	return slices.DeleteFunc(all, func(r Removal) bool { return r.What == lostLooks })
}
