package cms

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Entry is one line of a document's history.
type Entry struct {
	Number       uint64
	At           time.Time
	By           Author
	Origin       Origin
	Summary      string // what it changed, in plain words
	Note         string
	RestoredFrom uint64            // 0: not a restore
	RestoredAt   time.Time         // when the version it came from was written; zero: not a restore
	Live         []Span            // when it was live, oldest first; empty: never
	Blocks       []content.BlockID // the blocks it added, edited, moved or removed
}

// Span is a time during which something held.
type Span struct {
	From time.Time
	To   time.Time // zero: it still does
}

// History returns up to limit versions below number before, newest first; before 0
// starts at the latest. It reads what these versions changed and no other body, so
// its cost does not grow with the depth of the history. It needs the permission to
// read drafts.
func (e *Editor) History(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, before uint64, limit int) ([]Entry, error) {
	if err := who.need(mayRead); err != nil {
		return nil, err
	}
	practice, err := e.cms.Practice(ctx)
	if err != nil {
		return nil, err
	}
	out := []Entry{}
	err = e.cms.store.View(ctx, func(r store.Reader) error {
		doc, head, err := readHead(r, id, l)
		if err != nil {
			return err
		}
		live, err := liveSpans(r, id, l)
		if err != nil {
			return err
		}
		if before == 0 || before > head.Latest {
			before = head.Latest + 1
		}
		for n := before - 1; n > 0 && len(out) < limit; n-- {
			entry, err := e.entry(r, id, doc.Type, l, n, practice.Zone)
			if err != nil {
				return err
			}
			entry.Live = live[n]
			out = append(out, entry)
		}
		return nil
	})
	return out, err
}

// entry describes version n; days in its summary are those of zone.
func (e *Editor) entry(r store.Reader, id content.DocumentID, typ string, l content.Locale, n uint64, zone *time.Location) (Entry, error) {
	rec, err := versions.get(r, numberedKey(id, l, n))
	if err != nil {
		return Entry{}, fmt.Errorf("version %d: %w", n, err)
	}
	out := Entry{Number: n, At: rec.At.time(), By: rec.By, Origin: rec.Origin, RestoredFrom: rec.RestoredFrom}
	if out.Note, err = readText(r, rec.Note); err != nil {
		return Entry{}, err
	}
	if n == 1 {
		out.Summary = firstSummary[rec.Origin]
		return out, nil
	}
	parent, err := versions.get(r, numberedKey(id, l, n-1))
	if err != nil {
		return Entry{}, fmt.Errorf("version %d: %w", n-1, err)
	}
	old, next, err := e.cms.loadChanged(r, parent, rec)
	if err != nil {
		return Entry{}, err
	}
	c := e.cms.model.Compare(typ, old, next)
	for _, b := range c.Blocks {
		out.Blocks = append(out.Blocks, b.ID)
	}
	out.Summary = e.cms.model.Summary(c)
	if rec.RestoredFrom > 0 {
		source, err := versions.get(r, numberedKey(id, l, rec.RestoredFrom))
		if err != nil {
			return Entry{}, err
		}
		out.RestoredAt = source.At.time()
		out.Summary = restoreSummary(c, rec, source, zone)
	}
	return out, nil
}

// firstSummary says how a document began.
var firstSummary = map[Origin]string{
	OriginWritten: "Started it", OriginPasted: "Pasted it",
}

// restoreSummary says what was brought back: the whole, or the parts by name.
func restoreSummary(c content.Comparison, rec, source versionRecord, zone *time.Location) string {
	then := fmt.Sprintf("as it was on %s (version %d)", source.At.time().In(zone).Format("2 January 2006, 3:04 pm"), source.Number)
	if rec.Fields == source.Fields && slices.Equal(rec.Blocks, source.Blocks) {
		return "Brought back everything " + then
	}
	names := make([]string, len(c.Blocks))
	for i, b := range c.Blocks {
		if names[i] = b.Name; !strings.HasPrefix(b.Name, "“") {
			names[i] = "the " + b.Name
		}
	}
	return fmt.Sprintf("Brought back %s %s", strings.Join(names, ", "), then)
}

// loadChanged reads two versions, but of the blocks that both hold with the same
// body only the place: they are no change. It makes a comparison of neighbours cost
// what they differ in.
func (c *CMS) loadChanged(r store.Reader, a, b versionRecord) (content.Content, content.Content, error) {
	same := map[blockRef]bool{}
	for _, ref := range a.Blocks {
		if slices.Contains(b.Blocks, ref) {
			same[ref] = true
		}
	}
	read := func(v versionRecord) (content.Content, error) {
		out := content.Content{Path: v.Path, Fields: content.Fields{}, Blocks: make([]content.Block, len(v.Blocks))}
		if a.Fields != b.Fields {
			own, err := readBody(r, v.Fields)
			if err != nil {
				return out, err
			}
			out.Title, out.Fields = own.Title, orEmpty(own.Fields)
		}
		for i, ref := range v.Blocks {
			out.Blocks[i] = content.Block{ID: ref.ID, Kind: ref.Kind, Fields: content.Fields{}}
			if !same[ref] || moved(a, b, ref) {
				body, err := readBody(r, ref.Hash)
				if err != nil {
					return out, err
				}
				out.Blocks[i].Fields = orEmpty(body.Fields)
			}
		}
		return out, nil
	}
	before, err := read(a)
	if err != nil {
		return before, before, err
	}
	after, err := read(b)
	return before, after, err
}

// moved reports whether a block that both versions hold has other neighbours before
// it; then a summary needs its name.
func moved(a, b versionRecord, ref blockRef) bool {
	return slices.Index(a.Blocks, ref) != slices.Index(b.Blocks, ref)
}

// liveSpans reads when each version was live.
func liveSpans(r store.Reader, id content.DocumentID, l content.Locale) (map[uint64][]Span, error) {
	out := map[uint64][]Span{}
	var open uint64
	for row, err := range publications.scan(r, store.Prefix(headKey(id, l))) {
		if err != nil {
			return nil, err
		}
		if open > 0 {
			spans := out[open]
			spans[len(spans)-1].To = row.rec.At.time()
		}
		if open = row.rec.Version; open > 0 {
			out[open] = append(out[open], Span{From: row.rec.At.time()})
		}
	}
	return out, nil
}

// Compare says what changed from version a to version b, which may be the older.
func (e *Editor) Compare(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, a, b uint64) (content.Comparison, error) {
	if err := who.need(mayRead); err != nil {
		return content.Comparison{}, err
	}
	var out content.Comparison
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		doc, _, err := readHead(r, id, l)
		if err != nil {
			return err
		}
		from, err := e.cms.load(r, id, l, a)
		if err != nil {
			return err
		}
		to, err := e.cms.load(r, id, l, b)
		if err != nil {
			return err
		}
		out = e.cms.model.Compare(doc.Type, from.content, to.content)
		return nil
	})
	return out, err
}

// Restore is what to bring back.
type Restore struct {
	Document content.DocumentID
	Locale   content.Locale
	Version  uint64            // the version to bring back from
	Blocks   []content.BlockID // only these blocks; empty: the whole document
	OldPath  bool              // bring its web address back too; otherwise today's stays
	Note     string
}

// Restore writes a new version in which the document, or some of its blocks, are as
// they were. It never publishes and never overwrites. A block that is gone comes
// back behind the block it followed. What is the same already gives the latest
// version and writes nothing. The errors are ErrNotFound, also for a block that the
// version does not hold, and ErrTrashed.
//
// Old content is not validated against today's kinds: what was saved once can always
// come back.
func (e *Editor) Restore(ctx context.Context, who Actor, s Restore) (Version, error) {
	entry := AuditEntry{Action: ActionRestore, Document: s.Document, Locale: s.Locale}
	var out Version
	err := e.change(ctx, who, mayWrite, &entry, func(w store.Writer, now stamp) error {
		doc, head, latest, err := e.openDraft(w, who, s.Document, s.Locale)
		if err != nil {
			return err
		}
		source, err := e.cms.load(w, s.Document, s.Locale, s.Version)
		if err != nil {
			return err
		}
		next := source.content
		if len(s.Blocks) > 0 {
			if next, err = bringBack(latest.content, source.content, s.Blocks); err != nil {
				return err
			}
		} else if !s.OldPath {
			next.Path = latest.content.Path
		}
		if next.Equal(latest.content) {
			if out, err = latest.version(w, s.Document, doc.Type, s.Locale); err != nil {
				return err
			}
			return errNoChange
		}
		typ, _ := e.cms.model.Type(doc.Type)
		v, err := e.cms.append(w, s.Document, typ, s.Locale, &latest, next,
			provenance{by: who.Author, at: now, origin: OriginRestored, restoredFrom: s.Version, note: s.Note}, source)
		if err != nil {
			return err
		}
		entry.Version = v.rec.Number
		if err := e.setLatest(w, s.Document, typ, s.Locale, head, &latest, v); err != nil {
			return err
		}
		out, err = v.version(w, s.Document, doc.Type, s.Locale)
		return err
	})
	return out, err
}

// bringBack returns now with the named blocks as they are in then.
func bringBack(now, then content.Content, ids []content.BlockID) (content.Content, error) {
	next := now
	next.Blocks = slices.Clone(now.Blocks)
	for _, id := range ids {
		old, at := then.Block(id)
		if at < 0 {
			return content.Content{}, fmt.Errorf("block %s in that version: %w", id, ErrNotFound)
		}
		if _, i := next.Block(id); i >= 0 {
			next.Blocks[i] = old
			continue
		}
		place := 0
		for j := at - 1; j >= 0; j-- { // behind the nearest block before it that is still here
			if _, i := next.Block(then.Blocks[j].ID); i >= 0 {
				place = i + 1
				break
			}
		}
		next.Blocks = slices.Insert(next.Blocks, place, old)
	}
	return next, nil
}
