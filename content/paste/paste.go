package paste

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"practicecms/content"
)

// MaxInput is the longest input that Parse takes, in bytes (1 MiB): far above any
// page, and small enough that a hostile one costs little.
const MaxInput = 1 << 20

// MaxWord is the longest word that Parse takes, in bytes as Markdown (12 KiB). A
// text is split between words where a line or a block would get too large; a word
// cannot be split.
const MaxWord = 12 << 10

// Bounds of what is written. They stand below the hard limits that content and
// richtext set for one Markdown text, one line of it, and one content.
const (
	maxBody   = 200_000 // bytes of a Markdown text; a longer one goes on in the next section
	maxPiece  = 4 << 10 // bytes of a line, without its last word
	maxList   = 6 << 10 // bytes of a list before the next one starts, without its last item
	maxItems  = 100     // items of a checklist; a longer list is part of a section
	maxBlocks = 900     // blocks of a page; then whatever is left goes into sections
)

var (
	// ErrEmpty is returned when the input has no words.
	ErrEmpty = errors.New("there are no words in the pasted text")
	// ErrTooLarge is returned when the input is longer than MaxInput or has a word
	// longer than MaxWord.
	ErrTooLarge = errors.New("the pasted text is too long")
	// ErrNotText is returned when the input is not UTF-8 or holds a NUL character:
	// it is a file of another kind, not a text.
	ErrNotText = errors.New("this is not a text")
	// ErrFormat is returned when Options.Format is none of the formats.
	ErrFormat = errors.New("unknown format")
	// ErrType is returned when documents of Options.Type do not take the block
	// kinds that this package makes.
	ErrType = errors.New("this type has no blocks to paste into")
)

// Format says how the input is written.
type Format string

// The formats. The zero Format means Auto.
const (
	Auto     Format = "auto"     // decided from the input, see Detect
	Text     Format = "text"     // plain text, one line for each paragraph
	Markdown Format = "markdown" // CommonMark, without raw HTML
	HTML     Format = "html"     // a page, a fragment, or the clipboard's HTML
)

// Options tell Parse about the input and its destination. The zero Options are
// usable: the format is detected and the result has no path.
type Options struct {
	Format Format         // how the input is written; "" means Auto
	Type   content.Type   // its Home is the folder of the result's path; the zero Type takes every kind
	Locale content.Locale // its language spells the path; "" means English
	Known  []Known        // records that may be named in the text
	Decisions
}

// Decisions are what the person who pastes said about the text. The zero Decisions
// keep everything that is words and leave every question open.
type Decisions struct {
	LeaveFrame bool            // leave out what looks like the frame of a website: menus, footers, cookie banners
	Keep       map[string]bool // parts of the frame that stay, by LeftOut.Key
	OneHeading map[string]bool // whether two lines are one heading, by Inference.Key
	AsList     map[string]bool // whether a small table is a list, by Inference.Key
	Link       map[string]bool // what is embedded and is to be linked to, by Removal.Link
}

// Known is a record that a name in the text may mean.
type Known struct {
	ID    content.DocumentID // of the record or page
	Type  string             // its type, such as "service" or "practitioner"
	Names []string           // its title first, then other names
	// Person says that it is also known by the first word of its title.
	Person bool
}

// Result is a page as it was understood. All its slices are in reading order and
// never nil.
type Result struct {
	Content   content.Content `json:"content"`   // block ids are zero
	Inferred  []Inference     `json:"inferred"`  // what was guessed, and what is asked
	Suggested []Suggestion    `json:"suggested"` // links that the editor may accept
	Removed   []Removal       `json:"removed"`   // what was not taken over
	Left      []LeftOut       `json:"left"`      // what looks like the frame of a website
	Words     WordCount       `json:"words"`     // counted, not assumed
}

// Inference is something that the source does not say in so many words.
type Inference struct {
	Block int    `json:"block"`           // index into Content.Blocks; -1 for the page
	Field string `json:"field"`           // name of the field, "kind" for the block's kind, "title" and "path" for the page
	Value string `json:"value,omitempty"` // what was inferred
	Why   string `json:"why"`             // for the editor, in plain words
	Ask   bool   `json:"ask,omitempty"`   // nothing was decided: a question for the editor
	// Question is what may be decided otherwise; "" for nothing. Key names it among
	// those of its sort.
	Question Question `json:"question,omitempty"`
	Key      string   `json:"key,omitempty"`
}

// Question is a sort of question that the person who pastes may answer.
type Question string

const (
	// IsOneHeading asks whether two lines are one heading, for Decisions.OneHeading.
	IsOneHeading Question = "one heading"
	// IsList asks whether a small table is a list, for Decisions.AsList. It is asked
	// for as long as the table is small, whatever was decided.
	IsList Question = "list"
)

// Suggestion is a known name in the text, which may become a link. The text is not
// changed.
type Suggestion struct {
	Block int                `json:"block"` // index into Content.Blocks
	Field string             `json:"field"` // where the name stands, such as "body" or "steps[1].body"
	Text  string             `json:"text"`  // the words as they stand there
	Type  string             `json:"type"`  // type of the record
	ID    content.DocumentID `json:"id"`    // the record
	Name  string             `json:"name"`  // its title
}

// Removal is something of the source that the result does not hold.
type Removal struct {
	What string `json:"what"`           // in plain words, such as "1 tracking picture"
	Text string `json:"text,omitempty"` // the words that it belonged to, or its address
	Link string `json:"link,omitempty"` // where something embedded can be seen, for Decisions.Link
}

// LeftOut is a run of lines that look like the frame of a website. It is left out
// when Decisions.LeaveFrame says so and Decisions.Keep does not say otherwise.
type LeftOut struct {
	Key   string `json:"key"`   // names it, for Decisions.Keep
	Text  string `json:"text"`  // its lines, one below the other
	Why   string `json:"why"`   // in plain words, such as "looks like a menu"
	Words int    `json:"words"` // how many words it has
	Kept  bool   `json:"kept"`  // it stands in the content
}

// WordCount holds the number of words in the source and in the result. They are
// counted apart; see Words.
type WordCount struct {
	In  int `json:"in"`
	Out int `json:"out"`
}

// Parse reads the input and returns the page it describes. Every text with at
// least one word has a result. The errors are ErrEmpty, ErrTooLarge, ErrNotText,
// ErrFormat and ErrType, each with what to do about it.
func Parse(input string, o Options) (Result, error) {
	doc, err := understand(input, o)
	if err != nil {
		return Result{}, err
	}
	elements, left := leaveFrame(markFrame(doc.elements), o.Decisions)
	elements = decideTables(arrange(elements, o.OneHeading), o.AsList)
	elements, kept := cutKept(splitLong(elements), o.LeaveFrame)

	b := &builder{removed: doc.removed, oneHeading: o.OneHeading, named: doc.title}
	title := b.title(elements)
	b.blocksOf(elements)
	b.parts(outline(kept))
	b.settleNotes()
	c := content.Content{
		Path:   b.path(o.Type.Home, title, o.Locale),
		Title:  title,
		Fields: content.Fields{},
		Blocks: b.blocks,
	}
	return Result{
		Content:   c,
		Inferred:  b.inferredInOrder(),
		Suggested: suggest(c, o.Known),
		Removed:   doc.removed.list(),
		Left:      left,
		Words:     WordCount{In: len(doc.words), Out: len(BlockWords(standard(), c.Blocks))},
	}, nil
}

// understand reads an input that is a text and has words.
func understand(input string, o Options) (source, error) {
	if err := check(input, o); err != nil {
		return source{}, err
	}
	format := o.Format
	if format == "" || format == Auto {
		format = Detect(input)
	}
	doc := read(input, format, o.Decisions)
	if len(doc.words) == 0 {
		return source{}, ErrEmpty
	}
	for _, w := range doc.words {
		if len(Escape(w)) > MaxWord {
			return source{}, fmt.Errorf("%w: one word has more than %d KiB; is it a file?", ErrTooLarge, MaxWord>>10)
		}
	}
	return doc, nil
}

// check returns an error for an input that is no text, and for wrong options.
func check(input string, o Options) error {
	switch o.Format {
	case "", Auto, Text, Markdown, HTML:
	default:
		return fmt.Errorf("%w %q: use auto, text, markdown or html", ErrFormat, o.Format)
	}
	if o.Type.Name != "" {
		for _, kind := range kindsMade {
			if !o.Type.Takes(kind) {
				return fmt.Errorf("%w: %s takes no block of kind %q", ErrType, o.Type.Name, kind)
			}
		}
	}
	if len(input) > MaxInput {
		return fmt.Errorf("%w: it has %d bytes, the limit is %d; paste it in parts", ErrTooLarge, len(input), MaxInput)
	}
	if !utf8.ValidString(input) {
		return fmt.Errorf("%w: it is not UTF-8; save it as UTF-8 and try again", ErrNotText)
	}
	if i := strings.IndexByte(input, 0); i >= 0 {
		return fmt.Errorf("%w: there is a NUL character at byte %d", ErrNotText, i)
	}
	return nil
}

// source is what a reader understood.
type source struct {
	elements []element
	words    []string // counted before any structure was inferred
	removed  *removals
	title    string // the page's, when the source has a head that says so
}

func read(input string, format Format, d Decisions) source {
	doc := source{removed: &removals{}}
	if text, ok := viewerText(input); ok && format == HTML {
		doc.removed.add(lostLooks, "")
		input, format = text, Text
	}
	if format == HTML {
		doc.elements, doc.words = readHTML(input, doc.removed, d)
	} else {
		doc.removed.countTurns(input)
		if format == Text {
			input = mendBrokenWords(input)
		}
		text := normalise(input)
		if format == Text {
			text = mendAddresses(text)
		}
		if format == Markdown {
			var details string
			doc.title, details, text = cutHead(text)
			if details != "" {
				doc.removed.add(headDetails, details)
			}
			doc.elements, doc.words = readMarkdown(text, doc.removed)
		} else {
			doc.elements, doc.words = readText(text), Words(text)
		}
	}
	doc.elements = findQuestions(findQuotations(unwrap(doc.elements)))
	for i := range doc.elements {
		doc.elements[i].linkAddresses()
	}
	return doc
}
