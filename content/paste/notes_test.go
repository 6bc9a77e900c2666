package paste

import (
	"slices"
	"strings"
	"testing"

	"practicecms/content"
	"practicecms/content/richtext"
)

// bodiesOf gives the texts that an input becomes, and wants its words in their order.
func bodiesOf(t *testing.T, input string, format Format) string {
	t.Helper()
	r, err := Parse(input, Options{Format: format, Type: service()})
	if err != nil {
		t.Fatal(err)
	}
	in, out := read(input, format, Decisions{}).words, BlockWords(content.Standard(), r.Content.Blocks)
	if !slices.Equal(in, out) {
		t.Errorf("%q:\nwords in  %q\nwords out %q", input, in, out)
	}
	if err := content.Standard().Validate("service", r.Content, nil, richtext.Check); err != nil {
		t.Error(err)
	}
	return strings.Join(outlineOf(r.Content), " | ")
}

func TestFootnotesKeepTheirNotes(t *testing.T) {
	const word = `<p class=MsoNormal>It costs 150<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> here.</p>` +
		`<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>` +
		`<a href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a>&nbsp;Or <b>less</b>.</p></div></div>`
	const want = "section body=It costs 150[^1] here.⏎⏎[^1]: Or **less**."
	for name, in := range map[string]string{
		"Word":        word,
		"LibreOffice": `<p>It costs 150<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> here.</p><div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Or <b>less</b>.</p></div>`,
		"Google Docs": `<p>It costs 150<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> here.</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Or <b>less</b>.</span></p></div>`,
		"WordPress":   `<p>It costs 150<sup data-fn="a-b" class="fn"><a href="#a-b" id="a-b-link">1</a></sup> here.</p><ol class="wp-block-footnotes"><li id="a-b">Or <b>less</b>. <a href="#a-b-link">↩︎</a></li></ol>`,
		"GitHub":      `<p>It costs 150<sup id="fnref1"><a href="#fn1">1</a></sup> here.</p><section><hr><ol><li id="fn1"><p>Or <b>less</b>. <a href="#fnref1">↩</a></p></li></ol></section>`,
		"a browser, which writes whole addresses": strings.ReplaceAll(word, `href="#`, `href="https://example.org/fees#`),
	} {
		if got := bodiesOf(t, in, HTML); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
	if got := bodiesOf(t, "It costs 150[^1] here.\n\n[^1]: Or **less**.", Markdown); got != want {
		t.Errorf("Markdown: got %s", got)
	}
	if in, err := Insert(Clip{HTML: word}, Body); err != nil || "section body="+strings.ReplaceAll(in.Markdown, "\n", "⏎") != want {
		t.Errorf("in the editor: got %q, %v", in.Markdown, err)
	}
}

func TestFootnotesThatAreNotInOneTextAreWords(t *testing.T) {
	sign := func(n string) string { return `<a href="#_ftn` + n + `" name="_ftnref` + n + `">[` + n + `]</a>` }
	note := func(n string) string {
		return `<p><a href="#_ftnref` + n + `" name="_ftn` + n + `">[` + n + `]</a> Note ` + n + `.</p>`
	}
	for name, c := range map[string]struct{ in, want string }{
		"two notes":               {"<p>A" + sign("1") + " b" + sign("2") + ".</p>" + note("1") + note("2"), "section body=A[^1] b[^2].⏎⏎[^1]: Note 1.⏎⏎[^2]: Note 2."},
		"one of them in another":  {"<h2>H</h2><p>A" + sign("1") + ".</p><h2>I</h2><p>b" + sign("2") + ".</p>" + note("1") + note("2"), `section heading=H body=A\[1\]. | section heading=I body=b[^2].⏎⏎\[1\] Note 1.⏎⏎[^2]: Note 2.`},
		"in a heading":            {"<h2>H" + sign("1") + "</h2><p>x</p>" + note("1"), `section heading=H[1] body=x⏎⏎\[1\] Note 1.`},
		"in an item":              {"<h2>H</h2><ul><li>a" + sign("1") + "<li>b</ul>" + note("1"), `section heading=H body=- a[^1]⏎- b⏎⏎[^1]: Note 1.`},
		"words below the note":    {"<p>A" + sign("1") + ".</p>" + note("1") + "<p>b</p>", `section body=A\[1\].⏎⏎\[1\] Note 1.⏎⏎b`},
		"no note":                 {"<p>A" + sign("1") + ".</p>", `section body=A\[1\].`},
		"no sign":                 {"<p>A.</p>" + note("1"), `section body=A.⏎⏎\[1\] Note 1.`},
		"a note without words":    {"<p>A" + sign("1") + `.</p><p><a href="#_ftnref1" name="_ftn1">[1]</a></p>`, `section body=A\[1\].⏎⏎\[1\]`},
		"before a parenthesis":    {"<p>A" + sign("1") + "(b).</p>" + note("1"), `section body=A\[1\](b).⏎⏎\[1\] Note 1.`},
		"at the start of a text":  {"<p>" + sign("1") + ": A.</p>" + note("1"), `section body=\[1\]: A.⏎⏎\[1\] Note 1.`},
		"bold beside it":          {"<p><b>A</b>" + sign("1") + " b.</p>" + note("1"), "section body=**A**[^1] b.⏎⏎[^1]: Note 1."},
		"links to a place":        {`<p><a href="#b" id="a">Fees</a></p><h2 id="b"><a href="#a">Fees</a></h2><p>x</p>`, "section body=[Fees](#b) | section heading=Fees body=x"},
		"a link to the top":       {`<p id="top">A <a href="#b">2</a></p><p id="b">c <a href="#d">up</a></p>`, "section body=A [2](#b)⏎⏎c [up](#d)"},
		"raised, and no footnote": {`<p>150<sup>1</sup> here.</p><p><sup>1</sup> Or less.</p>`, "section body=150¹ here.⏎⏎¹ Or less."},
	} {
		if got := bodiesOf(t, c.in, HTML); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}
