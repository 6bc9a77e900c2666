package paste

import (
	"slices"
	"strings"
	"testing"
)

// example is an input and the blocks that it becomes.
type example struct {
	about  string
	format Format
	in     string
	want   []string
}

func checkExamples(t *testing.T, examples []example) {
	t.Helper()
	for _, x := range examples {
		t.Run(x.about, func(t *testing.T) {
			if got := blocksOf(t, x.in, x.format); !slices.Equal(got, x.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(x.want, "\n"))
			}
		})
	}
}

func TestLinesOneBelowTheOtherStayTogether(t *testing.T) {
	const rest = "Ask us when you are not sure."
	checkExamples(t, []example{
		{"names in capitals", Text, "Plans we take\n\nAlder Health\nBirch Mutual\nCedar Care\n\n" + rest,
			[]string{`section heading=Plans we take body=Alder Health\⏎Birch Mutual\⏎Cedar Care⏎⏎` + rest}},
		{"names without a text around", Text, "Alder Health\nBirch Mutual\nCedar Care", []string{`section body=Alder Health\⏎Birch Mutual\⏎Cedar Care`}},
		{"two names", Text, "We take two plans.\n\nAlder Health\nBirch Mutual\n\n" + rest, []string{`section body=We take two plans.⏎⏎Alder Health\⏎Birch Mutual⏎⏎` + rest}},
		{"names in small letters", Text, "We help with these.\n\nsleep\ngrief\nanger", []string{`section body=We help with these.⏎⏎sleep\⏎grief\⏎anger`}},
		{"an address", Text, "Where we are\n\nWillow House\n12 Sample Rd.\nSpringfield, N.M. 87000\n\n" + rest,
			[]string{`section heading=Where we are body=Willow House\⏎12 Sample Rd.\⏎Springfield, N.M. 87000⏎⏎` + rest}},
		{"hours", Text, "When we are here\n\nMonday 9:00 AM – 5:00 PM\nFriday Closed", []string{`section heading=When we are here body=Monday 9:00 AM – 5:00 PM\⏎Friday Closed`}},
		{"numbers to call, in sentences", Text, "Somebody is awake\n\nCall the line at 000.\nText PINE to 00000.\n\n" + rest,
			[]string{`section heading=Somebody is awake body=Call the line at 000.\⏎Text PINE to 00000.⏎⏎` + rest}},
		{"a signature", Text, "See you on Monday.\n\n-- \nIda Brandt\nWillow House", []string{`section body=See you on Monday.⏎⏎Ida Brandt\⏎Willow House`}},
		{"divs of a mail program", HTML, "<div>Here we are:</div><div><br></div><div>Willow House</div><div>12 Sample Road</div><div>Springfield</div><div><br></div><div>Come in.</div>",
			[]string{`section body=Here we are:⏎⏎Willow House\⏎12 Sample Road\⏎Springfield⏎⏎Come in.`}},
		{"paragraphs without margins", HTML, "<style>p.a {margin: 0in}</style><p class=a>Willow House</p>\n<p class=a>12 Sample Road</p>\n<p class=a>&nbsp;</p>\n<p class=a>Come in.</p>",
			[]string{`section body=Willow House\⏎12 Sample Road⏎⏎Come in.`}},
		{"paragraphs with margins", HTML, "<p>Willow House</p>\n<p>12 Sample Road</p>\n<p>Come in.</p>", []string{`section heading=Willow House body=12 Sample Road⏎⏎Come in.`}},
		{"lines below marked headings", HTML, "<h2>Hours</h2><div>Monday 9–5</div><div>Friday closed</div>", []string{`section heading=Hours body=Monday 9–5\⏎Friday closed`}},
		{"with blank lines between: no headings, and paragraphs", Text, "We take these plans.\n\nAlder Health\n\nBirch Mutual\n\nCedar Care\n\n" + rest + "\nYes.",
			[]string{`section body=We take these plans.⏎⏎Alder Health⏎⏎Birch Mutual⏎⏎Cedar Care⏎⏎` + rest + `\⏎Yes.`}},

		{"sentences are paragraphs", Text, "The river is near, and you hear it from the large room all day.\nThe street is far, and nobody hears it in any of the rooms.",
			[]string{`section body=The river is near, and you hear it from the large room all day.⏎⏎The street is far, and nobody hears it in any of the rooms.`}},
		{"a heading and its text", Text, "Our Rooms\nThe river is near.\nOur Garden\nIt is open.", []string{"section heading=Our Rooms body=The river is near.", "section heading=Our Garden body=It is open."}},
		{"a sentence that was broken", Text, "The garden room has a stove and two\nwindows, and is used in winter.", []string{"section body=The garden room has a stove and two windows, and is used in winter."}},
		{"lines that were all broken at one width", Text, "In the evening we light the stove, which takes a while. When it is warm,\nIda and the others of the garden group come in and hang up their coats.\nEverybody sits where they like, and some of them bring tea along, or\nApple cake.",
			[]string{"section body=In the evening we light the stove, which takes a while. When it is warm, Ida and the others of the garden group come in and hang up their coats. Everybody sits where they like, and some of them bring tea along, or Apple cake."}},
		{"long lines that are not broken", Text, "The first room has a stove, a carpet and seven chairs\nAll of it is new\nThe second room has two windows on the river, and no door",
			[]string{`section body=The first room has a stove, a carpet and seven chairs\⏎All of it is new\⏎The second room has two windows on the river, and no door`}},
	})
}

func TestALineAloneAboveATextIsItsHeading(t *testing.T) {
	const rest = "It is warm in winter, too."
	checkExamples(t, []example{
		{"in small letters", Text, "About the garden room\n\n" + rest, []string{"section heading=About the garden room body=" + rest}},
		{"above a list", Text, "What to bring along\n\n- water\n- a coat", []string{"section heading=What to bring along body=- water⏎- a coat"}},
		{"directly above a text", Text, "How the hour ends\n" + rest + "\n\nWhat comes after\n" + rest, []string{"section heading=How the hour ends body=" + rest, "section heading=What comes after body=" + rest}},
		{"two, with a text below each", Text, "About the room\n\n" + rest + "\n\nAbout the price\n\n" + rest, []string{"section heading=About the room body=" + rest, "section heading=About the price body=" + rest}},

		{"a sentence", Text, "It is a garden.\n\n" + rest, []string{"section body=It is a garden.⏎⏎" + rest}},
		{"a line above a list, with a colon", Text, "You bring:\n\n- water\n- a coat", []string{"checklist leadIn=You bring: items[0]=water items[1]=a coat"}},
		{"a price", Text, "An hour for $90\n\n" + rest, []string{"section body=An hour for $90⏎⏎" + rest}},
		{"a telephone number", Text, "Call 505 555 0142\n\n" + rest, []string{"section body=Call 505 555 0142⏎⏎" + rest}},
		{"a line at the end", Text, rest + "\n\nCome in soon", []string{"section body=" + rest + "⏎⏎Come in soon"}},
		{"a name at the end, in capitals", Text, rest + "\n\nIda Brandt", []string{"section body=" + rest + "⏎⏎Ida Brandt"}},
		{"a farewell", Text, rest + "\n\nBest wishes\n\nIda Brandt\nWillow House", []string{`section body=` + rest + `⏎⏎Best wishes⏎⏎Ida Brandt\⏎Willow House`}},
		{"no blank lines", Text, "Come in soon\nIt is warm.\nSit where you like\nThere is tea.", []string{`section body=Come in soon⏎⏎It is warm.⏎⏎Sit where you like⏎⏎There is tea.`}},
		{"the caption of a picture", HTML, `<p><img src=a width=300> The garden</p><p>` + rest, []string{"section body=The garden⏎⏎" + rest}},
		{"below headings that are marked", HTML, "<h2>Rooms</h2><p>The garden</p><p>" + rest, []string{"section heading=Rooms body=The garden⏎⏎" + rest}},
	})
}

func TestANameWithLettersAboveARoleIsAPerson(t *testing.T) {
	checkExamples(t, []example{
		{"a team", Text, "Our People\n\nIda Brandt, M.A., LPCC\nCounselor\nShe likes rivers.\n\nPiet Arends, Ph.D.\nClinical Psychologist\nHe likes ice.",
			[]string{`section heading=Our People body=### Ida Brandt, M.A., LPCC⏎⏎Counselor\⏎She likes rivers.⏎⏎### Piet Arends, Ph.D.⏎⏎Clinical Psychologist\⏎He likes ice.`}},
		{"no heading above", Text, "Ida Brandt, LCSW-S\nFounder and director\nShe likes rivers, and has done so since she was a child at the sea.",
			[]string{"section heading=Ida Brandt, LCSW-S body=Founder and director⏎⏎She likes rivers, and has done so since she was a child at the sea."}},
		{"lines of one paragraph", HTML, "<p>Ida Brandt, PsyD (she/her)<br>Psychologist<br>She likes rivers.</p>", []string{`section heading=Ida Brandt, PsyD (she/her) body=Psychologist\⏎She likes rivers.`}},
		{"paragraphs", HTML, "<p>Dr. Ida van Brandt, LMFT</p><p>Family therapist</p><p>She likes rivers.</p>", []string{`section heading=Dr. Ida van Brandt, LMFT body=Family therapist⏎⏎She likes rivers.`}},
		{"a role of another trade, above a sentence", Text, "Ida Brandt, MFA\nKeeper of the garden\nShe likes rivers.\n\nCome in.", []string{`section heading=Ida Brandt, MFA body=Keeper of the garden\⏎She likes rivers.⏎⏎Come in.`}},

		{"below a marked heading", HTML, "<h2>Our People</h2><p>Ida Brandt, M.A., LPCC</p><p>Counselor</p><p>She likes rivers.</p><p><b>Piet Arends, Ph.D.</b><br><i>Psychologist</i></p><p>He likes ice.</p><h2>Our rooms</h2><p>Warm.</p>",
			[]string{`section heading=Our People body=### Ida Brandt, M.A., LPCC⏎⏎Counselor⏎⏎She likes rivers.⏎⏎### Piet Arends, Ph.D.⏎⏎*Psychologist*⏎⏎He likes ice.`, "section heading=Our rooms body=Warm."}},
		{"a name in a sentence below a marked heading", HTML, "<h2>Our People</h2><p>Ida Brandt, LPCC, likes rivers.</p><p>Counselor</p>", []string{`section heading=Our People body=Ida Brandt, LPCC, likes rivers.⏎⏎Counselor`}},

		{"no letters: lines", Text, "Our People\n\nIda Brandt\nCounselor\n\nPiet Arends\nPsychologist", []string{`section heading=Our People body=Ida Brandt\⏎Counselor⏎⏎Piet Arends\⏎Psychologist`}},
		{"a signature", Text, "See you on Monday.\n\nIda Brandt, M.A., LPCC\nWillow House\n(505) 555-0142", []string{`section body=See you on Monday.⏎⏎Ida Brandt, M.A., LPCC\⏎Willow House\⏎(505) 555-0142`}},
		{"a place and a state", Text, "We moved.\n\nSanta Fe, NM\nAlbuquerque, NM", []string{`section body=We moved.⏎⏎Santa Fe, NM\⏎Albuquerque, NM`}},
		{"a team without roles", Text, "They are here.\n\nIda Brandt, LPCC\nPiet Arends, Ph.D.\nUna Holm, LCSW", []string{`section body=They are here.⏎⏎Ida Brandt, LPCC\⏎Piet Arends, Ph.D.\⏎Una Holm, LCSW`}},
	})
}

func TestSignsOfLists(t *testing.T) {
	lead := "You find here:\n"
	list := func(items string) []string { return []string{"checklist leadIn=You find here: " + items} }
	for _, sign := range strings.Fields("- • · * ◦ ○ ‣ ⁃ ➢ ➤ ✓ ✔ ✔️ → ■ \uf0b7 \uf0a7 – —") {
		if got := blocksOf(t, lead+sign+" rest\n"+sign+"\tquiet", Text); !slices.Equal(got, list("items[0]=rest items[1]=quiet")) {
			t.Errorf("%q: got %q", sign, got)
		}
	}
	checkExamples(t, []example{
		{"letters that Word sets as signs", Text, lead + "o\trest\no   quiet\n§\ttea", list("items[0]=rest items[1]=quiet items[2]=tea")},
		{"glued to the word", Text, lead + "•Rest\n•Quiet", list("items[0]=Rest items[1]=Quiet")},
		{"a sign that no font had", Text, lead + "§\trest\n\tQuiet", list("items[0]=rest items[1]=Quiet")},
		{"nested by spaces", Text, lead + "- rest\n  - on a bed\n  - on a chair\n- quiet", []string{"section body=You find here:⏎⏎- rest⏎  - on a bed⏎  - on a chair⏎- quiet"}},
		{"nested by tabs", Text, lead + "• rest\n\t◦ on a bed\n• quiet", []string{"section body=You find here:⏎⏎- rest⏎  - on a bed⏎- quiet"}},
		{"an item that was broken", Text, lead + "- a chair from which the river is seen, and\nthe hills\n- quiet", list("items[0]=a chair from which the river is seen, and the hills items[1]=quiet")},
		{"an item that was broken and stands to the right", Text, lead + "- a chair from which the river is seen, and the\n  Hills\n- quiet", list("items[0]=a chair from which the river is seen, and the Hills items[1]=quiet")},

		{"a letter that is a word", Text, "o brother\no sister", []string{`section body=o brother\⏎o sister`}},
		{"a paragraph sign", Text, "§ 5 holds.\n§ 6 does not.", []string{`section body=§ 5 holds.⏎⏎§ 6 does not.`}},
		{"a hyphen that touches", Text, "-5 degrees outside", []string{`section body=\-5 degrees outside`}},
		{"a text below a list", Text, lead + "- rest\n- quiet\nCome in.", append(list("items[0]=rest items[1]=quiet"), "section body=Come in.")},
	})
}

func TestNumbersOfLists(t *testing.T) {
	checkExamples(t, []example{
		{"letters with a bracket", Text, "a) call\nb) meet\nc) decide", []string{"section body=1. call⏎2. meet⏎3. decide"}},
		{"Roman numerals", Text, "i. call\nii. meet\niii. decide\niv. rest", []string{"section body=1. call⏎2. meet⏎3. decide⏎4. rest"}},
		{"letters that are Roman numerals, too", Text, "h) call\ni) meet\nj) decide", []string{"section body=8. call⏎9. meet⏎10. decide"}},
		{"in brackets", Text, "(1) call\n(2) meet", []string{"section body=1. call⏎2. meet"}},
		{"with a dash", Text, "1 - call\n2 - meet", []string{"section body=1. call⏎2. meet"}},
		{"from another number", Text, "4. call\n5. meet", []string{"section body=4. call⏎5. meet"}},
		{"from none", Text, "0. call\n1. meet", []string{"section body=0. call⏎1. meet"}},
		{"with blank lines", Text, "Do this.\nIn this order.\n\n1. call\n\n2. meet", []string{`section body=Do this.\⏎In this order.⏎⏎1. call⏎2. meet`}},
		{"two lists", Text, "1. call\n2. meet\n1. sit\n2. talk", []string{"section body=1. call⏎2. meet⏎⏎1) sit⏎2) talk"}},
		{"nested by letters", Text, "1. call\na. by day\nb. by night\n2. meet", []string{"section body=1. call⏎   1. by day⏎   2. by night⏎2. meet"}},
		{"nested by spaces", Text, "1. call\n   1. by day\n   2. by night\n2. meet", []string{"section body=1. call⏎   1. by day⏎   2. by night⏎2. meet"}},
		{"three levels", Text, "1. call\n a) by day\n  i. at noon\n  ii. at nine\n b) by night\n2. meet", []string{"section body=1. call⏎   1. by day⏎      1. at noon⏎      2. at nine⏎   2. by night⏎2. meet"}},
		{"bullets below a number", Text, "1. call\n- by day\n- by night\n2. meet", []string{"section body=1. call⏎   - by day⏎   - by night⏎2. meet"}},
		{"bullets behind a list", Text, "1. call\n2. meet\n\n- tea\n- cake", []string{"section body=1. call⏎2. meet⏎⏎- tea⏎- cake"}},
		{"typed in HTML", HTML, "<p>1) call<br>2) <b>meet</b></p>", []string{"section body=1. call⏎2. **meet**"}},
		{"typed in paragraphs of HTML", HTML, "<div>a. call</div><div>b. meet</div>", []string{"section body=1. call⏎2. meet"}},
		{"an item that was broken", Text, "1. call us on the day before, so that the\nroom is warm\n2. meet", []string{"section body=1. call us on the day before, so that the room is warm⏎2. meet"}},

		{"a single number", Text, "1. Arrive\nThe door is open on that day.\n2. Talk\nAll of it stays here.", []string{`section heading=1. Arrive body=The door is open on that day.`, `section heading=2. Talk body=All of it stays here.`}},
		{"an initial", Text, "A. Brandt likes rivers.", []string{`section body=A. Brandt likes rivers.`}},
		{"initials", Text, "A. Brandt\nB. Arends", []string{`section body=A. Brandt\⏎B. Arends`}},
		{"somebody who says I", Text, "I. am here.", []string{`section body=I. am here.`}},
		{"years", Text, "2023. A beginning\n2024. A year", []string{`section body=2023\. A beginning\⏎2024\. A year`}},
		{"hours", Text, "9 - 10 yoga\n10 - 11 tea", []string{`section body=9 - 10 yoga\⏎10 - 11 tea`}},
		{"telephone numbers", Text, "(505) 555-0142\n(506) 555-0143", []string{`section body=(505) 555-0142\⏎(506) 555-0143`}},
		{"numbers that do not count on", Text, "3. call\n7. meet", []string{`section body=3\. call\⏎7\. meet`}},
	})
}

func TestLinesOfCellsAreATable(t *testing.T) {
	checkExamples(t, []example{
		{"below a heading", Text, "Our Fees\nHour\tPrice\nShort\t$80\nLong\t$120", []string{`section heading=Our Fees body=| Hour | Price |⏎| --- | --- |⏎| Short | $80 |⏎| Long | $120 |`}},
		{"empty cells", Text, "Day\tFrom\tTo\nMonday\t9\t\nFriday\t\t5", []string{`section body=| Day | From | To |⏎| --- | --- | --- |⏎| Monday | 9 |  |⏎| Friday |  | 5 |`}},
		{"two tables", Text, "Day\tFrom\nMonday\t9\n\nRoom\tSeats\nGarden\t7", []string{`section body=| Day | From |⏎| --- | --- |⏎| Monday | 9 |⏎⏎| Room | Seats |⏎| --- | --- |⏎| Garden | 7 |`}},

		{"one line", Text, "Day\tFrom", []string{`section body=Day From`}},
		{"lines of another number of cells", Text, "Day\tFrom\nMonday\t9\t5", []string{`section body=Day From\⏎Monday 9 5`}},
		{"lines that begin with a tab", Text, "\tRivers are near.\n\tHills are far.", []string{`section body=Rivers are near.⏎⏎Hills are far.`}},
		{"items", Text, "•\trest\n•\tquiet", []string{"checklist items[0]=rest items[1]=quiet"}},
		{"numbered items", Text, "1.\trest\n2.\tquiet", []string{"section body=1. rest⏎2. quiet"}},
	})
}

func TestTheTitleIsWhatAPageIsCalled(t *testing.T) {
	for _, test := range []struct{ about, format, in, want string }{
		{"hours", "text", "Where we are\n\nWillow House\n12 Sample Road\n\nMonday 9 AM\nTuesday 9 AM\nFriday 9 AM", "Where we are"},
		{"insurers", "text", "Plans we take\n\nBirch Mutual\nBirch Health\nBirch Mutual Plus\n\nAsk us about Birch Mutual.", "Plans we take"},
		{"insurers alone", "text", "Alder\nBirch Mutual\nCedar", "Alder, Birch Mutual, Cedar"},
		{"a phrase that is repeated in a heading", "text", "How River Therapy Helps\nIt is slow.\n\nRiver Therapy for Children\nIt is slow, too.", "River Therapy"},
		{"a phrase that is repeated, but in no heading", "text", "About the room\n\nThe Garden Room is warm, and the Garden Room is quiet.", "About the room"},
		{"a button above", "html", "<h2>Book Now</h2><h2>Our rooms</h2><p>Warm.</p>", "Our rooms"},
		{"a button without headings", "html", "<p>Book now</p><p>the rooms are warm.</p>", "the rooms are warm"},
		{"a main heading", "html", "<h1>Hours</h1><p>9 AM. 10 AM.</p>", "Hours"},
		{"nothing but a button", "text", "Book now", "Book now"},
		{"a button as the main heading", "html", "<h1>Book Now</h1><p>Call us.</p><h2>Our rooms</h2><p>Warm.</p>", "Our rooms"},
		{"one word as the main heading", "html", "<h1>Schedule</h1><p>Call us.</p><h2>Our rooms</h2><p>Warm.</p>", "Schedule"},
		{"well-known insurers", "html", "<h3>Aetna</h3><p>In network.</p><h3>Cigna Healthcare</h3><p>We bill them.</p>", "In network"},
		{"an insurer's page", "html", "<h1>Aetna</h1><p>In network.</p>", "Aetna"},
		{"an insurer in a sentence", "html", "<h2>Aetna and how we bill it</h2><p>In network.</p>", "Aetna and how we bill it"},
		{"hours of the day", "html", "<p>AM</p><p>9:00 – 12:00</p><p>PM</p><p>1:00 – 5:00</p><p>We rest on holidays.</p>", "We rest on holidays"},
		{"a frame", "text", "Skip to content\n\nOur rooms\n\nThey are warm.", "Our rooms"},
		{"a word that is a part of names", "text", "Grief Counseling\n\nIt has no end. Ask Juniper Counseling.", "Grief Counseling"},
	} {
		if got := mustParse(t, test.in, Options{Format: Format(test.format), Type: service()}).Content.Title; got != test.want {
			t.Errorf("%s: the title is %q, want %q", test.about, got, test.want)
		}
	}
}

func TestATitleHoldsNothingThatIsStruckOut(t *testing.T) {
	for in, want := range map[string]string{
		"<p>Hour <s>$90</s>$70, from <s>9</s>10 to <del>5</del>6.</p>": "Hour $70, from 10 to 6",
		"<p>Hour <s>$90</s>, <s>$80</s>, now $70</p>":                  "Hour now $70",
		"<h1>Hour <s>$90</s> $70</h1><p>Warm.</p>":                     "Hour $70",
		"<h2><s>Closed</s></h2><p>We are open.</p>":                    "We are open",
		"<p><s>Nothing else</s></p>":                                   "Nothing else",
	} {
		if got := mustParse(t, in, Options{Format: HTML, Type: service()}).Content.Title; got != want {
			t.Errorf("%s: the title is %q, want %q", in, got, want)
		}
	}
}

func TestInitialsAreNoNumbers(t *testing.T) {
	checkExamples(t, []example{
		{"alone", Text, "A. Brandt\nB. Arends", []string{`section body=A. Brandt\⏎B. Arends`}},
		{"with what they are", Text, "A. Brandt, office manager\nB. Arends, billing", []string{`section body=A. Brandt, office manager\⏎B. Arends, billing`}},
		{"letters of a list", Text, "A. Rest, sleep and food\nB. Walks", []string{`section body=1. Rest, sleep and food⏎2. Walks`}},
		{"letters of a list in brackets", Text, "A) Brandt\nB) Arends", []string{`section body=1. Brandt⏎2. Arends`}},
	})
}
