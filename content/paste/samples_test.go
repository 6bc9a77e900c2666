package paste

import "strings"

// breath is a page as a practice pastes it from its old website: headings broken
// over two lines, hyphens on lines of their own, no blank line where one would
// help. The words are ours; the structure is that of real pages.
const breath = `
How Breath Centered
Therapy Can Support You
People often turn to Breath Centered Therapy when worry has settled in the chest. It doesn’t ask you to talk before you are ready, and the pace stays yours from the first minute.
Besides easing tension, breath-centered work may give words to what had none, so that the next conversation begins from a steadier place.
You might recognise yourself here:
-
Nights that end long before morning
-
Shoulders that never come down
-
A voice that grows thin in meetings
-
Breathing that stops when the phone rings
-
Tears that arrive without a reason
-
A tiredness that weekends do not touch
Breathing alone does not mend a life.
What we notice together, and what you do with it, makes the difference.
Why Breath Centered
Therapy Works Slowly
Breath Centered Therapy joins slow breathing with ordinary conversation, and neither of the two is hurried.
Singers and midwives have worked with the breath for centuries, and researchers now look at it in quieter rooms.
In an hour, the rhythm may change several times. Each change is something that we can talk about.
For us, the exercise is never the point; the point is what you find out on the way.

How Breath Centered Therapy Unfolds
Breath Centered Therapy usually moves through three phases. Every stage builds on the one before, and none has a fixed length.
Arriving
Before anything else, we find out how you breathe when nobody watches. You say what you hope for, and what you would rather not do.
Here you also learn two small exercises for the way home.
Breathing Together
In the second phase, we sit and breathe side by side. The room is warm and plain, and you may stop at any time.
All the while, you are asked what you notice, and you need not answer.
Carrying On
Afterwards, the work moves into your week. You choose one moment a day, and we look at what happened there.
This part is for turning an exercise into a habit.

Breath Centered Therapy and Grief
For somebody in mourning, words can come too early. The body’s own pace is often a kinder guide.
Breath Centered Therapy lets grief come in waves, as it does anyway. Between the waves there is time to rest, and to remember something good.
It goes well with other ways of working, such as grief counseling and EMDR, whenever that helps.

Is Breath Centered Therapy Right for You?
It is not for everyone, and we would rather tell you so at the beginning.
In a first meeting, Marisol will listen to what brings you, and to what your doctor says about your lungs and heart.
Some people notice within a few weeks that something loosens. Others find that walking or painting suits them better.
Either way, you leave with a next step that fits you.

Begin Breath Centered Therapy
If you are curious, the first step is a conversation.
Marisol will answer your questions, and you can find out whether the two of you get along.
Then you decide, in your own time, what comes next.
`

// breathLines are the lines of breath, from which the other samples are made.
var breathLines = strings.Split(strings.TrimSpace(breath), "\n")

// breathHTML writes breath with the given wrappers, as a browser would copy it.
func breathHTML(before, h2, h2Break, h2End, h3, h3End, p, pEnd, ul, li, liEnd, ulEnd, after string) string {
	var b strings.Builder
	b.WriteString(before)
	esc := func(s string) string { return strings.ReplaceAll(s, "’", "&rsquo;") }
	lines := breathLines
	list := false
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if l == "" {
			continue
		}
		if l == "-" {
			if !list {
				b.WriteString(ul)
				list = true
			}
			i++
			b.WriteString(li + esc(lines[i]) + liEnd)
			continue
		}
		if list {
			b.WriteString(ulEnd)
			list = false
		}
		switch {
		case l == "How Breath Centered" || l == "Why Breath Centered":
			i++
			b.WriteString(h2 + l + h2Break + lines[i] + h2End)
		case l == "Arriving" || l == "Breathing Together" || l == "Carrying On":
			b.WriteString(h3 + l + h3End)
		case looksLikeHeading(l):
			b.WriteString(h2 + l + h2End)
		default:
			b.WriteString(p + esc(l) + pEnd)
		}
		b.WriteString("\n")
	}
	b.WriteString(after)
	return b.String()
}

var (
	breathMarkdown = breathHTML("", "\n## ", " ", "\n", "\n### ", "\n", "\n", "\n", "\n", "- ", "\n", "\n", "")

	// What Chrome puts on the clipboard: one fragment, every element with its computed style.
	chromeClipboard = breathHTML(
		"<html>\r\n<body>\r\n<!--StartFragment--><meta charset=\"utf-8\"><script>track()</script>",
		`<h2 class="elementor-heading-title" style="box-sizing: border-box; margin: 0px; font-family: Georgia; font-weight: 400; color: rgb(51, 51, 51); text-align: start;">`, `<br style="box-sizing: border-box;">`, `</h2>`,
		`<h3 style="box-sizing: border-box; font-weight: 600;"><span style="color: rgb(1, 2, 3);">`, `</span></h3>`,
		`<p style="box-sizing: border-box; margin: 0px 0px 1em; white-space: normal;"><span>`, "</span></p>",
		`<ul style="list-style: disc;">`, `<li style="box-sizing: border-box;">`, "</li>\r\n", "</ul>",
		"<img src=\"https://t.example/p.gif\" width=\"1\" height=\"1\"><br class=\"Apple-interchange-newline\"><!--EndFragment-->\r\n</body>\r\n</html>")

	// What Word puts there: no lists, but paragraphs with a marker that only Word hides.
	wordClipboard = breathHTML(
		`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"><title>Breath</title><style>p.MsoNormal {margin:0in}</style><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><body lang=EN-US><!--StartFragment-->`,
		`<h2 style='margin-top:2pt'>`, "<br>\r\n", "<o:p></o:p></h2>",
		`<h3>`, "<o:p></o:p></h3>",
		`<p class=MsoNormal>`, "<o:p></o:p></p>",
		"", `<p class=MsoListParagraphCxSpMiddle style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>`, "<o:p></o:p></p>\r\n", "",
		"<!--EndFragment--></body></html>")

	// What Google Docs puts there: all of it inside a bold that is not bold.
	docsClipboard = breathHTML(
		`<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-0123">`,
		`<h2 dir="ltr" style="line-height:1.38;"><span style="font-size:16pt;font-weight:400;font-style:normal;">`, "<br />", "</span></h2>",
		`<h3 dir="ltr"><span style="font-weight:400;">`, "</span></h3>",
		`<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;font-style:normal;">`, "</span></p>",
		"<ul style=\"margin-top:0;\">", `<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">`, "</span></p></li>", "</ul>",
		"</b><br />")
)
