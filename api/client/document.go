package client

import (
	"encoding/json"
	"time"
)

// Document is a live page or record. It has the members that all documents share; Decode
// gives the others.
type Document struct {
	ID               string
	Type             string
	Locale           string
	Path             string // "" for records
	Title            string
	Version          uint64
	Hash             string // of its own words: the same as long as they are
	PublishedAt      time.Time
	FirstPublishedAt time.Time
	Blocks           []Block // in reading order; nil in lists and for records
	raw              json.RawMessage
}

// Block is a part of a page. Kind says what Decode gives.
type Block struct {
	ID   string // the same in every version
	Kind string
	Hash string // of its own words: the same as long as they are
	raw  json.RawMessage
}

// RichText is a text in its three forms.
type RichText struct {
	HTML     string // sanitised and balanced; headings begin at h3
	Text     string
	Markdown string
}

// Change is one move of what readers see.
type Change struct {
	Cursor    string
	At        time.Time
	Op        string // "publish" or "unpublish"
	ID        string
	Type      string
	Locale    string
	Version   uint64 // 0 once nothing is live
	Path      string // where the page is now; "" for records and once nothing is live
	OldPath   string // where it was until now, when that is another place
	Blocks    struct{ Added, Changed, Removed []string }
	Pages     []ChangedPage // show or link to the document: what they say changed too
	MorePages bool          // there are more of them
	Keys      []string      // surrogate keys whose answers are out of date
}

// ChangedPage is a page that shows or links to what changed.
type ChangedPage struct{ ID, Path string }

// Decode decodes all members of the document into v, as json.Unmarshal does.
func (d *Document) Decode(v any) error { return json.Unmarshal(d.raw, v) }

// Decode decodes all members of the block into v, as json.Unmarshal does.
func (b *Block) Decode(v any) error { return json.Unmarshal(b.raw, v) }

// UnmarshalJSON implements json.Unmarshaler.
func (d *Document) UnmarshalJSON(b []byte) error {
	type plain Document
	d.raw = append(d.raw[:0], b...)
	return json.Unmarshal(b, (*plain)(d))
}

// UnmarshalJSON implements json.Unmarshaler.
func (b *Block) UnmarshalJSON(source []byte) error {
	type plain Block
	b.raw = append(b.raw[:0], source...)
	return json.Unmarshal(source, (*plain)(b))
}
