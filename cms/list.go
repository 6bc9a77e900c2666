package cms

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Filter says which documents to list for staff.
type Filter struct {
	Types    []string       // names of types; empty: all
	Locale   content.Locale // only documents with content in it
	Standing Standing       // empty: any
	By       content.Author // who saved the latest version; zero: anybody
	Words    string         // all of these words, or their beginnings, stand in title, path or text; empty: any
	Trashed  bool           // those in the trash, instead of those that are not
}

// Standing is how a document stands with readers.
type Standing string

// The standings.
const (
	StandingLive    Standing = "live"    // readers see what was saved last
	StandingChanged Standing = "changed" // live, and a newer draft is not
	StandingNot     Standing = "not"     // not on the site
	StandingPlanned Standing = "planned" // a version goes live by itself
)

// is reports whether a document stands so.
func (s Standing) is(h record.Head) bool {
	switch s {
	case StandingLive:
		return h.Live == h.Latest
	case StandingChanged:
		return h.Live != 0 && h.Live != h.Latest
	case StandingNot:
		return h.Live == 0
	case StandingPlanned:
		return h.Plan != nil
	}
	return true
}

// Item is one document in a list for staff.
type Item struct {
	State
	Title string
	Path  string // of the latest version; empty for records
	At    time.Time
	By    content.Author
	Last  history.Entry   // the latest version, and what it changed
	Found []search.Marked // where the text says what was looked for and title and path do not; of the first 100 found
}

// maxShown is of how many documents a list tells where their texts say the words: nobody
// reads on, and it costs more than finding them.
const maxShown = 100

// List returns the documents that match, last changed first. It needs the
// permission to read drafts. With Words the errors are those of a search too:
// *content.InvalidError, ErrPreparing and context.DeadlineExceeded.
func (e *Editor) List(ctx context.Context, who audit.Actor, f Filter) ([]Item, error) {
	if err := e.log.Allow(ctx, who, audit.MayRead, audit.OnAll); err != nil {
		return nil, err
	}
	var words *search.Matches
	var err error
	if strings.TrimSpace(f.Words) != "" {
		if words, err = e.drafts.All(ctx, f.Words, f.Locale); err != nil {
			return nil, err
		}
	}
	out := []Item{}
	err = e.log.Look(ctx, who, audit.MayRead, audit.OnAll, func(r store.Reader) error {
		for row, err := range record.Documents.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			id := content.DocumentID(row.Key)
			if (row.Record.TrashedAt != 0) != f.Trashed || len(f.Types) > 0 && !slices.Contains(f.Types, row.Record.Type) || words != nil && !words.Has(id) {
				continue
			}
			item, ok, err := e.item(r, id, f, row.Record)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, item)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b Item) int { return cmp.Or(b.At.Compare(a.At), a.Document.Compare(b.Document)) })
	if words == nil {
		return out, nil
	}
	ids := make([]content.DocumentID, min(len(out), maxShown))
	for i := range ids {
		ids[i] = out[i].Document
	}
	excerpts, err := e.drafts.Excerpts(ctx, words, f.Locale, ids)
	for i := range out {
		out[i].Found = excerpts[out[i].Document]
	}
	return out, err
}

// item describes a document; ok is false when it does not match.
func (e *Editor) item(r store.Reader, id content.DocumentID, f Filter, doc record.Document) (Item, bool, error) {
	l := f.Locale
	head, err := record.Heads.Get(r, record.HeadKey(id, l))
	if errors.Is(err, record.ErrNotFound) {
		return Item{}, false, nil
	}
	if err != nil || !f.Standing.is(head) {
		return Item{}, false, err
	}
	v, err := record.LoadFields(r, id, l, head.Latest)
	if err != nil {
		return Item{}, false, err
	}
	if f.By != (content.Author{}) && v.Record.By != f.By {
		return Item{}, false, nil
	}
	state, err := e.state(r, id, l, doc, head)
	if err != nil {
		return Item{}, false, err
	}
	last, err := history.Latest(r, e.model, id, l, doc.Type, head.Latest)
	return Item{State: state, Title: v.Content.Title, Path: v.Content.Path, At: last.At, By: last.By, Last: last}, true, err
}
