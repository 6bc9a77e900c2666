package paste

import (
	"strings"
	"testing"
)

// bodyOf is the text of the only section that an input becomes.
func bodyOf(t *testing.T, input string, format Format) string {
	t.Helper()
	r := mustParse(t, input, Options{Format: format, Type: service()})
	if len(r.Content.Blocks) != 1 || r.Content.Blocks[0].Kind != "section" {
		t.Fatalf("%q became %v", input, r.Content.Blocks)
	}
	return r.Content.Blocks[0].Fields["body"].(string)
}

// TestNoBreakSpacesStayWhereALanguageNeedsThem writes them as _ and the narrow ones as ^.
func TestNoBreakSpacesStayWhereALanguageNeedsThem(t *testing.T) {
	spelled := strings.NewReplacer("_", "\u00a0", "^", "\u202f")
	for in, want := range map[string]string{
		"«_Entrez_», dit-elle.":                  "«_Entrez_», dit-elle.",
		"«^Entrez^» dit-elle^: est-ce loin^?":    "«^Entrez^» dit-elle^: est-ce loin^?",
		"Sur place_; gratuit_! À 100_% de 20_€.": "Sur place_; gratuit_! À 100_% de 20_€.",
		"The hour of 50_min costs 1^250_kr.":     "The hour of 50_min costs 1^250_kr.",
		"It costs $_20, from 9_am.":              "It costs $_20, from 9_am.",

		"We meet_here, on_the first_floor.":  "We meet here, on the first floor.",
		"It cost $320_$290 and 90_€80 then.": "It cost $320 $290 and 90 €80 then.",
		"We have 5_rooms and 10_minutes.":    "We have 5 rooms and 10 minutes.",
		"_At the ends too._":                 "At the ends too.",
		"Two__of them, and one_ more.":       "Two of them, and one more.",
	} {
		in, want = spelled.Replace(in), spelled.Replace(want)
		if got := bodyOf(t, in, Text); got != want {
			t.Errorf("text %q: got %q, want %q", in, got, want)
		}
		if got := bodyOf(t, "<p>"+in+"</p>", HTML); got != want {
			t.Errorf("HTML %q: got %q, want %q", in, got, want)
		}
	}
}

func TestNoBreakSpacesBetweenTwoStylesStay(t *testing.T) {
	for in, want := range map[string]string{
		"<p>Pour 85&nbsp;<b>€</b> par heure.</p>":                        "Pour 85\u00a0**€** par heure.",
		"<p>Pour <b>85&nbsp;</b>€ par heure.</p>":                        "Pour **85**\u00a0€ par heure.",
		"<p>Est-ce <i>loin</i><span lang=FR>&nbsp;?</span></p>":          "Est-ce *loin*\u00a0?",
		"<p>It is <b>far&nbsp;</b>away.</p>":                             "It is **far** away.",
		"<p>A line<br>&nbsp;<br>and another.</p>":                        "A line\n\nand another.",
		"<p>so&shy;ft h&#8203;ere, and 5<span>&#8239;</span>km</p>":      "soft here, and 5\u202fkm",
		"<table><tr><td>a&nbsp;<td>20&nbsp;€<tr><td>b<td>9</td></table>": "|  |  |\n| --- | --- |\n| a | 20\u00a0€ |\n| b | 9 |",
	} {
		if got := bodyOf(t, in, HTML); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
