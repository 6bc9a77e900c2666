package paste

import (
	"strings"
	"testing"

	"practicecms/content"
)

// pageOf reads HTML and gives the text of all its blocks.
func pageOf(t *testing.T, html string) string {
	t.Helper()
	result, err := Parse(html, Options{Format: HTML})
	if err != nil {
		t.Fatalf("%s: %v", html, err)
	}
	if result.Words.In != result.Words.Out {
		t.Errorf("%s: %d words in, %d out", html, result.Words.In, result.Words.Out)
	}
	var texts []string
	for _, b := range result.Content.Blocks {
		for _, name := range []string{"heading", "body"} {
			if text, _ := b.Fields[name].(string); text != "" {
				texts = append(texts, text)
			}
		}
	}
	return strings.Join(texts, "\n\n")
}

func TestWhatStyleSaysIsKept(t *testing.T) {
	for name, c := range map[string]struct{ html, want string }{
		"Word's raised text":            {`<p>Fee $150<span style="position:relative;top:-4.0pt;mso-text-raise:4.0pt">1</span> each.</p>`, `Fee $150¹ each.`},
		"Word's lowered text":           {`<p>H<span style="position:relative;top:3.0pt;mso-text-raise:-3.0pt">2</span>O.</p>`, `H₂O.`},
		"Apple's raised text":           {`<style>span.s1 {vertical-align: 4.0px}</style><p>Fee $150<span class="s1">1</span>, the 1<span class="s1">st</span>.</p>`, `Fee $150¹, the 1st.`},
		"Apple's lowered text":          {`<style>span.s1 {vertical-align: -2.0px}</style><p>Room 10<span class="s1">4</span>.</p>`, `Room 10₄.`},
		"raised by percent":             {`<p>Fee $80<span style="vertical-align:30%">2</span>.</p>`, `Fee $80².`},
		"small and at the top":          {`<p>Fee $80<span style="vertical-align:top;font-size:.6em">2</span>.</p>`, `Fee $80².`},
		"small and moved up":            {`<p>Fee $40<span style="top:-.5em;position:relative;font-size:60%">4</span>.</p>`, `Fee $40⁴.`},
		"a form of the font":            {`<p>Fee $30<span style="font-variant-position: super">5</span>.</p>`, `Fee $30⁵.`},
		"Word's sign of a lost note":    {`<p>Fee $150<a href="#_edn1"><span class=MsoEndnoteReference>1</span></a>.</p>`, `Fee $150¹.`},
		"two signs are no number":       {`<p>Fee $150<sup>1</sup><sup>2</sup> each.</p>`, `Fee $150¹ ² each.`},
		"one sign in two pieces":        {`<p>Fee $150<sup><b>1</b>2</sup> each, x<span style="vertical-align:super">1</span><span style="vertical-align:super">0</span>.</p>`, `Fee $150**¹**² each, x¹⁰.`},
		"a raised word":                 {`<p>The 3<sup>r</sup><sup>d</sup> one.</p>`, `The 3(r)d one.`},
		"moved by a hair":               {`<p>Fee <span style="vertical-align:1px">50</span> each.</p>`, `Fee 50 each.`},
		"at the top, but not small":     {`<p>Fee 1<span style="vertical-align:top">50</span> each.</p>`, `Fee 150 each.`},
		"on the line":                   {`<p>Fee 1<span style="vertical-align:baseline">50</span> each.</p>`, `Fee 150 each.`},
		"a small cell at the top":       {`<table><tr><td style="vertical-align:top;font-size:60%">12</td><td>a</td><td>b</td></tr><tr><td>3</td><td>c</td><td>d</td></tr></table>`, "|  |  |  |\n| --- | --- | --- |\n| 12 | a | b |\n| 3 | c | d |"},
		"a moved block":                 {`<p style="position:relative;top:-4pt;font-size:8pt">12 rooms are here.</p>`, `12 rooms are here.`},
		"a compound selector":           {`<style>span.old.big{text-decoration:line-through}</style><p>Fee <span class="big old">$200</span> <span class="old">$150</span>.</p>`, `Fee ~~$200~~ $150.`},
		"a descendant":                  {`<style>.price del{text-decoration:none} .was span{text-decoration:line-through}</style><p class="price">Fee <del>$200</del>.</p><p class="was">Now <b><span>$90</span></b>.</p>`, "Fee $200.\n\nNow **~~$90~~**."},
		"a child only":                  {`<style>.was > span{text-decoration:line-through}</style><p class="was">Fee <b><span>$90</span></b> <span>$80</span>.</p>`, `Fee **$90** ~~$80~~.`},
		"the more exact rule":           {`<style>p span.a{font-weight:bold} span.a{font-weight:normal}</style><p>A <span class="a">word</span> here.</p>`, `A **word** here.`},
		"an id":                         {`<style>#x{font-weight:bold}</style><p>A <span id="x">word</span> here.</p>`, `A **word** here.`},
		"what holds in print":           {`<style>@media print{.a{display:none}} @page S {margin:0} .b{font-weight:bold}</style><p>A <span class="a">word</span> <span class="b">here</span>.</p>`, `A word **here**.`},
		"an element by its tag alone":   {`<style>b{font-weight:normal} a:hover .x{font-weight:bold}</style><p>A <b>word</b> <i class="x">here</i>.</p>`, `A **word** *here*.`},
		"a strike that is none":         {`<p>Fee <s style="text-decoration:none">$70</s> and <del style="text-decoration:inherit">$60</del>.</p>`, `Fee $70 and ~~$60~~.`},
		"no strike inside of a strike":  {`<p>Fee <s>$70 <span style="text-decoration:none">each</span></s>.</p>`, `Fee ~~$70 each~~.`},
		"underlined and struck":         {`<p>Fee <span style="text-decoration:underline line-through">$90</span>.</p>`, `Fee ~~$90~~.`},
		"blocks in a paragraph":         {`<p><span style="display:block">Room 12</span><span style="display:block">34 Example Street</span></p>`, "Room 12\\\n34 Example Street"},
		"links that are blocks":         {`<a href="https://example.org/a" style="display:block">9–5</a><a href="https://example.org/b" style="display:block">10–6</a>`, "[9–5](https://example.org/a)\\\n[10–6](https://example.org/b)"},
		"a block beside words":          {`<p>Fees are $1<span style="display:block">50 minutes, please.</span></p>`, "Fees are $1\\\n50 minutes, please."},
		"columns":                       {`<div style="display:flex"><span>Intake</span><span>200</span><span>90</span></div>`, `Intake 200 90`},
		"boxes beside each other":       {`<p>Fee: <span style="display:inline-block">Intake</span><span style="display:inline-block">$200</span>.</p>`, `Fee: Intake $200.`},
		"a box beside digits":           {`<p>Here is room 1<span style="display:inline-block">20 seats</span>.</p>`, `Here is room 1 20 seats.`},
		"at the right":                  {`<p>Intake, once<span style="float:right">$200</span></p>`, `Intake, once $200`},
		"a box in a sentence":           {`<p>Call us <a href="tel:5055550142" style="display:inline-block">here</a>, or un<span style="display:inline-block">planned</span>.</p>`, `Call us [here](tel:5055550142), or unplanned.`},
		"a box for each letter":         {`<p>In <span style="display:inline-block">G</span><span style="display:inline-block">o</span>, now.</p>`, `In Go, now.`},
		"a large first letter":          {`<p><span style="float:left">W</span>e walk, slowly.</p>`, `We walk, slowly.`},
		"what q quotes":                 {`<p>She said: <q>so <q>it</q> helps</q>, then.</p>`, `She said: “so ‘it’ helps”, then.`},
		"links of which one is struck":  {`<p>At <s><a href="https://example.org/a">old</a></s> <a href="https://example.org/b"><s>beta</s> new</a>.</p>`, `At ~~[old](https://example.org/a)~~ [~~beta~~ new](https://example.org/b).`},
		"both links are struck":         {`<p>At <s><a href="https://example.org/a">old</a> <a href="https://example.org/b">beta</a></s>.</p>`, `At ~~[old](https://example.org/a) [beta](https://example.org/b)~~.`},
		"a block that was hidden first": {`<style>.a{display:none}</style><p>A <span class="a" style="display:inline">word</span> <span class="a">gone</span> here.</p>`, `A word here.`},
	} {
		if got := pageOf(t, c.html); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestCommentsOfWordAreLeftOut(t *testing.T) {
	result, err := Parse(`<p class=MsoNormal>Fee <a style='mso-comment-reference:DR_1'>$150</a><span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[DR1]</a></span> per visit.</p>`+
		`<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div class=msocomtxt><p class=MsoCommentText>`+
		`<span class=MsoCommentReference><a href="#_msoanchor_1" class=msocomoff>[DR1]</a></span>Too low? Ask Lee.</p></div></div></div>`, Options{Format: HTML})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(BlockWords(content.Standard(), result.Content.Blocks), " "); got != "Fee $150 per visit." {
		t.Errorf("got %q", got)
	}
	told := false
	for _, r := range result.Removed {
		told = told || r.What == "1 comment"
	}
	if !told {
		t.Errorf("the comment is not told of: %v", result.Removed)
	}
}
