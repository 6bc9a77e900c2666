package evidence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Maker makes evidence out of what is kept.
type Maker struct {
	log      *audit.Log
	practice func(context.Context) (live.Practice, error)
}

// NewMaker reads through the door of a log; practice gives the live settings.
func NewMaker(log *audit.Log, practice func(context.Context) (live.Practice, error)) *Maker {
	return &Maker{log: log, practice: practice}
}

// MakeEvidence makes evidence of what a document said to readers from one moment until
// another, or until now when that is earlier. It needs the permission to read drafts,
// and is audited although it changes nothing: it hands out texts. The errors are
// ErrNotFound, and *content.InvalidError for a span that has not begun or is too much.
func (m *Maker) MakeEvidence(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, from, to time.Time) (Evidence, error) {
	entry := audit.Entry{Action: audit.ActionEvidence, Document: id, Locale: l}
	err := m.log.Change(ctx, who, audit.MayRead, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		if _, _, err := record.ReadHead(w, id, l); err != nil {
			return err
		}
		begin, end := record.StampOf(from), min(record.StampOf(to), now)
		if begin >= end {
			return content.Invalid("from", "range", "Choose a first day that is not to come, and a last day that is not before it.")
		}
		switch unsure, err := timesUnsure(w, id, l, end, now); {
		case err != nil:
			return err
		case unsure:
			return content.Invalid("to", "clock", "This page was put live while the clock was ahead, so nobody can prove what was live when after that. Choose a last day before the clock was put right.")
		}
		entry.Subject = spanSubject(begin, end)
		return nil
	})
	if err != nil {
		return Evidence{}, err
	}
	return m.Evidence(ctx, who, id, l, entry.Sequence)
}

// timesUnsure reports whether the clock was put back within a span that ends at end, and a
// publication bears a time that is to come since.
func timesUnsure(r store.Reader, id content.DocumentID, l content.Locale, end, now record.Stamp) (bool, error) {
	within := false
	for row, err := range record.SetBacks.Scan(r, store.Range{}) {
		if err != nil {
			return false, err
		}
		within = within || row.Record.At < end
	}
	if !within {
		return false, nil
	}
	for row, err := range record.Publications.Scan(r, store.Prefix(record.HeadKey(id, l))) {
		if err != nil || row.Record.At > now {
			return err == nil, err
		}
	}
	return false, nil
}

// Evidence gives evidence again that was made before, by the sequence of its audit
// entry. The file is the same to the byte, unless a person or the practice has another
// name since, or a text was erased. It needs the permission to read drafts. The errors
// are ErrNotFound, and ErrDamaged when what is stored does not fit together: evidence
// that would not stand up is not handed out.
func (m *Maker) Evidence(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, made uint64) (Evidence, error) {
	if err := m.log.Allow(ctx, who, audit.MayRead, audit.OnDocument(id)); err != nil {
		return Evidence{}, err
	}
	practice, err := m.practice(ctx)
	if err != nil {
		return Evidence{}, err
	}
	out := Evidence{
		Format: Format, Document: id, Locale: l,
		Practice: Practice{Name: practice.Name, Website: practice.Website, Zone: practice.Zone.String()},
	}
	err = m.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		entry, err := audit.Entries.Get(r, record.SequenceKey(made))
		if err != nil {
			return err
		}
		if entry.Action != audit.ActionEvidence || entry.Document != id || entry.Locale != l {
			return record.ErrNotFound
		}
		out.Made = Entry(entry)
		if out.From, out.To, err = subjectSpan(entry.Subject); err != nil {
			return err
		}
		return out.read(r)
	})
	if err != nil {
		return Evidence{}, err
	}
	if err := out.seal(); err != nil {
		return Evidence{}, err
	}
	if report := Verify(out.file); !report.OK() {
		return Evidence{}, fmt.Errorf("%w: evidence of document %s would not hold: %s; run practicecms verify", store.ErrDamaged, id, report.FirstProblem())
	}
	return out, nil
}

// spanSubject is a span as the audit entry of its evidence names it.
func spanSubject(from, to record.Stamp) string {
	a, _ := from.MarshalText() // never fails
	b, _ := to.MarshalText()
	return string(a) + "/" + string(b)
}

func subjectSpan(text string) (from, to record.Stamp, err error) {
	if len(text) != 2*len(record.StampFormat)+1 {
		return 0, 0, fmt.Errorf("%w: the span %.80q", store.ErrDamaged, text)
	}
	if err := from.UnmarshalText([]byte(text[:len(record.StampFormat)])); err != nil {
		return 0, 0, err
	}
	return from, to, to.UnmarshalText([]byte(text[len(record.StampFormat)+1:]))
}

// read takes from the store what was there when the evidence was made first.
func (v *Evidence) read(r store.Reader) error {
	doc, err := record.Documents.Get(r, record.DocumentKey(v.Document))
	if err != nil {
		return err
	}
	v.Type = doc.Type
	if err := v.readPublications(r); err != nil {
		return err
	}
	if err := v.readVersions(r); err != nil {
		return err
	}
	if err := v.readTexts(r); err != nil {
		return err
	}
	return v.readPeople(r)
}

// readPublications takes the publication that was in force at the beginning, those
// until the end, and the audit entry of each.
func (v *Evidence) readPublications(r store.Reader) error {
	all := list[Publication]{}
	for row, err := range record.Publications.Scan(r, store.Prefix(record.HeadKey(v.Document, v.Locale))) {
		if err != nil {
			return err
		}
		if row.Record.At >= v.To {
			break
		}
		if row.Record.At <= v.From {
			all = all[:0] // what was in force before is no longer
		}
		all = append(all, Publication{Sequence: record.SequenceOf(row.Key), publication: publication(row.Record)})
	}
	v.Publications = all
	missing := len(all)
	for row, err := range audit.Entries.Scan(r, store.Range{To: record.SequenceKey(v.Made.Sequence), Reverse: true}) {
		if err != nil || missing == 0 {
			return err
		}
		if p := &all[missing-1]; v.tells(row.Record, p.publication) {
			p.Entry = Entry(row.Record)
			missing--
		}
	}
	if missing > 0 {
		return fmt.Errorf("%w: publication %d of document %s has no audit entry", store.ErrDamaged, all[missing-1].Sequence, v.Document)
	}
	return nil
}

// tells reports whether an audit entry is the one of a publication. What went to the
// trash was taken off in all its locales by one entry, which names none.
func (v *Evidence) tells(e audit.Entry, p publication) bool {
	if e.Document != v.Document || e.At != p.At || e.By != p.By || p.Undo != (e.Action == audit.ActionUndo) || e.Version != p.Version {
		return false
	}
	switch e.Action {
	case audit.ActionPublish, audit.ActionPublishPlanned, audit.ActionUnpublish, audit.ActionUndo:
		return e.Locale == v.Locale
	case audit.ActionTrash:
		return p.Version == 0
	}
	return false
}

// readVersions takes the records of all versions that there were when the evidence was
// made. A clock that was set back since does not hide a version that was live.
func (v *Evidence) readVersions(r store.Reader) error {
	v.Versions = list[Version]{}
	last := 0
	for row, err := range record.Versions.Scan(r, store.Prefix(record.HeadKey(v.Document, v.Locale))) {
		if err != nil {
			return err
		}
		v.Versions = append(v.Versions, Version(row.Record))
		live := slices.ContainsFunc(v.Publications, func(p Publication) bool { return p.Version == row.Record.Number })
		if row.Record.At <= v.Made.At || live {
			last = len(v.Versions)
		}
	}
	if last == 0 {
		return fmt.Errorf("document %s in %s: %w", v.Document, v.Locale, record.ErrNotFound)
	}
	v.Versions = v.Versions[:last]
	v.Head = v.Versions[last-1].Hash
	return nil
}

// readTexts takes the texts of the versions that were live, each once.
func (v *Evidence) readTexts(r store.Reader) error {
	v.Texts = list[Text]{}
	have := map[content.Hash]bool{}
	for _, live := range v.liveVersions() {
		for _, h := range live.texts() {
			if have[h] {
				continue
			}
			have[h] = true
			t, err := readText(r, h)
			if err != nil {
				return err
			}
			v.Texts = append(v.Texts, t)
		}
	}
	return nil
}

// readText is the one place where a text gets from the store into evidence. What
// was erased goes in as its hash and the time of that.
func readText(r store.Reader, h content.Hash) (Text, error) {
	b, err := record.ReadBody(r, h)
	if err != nil {
		return Text{}, err
	}
	if b.Removed != nil {
		return Text{Hash: h, Erased: &Erased{At: b.Removed.At}}, nil
	}
	body := body(b.Body)
	return Text{Hash: h, Body: &body}, nil
}

// liveVersions lists the versions that were live, in the order in which they first were.
func (v *Evidence) liveVersions() []Version {
	var out []Version
	seen := map[uint64]bool{0: true} // 0: nothing was live
	for _, p := range v.Publications {
		if !seen[p.Version] && p.Version <= uint64(len(v.Versions)) {
			seen[p.Version] = true
			out = append(out, v.Versions[p.Version-1])
		}
	}
	return out
}

// texts lists the hashes of what readers could see of a version.
func (v Version) texts() []content.Hash {
	out := []content.Hash{v.Fields}
	for _, ref := range v.Blocks {
		out = append(out, ref.Hash)
	}
	return out
}

// authors lists who did anything that the evidence tells of, each once, in the order of
// their ids. The system itself has no id.
func (v *Evidence) authors() []content.Author {
	all := []content.Author{v.Made.By}
	for _, p := range v.Publications {
		all = append(all, p.By)
	}
	for _, n := range v.Versions {
		all = append(all, n.By)
	}
	slices.SortFunc(all, func(a, b content.Author) int {
		if c := a.Person.Compare(b.Person); c != 0 {
			return c
		}
		return a.Token.Compare(b.Token)
	})
	all = slices.Compact(all)
	if all[0] == (content.Author{}) {
		all = all[1:]
	}
	return all
}

func (v *Evidence) readPeople(r store.Reader) error {
	names, err := access.ReadNames(r)
	if err != nil {
		return err
	}
	v.People = list[Person]{}
	for _, a := range v.authors() {
		v.People = append(v.People, Person{a, names.Of(a)})
	}
	return nil
}
