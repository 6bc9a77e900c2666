package live

import (
	"context"
	"sync/atomic"

	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Site is what readers see of a practice: the ways to look at it, and what is kept in
// memory so that looking is cheap.
type Site struct {
	store     store.Store
	model     *content.Model
	epochs    *feed.Epochs
	log       *feed.Log
	catalogue catalogue
	practice  atomic.Pointer[practiceAt]
}

// NewSite is the site that a store holds.
func NewSite(s store.Store, m *content.Model, epochs *feed.Epochs, log *feed.Log) *Site {
	return &Site{store: s, model: m, epochs: epochs, log: log}
}

func (s *Site) isAsset(typ string) bool {
	t, _ := s.model.Type(typ)
	return t.Asset
}

// Now runs fn on what is live now.
func (s *Site) Now(ctx context.Context, fn func(View) error) error {
	epoch := s.epochs.Now() // before the transaction, which shows at least what had moved by then
	return s.store.View(ctx, func(r store.Reader) error {
		v := s.Today(r)
		v.epoch = epoch
		return fn(v)
	})
}

// Today is what is live in a transaction that has begun already.
func (s *Site) Today(r store.Reader) View { return View{Reader: r, site: s} }

// At runs fn on what was live at a moment.
func (s *Site) At(ctx context.Context, at record.Stamp, fn func(View) error) error {
	return s.store.View(ctx, func(r store.Reader) error {
		v, err := s.Then(r, at)
		if err != nil {
			return err
		}
		return fn(v)
	})
}

// Then is what was live at a moment, in a transaction that has begun already.
func (s *Site) Then(r store.Reader, at record.Stamp) (View, error) {
	n, err := s.log.Until(r, at)
	return View{Reader: r, site: s, past: s.log, n: n}, err
}

// Practice returns the live settings. It reads the store only after a publication.
func (s *Site) Practice(ctx context.Context) (Practice, error) {
	epoch := s.epochs.Now()
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
