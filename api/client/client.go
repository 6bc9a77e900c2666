// Package client reads what practicecms delivers, with nothing but the standard library. It
// keeps answers and asks for them again by their ETag, so an unchanged one costs a 304.
//
//	cms := client.New("https://cms.example.org")
//	page, err := cms.Page(ctx, "/services/emdr")
//	for _, b := range page.Blocks {
//		if b.Kind == "section" {
//			var s struct{ Heading string; Body *client.RichText }
//			err = b.Decode(&s)
//		}
//	}
//
// The same for TypeScript, with a type for each kind of block, is practicecms.ts beside it.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// DefaultKeep is how many answers a Client keeps.
	DefaultKeep = 500
	// DefaultTimeout bounds a question, from asking to the last byte of the answer.
	DefaultTimeout = 10 * time.Second
	// maxAnswer bounds an answer, in bytes. A list of 100 documents is far below it.
	maxAnswer = 32 << 20
	// largestPage is the most items that a page of a list may have.
	largestPage = 100
)

// Client asks one server. Its fields may be set before it is first used; then it is safe
// for concurrent use.
type Client struct {
	URL    string       // where the server is, such as https://cms.example.org
	Locale string       // language to ask for; "": the first one of the site
	HTTP   *http.Client // not nil
	Keep   int          // how many answers to keep; 0: none

	mu   sync.Mutex
	kept map[string]answer // by address
}

type answer struct {
	etag string
	body []byte
}

// New returns a Client with the defaults.
func New(url string) *Client {
	return &Client{URL: strings.TrimRight(url, "/"), HTTP: &http.Client{Timeout: DefaultTimeout}, Keep: DefaultKeep}
}

// Site is the practice itself.
func (c *Client) Site(ctx context.Context) (*Document, error) {
	return get[*Document](ctx, c, "/site", c.local(nil))
}

// Page is the page at a path, such as /services/emdr.
func (c *Client) Page(ctx context.Context, path string) (*Document, error) {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if s == "." || s == ".." || i == 0 && s != "" {
			return nil, &Problem{Type: notFound, Title: http.StatusText(http.StatusNotFound), Status: http.StatusNotFound, Detail: "No page can have this address."}
		}
		segments[i] = url.PathEscape(s)
	}
	return get[*Document](ctx, c, "/pages"+strings.Join(segments, "/"), c.local(nil))
}

// Document is a page or record by its id.
func (c *Client) Document(ctx context.Context, id string) (*Document, error) {
	return get[*Document](ctx, c, "/documents/"+url.PathEscape(id), c.local(nil))
}

// Pages yields all pages of a type without their blocks, by path; "" is any type. It asks
// for them as they are needed, and ends with the first error.
func (c *Client) Pages(ctx context.Context, typ string) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		params := c.local(url.Values{"limit": {strconv.Itoa(largestPage)}})
		if typ != "" {
			params.Set("type", typ)
		}
		for {
			list, err := get[struct {
				Items []*Document
				Next  string
			}](ctx, c, "/pages", params)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, d := range list.Items {
				if !yield(d, nil) {
					return
				}
			}
			if list.Next == "" {
				return
			}
			params.Set("cursor", list.Next)
		}
	}
}

// Latest is the since that Changes takes for the end of the feed. Ask with it before
// reading everything, so that nothing falls between.
const Latest = "latest"

// Changes tells what readers saw change since a cursor, oldest first, and where to go on
// from. An empty cursor is the beginning. A Problem of status 410 means that the cursor is
// of another site: read everything anew.
func (c *Client) Changes(ctx context.Context, since string) (changes []Change, next string, err error) {
	params := url.Values{"limit": {strconv.Itoa(largestPage)}}
	for {
		if since != "" {
			params.Set("since", since)
		}
		feed, err := get[struct {
			Items []Change
			Next  string
			More  bool
		}](ctx, c, "/changes", params)
		if err != nil {
			return nil, "", err
		}
		changes, since = append(changes, feed.Items...), feed.Next
		if !feed.More {
			return changes, since, nil
		}
	}
}

// local adds the language to parameters.
func (c *Client) local(params url.Values) url.Values {
	if params == nil {
		params = url.Values{}
	}
	if c.Locale != "" {
		params.Set("locale", c.Locale)
	}
	return params
}

// get asks for an address below the API's prefix, and decodes the answer.
func get[T any](ctx context.Context, c *Client, address string, params url.Values) (out T, err error) {
	address = c.URL + "/api/v1" + address
	if len(params) > 0 {
		address += "?" + params.Encode()
	}
	body, err := c.ask(ctx, address)
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(body, &out); err != nil {
		return out, fmt.Errorf("%s: the answer is not as this client knows it: %w", address, err)
	}
	return out, nil
}

// ask returns the body of an answer: the one that is kept, when the server says that it is
// still right.
func (c *Client) ask(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	kept, isKept := c.kept[address]
	c.mu.Unlock()
	if isKept {
		r.Header.Set("If-None-Match", kept.etag)
	}
	response, err := c.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() // it was read; there is nothing left to lose
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", address, err)
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("%s: the answer is larger than %d bytes", address, maxAnswer)
	case response.StatusCode == http.StatusNotModified && isKept:
		return kept.body, nil
	case response.StatusCode != http.StatusOK:
		return nil, problem(response, body)
	}
	c.keep(address, answer{response.Header.Get("Etag"), body})
	return body, nil
}

// keep keeps an answer. When there are too many, chance says which one goes.
func (c *Client) keep(address string, a answer) {
	if a.etag == "" || c.Keep <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[string]answer{}
	}
	c.kept[address] = a
	for other := range c.kept {
		if len(c.kept) <= c.Keep {
			return
		}
		if other != address {
			delete(c.kept, other)
		}
	}
}

// Problem is a refusal of the server, as RFC 9457 has it.
type Problem struct {
	Type     string // stable, such as urn:practicecms:problem:not-found
	Title    string
	Status   int
	Detail   string // for people
	Problems []Place
}

// Place is what is wrong at one place of the request.
type Place struct{ Path, Code, Message string }

const notFound = "urn:practicecms:problem:not-found"

func (p *Problem) Error() string {
	if p.Detail == "" {
		return strconv.Itoa(p.Status) + " " + p.Title
	}
	return p.Detail
}

// IsNotFound reports whether an error says that there is nothing live at the address.
func IsNotFound(err error) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Status == http.StatusNotFound
}

// problem is what a refusal says. The words of a proxy are no problem of ours, but the
// status is.
func problem(r *http.Response, body []byte) *Problem {
	p := &Problem{}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/problem+json") || json.Unmarshal(body, p) != nil {
		p = &Problem{Type: "about:blank", Title: http.StatusText(r.StatusCode)}
	}
	p.Status = r.StatusCode
	return p
}
