package cms

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Report is what Verify found.
type Report struct {
	Lines []Line `json:"lines"`
}

// Line is the finding on one promise.
type Line struct {
	Name     string   `json:"name"`            // such as "bodies-resolve"; see the package comment
	Checked  int      `json:"checked"`         // how many things were looked at
	Problems []string `json:"problems"`        // what is wrong and where; empty: all is well
	Notes    []string `json:"notes,omitempty"` // what is not wrong, and still good to know
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool {
	return !slices.ContainsFunc(r.Lines, func(l Line) bool { return len(l.Problems) > 0 })
}

// maxProblems is how many problems a line lists before it only counts.
const maxProblems = 50

func (l *Line) fault(format string, args ...any) {
	if len(l.Problems) < maxProblems {
		l.Problems = append(l.Problems, fmt.Sprintf(format, args...))
	}
}

func (l *Line) note(format string, args ...any) {
	if len(l.Notes) < maxProblems {
		l.Notes = append(l.Notes, fmt.Sprintf(format, args...))
	}
}

// Verify reads everything and checks every promise that a file can show. Its error
// is about not being able to look; what is wrong with the data is in the report.
func (c *CMS) Verify(ctx context.Context) (Report, error) {
	var out Report
	file := Line{Name: "file", Problems: []string{}}
	if checker, ok := c.store.(store.Checker); ok {
		found, err := checker.Check(ctx)
		if err != nil {
			return out, err
		}
		file.Checked = found.Records
		for _, p := range found.Problems {
			file.fault("%s", p)
		}
	} else {
		file.note("this store has no file that could be examined: its records are, as they are read")
	}
	out.Lines = append(out.Lines, file)
	if !out.OK() {
		return out, nil // what a damaged file says of the rest means nothing
	}
	err := c.store.View(ctx, func(r store.Reader) error {
		v := verifier{cms: c, r: r}
		for _, check := range []struct {
			name string
			run  func(*Line) error
		}{
			{"versions-never-change", v.versions},
			{"live-exists", v.live},
			{"bodies-resolve", v.bodies},
			{"one-page-per-path", v.addresses},
			{"delivery-is-live-only", v.delivery},
			{"one-audit-entry", v.auditChain},
			{"derived-equals-rebuild", v.derived},
			{"outbox-has-every-change", v.outbox},
		} {
			line := Line{Name: check.name, Problems: []string{}}
			if err := check.run(&line); err != nil {
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, record.ErrNotFound) {
					return err
				}
				line.fault("%v", err)
			}
			out.Lines = append(out.Lines, line)
		}
		return nil
	})
	return out, err
}

type verifier struct {
	cms *CMS
	r   store.Reader
}

// versions walks each chain of versions: numbers, parents and hashes.
func (v verifier) versions(line *Line) error {
	return record.EachHead(v.r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		var previous record.Version
		for row, err := range record.Versions.Scan(v.r, store.Prefix(record.HeadKey(id, l))) {
			if errors.Is(err, ErrDamaged) {
				line.fault("%s %s: %v", id, l, err) // the first bad link; what follows hangs on it
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
				line.fault("%s %s: version %d follows version %d", id, l, rec.Number, previous.Number)
				return nil
			case rec.Parent != previous.Hash:
				line.fault("%s %s: version %d does not follow from version %d", id, l, rec.Number, previous.Number)
				return nil
			case sum != rec.Hash && rec.Number > 1:
				line.fault("%s %s: version %d is not what was written, or does not follow from version %d", id, l, rec.Number, previous.Number)
				return nil
			case sum != rec.Hash:
				line.fault("%s %s: version %d is not what was written", id, l, rec.Number)
				return nil
			}
			previous = rec
		}
		if previous.Number != head.Latest {
			line.fault("%s %s: the latest version should be %d and is %d", id, l, head.Latest, previous.Number)
		}
		return nil
	})
}

func (v verifier) live(line *Line) error {
	return record.EachHead(v.r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		line.Checked++
		if head.Live > head.Latest {
			line.fault("%s %s: version %d is live and the latest is %d", id, l, head.Live, head.Latest)
		}
		last, ok, err := record.Publications.Last(v.r, store.Prefix(record.HeadKey(id, l)))
		if err != nil {
			return err
		}
		if ok && (last.Record.Version != head.Live || record.SequenceOf(last.Key) != head.Told) || !ok && head.Live != 0 {
			line.fault("%s %s: the publication log ends with version %d, but %d is live", id, l, last.Record.Version, head.Live)
		}
		if head.Live != 0 {
			rec, err := record.Versions.Get(v.r, id, l, head.Live)
			if err != nil {
				return fmt.Errorf("%s %s: the live version %d: %w", id, l, head.Live, err)
			}
			if rec.Path != head.LivePath {
				line.fault("%s %s: it is live at %q, but its live version says %q", id, l, head.LivePath, rec.Path)
			}
		}
		return nil
	})
}

// bodies recomputes each body's hash and looks up each reference.
func (v verifier) bodies(line *Line) error {
	have := map[content.Hash]bool{}
	for b, err := range record.Bodies.Scan(v.r) {
		if err != nil {
			return err
		}
		line.Checked++
		if have[b.Hash] = true; content.Hash(sha256.Sum256(b.Bytes)) != b.Hash {
			line.fault("text %s is not what was written", b.Hash)
		}
		var rec record.Body
		if err := record.DecodeBody(b.Bytes, &rec); err != nil {
			line.fault("text %s cannot be read: %v", b.Hash, err)
		}
	}
	for row, err := range record.Erasures.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		line.Checked++
		if h := content.Hash(row.Key); have[h] {
			line.fault("text %s was taken out of history and is still there", h)
		} else {
			have[h] = true
		}
	}
	for row, err := range record.Versions.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		for _, h := range row.Record.Bodies() {
			if !have[h] {
				line.fault("%s version %d: text %s is missing", content.DocumentID(row.Key[:16]), row.Record.Number, h)
			}
		}
	}
	for row, err := range record.Names.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		for _, h := range row.Record.Bodies() {
			if !have[h] {
				line.fault("%s version %d: the text of its name, %s, is missing", content.DocumentID(row.Key[:16]), record.SequenceOf(row.Key), h)
			}
		}
	}
	return nil
}

func (v verifier) addresses(line *Line) error {
	holder := map[string]content.DocumentID{}
	if err := record.EachHead(v.r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		if head.LivePath == "" {
			return nil
		}
		line.Checked++
		key := string(record.PathKey(l, head.LivePath))
		if other, taken := holder[key]; taken {
			line.fault("%s %s: both %s and %s are live there", l, head.LivePath, other, id)
		}
		holder[key] = id
		return nil
	}); err != nil {
		return err
	}
	for row, err := range record.Redirects.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		line.Checked++
		if _, live := holder[string(row.Key)]; live {
			line.fault("a redirect stands at %q, where a page is live", row.Key)
		}
		if _, err := record.Documents.Get(v.r, record.DocumentKey(row.Record.To)); err != nil {
			line.fault("the redirect at %q leads to no document", row.Key)
		}
	}
	return nil
}

// delivery asks Delivery for every document and compares with the live version.
func (v verifier) delivery(line *Line) error {
	now := v.cms.site.Today(v.r)
	log := feed.NewLog(v.cms.model) // not the one in memory: this is what the file says
	n, err := log.Until(v.r, math.MaxInt64)
	if err != nil {
		return err
	}
	return record.EachHead(v.r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
		line.Checked++
		if told := log.Head(id, l, n); told.Live != head.Live || told.LivePath != head.LivePath || told.Since != head.Since || told.First != head.First {
			line.fault("%s %s: the change log says that version %d is live at %q, and it is version %d at %q", id, l, told.Live, told.LivePath, head.Live, head.LivePath)
		}
		got, err := now.Live(id, l, live.WithBlocks)
		switch {
		case errors.Is(err, record.ErrNotFound):
			if head.Live != 0 {
				line.fault("%s %s: version %d is live but not delivered", id, l, head.Live)
			}
			return nil
		case err != nil:
			return err
		case got.Version != head.Live || doc.TrashedAt != 0:
			line.fault("%s %s: version %d is delivered", id, l, got.Version)
		}
		return nil
	})
}

// auditChain walks the chain, and finds for each version the one entry that tells
// of it.
func (v verifier) auditChain(line *Line) error {
	var previous audit.Entry
	told := map[string]int{}
	for row, err := range audit.Entries.Scan(v.r, store.Range{}) {
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
			line.fault("entry %d follows entry %d", e.Sequence, previous.Sequence)
		case e.Previous != previous.Hash:
			line.fault("entry %d does not follow from entry %d", e.Sequence, previous.Sequence)
		case sum != e.Hash:
			line.fault("entry %d is not what was written", e.Sequence)
		}
		switch e.Action {
		case audit.ActionCreate, audit.ActionSave, audit.ActionMerge, audit.ActionRestore, audit.ActionTakeBack, audit.ActionUntrash: // an untrash of version 0 tells of none
			told[string(record.NumberedKey(e.Document, e.Locale, e.Version))]++
		}
		previous = e
	}
	for row, err := range record.Versions.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		if n := told[string(row.Key)]; n != 1 {
			line.fault("%s version %d has %d audit entries", content.DocumentID(row.Key[:16]), row.Record.Number, n)
		}
	}
	return nil
}

// outbox finds for each webhook the call of each change from its first on, and no other.
func (v verifier) outbox(line *Line) error {
	last, err := record.LastChange(v.r)
	if err != nil {
		return err
	}
	inUse := map[content.HookID]bool{}
	for row, err := range hooks.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		id, hook := content.HookID(row.Key), row.Record
		if hook.Ended != 0 {
			if hook.Secret != nil || hook.OldSecret != nil {
				line.fault("webhook %s has ended and still has a secret", id)
			}
			continue
		}
		inUse[id] = true
		for n := hook.First; n <= last; n++ {
			line.Checked++
			call, err := outbox.Get(v.r, callKey(id, n))
			if err != nil {
				line.fault("webhook %s is not told of change %d: %v", id, n, err)
				continue
			}
			change, err := record.Changes.Get(v.r, record.SequenceKey(n))
			switch {
			case err != nil:
				line.fault("webhook %s is to be told of change %d: %v", id, n, err)
			case change.Document != call.Document:
				line.fault("webhook %s: the call of change %d is about another document", id, n)
			case call.Delivered != 0 && call.GivenUp != 0:
				line.fault("webhook %s: the call of change %d is both delivered and given up", id, n)
			}
		}
	}
	for row, err := range outbox.Scan(v.r, store.Range{}) {
		if err != nil {
			return err
		}
		id, n := content.HookID(row.Key[:16]), record.SequenceOf(row.Key)
		hook, _, err := hooks.Find(v.r, hookKey(id))
		if err != nil {
			return err
		}
		if !inUse[id] || n < hook.First || n > last {
			line.fault("the outbox has a call of change %d for webhook %s, which is not to be told of it", n, id)
		}
	}
	return nil
}

// derived rebuilds the derived spaces and compares them byte by byte.
func (v verifier) derived(line *Line) error {
	want, err := derived.Rebuild(v.r, v.cms.model)
	if err != nil {
		return err
	}
	for _, space := range derived.Spaces() {
		have := map[string][]byte{}
		for kv, err := range v.r.Scan(space, store.Range{}) {
			if err != nil {
				return err
			}
			have[string(kv.Key)] = bytes.Clone(kv.Value)
		}
		line.Checked += len(have)
		if !maps.EqualFunc(have, want[space], bytes.Equal) {
			line.fault("%s has %d records where a rebuild gives %d, or others", space, len(have), len(want[space]))
		}
	}
	return nil
}
