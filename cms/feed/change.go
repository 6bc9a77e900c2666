package feed

import (
	"slices"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Change is one move of what readers see, as the change feed, the event stream and
// webhooks tell it. Its JSON is the contract that front ends build on.
type Change struct {
	Cursor  string             `json:"cursor"` // its place in the feed: what follows it is asked for with this
	At      time.Time          `json:"at"`     // UTC
	Op      ChangeOp           `json:"op"`
	ID      content.DocumentID `json:"id"`
	Type    string             `json:"type"`
	Locale  content.Locale     `json:"locale"`
	Version *uint64            `json:"version"` // null once nothing is live
	Path    *string            `json:"path"`    // where the page is now; null for records and once nothing is live
	OldPath *string            `json:"oldPath"` // where it was until now, when that is another place: it leads to path now, or to a page that was there before, or nowhere
	Blocks  ChangedBlocks      `json:"blocks"`
	// Pages shows or link to the document, as of the time of asking: what they say
	// changed too. At most MaxChangePages; MorePages says that some are left out, as all
	// are of the practice, which every page names.
	Pages     []ChangedPage `json:"pages"`
	MorePages bool          `json:"morePages"`
	Keys      []string      `json:"keys"` // the surrogate keys whose answers are out of date
}

// ChangeOp is what a change did.
type ChangeOp string

// The operations. A publication of what was live already tells that words were erased.
const (
	OpPublish   ChangeOp = "publish"
	OpUnpublish ChangeOp = "unpublish"
)

// ChangedBlocks says which blocks of the document a change touched, by id, in page
// order. Empty lists are [].
type ChangedBlocks struct {
	Added   []content.BlockID `json:"added"`
	Changed []content.BlockID `json:"changed"`
	Removed []content.BlockID `json:"removed"`
}

// ChangedPage is a page that shows or links to what changed.
type ChangedPage struct {
	ID   content.DocumentID `json:"id"`
	Path string             `json:"path"`
}

// MaxChangePages bounds Change.Pages.
const MaxChangePages = 200

// Surrogate keys that stand for more than one document. Every answer has the ids of the
// documents in it as keys; a publication makes KeyLists and KeyMany stale besides.
const (
	KeyLists = "lists" // answers that look for documents: lists, redirects, the sitemap, searches
	KeyMany  = "many"  // answers with more documents than fit into a header
)

// Feed is a stretch of the change log.
type Feed struct {
	Changes []Change `json:"items"` // oldest first
	Cursor  string   `json:"next"`  // where to go on
	More    bool     `json:"more"`  // there is more right now
}

// Changes tells what readers saw change after a cursor, oldest first, at most limit
// changes; an empty cursor is the beginning. The error is ErrStartOver.
func (p *Log) Changes(r store.Reader, since string, limit int) (Feed, error) {
	out := Feed{Changes: []Change{}, Cursor: since}
	from, err := parseCursor(r, since)
	if err != nil {
		return out, err
	}
	if out.Cursor == "" {
		out.Cursor = cursorOf(0, record.Change{})
	}
	for row, err := range record.Changes.Scan(r, store.Range{From: record.SequenceKey(from + 1)}) {
		if err != nil {
			return out, err
		}
		if len(out.Changes) == limit {
			out.More = true
			return out, nil
		}
		c, err := p.Describe(r, record.SequenceOf(row.Key), row.Record)
		if err != nil {
			return out, err
		}
		out.Changes, out.Cursor = append(out.Changes, c), c.Cursor
	}
	return out, nil
}

// Describe tells change n of the log.
func (p *Log) Describe(r store.Reader, n uint64, rec record.Change) (Change, error) {
	doc, err := record.Documents.Get(r, record.DocumentKey(rec.Document))
	if err != nil {
		return Change{}, err
	}
	out := Change{
		Cursor: cursorOf(n, rec), At: rec.At.Time(), Op: OpOf(rec), ID: rec.Document, Type: doc.Type, Locale: rec.Locale,
		Path: some(rec.Path), OldPath: some(rec.OldPath), Pages: []ChangedPage{}, Keys: []string{rec.Document.String(), KeyLists, KeyMany},
	}
	if rec.Version != 0 {
		out.Version = &rec.Version
	}
	before, err := p.versionBefore(r, n, rec)
	if err != nil {
		return Change{}, err
	}
	if out.Blocks, err = changedBlocks(r, rec, before); err != nil {
		return Change{}, err
	}
	typ, _ := p.model.Type(doc.Type)
	out.MorePages = typ.Settings // every page tells of them
	shown := map[content.DocumentID]bool{rec.Document: true}
	if err := showing(r, &out, rec.Document, shown, true); err != nil {
		return Change{}, err
	}
	slices.SortFunc(out.Pages, func(a, b ChangedPage) int { return a.ID.Compare(b.ID) })
	return out, nil
}

// OpOf says what a change of the log did.
func OpOf(c record.Change) ChangeOp {
	if c.Version == 0 {
		return OpUnpublish
	}
	return OpPublish
}

// changedBlocks compares what a change made live with what was live before it. After
// words were erased both are one version: then every block may read differently.
func changedBlocks(r store.Reader, rec record.Change, before uint64) (ChangedBlocks, error) {
	out := ChangedBlocks{Added: []content.BlockID{}, Changed: []content.BlockID{}, Removed: []content.BlockID{}}
	refs := func(n uint64) ([]record.BlockRef, error) {
		if n == 0 {
			return nil, nil
		}
		v, err := record.Versions.Get(r, rec.Document, rec.Locale, n)
		return v.Blocks, err
	}
	was, err := refs(before)
	if err != nil {
		return out, err
	}
	now, err := refs(rec.Version)
	if err != nil {
		return out, err
	}
	old := map[content.BlockID]content.Hash{}
	for _, b := range was {
		old[b.ID] = b.Hash
	}
	for _, b := range now {
		switch hash, had := old[b.ID]; {
		case !had:
			out.Added = append(out.Added, b.ID)
		case hash != b.Hash || before == rec.Version:
			out.Changed = append(out.Changed, b.ID)
		}
		delete(old, b.ID)
	}
	for _, b := range was {
		if _, gone := old[b.ID]; gone {
			out.Removed = append(out.Removed, b.ID)
		}
	}
	return out, nil
}

// showing adds the live pages that show or link to a document, also through a record
// that they show. Only pages are noted as seen: a record that shows another one which
// shows the document may show the document itself, too.
func showing(r store.Reader, out *Change, target content.DocumentID, seen map[content.DocumentID]bool, through bool) error {
	for row, err := range record.Uses.Scan(r, store.Prefix(target[:])) {
		if err != nil {
			return err
		}
		source := content.DocumentID(row.Key[16:32])
		if l, _ := record.LocaleAt(row.Key[32:]); !row.Record.Live || l != out.Locale || seen[source] {
			continue
		}
		_, head, err := record.ReadHead(r, source, out.Locale)
		if err != nil {
			return err
		}
		switch {
		case head.LivePath == "" && through:
			if err := showing(r, out, source, seen, false); err != nil {
				return err
			}
		case head.LivePath == "":
		case len(out.Pages) == MaxChangePages:
			out.MorePages = true
			return nil
		default:
			seen[source] = true
			out.Pages = append(out.Pages, ChangedPage{source, head.LivePath})
		}
	}
	return nil
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
