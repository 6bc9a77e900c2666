package cms_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestALinkShowsOneVersionUntilItEnds(t *testing.T) {
	s, v := cmstest.Planned(t) // version 1 live, version 2 drafted
	e, ctx := s.Editor(), t.Context()
	secret, share, err := e.Share(ctx, s.Who, v.Document, v.Locale, 2, 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	v.Content.Title = "Three"
	s.Save(t, v)
	page, got, err := s.Preview().Open(ctx, secret)
	if err != nil || page.Version != 2 || page.Content.Title != "Two" || got.ID != share.ID {
		t.Fatalf("%d %q, %v", page.Version, page.Content.Title, err)
	}
	for _, other := range []string{"", secret[1:], secret + "A", share.ID, strings.ToUpper(secret)} {
		if _, _, err := s.Preview().Open(ctx, other); !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("%q opens something: %v", other, err)
		}
	}
	// Nothing that is live has moved.
	if stateOf(t, s, v).Live != 1 {
		t.Error("a link put something live")
	}
	s.Clean(t)

	s.Clock.Advance(24 * time.Hour)
	if _, _, err := s.Preview().Open(ctx, secret); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("expired, it opens: %v", err)
	}
	if list, err := e.Shares(ctx, s.Who, v.Document); err != nil || len(list) != 0 {
		t.Errorf("expired, it is listed: %v, %v", list, err)
	}
}

func TestALinkIsEndedAndIsOfOneDocumentOnly(t *testing.T) {
	s, v := cmstest.Planned(t)
	other := s.Service(t, "other")
	e, ctx := s.Editor(), t.Context()
	secret, share, err := e.Share(ctx, s.Who, v.Document, v.Locale, 1, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if list, _ := e.Shares(ctx, s.Who, other.Document); len(list) != 0 {
		t.Errorf("it is listed with another document: %v", list)
	}
	if err := e.EndShare(ctx, s.Who, other.Document, share.ID); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("it is ended as if it were another document's: %v", err)
	}
	if err := errors.Join(e.EndShare(ctx, s.Who, v.Document, share.ID), e.EndShare(ctx, s.Who, v.Document, share.ID)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Preview().Open(ctx, secret); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("ended, it opens: %v", err)
	}

	secret, _, err = e.Share(ctx, s.Who, v.Document, v.Locale, 1, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Trash(ctx, s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Preview().Open(ctx, secret); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("of a page in the trash, it opens: %v", err)
	}
	if _, _, err := e.Share(ctx, s.Who, v.Document, v.Locale, 1, time.Hour); !errors.Is(err, cms.ErrTrashed) {
		t.Errorf("a page in the trash is shared: %v", err)
	}
	s.Clean(t)
}

func TestALinkIsRefused(t *testing.T) {
	s, v := cmstest.Planned(t)
	e, ctx := s.Editor(), t.Context()
	var invalid *content.InvalidError
	for _, life := range []time.Duration{0, -time.Hour, time.Second, cms.MaxShare + 1} {
		if _, _, err := e.Share(ctx, s.Who, v.Document, v.Locale, 1, life); !errors.As(err, &invalid) {
			t.Errorf("a life of %v: %v", life, err)
		}
	}
	if _, _, err := e.Share(ctx, s.Who, v.Document, v.Locale, 9, time.Hour); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	if _, _, err := e.Share(ctx, cms.Actor{Role: cms.ScopePreview}, v.Document, v.Locale, 1, time.Hour); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("somebody who may only read: %v", err)
	}
	before, _ := e.Audit(ctx, s.Who, 0, 1)
	secret, _, err := e.Share(ctx, s.Who, v.Document, v.Locale, 1, time.Hour)
	after, _ := e.Audit(ctx, s.Who, 0, 1)
	if err != nil || after[0].Sequence != before[0].Sequence+1 || after[0].Action != audit.ActionShare || strings.Contains(after[0].Subject, secret) {
		t.Errorf("%v, audited as %+v", err, after[0])
	}
}
