package cms

import (
	"context"
	"fmt"
	"strings"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Practice is what the rest of the program needs to know of the practice's own
// settings, as they are live.
type Practice struct {
	Document content.DocumentID // the document of type "practice"; zero before set-up
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

// Practice returns the live settings. It reads the store only after a publication.
func (s *Site) Practice(ctx context.Context) (Practice, error) {
	epoch := s.epochs.now()
	if p := s.practice.Load(); p != nil && p.epoch == epoch {
		return p.Practice, nil
	}
	p := practiceAt{epoch: epoch}
	err := s.Now(ctx, func(v View) (err error) {
		p.Practice, err = v.Practice()
		return err
	})
	if err != nil {
		return Practice{}, err
	}
	s.practice.Store(&p)
	return p.Practice, nil
}

// Practice reads the settings as they were at that moment.
func (v View) Practice() (Practice, error) {
	p := Practice{Locale: FallbackLocale, Locales: []content.Locale{FallbackLocale}, Zone: time.UTC}
	for row, err := range record.Documents.Scan(v, store.Range{}) {
		if err != nil {
			return p, err
		}
		if row.Record.Type == "practice" && row.Record.TrashedAt == 0 {
			p.Document = content.DocumentID(row.Key)
			err := v.fillPractice(&p)
			return p, err
		}
	}
	return p, nil
}

// fillPractice fills in p from the live version of the practice document.
func (v View) fillPractice(p *Practice) error {
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
		p.Name, p.Locales = found.Content.Title, nil
		list, _ := found.Content.Fields["locales"].([]any)
		for _, item := range list {
			if l, err := content.ParseLocale(fmt.Sprint(item)); err == nil {
				p.Locales = append(p.Locales, l)
			}
		}
		if len(p.Locales) == 0 {
			p.Locales = []content.Locale{head.Locale}
		}
		p.Locale = p.Locales[0]
		if name, _ := found.Content.Fields["timeZone"].(string); name != "" {
			if zone, err := time.LoadLocation(name); err == nil {
				p.Zone = zone
			}
		}
		p.Preview, _ = found.Content.Fields["previewURL"].(string)
		site, _ := found.Content.Fields["website"].(string)
		p.Website = strings.TrimSuffix(site, "/")
		p.Phone, _ = found.Content.Fields["phone"].(string)
		return nil
	}
	return nil
}
