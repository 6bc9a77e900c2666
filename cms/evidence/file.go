package evidence

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Format is the first member of every evidence file.
const Format = "practicecms evidence 1"

// MaxBytes is the size of the largest evidence file that is made or read, in bytes.
const MaxBytes = 64 << 20

// Evidence is proof of what one document said to readers during a span of time. It
// can be checked without the data that it came from, and without this program:
// EVIDENCE.md describes the file and how its hashes are computed.
//
// Its parts are the records of the store with names for their members. They convert
// to the records and back, so the compiler keeps the two in step.
type Evidence struct {
	Format       string             `json:"format"` // Format, the constant
	Practice     Practice           `json:"practice"`
	Document     content.DocumentID `json:"document"`
	Locale       content.Locale     `json:"locale"`
	Type         string             `json:"type"`
	From         record.Stamp       `json:"from"`
	To           record.Stamp       `json:"to"`           // the first moment that is not part of the span
	Made         Entry              `json:"made"`         // the audit entry of its making
	People       list[Person]       `json:"people"`       // who is named by id in the rest, by id
	Publications list[Publication]  `json:"publications"` // what readers were told: the one in force at From, and those until To
	Versions     list[Version]      `json:"versions"`     // all of them, from number 1 to the latest when it was made
	Texts        list[Text]         `json:"texts"`        // of the versions that were live, each once
	Head         content.Hash       `json:"head"`         // of the last of Versions
	Fingerprint  content.Hash       `json:"fingerprint"`  // of all the rest, see fingerprintOf

	file []byte
}

// Practice is whose site it was, as its settings said when the file was made.
type Practice struct {
	Name    string `json:"name"`
	Website string `json:"website,omitzero"`
	Zone    string `json:"zone"` // of the days that were asked for
}

// Person is what somebody who wrote or published was called when the file was
// made.
type Person struct {
	content.Author
	Name string `json:"name"`
}

// Entry is an audit entry.
type Entry struct {
	Sequence uint64             `json:"sequence"`
	At       record.Stamp       `json:"at"`
	By       content.Author     `json:"by"`
	Action   audit.Action       `json:"action"`
	Document content.DocumentID `json:"document,omitzero"`
	Locale   content.Locale     `json:"locale,omitzero"`
	Version  uint64             `json:"version,omitzero"`
	Subject  string             `json:"subject,omitzero"`
	Previous content.Hash       `json:"previous,omitzero"`
	Hash     content.Hash       `json:"hash"`
	Clock    record.Stamp       `json:"clock,omitzero"` // what the computer's clock showed, when it was not believed
}

// Time is when it was done, UTC.
func (e Entry) Time() time.Time { return e.At.Time() }

// Publication is what readers were told from a moment on, and the audit entry
// that tells of it.
type Publication struct {
	Sequence uint64 `json:"sequence"` // from 1
	publication
	Entry Entry `json:"entry"`
}

type publication struct {
	At      record.Stamp   `json:"at"`
	Version uint64         `json:"version,omitzero"` // absent: nothing was live any more
	By      content.Author `json:"by"`
	Undo    bool           `json:"undo,omitzero"`
}

// Version is a version without its texts.
type Version struct {
	Number       uint64            `json:"number"`
	Path         string            `json:"path,omitzero"`
	Fields       content.Hash      `json:"fields"`
	Blocks       []record.BlockRef `json:"blocks,omitzero"`
	By           content.Author    `json:"by"`
	At           record.Stamp      `json:"at"`
	Origin       content.Origin    `json:"origin"`
	RestoredFrom uint64            `json:"restoredFrom,omitzero"`
	Note         *content.Hash     `json:"note,omitzero"` // the note itself is no part of what readers saw
	Raw          *content.Hash     `json:"raw,omitzero"`
	Parent       content.Hash      `json:"parent,omitzero"`
	Hash         content.Hash      `json:"hash"`
	Picks        []record.Pick     `json:"picks,omitzero"` // blocks that were brought back from several versions
	Clock        record.Stamp      `json:"clock,omitzero"` // what the computer's clock showed, when it was not believed
}

// Time is when it was written, UTC.
func (v Version) Time() time.Time { return v.At.Time() }

// Text is one text: a block, or the document's title and fields. Of a text
// that was erased only the hash is left.
type Text struct {
	Hash   content.Hash `json:"hash"`
	Erased *Erased      `json:"erased,omitzero"`
	Body   *body        `json:"body,omitzero"`
}

// Erased says when a text was erased.
type Erased struct {
	At record.Stamp `json:"at"`
}

// Time is when it was erased, UTC.
func (g Erased) Time() time.Time { return g.At.Time() }

type body struct {
	Salt   [16]byte       `json:"salt"` // 32 hexadecimal digits
	Kind   string         `json:"kind,omitzero"`
	Schema int            `json:"schema,omitzero"`
	Title  string         `json:"title,omitzero"`
	Fields content.Fields `json:"fields,omitzero"`
	Text   string         `json:"text,omitzero"`
}

// File is the evidence as a JSON file.
func (v Evidence) File() []byte { return v.file }

// NameOf is what somebody was called.
func (v Evidence) NameOf(a content.Author) string {
	for _, p := range v.People {
		if p.Author == a {
			return p.Name
		}
	}
	return access.Names{}.Of(a)
}

// Span is the time that it speaks of.
func (v Evidence) Span() history.Interval {
	return history.Interval{From: v.From.Time(), To: v.To.Time()}
}

// Period is a time during which readers saw one version, or nothing.
type Period struct {
	history.Interval                // cut to the span of the evidence
	Version          uint64         // 0: nothing was live
	By               content.Author // who made it so
	At               time.Time
	Clock            time.Time // what the computer's clock showed, when it was not believed; zero: At
}

// Periods lists what readers saw, oldest first. Before the first publication they saw
// nothing.
func (v Evidence) Periods() []Period {
	var out []Period
	for i, p := range v.Publications {
		end := v.To
		if i+1 < len(v.Publications) {
			end = min(end, v.Publications[i+1].At)
		}
		out = append(out, Period{history.Interval{From: max(p.At, v.From).Time(), To: end.Time()}, p.Version, p.By, p.At.Time(), p.Entry.Clock.Time()})
	}
	return out
}

// LiveVersion is a version that readers saw, put together from the texts.
type LiveVersion struct {
	Version
	Content content.Content
	Periods []Period
	Gone    map[content.BlockID]time.Time // when a block was erased; under the zero id the title and fields
}

// Live lists the versions that readers saw, in the order in which they first did. What
// Verify found fault with may be missing.
func (v Evidence) Live() []LiveVersion {
	texts := make(map[content.Hash]Text, len(v.Texts))
	for _, t := range v.Texts {
		texts[t.Hash] = t
	}
	var out []LiveVersion
	for _, p := range v.Periods() {
		if p.Version == 0 || p.Version > uint64(len(v.Versions)) {
			continue
		}
		i := slices.IndexFunc(out, func(l LiveVersion) bool { return l.Number == p.Version })
		if i < 0 {
			i = len(out)
			out = append(out, liveVersion(v.Versions[p.Version-1], texts))
		}
		out[i].Periods = append(out[i].Periods, p)
	}
	return out
}

func liveVersion(v Version, texts map[content.Hash]Text) LiveVersion {
	out := LiveVersion{Version: v, Content: content.Content{Path: v.Path, Fields: content.Fields{}}, Gone: map[content.BlockID]time.Time{}}
	body := func(id content.BlockID, h content.Hash) body {
		t := texts[h]
		if t.Erased != nil {
			out.Gone[id] = t.Erased.Time()
		}
		if t.Body == nil {
			return body{}
		}
		return *t.Body
	}
	own := body(content.BlockID{}, v.Fields)
	out.Content.Title, out.Content.Fields = own.Title, record.OrEmpty(own.Fields)
	for _, ref := range v.Blocks {
		out.Content.Blocks = append(out.Content.Blocks, content.Block{ID: ref.ID, Kind: ref.Kind, Fields: record.OrEmpty(body(ref.ID, ref.Hash).Fields)})
	}
	return out
}

// seal computes the fingerprint and writes the file.
func (v *Evidence) seal() error {
	v.Fingerprint = content.Hash{}
	open, err := json.Marshal(v, record.JSON)
	if err != nil {
		return fmt.Errorf("write evidence: %w", err)
	}
	if v.Fingerprint, err = fingerprintOf(open); err != nil {
		return err
	}
	v.file, err = json.Marshal(v, record.JSON, jsontext.WithIndent("  "))
	v.file = append(v.file, '\n')
	if err == nil && len(v.file) > MaxBytes {
		err = content.Invalid("from", "too-large", "That would be a file of more than 64 MiB. Choose a shorter time.")
	}
	return err
}

// fingerprintOf is SHA-256 over the file in the JSON Canonicalization Scheme (RFC 8785)
// without its member "fingerprint". Space between members and their order do not
// matter to it, so the file may be printed or sent through programs that reformat.
func fingerprintOf(file []byte) (content.Hash, error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(file, &members); err != nil {
		return content.Hash{}, err
	}
	delete(members, "fingerprint")
	all, err := json.Marshal(members)
	if err != nil {
		return content.Hash{}, err
	}
	canonical := jsontext.Value(all)
	if err := canonical.Canonicalize(); err != nil {
		return content.Hash{}, err
	}
	return sha256.Sum256(canonical), nil
}

// Read reads an evidence file strictly: members that are unknown or doubled,
// values of another type and files over MaxBytes are errors that name the place. It
// computes no hash; Verify does.
func Read(file []byte) (Evidence, error) {
	var v Evidence
	if len(file) > MaxBytes {
		return v, fmt.Errorf("it has %d bytes, and evidence has at most %d", len(file), MaxBytes)
	}
	if err := json.Unmarshal(file, &v, record.JSON); err != nil {
		return Evidence{}, record.JSONError(err)
	}
	if v.Format != Format {
		return Evidence{}, fmt.Errorf("its format is %.60q, and this program reads %q", v.Format, Format)
	}
	v.file = file
	return v, nil
}

// filled is a part that can be told from an empty object. Reading stops at the first
// that is empty, so a file cannot take much more memory than it has bytes.
type filled interface{ filled() bool }

func (p Person) filled() bool { return p.Author != content.Author{} }

func (p Publication) filled() bool { return p.Sequence > 0 && p.Entry.Hash != content.Hash{} }

func (v Version) filled() bool {
	return v.Number > 0 && v.Hash != content.Hash{} && v.Fields != content.Hash{}
}

func (t Text) filled() bool {
	return t.Hash != content.Hash{} && (t.Erased == nil) != (t.Body == nil)
}

// list is a list of parts, none of them empty.
type list[T filled] []T

// UnmarshalJSONFrom reads the list, item by item.
func (l *list[T]) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	begin, err := in.ReadToken()
	if err != nil {
		return err
	}
	if begin.Kind() != '[' {
		return errors.New("it should be a list")
	}
	*l = list[T]{}
	for in.PeekKind() != ']' {
		var item T
		if err := json.UnmarshalDecode(in, &item); err != nil {
			return err
		}
		if !item.filled() {
			return fmt.Errorf("item %d lacks what belongs to it", len(*l))
		}
		*l = append(*l, item)
	}
	_, err = in.ReadToken()
	return err
}
