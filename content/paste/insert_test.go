package paste

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestAClipBecomesWhatItsPlaceCanHold(t *testing.T) {
	page := "<h2>Fees</h2><p>$150 a session.</p><h2>Hours</h2><ul><li>Monday</li></ul>"
	for _, test := range []struct {
		about string
		clip  Clip
		at    Place
		form  Form
		text  string
		items []string
		parts []string
	}{
		{"words in a text", Clip{HTML: "<p>One <b>two</b></p>", Text: "not this"}, Body, Inline, "One **two**", nil, nil},
		{"words in an empty text", Clip{HTML: "<p>One <b>two</b></p>"}, Empty, Blocks, "One **two**", nil, nil},
		{"two lines in a text", Clip{HTML: "<p>One<br>two</p>"}, Body, Blocks, "One\\\ntwo", nil, nil},
		{"two paragraphs in a text", Clip{HTML: "<p>One<p>two"}, Body, Blocks, "One\n\ntwo", nil, nil},
		{"a quotation in a text", Clip{HTML: "<blockquote>One</blockquote>"}, Body, Blocks, "> One", nil, nil},
		{"the plain words, when the formatted ones are none", Clip{HTML: "<img src=x>", Text: "one"}, Body, Inline, "one", nil, nil},
		{"two lines in one", Clip{Text: "one\ntwo"}, Line, Inline, "one two", nil, nil},
		{"a list in a list", Clip{HTML: "<ul><li>One<li><i>Two</i></ul>"}, Item, Items, "- One\n- *Two*", []string{"One", "*Two*"}, nil},
		{"one line in a list", Clip{Text: "one"}, Item, Inline, "one", nil, nil},
		{"a table in a line", Clip{HTML: "<table><tr><td>a<td>b</table>"}, Line, Inline, "a b", nil, nil},
		{"a page in a text with words", Clip{HTML: page}, Body, Blocks, "### Fees\n\n$150 a session.\n\n### Hours\n\n- Monday", nil, nil},
		{"a page in an empty text", Clip{HTML: page}, Empty, Parts, "### Fees\n\n$150 a session.\n\n### Hours\n\n- Monday", nil, []string{"section", "section"}},
		{"a paragraph and a list in an empty text", Clip{HTML: "<p>a</p><ul><li>b</ul>"}, Empty, Blocks, "a\n\n- b", nil, nil},
	} {
		got, err := Insert(test.clip, test.at)
		var kinds []string
		for _, b := range got.Parts {
			kinds = append(kinds, b.Kind)
		}
		if err != nil || got.Form != test.form || got.Markdown != test.text || !slices.Equal(got.Items, test.items) || !slices.Equal(kinds, test.parts) {
			t.Errorf("%s: got %+v, %v", test.about, got, err)
		}
	}
	for _, wrong := range []struct {
		clip Clip
		at   Place
		want error
	}{{Clip{HTML: "<p></p>"}, Body, ErrEmpty}, {Clip{Text: "a"}, "elsewhere", ErrFormat}, {Clip{Text: "a\x00"}, Line, ErrNotText}} {
		if _, err := Insert(wrong.clip, wrong.at); !errors.Is(err, wrong.want) {
			t.Errorf("%+v: got %v, want %v", wrong, err, wrong.want)
		}
	}
}

func TestWhatIsNoWordsIsNamedAndItsAddressTold(t *testing.T) {
	for _, test := range []struct {
		clip     Clip
		markdown string
		removed  string
	}{
		{Clip{HTML: `<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>`}, "", "a map https://www.google.com/maps/embed?pb=1"},
		{Clip{HTML: `<img src="https://example.org/a.jpg">`}, "", "1 picture "},
		{Clip{HTML: `<iframe src="https://player.vimeo.com/video/1"></iframe>`, Text: "Watch"}, "Watch", "a video https://player.vimeo.com/video/1"},
		{Clip{HTML: `<p>See <iframe src="https://calendly.com/a"></iframe></p>`, Text: "not this"}, "See", "a booking widget https://calendly.com/a"},
	} {
		for _, at := range []Place{Line, Item, Body, Empty, Field} {
			got, err := Insert(test.clip, at)
			var removed []string
			for _, r := range got.Removed {
				removed = append(removed, r.What+" "+r.Link)
			}
			if err != nil || got.Markdown != test.markdown || strings.Join(removed, ", ") != test.removed {
				t.Errorf("%+v in %s: got %q, removed %q, %v", test.clip, at, got.Markdown, removed, err)
			}
		}
	}
}

func TestAFieldOfWordsAloneTakesWords(t *testing.T) {
	for _, test := range []struct {
		clip          Clip
		text, removed string
	}{
		{Clip{HTML: "<p>Fee $150<sup>1</sup> CO<sub>2</sub> so&shy;ft, the 3<sup>rd</sup></p>", Text: "Fee $1501 CO2 so\u00adft"}, "Fee $150¹ CO₂ soft, the 3rd", ""},
		{Clip{HTML: "<h2><b>Our</b> <i>fees</i></h2>"}, "Our fees", ""},
		{Clip{HTML: "<s>$150</s> $160"}, "$160", "struck-out words $150"},
		{Clip{HTML: `<span style="text-decoration:line-through">$150</span>$160`}, "$160", "struck-out words $150"},
		{Clip{HTML: "<p>for 1<s>5</s>6 weeks</p>"}, "for 1 6 weeks", "struck-out words 5"},
		{Clip{HTML: "<p>One<br>two</p><p>three</p>"}, "One\ntwo\nthree", ""},
		{Clip{HTML: `<a href="https://example.org/book">Book *now*</a> [here]`}, "Book *now* [here]", ""},
		{Clip{Text: "Our\vFees\u200b\ufeff for *two*\u2028\ufffcnow"}, "Our\nFees for *two*\nnow", ""},
		{Clip{HTML: "<table><tr><td>a<td>b</table>"}, "a\nb", ""},
		{Clip{HTML: "<ul><li>One<br>more<li>two</ul>"}, "• One\nmore\n• two", ""},
		{Clip{HTML: "<ol start=3><li>Call us<li>Meet</ol>"}, "3. Call us\n4. Meet", ""},
		{Clip{HTML: "<ol><li>Call us</ol>"}, "Call us", ""},
	} {
		got, err := Insert(test.clip, Field)
		var removed []string
		for _, r := range got.Removed {
			removed = append(removed, r.What+" "+r.Text)
		}
		if err != nil || got.Form != Plain || got.Text != test.text || strings.Join(removed, ", ") != test.removed {
			t.Errorf("%+v: got %q, removed %q, %v", test.clip, got.Text, removed, err)
		}
	}
}

func TestAWordThatIsAFileIsRefusedInTheEditorToo(t *testing.T) {
	if _, err := Insert(Clip{Text: strings.Repeat("a", MaxWord+1)}, Body); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
}

func TestPartsOfAFrameThatSayTheSameAreDecidedEachByItself(t *testing.T) {
	keys := map[string]bool{}
	page := strings.Repeat("<nav>Home</nav><p>Words that stand between.</p>", 12)
	r, err := Parse(page, Options{Format: HTML})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Left {
		keys[l.Key] = true
	}
	if len(r.Left) != 12 || len(keys) != 12 {
		t.Errorf("%d parts with %d keys, want 12 of each", len(r.Left), len(keys))
	}
}

func TestAWholeWebsiteInAnEmptyPartLeavesItsFrameOut(t *testing.T) {
	site, err := os.ReadFile("testdata/website.html")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Insert(Clip{HTML: string(site)}, Empty)
	if err != nil || got.Form != Parts {
		t.Fatalf("got %q (%v)", got.Form, err)
	}
	proposed := framedPage(t, string(site), Options{Format: HTML, Decisions: Decisions{LeaveFrame: true}})
	if !slices.Equal(BlockWords(standard(), got.Parts), BlockWords(standard(), proposed.Content.Blocks)) || !slices.Equal(got.Left, proposed.Left) {
		t.Errorf("it says %q without %+v, and the paste page proposes otherwise", BlockWords(standard(), got.Parts), got.Left)
	}
	whole := framedPage(t, string(site), Options{Format: HTML})
	if !slices.Equal(BlockWords(standard(), got.Whole), BlockWords(standard(), whole.Content.Blocks)) {
		t.Errorf("with its frame it says %q, want every word", BlockWords(standard(), got.Whole))
	}
	if !strings.Contains(got.Markdown, "Back to top") {
		t.Error("in one text its frame is lost without a word")
	}
	for about, c := range map[string]struct {
		clip Clip
		at   Place
	}{
		"one sort of frame": {Clip{HTML: "<h2>Find Us</h2><p>Facebook</p><p>Instagram</p><h2>Hours</h2><p>Eight to six.</p>"}, Empty},
		"nothing but frame": {Clip{HTML: "<nav><p>Menu</p></nav><footer><p>© 2026</p></footer>"}, Empty},
		"a text with words": {Clip{HTML: string(site)}, Body},
	} {
		got, err := Insert(c.clip, c.at)
		if err != nil || len(got.Left) > 0 || len(got.Whole) > 0 || got.Left == nil || got.Whole == nil {
			t.Errorf("%s: left out %+v (%v)", about, got.Left, err)
		}
	}
}

func TestTheReceiptOfAnInsertionLeavesLooksUnsaid(t *testing.T) {
	got, err := Insert(Clip{HTML: `<p style="color:red">Fees<script>x()</script></p>`}, Body)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Removed) != 1 || got.Removed[0].What == lostLooks {
		t.Errorf("removed %v, want the script alone", got.Removed)
	}
	got, err = Insert(Clip{HTML: `<p style="color:red">Fees</p>`}, Body)
	if err != nil {
		t.Fatal(err)
	}
	if got.Removed == nil || len(got.Removed) != 0 {
		t.Errorf("removed %#v, want none, and not nil", got.Removed)
	}
}
