package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestTextsThatBeginAlikeAreToldApart(t *testing.T) {
	long := strings.Repeat("the same words ", 20)
	for name, tt := range map[string]struct{ words, others, want string }{
		"they differ at once":           {"We rest.", "We walk.", "We rest."},
		"they are the same":             {"We rest.", "We rest.", "We rest."},
		"the difference stands far on":  {long + "end here", long + "go on", "…same words the same words the same words end here"},
		"the other goes on":             {strings.TrimSpace(long), long + "and on", "…same words the same words the same words"},
		"what differs is cut at an end": {long + strings.Repeat("x", 300), long + "y", "…same words the same words the same words " + strings.Repeat("x", 198) + "…"},
	} {
		if got := unlike(tt.words, tt.others); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestAPageIsPutTogetherFromSeveralVersions(t *testing.T) {
	site := cmstest.New(t)
	first := site.Service(t, "emdr", cmstest.Section("One", "first of one"), cmstest.Section("Two", "first of two"), cmstest.Section("Three", "never changed"))
	change := func(v cms.Version, block int, text string) cms.Version {
		blocks := append([]content.Block{}, v.Content.Blocks...)
		blocks[block].Fields = content.Fields{"heading": blocks[block].Fields["heading"], "body": text}
		v.Content.Blocks = blocks
		return site.Save(t, v)
	}
	v2 := change(first, 0, "second of one")
	change(v2, 1, "second of two")
	v := enter(t, site)
	at := page(first)
	v.open(at+"/put-together").says("“One”", "first of one", "second of one", "“Two”", "first of two", "As it is now").saysNot("never changed")
	one, two := first.Content.Blocks[0].ID.String(), first.Content.Blocks[1].ID.String()
	shown := v.open(at+"/bring-back?pick-0="+one+":1&pick-1="+two+":2&pick-2=").says("Bring back 2 parts", "Section “One” · edited", "Section “Two” · edited")
	for _, pick := range []string{one + ":1", two + ":2"} {
		if !strings.Contains(shown.body, `name="pick" value="`+pick+`"`) {
			t.Errorf("the form does not send %s", pick)
		}
	}
	if got := v.send("POST", at+"/restore", url.Values{"pick": {one + ":1", two + ":2"}}); got.status != http.StatusSeeOther {
		t.Fatalf("status %d", got.status)
	}
	v.open(at).says("2 parts are back as they were.")
	now := latest(t, site, first)
	if now.Content.Blocks[0].Fields["body"] != "first of one" || now.Content.Blocks[1].Fields["body"] != "first of two" || len(now.Picks) != 2 {
		t.Errorf("got %v", now.Content.Blocks)
	}
	v.open(at + "/versions").says("Put together from earlier versions: “One”, “Two”")
	v.send("GET", at+"/bring-back?pick-0=&pick-1=", nil)
	v.open(at + "/put-together").says("Choose at least one earlier text first")
}
