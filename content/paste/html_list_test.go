package paste

import (
	"strings"
	"testing"

	"practicecms/content"
)

// wordItem is an item of Word's list as it comes from the clipboard.
func wordItem(tag, level, sign, text string) string {
	return `<` + tag + ` style='mso-list:l0 level` + level + ` lfo1'><![if !supportLists]><span style='mso-list:Ignore'>` + sign +
		`<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>` + text + `</` + tag + `>`
}

func TestListsSayWhatTheyShow(t *testing.T) {
	for name, c := range map[string]struct{ html, want string }{
		"a text below a nested list":       {`<ul><li>Adults<ul><li>Couples</li></ul>and families</li><li>Teens</li></ul>`, "- Adults\n  - Couples\n\n  and families\n\n- Teens"},
		"paragraphs around a nested list":  {`<ol><li><p>Meet.</p><ul><li>Video</li></ul><p>It costs $150.</p><p>Pay then.</p></li><li>Decide.</li></ol>`, "1. Meet.\n   - Video\n\n   It costs $150.\\\n   Pay then.\n\n2. Decide."},
		"a nested list, then another":      {`<ul><li>A<ul><li>B</li></ul>c<ul><li>D</li></ul></li><li>E</li></ul>`, "- A\n  - B\n\n  c\n\n  - D\n- E"},
		"a text below two levels":          {`<ul><li>A<ul><li>B<ol><li>C</li></ol>b</li></ul>a</li></ul>`, "- A\n  - B\n    1. C\n\n    b\n\n\n  a"},
		"a text in front of the item":      {`<ol><li><ul><li>A</li></ul>b</li><li>c</li></ol>`, "- A\n\n1. b\n2. c"},
		"numbers go on below a table":      {`<ol><li>Fees<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>each</li><li>Hours</li></ol>`, "1. Fees\n\n|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n\neach\n\n2. Hours"},
		"numbers that fall":                {`<ol reversed start=3><li>A</li><li>B</li><li>C</li></ol>`, "3. A\n\n2) B\n\n1. C"},
		"numbers that fall by themselves":  {`<ol reversed><li>A<ul><li>x</li></ul></li><li>B</li></ol>`, "2. A\n   - x\n\n1) B"},
		"numbers of more than one level":   {wordItem("p", "1", "1.", "Fees") + wordItem("p", "2", "1.1.", "Intake") + wordItem("p", "2", "1.2.", "Visit") + wordItem("p", "1", "2.", "Hours"), "1. Fees\n   1. Intake\n   2. Visit\n2. Hours"},
		"a lower level that begins":        {wordItem("p", "2", "1.1", "Fees") + wordItem("p", "2", "1.2", "Late") + wordItem("p", "3", "1.2.1", "After"), "1. Fees\n2. Late\n   1. After"},
		"numbers with a word":              {wordItem("p", "1", "Step 1:", "Call") + wordItem("p", "1", "Step 2:", "Meet"), "1. Call\n2. Meet"},
		"signs in a font of signs":         {wordItem("p", "1", "o", "Call") + wordItem("p", "2", "§", "Meet"), "- Call\n  - Meet"},
		"numbered headings stay headings":  {wordItem("h2", "1", "1.", "Confidentiality") + `<p>It stays here.</p>` + wordItem("h2", "1", "2.", "Fees") + `<p>They are low.</p>`, "1. Confidentiality\n\nIt stays here.\n\n2. Fees\n\nThey are low."},
		"headings with bullets":            {wordItem("h2", "1", "·", "Confidentiality") + `<p>It stays here.</p>` + wordItem("h2", "1", "·", "Fees") + `<p>They are low.</p>`, "Confidentiality\n\nIt stays here.\n\nFees\n\nThey are low."},
		"other signs behind an empty line": {`<p>• Adults</p><p>• Teens</p><p>&nbsp;</p><p>➤ Online</p><p>➤ In person</p>`, "- Adults\n- Teens\n\n* Online\n* In person"},
		"other signs right below":          {`<p>Here:</p><p>1. Adults</p><p>2. Teens</p><p>&nbsp;</p><p>✔ Yes</p><p>✘ No</p>`, "Here:\n\n1. Adults\n2. Teens\n\n- Yes\n- No"},
	} {
		if got := listsOf(t, c.html); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// listsOf reads HTML and gives all its texts; of lists that may be checklists too.
func listsOf(t *testing.T, html string) string {
	t.Helper()
	result, err := Parse(html, Options{Format: HTML})
	if err != nil {
		t.Fatalf("%s: %v", html, err)
	}
	if out := BlockWords(content.Standard(), result.Content.Blocks); result.Words.In != len(out) {
		t.Errorf("%s: %d words in, %d out", html, result.Words.In, len(out))
	}
	var texts []string
	for _, b := range result.Content.Blocks {
		for _, name := range []string{"heading", "leadIn", "lede", "body"} {
			if text, _ := b.Fields[name].(string); text != "" {
				texts = append(texts, text)
			}
		}
		if items, _ := b.Fields["items"].([]any); len(items) > 0 {
			var lines []string
			for _, i := range items {
				lines = append(lines, "- "+i.(string))
			}
			texts = append(texts, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(texts, "\n\n")
}
