package paste

import (
	"slices"
	"testing"
)

func TestNoAddressIsLostUntold(t *testing.T) {
	for name, c := range map[string]struct{ html, want string }{ // want is empty for nothing
		"a widget that a script fills":        {`<p>a</p><div class="calendly-inline-widget" data-url="https://calendly.com/dana/intro"></div>`, "a booking widget|https://calendly.com/dana/intro"},
		"another name of its address":         {`<p>a</p><div data-embed-url="https://app.acuityscheduling.com/schedule.php?owner=1"></div>`, "a booking widget|https://app.acuityscheduling.com/schedule.php?owner=1"},
		"an address of no known widget":       {`<p>a</p><div data-url="https://example.org/share"></div>`, ""},
		"a film with sources":                 {`<p>a</p><video controls><source src="https://example.org/v.mp4"><source src="https://example.org/v.webm">No film</video>`, "a video|https://example.org/v.mp4"},
		"a film that is cut off":              {`<p>a</p><audio><source src="https://example.org/s.mp3">`, "a sound|https://example.org/s.mp3"},
		"a picture that is a link":            {`<p>a <a href="https://example.org/pt"><img src="b.png" alt="My profile"></a></p>`, "a link without words|My profile: https://example.org/pt"},
		"a drawing that is a link":            {`<p>a <a href="tel:5055550142"><svg></svg></a></p>`, "a link without words|tel:5055550142"},
		"a sign with a name":                  {`<p>a <a href="https://example.org/book" aria-label="Book a visit"><i class="icon"></i></a></p>`, "a link without words|Book a visit: https://example.org/book"},
		"an address that words lead to":       {`<p><a href="https://example.org/b"><img src="b.png"></a> <a href="https://example.org/b">a</a></p>`, ""},
		"a picture twice":                     {`<p>a <a href="https://example.org/b"><img src="b.png"></a><a href="https://example.org/b"><img src="c.png"></a></p>`, "a link without words|https://example.org/b"},
		"a link that shows nothing":           {`<p>a <a href="https://example.org/b"></a></p>`, ""},
		"a link to the front page of a site":  {`<p>a <a href="/"><img src="logo.png" alt="Logo"></a></p>`, ""},
		"a sign in the foot of a site":        {`<p>a</p><footer><a href="https://example.org/f" aria-label="Friends"><svg></svg></a> Foot of it</footer>`, ""},
		"a picture in a link that runs words": {`<p><a href="https://example.org/b"><img src="b.png" alt="x">a</a></p>`, ""},
	} {
		result, err := Parse(c.html, Options{Format: HTML})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := ""
		for _, r := range result.Removed {
			if r.Link != "" {
				got += r.What + "|" + r.Text
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestALinkWithoutWordsIsPutWhereItStood(t *testing.T) {
	in := `<p>Before.</p><p><a href="https://example.org/pt"><img src="b.png" alt="My profile"></a></p><p>After.</p>`
	result, err := Parse(in, Options{Format: HTML, Decisions: Decisions{Link: map[string]bool{"https://example.org/pt": true}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := result.Content.Blocks[0].Fields["body"], "Before.\n\n[My profile](https://example.org/pt)\n\nAfter."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if slices.ContainsFunc(result.Removed, func(r Removal) bool { return r.Link != "" }) {
		t.Errorf("it is still offered: %v", result.Removed)
	}
}
