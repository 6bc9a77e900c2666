package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"practicecms/api/internal/apitest"
	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/feed"
	"practicecms/content"
)

// foundList is what a search gives.
type foundList struct {
	Items []struct {
		ID, Type, Locale, Path, Title string
		Highlights                    struct {
			Title string
			Text  []string
		}
	}
	Next  string
	Total int
}

func look(t testing.TB, c apitest.Client, words, more string) (out foundList) {
	t.Helper()
	got := c.Get("/api/v1/search?q=" + url.QueryEscape(words) + more)
	wantStatus(t, words, got, 200)
	got.JSON(t, &out)
	return out
}

func TestGoldenSearch(t *testing.T) {
	s, c := newClient(t)
	everyKind(t, s)
	got := c.Get("/api/v1/search?q=trauma%20%22sleep+badly%22")
	wantStatus(t, "a search", got, 200)
	golden(t, "testdata/search.json", readable(t, got.Body))
	if list := look(t, c, "psychotherapist", ""); list.Total != 1 || list.Items[0].Type != "practitioner" || list.Items[0].Path != "" {
		t.Errorf("a record: %+v", list)
	}
	for _, words := range []string{secret, "hidden", "\"" + secret + "\""} {
		for _, found := range look(t, c, words, "").Items {
			if strings.Contains(found.Title+fmt.Sprint(found.Highlights), secret) {
				t.Errorf("%q finds a draft: %+v", words, found)
			}
		}
	}
	if got := c.Get("/api/v1/search?q=emdr&type=practitioner"); !strings.Contains(got.Text(), `"items":[],"next":null,"total":0`) {
		t.Errorf("among practitioners: %s", got.Text())
	}
}

// What is looked for is found however it is spelled, and shown as it is spelled there.
func TestASearchFindsWordsHoweverTheyAreSpelled(t *testing.T) {
	s, c := newClient(t)
	live(t, s, "service", "/services/spelled", "Spelled", nil, block("section", content.Fields{"body": "Don’t wait. O’Brien. We offer psy\u00adcho\u00addynamic **wo**rk, José Núñez, " +
		"no\u200bspace words, niños, Müller, Straße. Fees are $150¹. Call (505) 555-0142."}))
	for words, marked := range map[string]string{
		"don't": "Don’t", "DON’T": "Don’t", "O'Brien": "O’Brien", "psychodynamic": "psy\u00adcho\u00addynamic", "work": "work", "jose": "José",
		"JOSE\u0301": "José", "nospace": "no\u200bspace", "ninos": "niños", "muller": "Müller", "strasse": "Straße", "150": "150",
		"5055550142": "(505) 555-0142", "505-555-0142": "(505) 555-0142", "(505) 555-0142": "(505) 555-0142", "+1 505.555.0142": "(505) 555-0142", "555-0142": "(505) 555-0142",
	} {
		list := look(t, c, words, "")
		if list.Total != 1 || len(list.Items[0].Highlights.Text) != 1 {
			t.Errorf("%q finds %+v", words, list)
		} else if got := list.Items[0].Highlights.Text[0]; !strings.Contains(got, "<mark>"+marked+"</mark>") {
			t.Errorf("%q is marked as %q, want %q", words, got, marked)
		}
	}
	if list := look(t, c, "Jose Nunez", ""); list.Total != 1 || !strings.Contains(list.Items[0].Highlights.Text[0], "<mark>José</mark> <mark>Núñez</mark>") {
		t.Errorf("two words: %+v", list)
	}
	for _, words := range []string{"cant", "obrien", "space", "1501", "5055550143", "psycho"} {
		if list := look(t, c, words, ""); list.Total != 0 {
			t.Errorf("%q finds %+v", words, list)
		}
	}
}

// hostile holds what would do harm if it stood in a page as it is.
var hostile = []string{
	"<script>alert(1)</script> word", "<img src=x onerror=alert(1)> word", `word" onmouseover="alert(1)`, "word</mark><mark onclick=alert(1)>",
	"<mark>word</mark>", "&lt;b&gt;word&lt;/b&gt; &amp; &#60;i&#62;", "<!-- word", "]]>word<![CDATA[", "javascript:alert(word)", "<w<b>ord> word",
	"word <svg/onload=alert(1)>", "\\u003c word \\u003e", "\u202eword\u2066 <b>", "`word` ${word} {{word}}", "word\u2028word\u2029<p>",
}

// What is highlighted is HTML with mark elements and nothing else, and its text is the
// text that stands there.
func TestHighlightsAreMarksAroundPlainText(t *testing.T) {
	s, c := newClient(t)
	for i, text := range hostile {
		title := strings.Map(func(r rune) rune {
			if content.IsTurn(r) || r == '\u2028' || r == '\u2029' {
				return -1 // a title cannot hold it
			}
			return r
		}, text)
		live(t, s, "service", fmt.Sprint("/services/n", i), title, content.Fields{"summary": text}, block("cta", content.Fields{
			"heading": title, "body": text, "primary": map[string]any{"label": title, "link": "/contact"},
		}))
	}
	list := look(t, c, "word", "&limit=100")
	if list.Total != len(hostile) {
		t.Errorf("%d of %d are found", list.Total, len(hostile))
	}
	for _, words := range append([]string{"<b>word", `"<script>alert word"`, "mark word", "word onclick"}, hostile...) {
		for _, found := range look(t, c, words, "&limit=100").Items {
			if text := plainMarks(t, found.Highlights.Title); text != found.Title {
				t.Errorf("%q: the title %q is highlighted as %q", words, found.Title, text)
			}
			for _, excerpt := range found.Highlights.Text {
				if !strings.Contains(excerpt, "<mark>") {
					t.Errorf("%q: nothing is marked in %q", words, excerpt)
				}
				plainMarks(t, excerpt)
			}
		}
	}
}

// plainMarks fails unless HTML holds mark elements without attributes and nothing else.
// It returns the text.
func plainMarks(t *testing.T, source string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var text, again strings.Builder
	for _, n := range nodes {
		switch {
		case n.Type == html.TextNode:
			text.WriteString(n.Data)
		case n.DataAtom == atom.Mark && len(n.Attr) == 0 && n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode:
			text.WriteString(n.FirstChild.Data)
		default:
			t.Errorf("%q holds %q", source, n.Data)
		}
		if err := html.Render(&again, n); err != nil {
			t.Fatal(err)
		}
	}
	if again.String() != source {
		t.Errorf("%q reads as %q", source, again.String())
	}
	return text.String()
}

func TestASearchIsReadPageByPage(t *testing.T) {
	s, c := newClient(t)
	for i := range 23 {
		live(t, s, "page", fmt.Sprint("/p", i), fmt.Sprint("Alike ", i), nil, cmstest.Section("Part", "The same words."))
	}
	for _, limit := range []int{1, 5, 22, 23, 100} {
		var got []string
		cursor := ""
		for {
			list := look(t, c, "words", fmt.Sprintf("&limit=%d%s", limit, cursor))
			if list.Total != 23 {
				t.Errorf("limit %d: total %d", limit, list.Total)
			}
			for _, found := range list.Items {
				got = append(got, found.ID)
			}
			if list.Next == "" {
				break
			}
			cursor = "&cursor=" + list.Next
		}
		if slices.Sort(got); len(slices.Compact(got)) != 23 {
			t.Errorf("limit %d: %d are found", limit, len(got))
		}
	}
	far := wire.Cursor("999")
	if list := look(t, c, "words", "&limit=100&cursor="+far); len(list.Items) != 0 || list.Next != "" {
		t.Errorf("behind the end: %+v", list)
	}
}

func TestASearchThatCannotBeReadIsRefused(t *testing.T) {
	s, c := newClient(t)
	live(t, s, "service", "/services/emdr", "EMDR", nil)
	for _, query := range []string{
		"", "q=", "q=+", "q=%21", "q=emdr&at=2026-03-01T09:00:00Z", "q=emdr&query=emdr", "q=emdr&q=emdr", "q=emdr&sort=title", "q=emdr&fields=id",
		"q=emdr&type=nonsense", "q=emdr&limit=0", "q=emdr&limit=101", "q=emdr&cursor=x", "q=emdr&cursor=" + wire.Cursor("1000"), "q=emdr&cursor=" + wire.Cursor("01"),
		"q=" + strings.Repeat("a", cms.MaxSearchWords+1), "q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u", "q=emdr&locale=nonsense!",
	} {
		wantStatus(t, query, c.Get("/api/v1/search?"+query), 400)
	}
	wantStatus(t, "another language", c.Get("/api/v1/search?q=emdr&locale=de"), 404)
	for _, words := range []string{strings.Repeat("é", cms.MaxSearchWords), "emdr*", "title:emdr +emdr -emdr^2 emdr~", "\xff\x00emdr", "emdr\u202e", "a OR b", `"emdr`} {
		wantStatus(t, words, c.Get("/api/v1/search?q="+url.QueryEscape(words)), 200)
	}
}

func TestASearchIsCachedAsListsAre(t *testing.T) {
	s, c := newClient(t)
	emdr := live(t, s, "service", "/services/emdr", "EMDR", nil)
	first := c.Get("/api/v1/search?q=emdr")
	if keys := strings.Fields(first.Header.Get("Surrogate-Key")); !slices.Contains(keys, feed.KeyLists) || !slices.Contains(keys, emdr.Document.String()) {
		t.Errorf("its keys are %v", keys)
	}
	tag := first.Header.Get("Etag")
	wantStatus(t, "the same again", c.Get("/api/v1/search?q=+emdr+", "If-None-Match", tag), 304)
	s.Clock.Advance(time.Minute)
	live(t, s, "service", "/services/other", "Another EMDR", nil)
	if got := c.Get("/api/v1/search?q=emdr", "If-None-Match", tag); got.Status != 200 || !strings.Contains(got.Text(), "Another EMDR") {
		t.Errorf("after a publication: %d %s", got.Status, got.Text())
	}
	unpublish(t, s, emdr)
	if list := look(t, c, "emdr", ""); list.Total != 1 || list.Items[0].Title != "Another EMDR" {
		t.Errorf("after it was taken off: %+v", list)
	}
}
