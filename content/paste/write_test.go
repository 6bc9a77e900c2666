package paste

import "testing"

// Two marks that overlap across a line break are both on every word that had them.
func TestMarksThatOverlapAcrossABreakStayOnTheirWords(t *testing.T) {
	bold, italic, both := style{marks: marks{bold: true}}, style{marks: marks{italic: true}}, style{marks: marks{bold: true, italic: true}}
	for _, c := range []struct {
		text rich
		want string
	}{
		{rich{{text: "one.", style: bold}, {br: true}, {text: "two.", style: both}, {br: true}, {text: "three", style: italic}, {text: "a"}}, "**one.\\\n*two.***\\\n*three*a"},
		{rich{{text: "one", style: bold}, {br: true}, {text: "two", style: both}, {br: true}, {text: "three", style: italic}}, "**one\\\n*two***\\\n*three*"},
		{rich{{text: "one", style: both}, {br: true}, {text: "two", style: italic}}, "***one**\\\ntwo*"},
	} {
		got := c.text.outsideSpaces().write("\\\n", spelling{})
		if got != c.want {
			t.Errorf("%v is written\n%s\nwant\n%s", c.text, got, c.want)
		}
		if !readsAs(got, c.text) {
			t.Errorf("%q reads otherwise", got)
		}
	}
}
