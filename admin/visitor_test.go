package admin

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

// visitor is a browser without scripts: it keeps cookies and sends forms.
type visitor struct {
	t       testing.TB
	site    *cmstest.Site
	handler http.Handler
	cookies map[string]string
}

// enter opens the admin of a site and signs the owner in.
func enter(t testing.TB, site *cmstest.Site) *visitor {
	t.Helper()
	_, v := enterServer(t, site)
	return v
}

// enterServer is enter, with the server that answers.
func enterServer(t testing.TB, site *cmstest.Site) (*Server, *visitor) {
	t.Helper()
	s, err := New(Config{Editor: site.Editor(), Delivery: site.Delivery(), Preview: site.Preview(), Logger: slog.New(slog.DiscardHandler), Clock: site.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	s.Register(e)
	return s, (&visitor{t: t, site: site, handler: e}).as("robin@example.org", cmstest.Password)
}

// as is the same admin, seen by somebody else.
func (v *visitor) as(email, password string) *visitor {
	v.t.Helper()
	other := &visitor{t: v.t, site: v.site, handler: v.handler, cookies: map[string]string{}}
	if got := other.send("POST", "/admin/sign-in", url.Values{"email": {email}, "password": {password}}); got.status != http.StatusSeeOther {
		v.t.Fatalf("signing in as %s: got status %d", email, got.status)
	}
	return other
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	body   string
	to     string // where a redirect leads
	header http.Header
}

func (v *visitor) send(method, path string, form url.Values) answer {
	v.t.Helper()
	return v.sendAs("text/html", method, path, form)
}

// ask is send by a script, which reads JSON.
func (v *visitor) ask(method, path string, form url.Values) answer {
	v.t.Helper()
	return v.sendAs("application/json", method, path, form)
}

func (v *visitor) sendAs(accept, method, path string, form url.Values) answer {
	v.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept", accept)
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	result := w.Result()
	for _, c := range result.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	body, err := io.ReadAll(result.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{v.t, result.StatusCode, string(body), result.Header.Get("Location"), result.Header}
}

// open reads a page that is there.
func (v *visitor) open(path string) answer {
	v.t.Helper()
	got := v.send("GET", path, nil)
	if got.status != http.StatusOK {
		v.t.Fatalf("GET %s: got status %d, want 200\n%s", path, got.status, got.text())
	}
	return got
}

// post sends a form, given as names and values, and follows the redirect after it.
func (v *visitor) post(path string, pairs ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	got := v.send("POST", path, form)
	if got.status == http.StatusSeeOther {
		next, _, _ := strings.Cut(got.to, "#")
		return v.open(next)
	}
	return got
}

// undo presses the button of the toast.
func (v *visitor) undo(shown answer) answer {
	v.t.Helper()
	toast := shown.toast()
	if toast == nil {
		v.t.Fatal("there is no toast")
	}
	form := find(toast, func(n *html.Node) bool { return n.Data == "form" })
	if form == nil {
		v.t.Fatal("the toast has no Undo")
	}
	return v.sends(form)
}

// press presses the first button that says these words, of a form that it names.
func (v *visitor) press(shown answer, words string) answer {
	v.t.Helper()
	all := shown.parse()
	button := find(all, func(n *html.Node) bool {
		return n.Data == "button" && attribute(n, "form") != "" && strings.HasPrefix(strings.TrimSpace(textOf(n)), words)
	})
	if button == nil {
		v.t.Fatalf("there is no button %q; the page says\n%s", words, shown.text())
	}
	form := find(all, func(n *html.Node) bool { return n.Data == "form" && attribute(n, "id") == attribute(button, "form") })
	if form == nil {
		v.t.Fatalf("the button %q belongs to no form", words)
	}
	return v.sends(form, attribute(button, "name"), attribute(button, "value"))
}

// sends sends a form with its hidden inputs and these values.
func (v *visitor) sends(form *html.Node, pairs ...string) answer {
	v.t.Helper()
	for n := range form.Descendants() {
		if n.Data == "input" {
			pairs = append(pairs, attribute(n, "name"), attribute(n, "value"))
		}
	}
	return v.post(attribute(form, "action"), pairs...)
}

// toast is the toast of a page, or nil.
func (a answer) toast() *html.Node {
	a.t.Helper()
	return find(a.parse(), func(n *html.Node) bool { return attribute(n, "class") == "toast" })
}

func (a answer) parse() *html.Node {
	a.t.Helper()
	doc, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return doc
}

// text is what a reader sees, with single spaces.
func (a answer) text() string {
	return textOf(a.parse())
}

// textOf joins the texts of elements that stand in a line, and puts a space between
// all others.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return
		}
		switch n.Data {
		case "script", "style":
			return
		case "span", "del", "ins", "a", "b", "bdi", "time", "strong", "em":
		default:
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
		for child := range n.ChildNodes() {
			walk(child)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// says fails unless the page holds each of the texts.
func (a answer) says(texts ...string) answer {
	a.t.Helper()
	for _, want := range texts {
		if got := a.text(); !strings.Contains(got, want) {
			a.t.Errorf("the page does not say %q; it says\n%s", want, got)
		}
	}
	return a
}

// saysNot fails when the page holds one of the texts.
func (a answer) saysNot(texts ...string) answer {
	a.t.Helper()
	for _, unwanted := range texts {
		if got := a.text(); strings.Contains(got, unwanted) {
			a.t.Errorf("the page says %q; it says\n%s", unwanted, got)
		}
	}
	return a
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

// marked lists the texts of the elements of a name.
func (a answer) marked(name string) []string {
	var out []string
	for d := range a.parse().Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			out = append(out, textOf(d))
		}
	}
	return out
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// page is the address of a document's editor.
func page(v cms.Version) string { return "/admin/d/" + v.Document.String() }
