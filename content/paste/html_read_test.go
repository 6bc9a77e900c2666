package paste

import (
	"strings"
	"testing"

	"practicecms/content"
)

func TestTextWithoutAParagraphBelongsToItsElement(t *testing.T) {
	for name, c := range map[string]struct{ html, kept, left string }{
		"a menu of bare links":           {`<nav><a href="/">Home</a> <a href="/a">About us</a></nav><p>Words.</p>`, "Words.", "Home About us"},
		"words in front of a footer":     {`We walk.<footer>Foot of it</footer>`, "We walk.", "Foot of it"},
		"words behind a menu":            {`<nav>Menu of it</nav>We walk.`, "We walk.", "Menu of it"},
		"a footer with a paragraph":      {`<p>We walk.</p><footer>Bare <p>and not</p> bare</footer>`, "We walk.", "Bare and not bare"},
		"a picture and a line in a menu": {`<nav><img src="a.png">Logo<hr></nav><p>We walk.</p>`, "We walk.", "Logo"},
	} {
		result, err := Parse(c.html, Options{Format: HTML, Decisions: Decisions{LeaveFrame: true}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var left []string
		for _, l := range result.Left {
			left = append(left, strings.Fields(l.Text)...)
		}
		if got := strings.Join(left, " "); got != c.left {
			t.Errorf("%s: left out %q, want %q", name, got, c.left)
		}
		if got := strings.Join(BlockWords(content.Standard(), result.Content.Blocks), " "); got != c.kept {
			t.Errorf("%s: kept %q, want %q", name, got, c.kept)
		}
	}
}

func TestTheOnlyFirstHeadingIsTheTitle(t *testing.T) {
	for name, c := range map[string]struct {
		html, title string
		kinds       string
	}{
		"at the top":                           {`<h1>Walking</h1><p>Side by side.</p><h2>Who</h2><p>You.</p>`, "Walking", "hero section"},
		"below the name of the site":           {`<p>Willow Room</p><h1>Walking</h1><p>Side by side.</p><h2>Who</h2><p>You.</p><h2>Where</h2><p>Here.</p>`, "Walking", "section hero section section"},
		"below another heading":                {`<h2>News</h2><p>We moved.</p><h1>Walking</h1><h2>Who</h2><p>You.</p>`, "Walking", "section hero section"},
		"two of them: neither by itself is it": {`<h1>Walking</h1><p>Side.</p><h1>Talking</h1><p>By side.</p>`, "Walking", "section section"},
	} {
		result, err := Parse(c.html, Options{Format: HTML})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var kinds []string
		for _, b := range result.Content.Blocks {
			kinds = append(kinds, b.Kind)
		}
		if got := strings.Join(kinds, " "); result.Content.Title != c.title || got != c.kinds {
			t.Errorf("%s: got %q of %s, want %q of %s", name, result.Content.Title, got, c.title, c.kinds)
		}
		if result.Words.In != result.Words.Out {
			t.Errorf("%s: %d words in, %d out", name, result.Words.In, result.Words.Out)
		}
	}
}
