package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

// looksFor opens the list of pages with words, which is there whatever they are: with
// what was typed in its field, and the ways to narrow it.
func (v *visitor) looksFor(words string) answer {
	v.t.Helper()
	got := v.send("GET", "/admin?q="+url.QueryEscape(words), nil)
	if got.status != http.StatusOK {
		v.t.Errorf("looking for %.40q: status %d: %s", words, got.status, got.text())
		return got
	}
	got.unharmed()
	got.says("Find", "Any state", "New page").saysNot("went wrong")
	field := find(got.parse(), func(n *html.Node) bool { return n.Data == "input" && attribute(n, "name") == "q" })
	if field == nil {
		v.t.Fatalf("looking for %.40q: the field is gone", words)
	}
	if kept := attribute(field, "value"); kept != strings.ReplaceAll(line(words), "\x00", "\uFFFD") {
		v.t.Errorf("of %.40q the field keeps %.40q", words, kept)
	}
	return got
}

func TestNoWordsTakeTheListAway(t *testing.T) {
	site := cmstest.New(t)
	site.Publish(t, site.Service(t, "one", cmstest.Section("First", strings.Repeat("a an ", 400))))
	v := enter(t, site)
	const many = "Give fewer words: at most 20, and 200 characters."
	for name, one := range map[string]struct{ words, says string }{
		"a million letters":     {strings.Repeat("a", 1_000_000), many},
		"a hundred words":       {strings.Repeat("a b ", 25) + strings.Repeat("word ", 20) + "1 2 3 4 5 6 7 8 9 c d e f g h i j k l m n", many},
		"a phrase of too many":  {`"` + strings.Repeat("an ", 60) + `"`, many},
		"a word of too many":    {strings.Repeat("a-", 99) + "a", many},
		"combining marks":       {"a" + strings.Repeat("\u0301", 5000), many},
		"some combining marks":  {"a" + strings.Repeat("\u0301", 150), ""},
		"wildcards":             {"*** ??? ~~~ ^^^", "Give a word to look for."},
		"wildcards with words":  {"a* *n ?ne (a OR b) title:x +y -z one~2", ""},
		"control characters":    {strings.Repeat("a\x00\x01\x1b", 45), "1 found"},
		"only control":          {"\x00\x01\x02", "Give a word to look for."},
		"turned around":         {strings.Repeat("\u202ea\u200f", 60), ""},
		"one quotation mark":    {`"service one`, "1 found"},
		"many quotation marks":  {strings.Repeat(`"`, 199), "Give a word to look for."},
		"letters":               {"a b c d e f g h i j k l m n o p q r s t", "0 found"},
		"joined":                {strings.Repeat("a\u200d👩", 60), ""},
		"not UTF-8":             {strings.Repeat("\xff\xfea", 40), "1 found"},
		"markup and a template": {`<b>{{.}}</b>"><script>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v.t = t
			got := v.looksFor(one.words).says(one.says)
			if strings.HasPrefix(one.says, "Give ") {
				got.saysNot("Nothing says that", "found", "Service one")
			}
		})
	}
}

func TestASearchThatTakesTooLongLeavesTheListWithASentence(t *testing.T) {
	site := cmstest.New(t)
	site.Publish(t, site.Service(t, "one", cmstest.Section("First", "words")))
	s, v := enterServer(t, site)
	v.looksFor("words").says("1 found").saysNot("Not looked for")
	s.findTime = -1
	v.looksFor("words").says("That took too long to look for. Give other or fewer words.", "Show all pages", "Search earlier versions too").
		saysNot("found", "Nothing says that", "What was saved", "Service one")
	v.open("/admin").says("Service one").saysNot("too long")
	s.findTime = findTime
	v.looksFor("words").says("1 found")
}

func TestWhyWordsWereNotLookedForIsOneSentence(t *testing.T) {
	for _, one := range []struct {
		err  error
		want string
	}{
		{cms.ErrPreparing, "The search is being prepared; try again in a moment."},
		{fmt.Errorf("list: %w", context.DeadlineExceeded), "That took too long to look for. Give other or fewer words."},
		{cms.ErrFull, ""},
		{context.Canceled, ""},
		{errors.New("a fault of ours"), ""},
		{nil, ""},
	} {
		if got := findFault(one.err); got != one.want {
			t.Errorf("%v: got %q, want %q", one.err, got, one.want)
		}
	}
}
