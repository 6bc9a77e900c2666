package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/openapi"
	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

// query is a request as a route needs it. Parameters that a route does not take
// keep their zero value.
type query struct {
	urlPath    string         // of the request, decoded
	locale     content.Locale // one that the site has
	anyLocale  bool           // locale was not asked for
	practice   live.Practice  // as it was at that moment, with the languages of its site
	param      string         // of the address: an id or a kind
	words      string         // that are looked for
	path       string         // the parameter "path"
	typ        string         // a type that the model has; "" for any
	limit      int            // from 1 to wire.MaxLimit
	sort       live.Sort
	after      string             // the place in a list that the cursor leads to
	references content.DocumentID // zero: what it refers to does not matter
	fields     []string           // members of a document that were asked for, sorted; nil: all of them
	format     string             // of redirects; "" for JSON
	since      string             // a place in the change feed; "" for its beginning
	at         string             // the moment asked for, in its one spelling; "" for now
	delivery   *cms.Delivery      // of that moment
	base       string             // of the addresses of files
}

// readQuery reads and checks the parameters that a route takes. The languages are
// those that the site had at the moment that is asked for.
func (s *Server) readQuery(c echo.Context, rt route) (query, error) {
	p, err := wire.ReadParams(c.Request(), rt.params...)
	if err != nil {
		return query{}, err
	}
	q := query{urlPath: c.Request().URL.Path, path: p["path"], words: strings.Join(strings.Fields(p["q"]), " "), since: p["since"], delivery: s.delivery, base: s.base}
	switch at, ok, err := p.Moment(); {
	case err != nil:
		return query{}, err
	case ok:
		q.at = at.Format(time.RFC3339Nano)
		if q.delivery, err = s.delivery.At(at); err != nil {
			return query{}, wire.NotYet(err)
		}
	}
	if q.practice, err = q.delivery.Practice(c.Request().Context()); err != nil {
		return query{}, err
	}
	if values := c.ParamValues(); len(values) > 0 {
		q.param = values[0] // no address has two
	}
	q.anyLocale = p["locale"] == ""
	if q.locale, err = p.Locale(q.practice.Locale); err != nil {
		return query{}, err
	}
	// A language that the site does not have is not replaced by another one: a reader
	// would get a page that search engines and screen readers take for something else.
	if !slices.Contains(q.practice.Locales, q.locale) {
		return query{}, wire.NotFound("The site is not in " + string(q.locale) + ". It is in: " + join(q.practice.Locales) + ".")
	}
	if q.typ, err = p.OneOf("type", s.types); err != nil {
		return query{}, err
	}
	if q.format, err = p.OneOf("format", openapi.RedirectFormats); err != nil {
		return query{}, err
	}
	if q.limit, err = p.Limit(); err != nil {
		return query{}, err
	}
	if q.sort, err = sortOf(p, rt.sort); err != nil {
		return q, err
	}
	if _, err := p.ID("references", &q.references); err != nil {
		return q, err
	}
	if q.fields, err = p.SomeOf("fields", s.members); err != nil {
		return q, err
	}
	isPlace := q.sort.IsPlace
	if rt.search {
		isPlace = isRank
	}
	q.after, err = p.Cursor(isPlace)
	return q, err
}

// sortOf is the parameter "sort": a key, with a hyphen before it for the other way
// round; when absent, what the route sorts by.
func sortOf(p wire.Params, usual live.SortKey) (live.Sort, error) {
	text, err := p.OneOf("sort", openapi.SortOrders)
	if err != nil || text == "" {
		return live.Sort{By: usual}, err
	}
	key, down := strings.CutPrefix(text, "-")
	return live.Sort{By: live.SortKey(key), Down: down}, nil
}

// canonical gives the parameters in one spelling, without those that say what goes
// without saying; "" when nothing is left.
func (q query) canonical(rt route) string {
	v := url.Values{}
	if q.locale != q.practice.Locale || rt.perLocale && !q.anyLocale {
		v.Set("locale", string(q.locale))
	}
	if q.path != "" {
		v.Set("path", q.path)
	}
	if q.words != "" {
		v.Set("q", q.words)
	}
	if q.typ != "" {
		v.Set("type", q.typ)
	}
	if q.limit != wire.DefaultLimit {
		v.Set("limit", strconv.Itoa(q.limit))
	}
	if q.sort.By != rt.sort || q.sort.Down {
		v.Set("sort", fmt.Sprint(q.sort))
	}
	if !q.references.IsZero() {
		v.Set("references", q.references.String())
	}
	if q.fields != nil {
		v.Set("fields", strings.Join(q.fields, ","))
	}
	if q.format != "" {
		v.Set("format", q.format)
	}
	if q.after != "" {
		v.Set("after", q.after)
	}
	if q.since != "" {
		v.Set("since", q.since)
	}
	if q.at != "" {
		v.Set("at", q.at)
	}
	return v.Encode()
}

func join(locales []content.Locale) string {
	var words []string
	for _, l := range locales {
		words = append(words, string(l))
	}
	return strings.Join(words, ", ")
}

func typeNames(m *content.Model) []string {
	var names []string
	for _, t := range m.Types {
		if !t.Asset { // nobody reads an asset by itself
			names = append(names, t.Name)
		}
	}
	return names
}

// parseID reads a document's id in its one spelling.
func parseID(s string) (content.DocumentID, bool) {
	var id content.DocumentID
	err := id.UnmarshalText([]byte(s))
	return id, err == nil && !id.IsZero()
}
