package live

import (
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Days reads two days of the practice's calendar, such as "2026-03-01", and gives the
// span from the beginning of the first to the end of the last. The error is a
// *content.InvalidError about "from" or "to".
func (p Practice) Days(first, last string) (from, to time.Time, err error) {
	if from, err = time.ParseInLocation(time.DateOnly, first, p.Zone); err != nil {
		return from, to, content.Invalid("from", "bad-date", "Give the first day, such as 2026-03-01.")
	}
	if to, err = time.ParseInLocation(time.DateOnly, last, p.Zone); err != nil {
		return from, to, content.Invalid("to", "bad-date", "Give the last day, such as 2026-03-31.")
	}
	if to.Before(from) {
		return from, to, content.Invalid("to", "range", "The last day is before the first. Exchange the two.")
	}
	return from, to.AddDate(0, 0, 1), nil
}

// Practice is what the rest of the program needs to know of the practice's own
// settings, as they are live.
type Practice struct {
	Document content.DocumentID // the document of the type with Settings; zero before set-up
	Name     string
	Locale   content.Locale   // the first of Locales
	Locales  []content.Locale // never empty
	Zone     *time.Location   // UTC when the setting is empty or unknown
	Preview  string           // where the site shows drafts, with {path} and {token} to fill in; may be empty
	Phone    string           // E.164; may be empty
	Website  string           // without a slash at the end; may be empty
}

type practiceAt struct {
	epoch uint64
	Practice
}

// FallbackLocale is used until the practice's settings say otherwise.
const FallbackLocale content.Locale = "en-US"

// Practice reads the settings as they were at that moment. Where they are damaged it is that
// error, and so is everything that needs them: without its languages an address leads nowhere,
// and a 404, or an answer in another language without its crisis line, would be wrong. Only
// repair --from brings them back.
func (v View) Practice() (Practice, error) {
	p := Practice{Locale: FallbackLocale, Locales: []content.Locale{FallbackLocale}, Zone: time.UTC}
	for row, err := range record.Documents.Scan(v, store.Range{Salvage: true}) {
		if err != nil {
			return p, err
		}
		if typ, _ := v.site.model.Type(row.Record.Type); typ.Settings && row.Record.TrashedAt == 0 {
			p.Document = content.DocumentID(row.Key)
			err := v.fillPractice(typ, &p)
			return p, err
		}
	}
	return p, nil
}

// fillPractice fills in p from the live version of the practice document.
func (v View) fillPractice(typ content.Type, p *Practice) error {
	all, err := v.heads(p.Document)
	if err != nil {
		return err
	}
	for _, head := range all {
		if head.Live == 0 {
			continue
		}
		found, err := record.Load(v, p.Document, head.Locale, head.Live)
		if err != nil {
			return err
		}
		s := typ.ReadSettings(found.Content)
		p.Name, p.Locales, p.Preview, p.Phone, p.Website = s.Name, s.Languages, s.Preview, s.Phone, s.Website
		if len(p.Locales) == 0 {
			p.Locales = []content.Locale{head.Locale}
		}
		p.Locale = p.Locales[0]
		if s.TimeZone != "" {
			if zone, err := time.LoadLocation(s.TimeZone); err == nil {
				p.Zone = zone
			}
		}
		return nil
	}
	return nil
}
