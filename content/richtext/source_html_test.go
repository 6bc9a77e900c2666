package richtext

import "testing"

// TestSourceHTMLHoldsAllWords: what delivery puts into words, a reader of the source sees as well.
func TestSourceHTMLHoldsAllWords(t *testing.T) {
	for in, want := range map[string]string{
		"Places[^1] here.\n\n[^1]: Eight.\n\n    And two.": `<p>Places<a name="_ftnref1" href="#_ftn1">[1]</a> here.</p>` + "\n" + `<p><a name="_ftn1" href="#_ftnref1">[1]</a> Eight.</p>` + "\n<p>And two.</p>\n",
		"[^a]: *Two*.\n\nPlaces[^a].":                      `<p>Places<a name="_ftnref1" href="#_ftn1">[a]</a>.</p>` + "\n" + `<p><a name="_ftn1" href="#_ftnref1">[a]</a> <em>Two</em>.</p>` + "\n",
		"No note[^1].":                                     "<p>No note[^1].</p>\n",
		"[^1]: No sign.":                                   "<p>[^1]: No sign.</p>\n",
		"[Fees]: $150":                                     "<p>[Fees]: $150</p>\n",
		"[the plan]\n\n[the plan]: /plan":                  `<p><a href="/plan">the plan</a></p>` + "\n",
		"one\n**two\nthree**  \nfour":                      "<p>one<br data-soft><strong>two<br data-soft>three</strong><br>\nfour</p>\n",
		"![a\nb](/c)":                                      `<p><img src="/c" alt="a` + "\n" + `b"></p>` + "\n",
		"a <b>b</b>":                                       "<p>a <b>b</b></p>\n",
	} {
		if got, err := SourceHTML(in); err != nil || got != want {
			t.Errorf("%q: got %q (%v), want %q", in, got, err, want)
		}
	}
}
