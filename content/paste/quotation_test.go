package paste

import (
	"slices"
	"strings"
	"testing"
)

// blocksOf gives what an input becomes, a block a line.
func blocksOf(t *testing.T, input string, format Format) []string {
	t.Helper()
	return outlineOf(mustParse(t, input, Options{Format: format, Type: service()}).Content)
}

func TestAQuotationWithItsAuthorIsOne(t *testing.T) {
	const rest = "We keep to it."
	for name, c := range map[string]struct {
		format Format
		in     string
		want   []string
	}{
		"curly marks and a long dash":       {Text, "“Water waits.”\n— Ida Brandt\n\n" + rest, []string{"quote text=“Water waits.” person=Ida Brandt", "section body=" + rest}},
		"straight marks and a short dash":   {Text, "\"Water waits.\"\n– Ida Brandt", []string{`quote text="Water waits." person=Ida Brandt`}},
		"two hyphens":                       {Text, "“Water waits.”\n-- Ida Brandt", []string{"quote text=“Water waits.” person=Ida Brandt"}},
		"one hyphen":                        {Text, "“Water waits.”\n- Ida Brandt, poet", []string{"quote text=“Water waits.” person=Ida Brandt, poet"}},
		"a dash that touches the name":      {Text, "«Water waits»\n—Ida Brandt", []string{"quote text=«Water waits» person=Ida Brandt"}},
		"a blank line between":              {Text, "“Water waits.”\n\n— Ida Brandt, Ph.D.", []string{"quote text=“Water waits.” person=Ida Brandt, Ph.D."}},
		"a broken line":                     {Text, "“Water waits\nuntil the ice goes.”\n— Ida Brandt", []string{"quote text=“Water waits until the ice goes.” person=Ida Brandt"}},
		"two paragraphs":                    {Text, rest + "\n\n“Water waits.\n\nThen it goes.”\n— Ida Brandt", []string{"section body=" + rest, "quote text=“Water waits.⏎⏎Then it goes.” person=Ida Brandt"}},
		"lines of one paragraph":            {HTML, "<p>“<i>Water</i> waits.”<br>— Ida Brandt<br>" + rest + "</p>", []string{"quote text=“*Water* waits.” person=Ida Brandt", "section body=" + rest}},
		"the author below a block":          {HTML, "<blockquote>Water waits.</blockquote><p>— Ida Brandt</p>", []string{"quote text=Water waits. person=Ida Brandt"}},
		"the author in the block":           {HTML, "<blockquote><p>Water waits.<p>Then it goes.<br>– Ida Brandt</blockquote>", []string{"quote text=Water waits.⏎⏎Then it goes. person=Ida Brandt"}},
		"cite":                              {HTML, "<blockquote><p>Water waits.</p><cite>Ida Brandt</cite></blockquote><p>" + rest, []string{"quote text=Water waits. person=Ida Brandt", "section body=" + rest}},
		"cite on the next line":             {HTML, "<blockquote>Water waits.<br><cite>Ida Brandt</cite></blockquote>", []string{"quote text=Water waits. person=Ida Brandt"}},
		"a footer with cite":                {HTML, "<blockquote><p>Water waits.</p><footer>— Ida Brandt, <cite>Rivers</cite></footer></blockquote>", []string{"quote text=Water waits. person=Ida Brandt, Rivers"}},
		"a figure with its caption":         {HTML, "<figure><blockquote>Water waits.</blockquote><figcaption>— Ida Brandt</figcaption></figure>", []string{"quote text=Water waits. person=Ida Brandt"}},
		"Word's style":                      {HTML, "<p class=MsoIntenseQuote>Water waits.</p><p class=MsoNormal>— Ida Brandt</p>", []string{"quote text=Water waits. person=Ida Brandt"}},
		"of Markdown":                       {Markdown, "# A\n\nb\n\n> Water waits.\n>\n> — Ida Brandt", []string{"hero heading=A", "section body=b", "quote text=Water waits. person=Ida Brandt"}},
		"an author's name with marks":       {HTML, "<p>“Water waits.”<br>— Ida Brandt, <i>Rivers</i></p>", []string{"section body=> “Water waits.”⏎>⏎> — Ida Brandt, *Rivers*"}},
		"among sub-headings":                {HTML, "<h2>A</h2><p>b</p><h3>C</h3><p>“Water waits.”</p><p>— Ida Brandt</p>", []string{"section heading=A body=b⏎⏎### C⏎⏎> “Water waits.”⏎>⏎> — Ida Brandt"}},
		"two of them":                       {Text, "“Water waits.”\n— Ida Brandt\n\n“Ice goes.”\n— Piet Arends", []string{"quote text=“Water waits.” person=Ida Brandt", "quote text=“Ice goes.” person=Piet Arends"}},
		"no author":                         {HTML, "<blockquote><p>Water waits.<p>Then it goes.</blockquote>", []string{"section body=> Water waits.⏎>⏎> Then it goes."}},
		"two blocks, an author for the one": {HTML, "<blockquote>Water waits.</blockquote><blockquote>Ice goes.<footer>Ida Brandt</footer></blockquote>", []string{"section body=> Water waits.", "quote text=Ice goes. person=Ida Brandt"}},

		"cite in a sentence":            {HTML, "<p>We read <cite>Rivers</cite> by Ida Brandt.</p>", []string{"section body=We read *Rivers* by Ida Brandt."}},
		"nothing is quoted":             {Text, "We keep it slow.\n— a promise that we made, and that we keep every day.", []string{"section body=We keep it slow.", "checklist items[0]=a promise that we made, and that we keep every day."}},
		"a sentence below a quotation":  {Text, "“Water waits.”\n— We say it often.\n— We mean it.", []string{"section body=“Water waits.”", "checklist items[0]=We say it often. items[1]=We mean it."}},
		"a list below a quotation":      {Text, "Bring what we call “the two”\n- Water\n- Coats", []string{"section body=Bring what we call “the two”", "checklist items[0]=Water items[1]=Coats"}},
		"an author's name in the line":  {Text, `"Water waits." – Ida Brandt`, []string{`section body="Water waits." – Ida Brandt`}},
		"prices with dashes":            {Text, "Fees – Individual – $150", []string{"section body=Fees – Individual – $150"}},
		"a list with dashes":            {Text, "Bring:\n— water\n— a coat", []string{"checklist leadIn=Bring: items[0]=water items[1]=a coat"}},
		"questions with dashes":         {Text, "Ask yourself:\n— Am I safe?\n— Am I well?", []string{"checklist leadIn=Ask yourself: items[0]=Am I safe? items[1]=Am I well?"}},
		"a signature":                   {Text, "See you on Monday, in the room upstairs.\n— Ida Brandt", []string{"section body=See you on Monday, in the room upstairs.⏎⏎— Ida Brandt"}},
		"people who speak":              {Text, "— May I sit here?\n— You may.", []string{`section body=— May I sit here?\⏎— You may.`}},
		"people who speak, in one line": {HTML, "<p>— May I <b>sit</b> here?<br>— You may!<br>— Good.</p>", []string{`section body=— May I **sit** here?\⏎— You may\!\⏎— Good.`}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := blocksOf(t, c.in, c.format); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestANameBelowAQuotationBelongsToIt(t *testing.T) {
	const ida, piet = "quote text=“Water waits.” person=Ida B., 34", "quote text=“Ice goes.” person=P. A."
	checkExamples(t, []example{
		{"with blank lines below", Text, "Voices\n\n“Water waits.”\nIda B., 34\n\n“Ice goes.”\nP. A.\n\nNames are changed.", []string{"section heading=Voices", ida, piet, "section body=Names are changed."}},
		{"paragraphs that alternate", HTML, "<p>“Water waits.”</p><p>Ida B., 34</p><p>“Ice goes.”</p><p>P. A.</p><p>Names are changed.</p>", []string{ida, piet, "section body=Names are changed."}},
		{"lines of one paragraph", HTML, "<p>“Water waits.”<br>Ida B., 34<br>“Ice goes.”<br>P. A.</p>", []string{ida, piet}},
		{"below marked headings", HTML, "<h2>Voices</h2><p>“Water waits.”<br>Ida B., 34</p><p>“Ice goes.”<br>P. A.</p>", []string{"section heading=Voices", ida, piet}},
		{"one", Text, "Our motto\n\n“Water waits.”\nIda B., 34\n\nCome in.", []string{"section heading=Our motto", ida, "section body=Come in."}},

		{"headings above quotations", Text, "Grief\n“Water waits.”\n\nAnger\n“Ice goes.”", []string{"section heading=Grief body=“Water waits.”", "section heading=Anger body=“Ice goes.”"}},
		{"a heading with a blank line above", Text, "“Water waits.”\n\nOur Rooms\nThey are warm.", []string{"section body=“Water waits.”", "section heading=Our Rooms body=They are warm."}},
		{"one, without blank lines", HTML, "<p>“Water waits.”</p><p>Our Rooms</p><p>They are warm.</p>", []string{"section body=“Water waits.”", "section heading=Our Rooms body=They are warm."}},
		{"a name in marks", Text, "“Slow Mornings”\nMonday Group\n\nCome in.", []string{`section body=“Slow Mornings”\⏎Monday Group⏎⏎Come in.`}},
		{"a fee", Text, "“Water waits.”\nHour $90\n\nCome in.", []string{`section body=“Water waits.”\⏎Hour $90⏎⏎Come in.`}},
	})
}

func TestLinesOfAReplyAreAQuotation(t *testing.T) {
	for in, want := range map[string]string{
		"Yes.\n\n> Are you open?\n\nSee you.": "Yes.⏎⏎> Are you open?⏎⏎See you.",
		">Are you open\n>> on Mondays?":       "> Are you open on Mondays?",
		"> One.\n>\n> Two.":                   "> One.⏎>⏎> Two.",
		"> You wrote that\nwe answer.":        "> You wrote that⏎⏎we answer.",
		"> - water":                           "- water",

		"The fee is > 20 for us.": "The fee is > 20 for us.",
		">5 years of work":        `\>5 years of work`,
	} {
		if got := strings.Join(blocksOf(t, in, Text), "|"); got != "section body="+want && got != "checklist items[0]="+strings.TrimPrefix(want, "- ") {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestADashIsNoWord(t *testing.T) {
	if got, want := Words("5 - 7 people – at most — or a self-made --"), strings.Fields("5 7 people at most or a self-made"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
