package api

import (
	"encoding/xml"
	"errors"
	"net/http"
	"slices"
	"testing"

	"practicecms/api/internal/wire"
	"practicecms/cms/live"
	"practicecms/content"
)

func TestASitemapIsNeverLongerThanSearchEnginesTake(t *testing.T) {
	for n, status := range map[int]int{maxAddresses: 0, maxAddresses + 1: http.StatusUnprocessableEntity} {
		body, err := urlSet{URLs: make([]sitemapURL, n)}.encode()
		var refusal *wire.Error
		if errors.As(err, &refusal); status == 0 && (err != nil || xml.Unmarshal(body, new(urlSet)) != nil) || status != 0 && (refusal == nil || refusal.Status != status || body != nil) {
			t.Errorf("with %d addresses: %d bytes, %v, want status %d", n, len(body), err, status)
		}
	}
}

// A page names every language that it is live in and the site has, its own too, or none.
func TestAPageInSeveralLanguagesNamesThemAll(t *testing.T) {
	q := query{practice: live.Practice{Website: "https://example.org", Locales: []content.Locale{"en-US", "es-US"}}}
	spanish, other := live.Alternate{Locale: "es-US", Path: "/es/uno"}, live.Alternate{Locale: "fr-FR", Path: "/fr/un"}
	own := sitemapLink{"alternate", "en-US", "https://example.org/one"}
	for name, c := range map[string]struct {
		alternates []live.Alternate
		want       []sitemapLink
	}{
		"one language":                 {nil, nil},
		"two":                          {[]live.Alternate{spanish}, []sitemapLink{{"alternate", "es-US", "https://example.org/es/uno"}, own}},
		"one that the site has not":    {[]live.Alternate{other}, nil},
		"two, and one that it has not": {[]live.Alternate{other, spanish}, []sitemapLink{{"alternate", "es-US", "https://example.org/es/uno"}, own}},
	} {
		if got := urlOf(live.Address{Locale: "en-US", Path: "/one", Alternates: c.alternates}, q); got.Loc != own.Href || !slices.Equal(got.Links, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
