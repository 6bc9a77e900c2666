package cms

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Rehearsal says what a restore would do, before it does it.
type Rehearsal struct {
	Latest   Version         // what would be changed
	Next     content.Content // what it would become
	Warnings []Warning       // what the restore would bring in that is not good any more
}

// Warning is one thing that was right when a text was written and is not now.
type Warning struct {
	Kind     WarningKind
	Block    content.BlockID    // zero: the document itself
	Name     string             // of the block, as people call it; empty for the document
	Words    string             // the address, the price, the title of the document that it is about
	Document content.DocumentID // the other document that it is about; zero: none
	At       time.Time          // when a licence ran out; zero for others
}

// WarningKind says what is not good any more.
type WarningKind string

// The kinds of warnings.
const (
	WarnDeadLink WarningKind = "dead-link"     // it leads to a page that is not on the site any more
	WarnNotLive  WarningKind = "not-live"      // it shows or leads to a document that readers cannot see
	WarnLicence  WarningKind = "licence"       // it shows somebody one of whose licences has run out
	WarnPrice    WarningKind = "price"         // it names a price that the text of today does not
	WarnAddress  WarningKind = "address"       // another page has its web address
	WarnUnknown  WarningKind = "unknown-field" // it has something that this kind of part has no place for any more; it is kept
)

// Rehearse says what Restore would do. Only what the restore would bring in is warned
// of, not what the text of today says already. It needs the permission to read drafts,
// and returns the errors of Restore.
func (e *Editor) Rehearse(ctx context.Context, who audit.Actor, s Restore) (Rehearsal, error) {
	var out Rehearsal
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(s.Document), func(r store.Reader) error {
		doc, head, err := record.ReadHead(r, s.Document, s.Locale)
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return record.ErrTrashed
		}
		if err := checkNote(s.Note); err != nil {
			return err
		}
		latest, err := record.Load(r, s.Document, s.Locale, head.Latest)
		if err != nil {
			return err
		}
		sources, err := s.sources(r)
		if err != nil {
			return err
		}
		if out.Next, err = s.next(r, latest, sources); err != nil {
			return err
		}
		if out.Latest, err = versionOf(r, latest, s.Document, doc.Type, s.Locale); err != nil {
			return err
		}
		site := e.site.Today(r)
		practice, err := site.Practice()
		if err != nil {
			return err
		}
		w := warner{model: e.model, site: site, r: r, doc: doc, id: s.Document, locale: s.Locale, today: e.clock.Now().In(practice.Zone).Format(time.DateOnly)}
		now, err := w.warnings(latest.Content)
		if err != nil {
			return err
		}
		then, err := w.warnings(out.Next)
		if err != nil {
			return err
		}
		said := prices(latest.Content)
		says := func(price string) bool {
			return slices.ContainsFunc(content.Prices(price), func(p content.Price) bool { return said[p.Key()] != "" })
		}
		for _, one := range then {
			same := func(o Warning) bool { return o.Kind == one.Kind && o.Words == one.Words && o.Document == one.Document }
			if one.Kind == WarnPrice && says(one.Words) || one.Kind != WarnPrice && slices.ContainsFunc(now, same) {
				continue
			}
			if !slices.ContainsFunc(out.Warnings, func(o Warning) bool { return same(o) && o.Block == one.Block }) {
				out.Warnings = append(out.Warnings, one)
			}
		}
		return nil
	})
	return out, err
}

// warner looks through a content for what is not good any more.
type warner struct {
	model  *content.Model
	site   live.View
	r      store.Reader
	doc    record.Document
	id     content.DocumentID
	locale content.Locale
	today  string // where the practice is, YYYY-MM-DD
}

func (w warner) warnings(c content.Content) ([]Warning, error) {
	var out []Warning
	if c.Path != "" {
		switch holder, ok, err := record.Paths.Find(w.r, record.PathKey(w.locale, c.Path)); {
		case err != nil:
			return nil, err
		case ok && holder != w.id:
			title, err := w.title(holder)
			if err != nil {
				return nil, err
			}
			out = append(out, Warning{Kind: WarnAddress, Words: title, Document: holder})
		}
	}
	whole := content.Content{Fields: c.Fields}
	if err := w.look(&out, Warning{}, whole); err != nil {
		return nil, err
	}
	for _, b := range c.Blocks {
		about := Warning{Block: b.ID, Name: w.model.BlockName(b)}
		if err := w.look(&out, about, content.Content{Blocks: []content.Block{b}}); err != nil {
			return nil, err
		}
		for _, price := range prices(content.Content{Blocks: []content.Block{b}}) {
			about.Kind, about.Words = WarnPrice, price
			out = append(out, about)
		}
		kind, known := w.model.Kind(b.Kind)
		for name := range b.Fields {
			if _, declared := content.FieldNamed(kind.Fields, name); !declared || !known {
				about.Kind, about.Words = WarnUnknown, name
				out = append(out, about)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Warning) int { return strings.Compare(string(a.Kind)+a.Words, string(b.Kind)+b.Words) })
	return out, nil
}

// look follows the references and the addresses of one part.
func (w warner) look(out *[]Warning, about Warning, c content.Content) error {
	for _, target := range w.model.References(w.doc.Type, c, richtext.Documents) {
		about := about
		about.Document = target
		doc, head, err := record.ReadHead(w.r, target, w.locale)
		if err != nil && !errors.Is(err, record.ErrNotFound) {
			return err
		}
		if about.Words, err = w.title(target); err != nil {
			return err
		}
		if head.Live == 0 || doc.TrashedAt != 0 {
			about.Kind = WarnNotLive
			*out = append(*out, about)
			continue
		}
		if err := w.licences(out, about, doc.Type, target, head.Live); err != nil {
			return err
		}
	}
	for _, path := range w.addresses(c) {
		old, moved, err := record.Redirects.Find(w.r, record.PathKey(w.locale, path))
		if err != nil {
			return err
		}
		if !moved {
			continue // a page of ours, or one of the site's that we know nothing of
		}
		switch _, _, err := w.site.Resolve(w.locale, path); {
		case errors.Is(err, record.ErrNotFound):
			about.Kind, about.Words, about.Document = WarnDeadLink, path, old.To
			*out = append(*out, about)
		case err != nil:
			return err
		}
	}
	return nil
}

// licences warns of a person whose live record names a licence that has run out.
func (w warner) licences(out *[]Warning, about Warning, typ string, id content.DocumentID, live uint64) error {
	t, _ := w.model.Type(typ)
	v, err := record.Load(w.r, id, w.locale, live)
	if err != nil {
		return err
	}
	warned := false
	content.Walk(t.Fields, v.Content.Fields, "", func(_ string, f content.Field, v any) {
		until, _ := v.(string)
		if warned || f.Means != content.ValidUntil || until == "" || until >= w.today {
			return
		}
		at, err := time.Parse(time.DateOnly, until)
		if err != nil {
			return // a date that was never one is what the checks of the record tell of
		}
		about.Kind, about.At, warned = WarnLicence, at, true
		*out = append(*out, about)
	})
	return nil
}

// title is what a document is called today; for one that is not there, a word for it.
func (w warner) title(id content.DocumentID) (string, error) {
	_, head, err := record.ReadHead(w.r, id, w.locale)
	if errors.Is(err, record.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	v, err := record.Versions.Get(w.r, id, w.locale, head.Latest)
	if err != nil {
		return "", err
	}
	own, err := record.ReadBody(w.r, v.Fields)
	return own.Title, err
}

// addresses lists the paths of this site that a content leads to.
func (w warner) addresses(c content.Content) []string {
	var out []string
	add := func(url string) {
		path, _, _ := strings.Cut(url, "#")
		if path, _, _ = strings.Cut(path, "?"); strings.HasPrefix(path, "/") && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	w.model.WalkContent(w.doc.Type, c, func(p content.Place, v any) {
		s, _ := v.(string)
		switch p.Field.Type {
		case content.URL:
			add(s)
		case content.Markdown:
			if result, err := richtext.Render(s, nil); err == nil { // what cannot be rendered leads nowhere
				for _, link := range result.Links {
					add(link.URL)
				}
			}
		}
	})
	return out
}

// prices lists the prices that a content names: how each is written first, by its key.
func prices(c content.Content) map[string]string {
	out := map[string]string{}
	for _, b := range c.Blocks {
		content.MapTexts(nil, b.Fields, func(_ content.Field, s string) string {
			for _, p := range content.Prices(s) {
				if out[p.Key()] == "" {
					out[p.Key()] = p.Text
				}
			}
			return s
		})
	}
	return out
}
