package history

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAHitIsShownWithTheWordsAroundIt(t *testing.T) {
	long := strings.Repeat("words before ", 20) + "the Breath itself" + strings.Repeat(" words after", 20)
	for _, c := range []struct{ text, word string }{
		{"Breath", "breath"}, {"Slow\n\nBREATH ends", "breath"}, {long, "breath"}, {strings.Repeat("ü", 200) + "breath" + strings.Repeat("ß", 200), "breath"},
	} {
		at := strings.Index(strings.ToLower(c.text), c.word)
		hit := excerpt(c.text, at, at+len(c.word))
		h := hit.Before + hit.Word + hit.After
		if !strings.Contains(strings.ToLower(h), c.word) {
			t.Errorf("%q gives %q", c.text, h)
		}
		if utf8.RuneCountInString(h) > 2*(excerptWidth+1)+utf8.RuneCountInString(c.word) || !utf8.ValidString(h) {
			t.Errorf("too much around it: %q", h)
		}
		whole := strings.Join(strings.Fields(c.text), " ")
		if !strings.Contains(whole, strings.Trim(h, "…")) {
			t.Errorf("the text does not say %q", h)
		}
	}
}
