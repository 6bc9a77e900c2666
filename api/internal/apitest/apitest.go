// Package apitest calls the API in tests and holds every answer against the
// OpenAPI description: a test that forgets to look at a shape checks it all the same.
package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"practicecms/api/internal/openapi"
	"practicecms/content"
)

// Client calls a handler.
type Client struct {
	testing.TB
	Handler http.Handler
	Header  http.Header // sent with every request
}

// Response is an answer, read to its end.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Text is the body as a text.
func (r Response) Text() string { return string(r.Body) }

// JSON decodes the body into v.
func (r Response) JSON(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal(r.Body, v); err != nil {
		t.Fatalf("not JSON: %v: %.300s", err, r.Body)
	}
}

// Do sends a request. body may be nil, a string, or what encodes to JSON. headers
// are names and values in turn; an empty value takes a header away.
func (c Client) Do(method, target string, body any, headers ...string) Response {
	c.Helper()
	r := httptest.NewRequestWithContext(c.Context(), method, target, reader(c, body))
	for name, values := range c.Header {
		r.Header[name] = values
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	w := httptest.NewRecorder()
	c.Handler.ServeHTTP(w, r)
	out := Response{w.Code, w.Header(), w.Body.Bytes()}
	c.check(r, out)
	return out
}

// Get sends a GET.
func (c Client) Get(target string, headers ...string) Response {
	c.Helper()
	return c.Do(http.MethodGet, target, nil, headers...)
}

func reader(t testing.TB, body any) io.Reader {
	switch body := body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(body)
	}
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b)
}

// description is made once: it is the same for every test.
var description = sync.OnceValues(func() (*described, error) {
	source, err := openapi.Document(content.Standard())
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	return &described{document: document, compiler: c, schemas: map[string]*jsonschema.Schema{}}, c.AddResource(resource, document)
})

// resource is the name that the description has for the compiler.
const resource = "openapi.json"

// described is the description, whose schemas are JSON Schema 2020-12 (OpenAPI 3.1,
// section 4.8.24) and compiled when they are first needed.
type described struct {
	mu       sync.Mutex
	document any
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by JSON pointer
}

// schema finds what the description says of an answer to an operation.
func (d *described) schema(pattern, method string, status int, media string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	pointer, response := d.follow("/paths/" + escape(pattern) + "/" + strings.ToLower(method) + "/responses/" + strconv.Itoa(status))
	if response == nil {
		return nil, fmt.Errorf("status %d is not described", status)
	}
	pointer += "/content/" + escape(media) + "/schema"
	if d.at(pointer) == nil {
		return nil, fmt.Errorf("media type %s is not described for status %d", media, status)
	}
	if s, ok := d.schemas[pointer]; ok {
		return s, nil
	}
	s, err := d.compiler.Compile(resource + "#" + pointer)
	d.schemas[pointer] = s
	return s, err
}

// follow goes to a place, and on from there when a $ref stands in it.
func (d *described) follow(pointer string) (string, any) {
	found := d.at(pointer)
	if o, ok := found.(map[string]any); ok {
		if ref, ok := o["$ref"].(string); ok {
			return d.follow(strings.TrimPrefix(ref, "#"))
		}
	}
	return pointer, found
}

func (d *described) at(pointer string) any {
	v := d.document
	for name := range strings.SplitSeq(pointer[1:], "/") {
		o, _ := v.(map[string]any)
		v = o[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	}
	return v
}

// escape writes a member name as a token of a JSON pointer (RFC 6901, section 3).
func escape(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

// check holds a JSON answer against the description. Answers to requests that no
// operation is for (another method, an address that does not exist) have no
// description.
func (c Client) check(r *http.Request, out Response) {
	c.Helper()
	pattern := known(r, out)
	if pattern == "" || len(out.Body) == 0 || out.Header.Get("Content-Encoding") != "" {
		return
	}
	d, err := description()
	if err != nil {
		c.Fatal(err)
	}
	media, _, _ := strings.Cut(out.Header.Get("Content-Type"), ";")
	schema, err := d.schema(pattern, r.Method, out.Status, media)
	if err != nil {
		c.Errorf("%s %s: %v", r.Method, r.URL, err)
		return
	}
	if r.URL.Query().Has("fields") && out.Status == http.StatusOK {
		return // the description is of whole documents
	}
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Body))
	if media != "application/json" && media != "application/problem+json" {
		body, err = out.Text(), nil
	}
	if err == nil {
		err = schema.Validate(body)
	}
	if err != nil {
		c.Errorf("%s %s: %d is not as described: %v\nbody: %.2000s", r.Method, r.URL, out.Status, err, out.Body)
	}
}

// known returns the path that the description has for this request; empty when it
// has none. 405 and a 500 may come from anywhere.
func known(r *http.Request, out Response) string {
	if r.Method == http.MethodHead || out.Status == http.StatusMethodNotAllowed || out.Status >= 500 || r.URL.Path == "/api/v1/openapi.json" {
		return ""
	}
	for _, op := range openapi.Operations() {
		if op.Method == r.Method && matches(op.Path, describable(r.URL.Path)) {
			return op.Path
		}
	}
	return ""
}

// describable gives an address that OpenAPI's paths can match: the path of a page
// has slashes, which a parameter cannot.
func describable(path string) string {
	if rest, ok := strings.CutPrefix(path, "/api/v1/pages/"); ok {
		return "/api/v1/pages/" + strings.ReplaceAll(strings.Trim(rest, "/"), "/", "-") + "x"
	}
	return path
}

func matches(pattern, path string) bool {
	a, b := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return true
}
