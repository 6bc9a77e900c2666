package paste

import (
	"slices"
	"strings"
	"testing"
)

func TestQuestionsAndAnswers(t *testing.T) {
	const two = "faq items[0].question=Is it far? items[0].answer=No. items[1].question=Is it dear? items[1].answer=Not very."
	for name, c := range map[string]struct {
		format Format
		in     string
		want   []string
	}{
		"signs":                       {Text, "Q: Is it far?\nA: No.\n\nQ: Is it dear?\nA: Not very.", []string{two}},
		"signs with numbers":          {Text, "Q1. Is it far?\nA1. No.\nQ2. Is it dear?\nA2. Not very.", []string{two}},
		"signs in HTML":               {HTML, "<p><b>Q:</b> Is it far?</p><p><b>A:</b> No.</p><p><b>Q: Is it dear?</b><br>A: Not very.</p>", []string{two}},
		"signs in one paragraph":      {HTML, "<p>Q: Is it far?<br>A: No.<br>Q: Is it dear?<br>A: Not very.</p>", []string{two}},
		"signs of headings":           {Markdown, "# H\n\n## Q: Is it far?\n\nA: No.\n\n## Q: Is it dear?\n\nA: Not very.", []string{"hero heading=H", two}},
		"signs on lines of their own": {Text, "Q:\nIs it far?\nA:\nNo.\nQ:\nIs it dear?\nA:\nNot very.", []string{two}},
		"bold questions":              {HTML, "<p><b>Is it far?</b></p><p>No.</p><p><strong>Is it dear?</strong></p><p>Not very.</p>", []string{two}},
		"bold questions, then lines":  {HTML, "<p><b>Is it far?</b><br>No.</p><p><b>Is it dear?</b><br>Not very.</p>", []string{two}},
		"bold questions in Markdown":  {Markdown, "# H\n\n**Is it far?**\n\nNo.\n\n**Is it dear?**\n\nNot very.", []string{"hero heading=H", two}},
		"details":                     {HTML, "<details><summary>Is it far?</summary>No.</details><details><summary><h3>Is it dear?</h3></summary><p>Not very.</details>", []string{two}},
		"what ends details": {HTML, "<details><summary>Far?</summary>No.</details><details><summary>Dear?</summary><p>No.<p>Not here.</details><p>Call us.",
			[]string{"faq items[0].question=Far? items[0].answer=No. items[1].question=Dear? items[1].answer=No.⏎⏎Not here.", "section body=Call us."}},
		"buttons that unfold":        {HTML, "<ul><li><button aria-expanded=false>Is it far?</button><div><p>No.</p></div></li><li><button aria-expanded=true>Is it dear?</button><div><p>Not very.</div></ul>", []string{two}},
		"other elements that unfold": {HTML, "<div role=button aria-expanded=false>Is it far?</div><div>No.</div><div role=tab aria-expanded=true>Is it dear?</div><div>Not very.</div>", []string{two}},
		"terms of a list":            {HTML, "<dl><dt>Is it far?</dt><dd>No.</dd><dt>Is it dear?</dt><dd>Not very.</dd></dl>", []string{two}},
		"headings that unfold": {HTML, "<h2>H</h2><ul><li><h3><button aria-expanded=false>Is it far?</button></h3><p>No.</li><li><h3><button>Is it dear?</button></h3><p>Not very.</li></ul>",
			[]string{"faq heading=H " + two[4:]}},
		"sub-headings":    {HTML, "<h2>H</h2><h3>Is it far?</h3><p>No.</p><h3>Is it dear?</h3><p>Not very.</p>", []string{"faq heading=H " + two[4:]}},
		"an introduction": {HTML, "<h2>H</h2><p>Ask.</p><h3>Is it far?</h3><p>No.</p><h3>Is it dear?</h3><p>Not very.</p>", []string{"section heading=H body=Ask.", two}},
		"headings below one": {Text, "Frequently Asked Questions\n\nIs It Far?\nNo.\n\nIs It Dear?\nNot very.",
			[]string{"faq heading=Frequently Asked Questions items[0].question=Is It Far? items[0].answer=No. items[1].question=Is It Dear? items[1].answer=Not very."}},
		"marked headings of one rank": {HTML, "<h2>FAQ</h2><h2>Is it far?</h2><p>No.</p><h2>Is it dear?</h2><p>Not very.</p><h2>Fees</h2><p>x", []string{"faq heading=FAQ " + two[4:], "section heading=Fees body=x"}},
		"plain lines below a heading": {Text, "Questions and answers\n\nIs it far?\nNo.\n\nIs it dear?\nNot very.", []string{"faq heading=Questions and answers " + two[4:]}},
		"longer answers": {Text, "Q: Is it far?\nA: No.\n- by bus\n- on foot\n\nQ: Is it dear?\nA: Not very.",
			[]string{"faq items[0].question=Is it far? items[0].answer=No.⏎⏎- by bus⏎- on foot items[1].question=Is it dear? items[1].answer=Not very."}},
		"what stands below the last": {Text, "Q: Is it far?\nA: No.\n\nQ: Is it dear?\nA: Not very.\n\nAsk us more.", []string{two, "section body=Ask us more."}},
		"a heading below the last":   {HTML, "<h2>H</h2><p><b>Is it far?</b><p>No.<p><b>Is it dear?</b><p>Not very.<h2>I</h2><p>x", []string{"faq heading=H " + two[4:], "section heading=I body=x"}},

		"one with signs":                  {Text, "Q: Is it far?\nA: No.", []string{"section body=Q: Is it far?⏎⏎A: No."}},
		"signs without answers":           {Text, "Q: Is it far?\nQ: Is it dear?\nA: Not very.", []string{"section body=Q: Is it far?⏎⏎Q: Is it dear?⏎⏎A: Not very."}},
		"letters that are no signs":       {Text, "A: first\nB: second.\nq and a", []string{"section body=A: first⏎⏎B: second.⏎⏎q and a"}},
		"one in bold":                     {HTML, "<p><b>Is it far?</b></p><p>No.</p>", []string{"section body=**Is it far?**⏎⏎No."}},
		"bold without answers":            {HTML, "<p><b>Is it far?</b></p><p><b>Is it dear?</b></p><p>We help.</p>", []string{"section body=**Is it far?**⏎⏎**Is it dear?**⏎⏎We help."}},
		"bold words in a line":            {HTML, "<p><b>Far?</b> No.</p><p><b>Dear?</b> No.</p>", []string{"section body=**Far?** No.⏎⏎**Dear?** No."}},
		"bold lines that ask nothing":     {HTML, "<p><b>far</b></p><p>No.</p><p><b>dear</b></p><p>No.</p>", []string{"section body=**far**⏎⏎No.⏎⏎**dear**⏎⏎No."}},
		"terms that ask nothing":          {HTML, "<dl><dt>far</dt><dd>No.</dd><dt>dear</dt><dd>Not very.</dd></dl>", []string{"section body=far⏎⏎No.⏎⏎dear⏎⏎Not very."}},
		"one detail":                      {HTML, "<details><summary>Is it far?</summary>No.</details>", []string{"section body=### Is it far?⏎⏎No."}},
		"sub-headings, some asking":       {HTML, "<h2>H</h2><h3>Is it far?</h3><p>No.</p><h3>Fees</h3><p>x</p>", []string{"section heading=H body=### Is it far?⏎⏎No.⏎⏎### Fees⏎⏎x"}},
		"headings without one above":      {HTML, "<h2>Is it far?</h2><p>No.</p><h2>Is it dear?</h2><p>Not very.</p>", []string{"section heading=Is it far? body=No.", "section heading=Is it dear? body=Not very."}},
		"questions to the reader":         {Text, "are you tired?\ndo you sleep badly?\nWe help.\nis it bad?\nWe help.", []string{"section body=are you tired?⏎⏎do you sleep badly?⏎⏎We help.⏎⏎is it bad?⏎⏎We help."}},
		"answers that are not unfolded":   {HTML, "<div role=button aria-expanded=false>How long?</div><div style='display:none'><p>An hour.</p></div><div role=tab aria-expanded=false><a>How much?</a></div><div hidden><p>$150</p></div>", []string{"faq items[0].question=How long? items[0].answer=An hour. items[1].question=How much? items[1].answer=$150"}},
		"a menu that is not unfolded":     {HTML, "<p>a</p><button aria-expanded=false>Menu</button><div hidden>Home</div><p>b</p>", []string{"section body=a⏎⏎Menu⏎⏎b"}},
		"hidden behind an answer":         {HTML, "<p>a</p><button aria-expanded=false>How?</button><p>So.</p><div hidden>gone</div><p>b</p>", []string{"section body=a⏎⏎### How?⏎⏎So.⏎⏎b"}},
		"a button that unfolds none":      {HTML, "<p>a</p><button aria-expanded=false>more</button><p>b</p>", []string{"section body=a⏎⏎more⏎⏎b"}},
		"headings below one that says so": {HTML, "<h1>FAQ</h1><h2>Is it far?</h2><p>No.</p><h2>Is it dear?</h2><p>Not very.</p>", []string{"hero heading=FAQ", two}},
		"headings, and a list in an answer": {HTML, "<h2>Questions and answers</h2><h3>Far?</h3><p>No.</p><h3>Dear?</h3><p>It is:</p><ul><li>a<li>b</ul><h2>Next steps</h2><p>Call.</p>",
			[]string{"faq heading=Questions and answers items[0].question=Far? items[0].answer=No. items[1].question=Dear? items[1].answer=It is:⏎⏎- a⏎- b", "section heading=Next steps body=Call."}},
		"headings, one of which is no question": {HTML, "<h1>FAQ</h1><h3>Far?</h3><p>No.</p><h3>Dear?</h3><p>Not very.</p><h3>Next steps</h3><p>Call.</p>",
			[]string{"hero heading=FAQ", "faq items[0].question=Far? items[0].answer=No. items[1].question=Dear? items[1].answer=Not very.", "section heading=Next steps body=Call."}},
		"a heading below one that says so": {HTML, "<h1>FAQ</h1><h2>Far?</h2><p>No.</p>", []string{"hero heading=FAQ", "section heading=Far? body=No."}},
		"headings below one that does not": {HTML, "<h1>Grief</h1><h2>Far?</h2><p>No.</p><h2>Dear?</h2><p>Yes.</p>", []string{"hero heading=Grief", "section heading=Far? body=No.", "section heading=Dear? body=Yes."}},
		"an item with a text":              {HTML, "<ul><li>one<h4>two</h4>three</li></ul>", []string{"checklist items[0]=one", "section heading=two body=three"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := blocksOf(t, c.in, c.format); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestQuestionsGoIntoAnEmptyPartAsQuestions(t *testing.T) {
	const clip = "Q: Is it far?\nA: No.\n\nQ: Is it dear?\nA: Not very."
	for at, want := range map[Place]Form{Empty: Parts, Body: Blocks} {
		in, err := Insert(Clip{Text: clip}, at)
		if err != nil {
			t.Fatal(err)
		}
		if in.Form != want || in.Markdown != "### Is it far?\n\nNo.\n\n### Is it dear?\n\nNot very." {
			t.Errorf("%s: got %s of %q", at, in.Form, in.Markdown)
		}
	}
}
