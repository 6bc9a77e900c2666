package verify

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"

	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Checks lists the checks of what every practice has.
func Checks(m *content.Model, site *live.Site) []Check {
	return []Check{
		{"versions-never-change", checkVersions},
		{"live-exists", checkLive},
		{"bodies-resolve", checkBodies},
		{"one-page-per-path", checkAddresses},
		{"delivery-is-live-only", func(r store.Reader, line *Line) error { return checkDelivery(r, site, m, line) }},
		{"one-audit-entry", checkAudit},
		{"derived-equals-rebuild", func(r store.Reader, line *Line) error { return checkDerived(r, m, line) }},
	}
}

// checkVersions walks each chain of versions: numbers, parents and hashes.
func checkVersions(r store.Reader, line *Line) error {
	return record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		var previous record.Version
		for row, err := range record.Versions.Scan(r, store.Prefix(record.HeadKey(id, l))) {
			if errors.Is(err, store.ErrDamaged) {
				line.Fault("%s %s: %v", id, l, err) // the first bad link; what follows hangs on it
				return nil
			}
			if err != nil {
				return err
			}
			line.Checked++
			rec := row.Record
			sum, err := rec.Sum(id, l)
			if err != nil {
				return err
			}
			switch {
			case rec.Number != previous.Number+1 || record.SequenceOf(row.Key) != rec.Number:
				line.Fault("%s %s: version %d follows version %d", id, l, rec.Number, previous.Number)
				return nil
			case rec.Parent != previous.Hash:
				line.Fault("%s %s: version %d does not follow from version %d", id, l, rec.Number, previous.Number)
				return nil
			case sum != rec.Hash && rec.Number > 1:
				line.Fault("%s %s: version %d is not what was written, or does not follow from version %d", id, l, rec.Number, previous.Number)
				return nil
			case sum != rec.Hash:
				line.Fault("%s %s: version %d is not what was written", id, l, rec.Number)
				return nil
			}
			previous = rec
		}
		if previous.Number != head.Latest {
			line.Fault("%s %s: the latest version should be %d and is %d", id, l, head.Latest, previous.Number)
		}
		return nil
	})
}

// checkLive compares what is live with the log of publications.
func checkLive(r store.Reader, line *Line) error {
	return record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		line.Checked++
		if head.Live > head.Latest {
			line.Fault("%s %s: version %d is live and the latest is %d", id, l, head.Live, head.Latest)
		}
		last, ok, err := record.Publications.Last(r, store.Prefix(record.HeadKey(id, l)))
		if err != nil {
			return err
		}
		if ok && (last.Record.Version != head.Live || record.SequenceOf(last.Key) != head.Told) || !ok && head.Live != 0 {
			line.Fault("%s %s: the publication log ends with version %d, but %d is live", id, l, last.Record.Version, head.Live)
		}
		if head.Live != 0 {
			rec, err := record.Versions.Get(r, id, l, head.Live)
			if err != nil {
				return fmt.Errorf("%s %s: the live version %d: %w", id, l, head.Live, err)
			}
			if rec.Path != head.LivePath {
				line.Fault("%s %s: it is live at %q, but its live version says %q", id, l, head.LivePath, rec.Path)
			}
		}
		return nil
	})
}

// checkBodies recomputes each body's hash and looks up each reference.
func checkBodies(r store.Reader, line *Line) error {
	have := map[content.Hash]bool{}
	for b, err := range record.Bodies.Scan(r) {
		if err != nil {
			return err
		}
		line.Checked++
		if have[b.Hash] = true; content.Hash(sha256.Sum256(b.Bytes)) != b.Hash {
			line.Fault("text %s is not what was written", b.Hash)
		}
		var rec record.Body
		if err := record.DecodeBody(b.Bytes, &rec); err != nil {
			line.Fault("text %s cannot be read: %v", b.Hash, err)
		}
	}
	for row, err := range record.Erasures.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		line.Checked++
		if h := content.Hash(row.Key); have[h] {
			line.Fault("text %s was taken out of history and is still there", h)
		} else {
			have[h] = true
		}
	}
	for row, err := range record.Versions.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		for _, h := range row.Record.Bodies() {
			if !have[h] {
				line.Fault("%s version %d: text %s is missing", content.DocumentID(row.Key[:16]), row.Record.Number, h)
			}
		}
	}
	for row, err := range record.Names.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		for _, h := range row.Record.Bodies() {
			if !have[h] {
				line.Fault("%s version %d: the text of its name, %s, is missing", content.DocumentID(row.Key[:16]), record.SequenceOf(row.Key), h)
			}
		}
	}
	return nil
}

// checkAddresses looks that no address leads to two pages, and no redirect nowhere.
func checkAddresses(r store.Reader, line *Line) error {
	holder := map[string]content.DocumentID{}
	if err := record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		if head.LivePath == "" {
			return nil
		}
		line.Checked++
		key := string(record.PathKey(l, head.LivePath))
		if other, taken := holder[key]; taken {
			line.Fault("%s %s: both %s and %s are live there", l, head.LivePath, other, id)
		}
		holder[key] = id
		return nil
	}); err != nil {
		return err
	}
	for row, err := range record.Redirects.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		line.Checked++
		if _, live := holder[string(row.Key)]; live {
			line.Fault("a redirect stands at %q, where a page is live", row.Key)
		}
		if _, err := record.Documents.Get(r, record.DocumentKey(row.Record.To)); err != nil {
			line.Fault("the redirect at %q leads to no document", row.Key)
		}
	}
	return nil
}

// isAsset reports whether documents of a type are shown by others also from the trash.
func isAsset(m *content.Model, typ string) bool {
	t, _ := m.Type(typ)
	return t.Asset
}

// checkDelivery asks for every document and compares with the live version.
func checkDelivery(r store.Reader, site *live.Site, m *content.Model, line *Line) error {
	now := site.Today(r)
	log := feed.NewLog(m) // not the one in memory: this is what the file says
	n, err := log.Until(r, math.MaxInt64)
	if err != nil {
		return err
	}
	return record.EachHead(r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
		line.Checked++
		if told := log.Head(id, l, n); told.Live != head.Live || told.LivePath != head.LivePath || told.Since != head.Since || told.First != head.First {
			line.Fault("%s %s: the change log says that version %d is live at %q, and it is version %d at %q", id, l, told.Live, told.LivePath, head.Live, head.LivePath)
		}
		got, err := now.Live(id, l, live.WithBlocks)
		switch {
		case errors.Is(err, record.ErrNotFound):
			if head.Live != 0 {
				line.Fault("%s %s: version %d is live but not delivered", id, l, head.Live)
			}
			return nil
		case err != nil:
			return err
		case got.Version != head.Live || doc.TrashedAt != 0 && !isAsset(m, doc.Type):
			line.Fault("%s %s: version %d is delivered", id, l, got.Version)
		}
		return nil
	})
}

// checkAudit walks the chain, and finds for each version the one entry that tells
// of it.
func checkAudit(r store.Reader, line *Line) error {
	var previous audit.Entry
	told := map[string]int{}
	for row, err := range audit.Entries.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		line.Checked++
		e := row.Record
		sum, err := e.Sum()
		if err != nil {
			return err
		}
		switch {
		case e.Sequence != previous.Sequence+1 || record.SequenceOf(row.Key) != e.Sequence:
			line.Fault("entry %d follows entry %d", e.Sequence, previous.Sequence)
		case e.Previous != previous.Hash:
			line.Fault("entry %d does not follow from entry %d", e.Sequence, previous.Sequence)
		case sum != e.Hash:
			line.Fault("entry %d is not what was written", e.Sequence)
		}
		switch e.Action {
		case audit.ActionCreate, audit.ActionUpload, audit.ActionChangeAsset, audit.ActionSave, audit.ActionMerge, audit.ActionRestore, audit.ActionTakeBack, audit.ActionUntrash: // an untrash of version 0 tells of none
			told[string(record.NumberedKey(e.Document, e.Locale, e.Version))]++
		}
		previous = e
	}
	for row, err := range record.Versions.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		if n := told[string(row.Key)]; n != 1 {
			line.Fault("%s version %d has %d audit entries", content.DocumentID(row.Key[:16]), row.Record.Number, n)
		}
	}
	return nil
}

// checkDerived rebuilds the derived spaces and compares them byte by byte.
func checkDerived(r store.Reader, m *content.Model, line *Line) error {
	want, err := derived.Rebuild(r, m)
	if err != nil {
		return err
	}
	for _, space := range derived.Spaces() {
		have := map[string][]byte{}
		for kv, err := range r.Scan(space, store.Range{}) {
			if err != nil {
				return err
			}
			have[string(kv.Key)] = bytes.Clone(kv.Value)
		}
		line.Checked += len(have)
		if space == record.SpaceShelf && have[string(record.ShelfBuilt)] == nil {
			line.Note("%s is not there yet: it is built when the server opens the data", space)
			continue
		}
		if !maps.EqualFunc(have, want[space], bytes.Equal) {
			line.Fault("%s has %d records where a rebuild gives %d, or others", space, len(have), len(want[space]))
		}
	}
	return nil
}
