package paste

import "testing"

func TestWordsThatABrokenLinePartedAreOne(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"the text has the word":              {"We are counselors, and a coun-\nselor is here.", "We are counselors, and a counselor is here."},
		"it has it in capitals":              {"Mindfulness helps, and mind-\nfulness is free.", "Mindfulness helps, and mindfulness is free."},
		"it has it with a hyphen":            {"Some are re-formed. We re-\nformed it.", "Some are re-formed. We re-formed it."},
		"the half is no word":                {"We talk about the thera-\npists.", "We talk about the therapists."},
		"what follows stays behind it":       {"They are thera-\npists, and more.", "They are therapists, and more."},
		"a hyphen that Chrome copies":        {"of the thera\ufffe\npists here", "of the therapists here"},
		"a possible hyphen":                  {"of the self\u00ad\nish giant", "of the selfish giant"},
		"at the end of a page":               {"of the thera-\n\npists here", "of the therapists here"},
		"with the line ends of Windows":      {"of the thera-\r\npists here", "of the therapists here"},
		"a word that has a hyphen":           {"We speak of self-\nesteem today.", "We speak of self-esteem today."},
		"another one":                        {"It is trauma\ufffe\ninformed work.", "It is trauma-informed work."},
		"a third one":                        {"There are drop-\nin hours.", "There are drop-in hours."},
		"two words that share their end":     {"For short-\nand long-term work.", "For short- and long-term work."},
		"a dash is none":                     {"We walk -\nand rest.", "We walk -\n\nand rest."},
		"nor is what stands before a name":   {"We are anti-\nAmerican.", "We are anti-\n\nAmerican."},
		"one between numbers":                {"It takes 50-\n60 minutes.", "It takes 50-60 minutes."},
		"a telephone number":                 {"Please call us at 505-\n  555-\r\n0142.", "Please call us at 505-555-0142."},
		"a span of fees":                     {"We ask $150–\n$180 an hour.", "We ask $150–$180 an hour."},
		"a dash behind a number is none":     {"It takes 50 -\n60 minutes.", "It takes 50 -\n\n60 minutes."},
		"what is no character goes anywhere": {"We ta\ufffelk.", "We talk."},
	} {
		if got := bodyOf(t, c.in, Text); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestLigaturesAreLetters(t *testing.T) {
	const in, want = "The oﬃce is on the ﬁrst ﬂoor, with coﬀee and waﬄes.", "The office is on the first floor, with coffee and waffles."
	if got := bodyOf(t, in, Text); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := bodyOf(t, "<p>"+in+"</p>", HTML); got != want {
		t.Errorf("HTML: got %q, want %q", got, want)
	}
}

func TestLinesOfAViewerAreLinesOfAText(t *testing.T) {
	const line = `<span style="left: 12%; top: 10%;" role="presentation" dir="ltr">`
	viewer := `<!--StartFragment-->` + line + `A sentence that goes</span><br role="presentation">` + line + `on and on</span>` + line + ` for coun-</span><br role="presentation">` +
		line + `seling.</span><br role="presentation">` + line + `• here</span><br role="presentation">` + line + `• there</span><!--EndFragment-->`
	for name, c := range map[string]struct{ in, want string }{
		"of a viewer":    {viewer, "section body=A sentence that goes on and on for counseling. checklist items[0]=here items[1]=there"},
		"of other HTML":  {"<p>A sentence that goes<br>on and on<br>for coun-<br>seling.</p>", `section body=A sentence that goes\⏎on and on\⏎for coun-\⏎seling.`},
		"of a text only": {"A <br role=presentation> in a sentence.", `section body=A \<br role=presentation> in a sentence.`},
	} {
		r := mustParse(t, c.in, Options{Type: service()})
		got := ""
		for i, l := range outlineOf(r.Content) {
			if i > 0 {
				got += " "
			}
			got += l
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
