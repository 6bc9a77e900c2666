package history

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Trace is a place where words stand that are to be erased.
type Trace struct {
	Document content.DocumentID
	Type     string
	Locale   content.Locale
	Title    string // of the latest version
	What     TraceKind
	Name     string // of a block, as people called it; else empty
	First    uint64 // the first version that says it, and the last; for a working copy the one it began with
	Last     uint64
	Live     bool           // readers can read it now
	Person   content.Author // whose working copy it is
	Hit      Hit
}

// TraceKind says what kind of place it is.
type TraceKind string

// The places where words can stand.
const (
	TraceText    TraceKind = "text"         // a block, or the document's title and fields
	TraceNote    TraceKind = "note"         // a note, or a version's name
	TracePasted  TraceKind = "pasted"       // the text that a page was pasted from
	TraceWorking TraceKind = "working copy" // what somebody has not saved yet
	TraceAddress TraceKind = "address"      // a web address. It is not erased: it stands in the chain of versions itself
)

// BackupsTaken lists when backups were downloaded, newest first.
func BackupsTaken(r store.Reader) ([]time.Time, error) {
	out := []time.Time{}
	for row, err := range audit.Entries.Scan(r, store.Range{Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if row.Record.Action == audit.ActionBackup {
			out = append(out, row.Record.Time())
		}
	}
	return out, nil
}

// Places is where words were found.
type Places struct {
	Traces  []Trace
	Bodies  map[content.Hash]bool // texts that say them
	Working [][]byte              // keys of working copies that do
	Live    []LivePlace           // documents that say them live
}

// LivePlace is a document in a locale that is live.
type LivePlace struct {
	Document content.DocumentID
	record.LocalHead
}

// FindTraces looks for words in everything that is kept of one document, or of all.
func FindTraces(r store.Reader, m *content.Model, in content.DocumentID, p Phrase) (Places, error) {
	out := Places{Traces: []Trace{}, Bodies: map[content.Hash]bool{}}
	t := tracer{model: m, r: r, phrase: p, addresses: saidInAddress(p.text), out: &out, known: map[content.Hash]*Hit{}}
	err := record.EachHead(r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
		if !in.IsZero() && id != in {
			return nil
		}
		return t.document(id, l, doc, head)
	})
	return out, err
}

// tracer goes through everything that is kept of a document.
type tracer struct {
	model     *content.Model
	r         store.Reader
	phrase    Phrase
	addresses *regexp.Regexp // of addresses that say the phrase; nil: none can
	out       *Places
	known     map[content.Hash]*Hit
}

func (t *tracer) look(h content.Hash) (*Hit, error) {
	if hit, ok := t.known[h]; ok {
		return hit, nil
	}
	b, err := record.ReadBody(t.r, h)
	if err != nil {
		return nil, err
	}
	hit := t.phrase.in(t.model, b.Body)
	t.known[h] = hit
	if hit != nil {
		t.out.Bodies[h] = true
	}
	return hit, nil
}

func (t *tracer) document(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
	about := Trace{Document: id, Type: doc.Type, Locale: l}
	places := map[string]*Trace{} // kind and block → the trace
	var order []string
	note := func(kind TraceKind, block content.BlockID, n uint64, h content.Hash, name func() string) error {
		hit, err := t.look(h)
		if err != nil || hit == nil {
			return err
		}
		key := string(kind) + string(block[:])
		if kind == TraceNote {
			key += fmt.Sprint(n)
		}
		one := places[key]
		if one == nil {
			one = &Trace{Document: id, Type: doc.Type, Locale: l, What: kind, First: n}
			places[key], order = one, append(order, key)
		}
		one.Last, one.Hit, one.Name = n, *hit, name()
		if n == head.Live && kind == TraceText {
			one.Live = true
		}
		return nil
	}
	none := func() string { return "" }
	for row, err := range record.Versions.Scan(t.r, store.Prefix(record.HeadKey(id, l))) {
		if err != nil {
			return err
		}
		v := row.Record
		if err := note(TraceText, content.BlockID{}, v.Number, v.Fields, none); err != nil {
			return err
		}
		for _, ref := range v.Blocks {
			name := func() string { return t.blockName(ref) }
			if err := note(TraceText, ref.ID, v.Number, ref.Hash, name); err != nil {
				return err
			}
		}
		for _, text := range []struct {
			kind TraceKind
			hash *content.Hash
		}{{TraceNote, v.Note}, {TracePasted, v.Raw}} {
			if text.hash != nil {
				if err := note(text.kind, content.BlockID{}, v.Number, *text.hash, none); err != nil {
					return err
				}
			}
		}
		if name, ok, err := record.Names.Find(t.r, row.Key); err != nil {
			return err
		} else if ok {
			for _, h := range name.Bodies() {
				if err := note(TraceNote, content.BlockID{}, v.Number, h, none); err != nil {
					return err
				}
			}
		}
		if t.addresses != nil && t.addresses.MatchString(v.Path) {
			key := string(TraceAddress) + v.Path
			one := places[key]
			if one == nil {
				one = &Trace{Document: id, Type: doc.Type, Locale: l, What: TraceAddress, First: v.Number, Hit: Hit{Word: v.Path}}
				places[key], order = one, append(order, key)
			}
			one.Last, one.Live = v.Number, one.Live || v.Number == head.Live
		}
	}
	if err := t.working(about); err != nil {
		return err
	}
	if len(order) == 0 {
		return nil
	}
	latest, err := record.Versions.Get(t.r, id, l, head.Latest)
	if err != nil {
		return err
	}
	own, err := record.ReadBody(t.r, latest.Fields)
	if err != nil {
		return err
	}
	live := false
	for _, key := range order {
		one := *places[key]
		one.Title = own.Title
		live = live || one.Live && one.What == TraceText
		t.out.Traces = append(t.out.Traces, one)
	}
	if live {
		t.out.Live = append(t.out.Live, LivePlace{id, record.LocalHead{Locale: l, Head: head}})
	}
	return nil
}

func (t *tracer) blockName(ref record.BlockRef) string {
	b, err := record.ReadBody(t.r, ref.Hash)
	if err != nil {
		return "" // the caller has just read it
	}
	return t.model.BlockName(content.Block{ID: ref.ID, Kind: ref.Kind, Fields: record.OrEmpty(b.Fields)})
}

// working looks through what people have not saved of a document.
func (t *tracer) working(about Trace) error {
	for row, err := range record.Working.Scan(t.r, store.Prefix(record.HeadKey(about.Document, about.Locale))) {
		if err != nil {
			return err
		}
		var hit *Hit
		row.Record.EachBody(func(b record.Body) record.Body {
			if found := t.phrase.in(t.model, b); found != nil {
				hit = found
			}
			return b
		})
		if hit == nil {
			continue
		}
		one := about
		one.What, one.First, one.Last, one.Title, one.Hit = TraceWorking, row.Record.Base, row.Record.Base, row.Record.Title, *hit
		one.Person = content.Author{Person: content.PersonID(row.Key[len(row.Key)-16:])}
		t.out.Traces = append(t.out.Traces, one)
		t.out.Working = append(t.out.Working, slices.Clone(row.Key))
	}
	return nil
}
