package cms

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
		h := around(c.text, c.word)
		if strings.ToLower(h.Word) != c.word {
			t.Errorf("%q gives %+v", c.text, h)
		}
		if utf8.RuneCountInString(h.Before) > hitContext+1 || utf8.RuneCountInString(h.After) > hitContext+1 || !utf8.ValidString(h.Before+h.After) {
			t.Errorf("too much around it: %+v", h)
		}
		whole := strings.Join(strings.Fields(c.text), " ")
		if !strings.Contains(whole, strings.TrimPrefix(h.Before, "…")+h.Word+strings.TrimSuffix(h.After, "…")) {
			t.Errorf("the text does not say %+v", h)
		}
	}
	if h := around("İstanbul breath", "breath"); h != (Hit{}) {
		t.Errorf("a text whose letters change length: %+v", h)
	}
}
