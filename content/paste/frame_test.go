package paste

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// framedPage reads a page of which words may be left out.
func framedPage(t *testing.T, html string, o Options) Result {
	t.Helper()
	result, err := Parse(html, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestWhatStandsAroundAPageIsListedPieceByPiece(t *testing.T) {
	page, err := os.ReadFile("testdata/website.html")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Format: HTML, Type: service(), Decisions: Decisions{LeaveFrame: true}}
	result := framedPage(t, string(page), o)
	if result.Content.Title != "Walking Therapy" {
		t.Errorf("the title is %q", result.Content.Title)
	}
	for _, want := range []struct{ why, begins, holds string }{
		{looksLikeNews, "New from May", "Thursdays"},
		{looksLikeHead, "Skip to Content", ""},
		{looksLikeMenu, "Willow Room", "EMDR"},
		{looksLikeHead, "Book a Call", ""},
		{looksLikeMenu, "Open Menu", "Folder:Services"},
		{looksLikeShare, "Share Facebook LinkedIn", "Pin It"},
		{looksLikePages, "Previous", "Couples"},
		{looksLikeFooter, "Willow Room", "8 to 6"},
		{looksLikeSignUp, "Letters from the river", "Sign Up"},
		{looksLikeMenu, "Instagram", ""},
		{looksLikeFooter, "© 2026", "Back to top"},
		{looksLikeCookie, "We use cookies", "Decline\nAccept"},
	} {
		if !slices.ContainsFunc(result.Left, func(l LeftOut) bool {
			return l.Why == want.why && strings.HasPrefix(l.Text, want.begins) && strings.Contains(l.Text, want.holds) && !l.Kept
		}) {
			t.Errorf("%q, which %s, is not left out: %+v", want.begins, want.why, result.Left)
		}
	}
	left := 0
	for _, l := range result.Left {
		left += l.Words
	}
	if result.Words.In != result.Words.Out+left {
		t.Errorf("%d words in, %d out and %d left out", result.Words.In, result.Words.Out, left)
	}

	address := result.Left[slices.IndexFunc(result.Left, func(l LeftOut) bool { return strings.Contains(l.Text, "Example Street") })]
	o.Keep = map[string]bool{address.Key: true}
	kept := framedPage(t, string(page), o)
	words := strings.Join(BlockWords(standard(), kept.Content.Blocks), " ")
	if !strings.Contains(words, "1200 Example Street") || strings.Contains(words, "Letters from the river") || strings.Contains(words, "© 2026") {
		t.Errorf("with the address kept it says %q", words)
	}
}

func TestWhatIsKeptOfTheFrameLastIsAPartOfItsOwn(t *testing.T) {
	page := `<h1>Walks</h1><h2>Where We Walk</h2><p>By the river.</p><h2>Begin Here</h2><p>Call us.</p>` +
		`<footer><p>1200 Example Street</p></footer><div class="cookie-bar"><p>We use cookies.</p></div>`
	o := Options{Format: HTML, Type: service(), Decisions: Decisions{LeaveFrame: true, Keep: map[string]bool{}}}
	for _, l := range framedPage(t, page, o).Left {
		o.Keep = map[string]bool{l.Key: true}
		blocks := framedPage(t, page, o).Content.Blocks
		last := blocks[len(blocks)-1]
		if words := strings.Join(BlockWords(standard(), blocks[len(blocks)-1:]), " "); last.Kind != "section" || words != strings.TrimSpace(l.Text) {
			t.Errorf("with %q kept, the last part is a %s that says %q", l.Text, last.Kind, words)
		}
	}
	o.LeaveFrame = false
	if blocks := framedPage(t, page, o).Content.Blocks; blocks[len(blocks)-1].Kind != "cta" {
		t.Error("where nobody chose, what stood below the invitation is another part")
	}
	o.LeaveFrame = true
	for _, l := range framedPage(t, `<nav><p>Menu</p></nav>`, o).Left {
		o.Keep = map[string]bool{l.Key: true}
	}
	if blocks := framedPage(t, `<nav><p>Menu</p></nav>`, o).Content.Blocks; len(blocks) != 1 {
		t.Errorf("a menu alone, kept, became %d parts", len(blocks))
	}
}

func TestThemesOfWordPressAndWix(t *testing.T) {
	for html, want := range map[string]string{
		`<header id="masthead" class="site-header"><p class="site-title">Willow Room</p></header><p>Text.</p>`:                           looksLikeHead,
		`<aside id="secondary" class="widget-area"><h2>Recent Posts</h2><ul><li>Spring walks</li></ul></aside><p>Text.</p>`:              looksLikeSide,
		`<p>Text.</p><div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3></div>`:                             looksLikeShare,
		`<nav class="navigation post-navigation"><div class="nav-links"><a href="https://a.example/">Trauma</a></div></nav><p>Text.</p>`: looksLikeMenu,
		`<header id="SITE_HEADER" class="SITE_HEADER_WRAPPER"><p>Willow Room</p></header><p>Text.</p>`:                                   looksLikeHead,
		`<p>Text.</p><div><p>bottom of page</p></div>`:                                                                                   looksLikeTop,
	} {
		result := framedPage(t, html, Options{Format: HTML, Type: service(), Decisions: Decisions{LeaveFrame: true}})
		if len(result.Left) != 1 || result.Left[0].Why != want || result.Words.Out != 1 {
			t.Errorf("%s: left out: %+v, want one that %s", html, result.Left, want)
		}
	}
}

func TestWhatOnlySoundsLikeAFrameStays(t *testing.T) {
	for _, html := range []string{
		`<h2 id="social-anxiety">Social Anxiety</h2><p>Among people.</p>`,
		`<section id="social-anxiety"><h2>Social Anxiety</h2><p>Among people.</p></section>`,
		`<h2 id="cookies-and-milk">Cookies and Milk</h2><p>After school.</p>`,
		`<div class="menu-of-services"><p>What we do.</p></div>`,
		`<header class="entry-header"><h1>Grief</h1></header><p>It comes in waves.</p>`,
		`<h1>Privacy Policy</h1><p>What we keep.</p>`,
		`<p>Privacy Policy</p><p>What we keep.</p>`,
		`<div class="shared-office"><p>We share an office.</p></div>`,
		`<p>Menu planning may help.</p>`,
		`<blockquote><p>They listened.</p><footer>A client, 2024</footer></blockquote><p>Thanks.</p>`,
		`<article><header><p>By Kim Lake</p></header><p>It comes in waves.</p></article>`,
	} {
		if result := framedPage(t, html, Options{Format: HTML, Type: service(), Decisions: Decisions{LeaveFrame: true}}); len(result.Left) > 0 {
			t.Errorf("%s: left out: %+v", html, result.Left)
		}
	}
}

func TestPageNumbersAreAFrame(t *testing.T) {
	for _, number := range []string{"Page 2 of 5", "Page 2", "Willow Room | Page 1 of 2", "Page 3 – Consent", "- 4 -", "– 4 –", "4 | P a g e", "Seite 2 von 5"} {
		text := "Our rooms\n\nThey are warm in winter.\n\n" + number + "\n\nThey are cool in summer."
		kept := framedPage(t, text, Options{Format: Text, Type: service()})
		if len(kept.Content.Blocks) != 1 || !strings.Contains(kept.Content.Blocks[0].Fields["body"].(string), "4") == strings.Contains(number, "4") {
			t.Errorf("%q: it became %v", number, outlineOf(kept.Content))
		}
		if len(kept.Left) != 1 || kept.Left[0].Why != looksLikePages || kept.Left[0].Text != number {
			t.Errorf("%q: left out: %+v", number, kept.Left)
		}
	}
}

func TestANumberAloneIsAPageNumberBesideOneThatSaysSo(t *testing.T) {
	for text, want := range map[string]string{
		"They are warm.\n\n3\n\nThey are cool.\n\n- 4 -\n\nCome in.":              "3|- 4 -",
		"They are warm.\n\nPage 1 of 2\n\nThey are cool.\n\n2":                    "Page 1 of 2|2",
		"They are warm.\n\n3\n\nThey are cool.\n\n4":                              "",
		"1\n\nCall us.\n\n2\n\nMeet us.":                                          "",
		"They are warm.\n\n90\n\nThey are cool.\n\nPage 2":                        "Page 2",
		"See page 2 of the form.\n\nOn page 4 we say more.\n\nPages 3 and 4 too.": "",
	} {
		var left []string
		for _, l := range framedPage(t, text, Options{Format: Text, Type: service()}).Left {
			left = append(left, l.Text)
		}
		if got := strings.Join(left, "|"); got != want {
			t.Errorf("%q: left out: %q, want %q", text, got, want)
		}
	}
}
