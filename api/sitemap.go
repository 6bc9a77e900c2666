package api

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"time"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/live"
)

// maxAddresses is how many addresses a sitemap may have (sitemaps.org, protocol 0.9).
const maxAddresses = 50_000

var xmlType = []string{"application/xml; charset=utf-8"}

// The elements of a sitemap, with the languages of a page as search engines read them.
type (
	urlSet struct {
		XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		XHTML   string       `xml:"xmlns:xhtml,attr"`
		URLs    []sitemapURL `xml:"url"`
	}
	sitemapURL struct {
		Loc     string        `xml:"loc"`
		LastMod string        `xml:"lastmod"`
		Links   []sitemapLink `xml:"xhtml:link"`
	}
	sitemapLink struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
)

// sitemap lists the pages of the site, in one language or in all of them, at the address
// that the practice gives as its website.
func sitemap(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	if q.practice.Website == "" {
		return answer{}, wire.NotFound("The practice has not said where its website is. It is a setting of the practice, Website.")
	}
	out := urlSet{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, l := range q.practice.Locales {
		if q.anyLocale || l == q.locale {
			found, err := d.Addresses(ctx, l)
			if err != nil {
				return answer{}, err
			}
			for _, a := range found {
				out.URLs = append(out.URLs, urlOf(a, q))
			}
		}
	}
	body, err := out.encode()
	return answer{body: body, lists: true, media: xmlType}, err
}

// encode writes a sitemap as XML, if it is not too long for one.
func (out urlSet) encode() ([]byte, error) {
	if len(out.URLs) > maxAddresses {
		return nil, &wire.Error{Status: http.StatusUnprocessableEntity, Detail: fmt.Sprintf("A sitemap has at most %d addresses, and there are %d. Ask for one language at a time, with the parameter locale, or make sitemaps from /pages.", maxAddresses, len(out.URLs))}
	}
	var body bytes.Buffer
	body.WriteString(xml.Header)
	err := xml.NewEncoder(&body).Encode(out)
	return body.Bytes(), err
}

func urlOf(a live.Address, q query) sitemapURL {
	site := q.practice.Website
	out := sitemapURL{Loc: site + a.Path, LastMod: a.PublishedAt.UTC().Format(time.RFC3339)}
	for _, other := range a.Alternates {
		if slices.Contains(q.practice.Locales, other.Locale) {
			out.Links = append(out.Links, sitemapLink{"alternate", string(other.Locale), site + other.Path})
		}
	}
	if out.Links != nil { // a page names itself among its languages, too
		out.Links = append(out.Links, sitemapLink{"alternate", string(a.Locale), out.Loc})
	}
	return out
}
