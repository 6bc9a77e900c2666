package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"practicecms/content"
)

// Bounds of a title: in characters, and in words of a repeated phrase.
const (
	maxTitle       = 90
	maxTitlePhrase = 6
)

// noTitle finds what no page is called: hours and days, and what buttons say.
var noTitle = regexp.MustCompile(`(?i)^(?:(?:(?:[0-9][0-9:.]*(?: ?[ap]\.?m\.?)?|[ap]\.?m\.?|noon|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?|closed|to|and|[-–—&])[ ,;:]*)+|` +
	`skip to .*|share|(?:book|call|schedule|start|begin|register|enrol+|apply|buy|donate)(?: (?:now|today|online|here|us))?|(?:book|schedule|request|make) (?:an? )?(?:appointment|consultation|session|call)|(?:learn|read|see|find out) more|click here|get started|contact(?: us)?(?: (?:now|today))|sign ?(?:up|in)|log ?in|submit|send|menu)$`)

// insurers finds nothing but well-known insurers.
var insurers = regexp.MustCompile(`(?i)^(?:(?:aetna|anthem|cigna|evernorth|humana|kaiser(?: permanente)?|magellan|medicaid|medicare|molina|optum|oscar|tricare|triwest|united ?health ?care|uhc|bcbs|(?:blue cross|blue shield|blue cross (?:and |& ?|/ ?)?blue shield)(?: of [\pL ]+)?)(?: (?:health(?: ?care)?|insurance))?[ ,;]*)+$`)

// headingNumber is the number that counts a heading; a title has none.
var headingNumber = regexp.MustCompile(`^[0-9]{1,2}(?:\.[0-9]{1,2})*[.)] `)

// title finds the page's title: what the head of the source says it is. Otherwise a
// single first-level heading is the title, and stays in the text as the opening; what
// stands before it, such as the name of a website, stays before it. Otherwise, and when
// that is a button, the title is inferred: the capitalised phrase that the text repeats
// most and that stands in a heading, or the first heading, or the first words. What is
// struck out is no part of it.
func (b *builder) title(elements []element) string {
	first := func(e element) bool { return e.kind == heading && e.level == 1 }
	at := slices.IndexFunc(elements, first)
	b.hero = at >= 0 && !slices.ContainsFunc(elements[at+1:], first)
	if b.named != "" {
		title := clip(b.named)
		b.infer(-1, "title", title, "the head of the file")
		return title
	}
	if b.hero {
		if title := headingTitle(elements[at]); title != "" && (!noTitle.MatchString(title) || !strings.Contains(title, " ")) {
			if at > 0 {
				b.infer(-1, "title", title, "the only main heading")
			}
			return title
		}
	}
	if phrase := repeatedPhrase(elements); phrase != "" {
		b.infer(-1, "title", phrase, "the capitalised phrase that the text repeats most")
		return phrase
	}
	var titles []Inference
	for _, e := range elements {
		if text := headingTitle(e); e.kind == heading && text != "" {
			titles = append(titles, Inference{Value: text, Why: "the first heading"})
		}
	}
	add := func(text string) {
		if text != "" {
			titles = append(titles, Inference{Value: clip(firstWords(text, 8)), Why: "the first words"})
		}
	}
	for _, e := range elements {
		if e.kind != heading && e.frame == "" {
			add(asOneLine(e))
		}
	}
	for _, e := range elements {
		if len(titles) == 0 { // a frame, or words that are struck out
			add(e.plain())
		}
	}
	if len(titles) == 0 {
		return ""
	}
	best := max(0, slices.IndexFunc(titles, func(t Inference) bool { return isTitle(t.Value) }))
	b.infer(-1, "title", titles[best].Value, titles[best].Why)
	return titles[best].Value
}

// headingTitle is what a heading gives a page to be called.
func headingTitle(e element) string {
	return clip(headingNumber.ReplaceAllString(e.text.valid(), ""))
}

// isTitle reports whether a page may be called so.
func isTitle(s string) bool { return !noTitle.MatchString(s) && !insurers.MatchString(s) }

// asOneLine gives the lines of an element with commas between them, without what is struck
// out.
func asOneLine(e element) string {
	var lines []string
	for _, text := range e.texts() {
		for _, l := range text.lines() {
			if text := strings.TrimRight(l.valid(), ",;"); text != "" {
				lines = append(lines, text)
			}
		}
	}
	return strings.Join(lines, ", ")
}

// path gives the web address below the type's folder.
func (b *builder) path(home, title string, l content.Locale) string {
	if home == "" {
		return ""
	}
	p := content.Address(home, title, l)
	if p == "" {
		p = home + "page" // a title without letters
	}
	b.infer(-1, "path", p, "from the title")
	return p
}

// clip shortens a title to maxTitle characters, between words where it can.
func clip(s string) string {
	if utf8.RuneCountInString(s) <= maxTitle {
		return s
	}
	s = string([]rune(s)[:maxTitle])
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return s
}

func firstWords(s string, n int) string {
	words := strings.Fields(s)
	s = strings.Join(words[:min(n, len(words))], " ")
	if t := strings.TrimRight(s, " .,:;"); t != "" {
		return t
	}
	return s
}

// repeatedPhrase finds the phrase of capitalised words that stands most often in
// the text, weighed by its number of words, so that a name wins over its parts. It
// is "" when none stands there twice and in a heading: what is repeated elsewhere may
// be an insurer, or the hours of the day.
func repeatedPhrase(elements []element) string {
	counts := map[string]int{}
	best, bestScore := "", 0
	headed := map[string]bool{}
	for _, e := range elements {
		if e.kind == heading {
			eachPhrase(e.text.valid(), func(phrase string, n int) { headed[phrase] = true })
		}
	}
	for _, e := range elements {
		eachPhrase(e.text.valid(), func(phrase string, n int) {
			counts[phrase]++
			if score := counts[phrase] * n; counts[phrase] > 1 && score > bestScore && headed[phrase] && isTitle(phrase) {
				best, bestScore = phrase, score
			}
		})
	}
	return best
}

// eachPhrase visits the phrases of up to maxTitlePhrase capitalised words, with the
// number of their words.
func eachPhrase(text string, visit func(phrase string, n int)) {
	for _, run := range capitalisedRuns(text) {
		for i := range run {
			for n := 1; n <= maxTitlePhrase && i+n <= len(run); n++ {
				if n == 1 && (run[i].startsSentence || len(run) > 1) {
					continue // its capital says nothing, or it is a part of a name
				}
				phrase := joinWords(run[i : i+n])
				if len(phrase) > maxTitle {
					break
				}
				visit(phrase, n)
			}
		}
	}
}

// capWord is a word with a capital.
type capWord struct {
	text           string // without the punctuation around it
	startsSentence bool
}

func joinWords(words []capWord) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// capitalisedRuns gives the runs of neighbouring capitalised words; punctuation
// ends a run.
func capitalisedRuns(s string) [][]capWord {
	var runs [][]capWord
	var run []capWord
	end := func() {
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run = nil
	}
	starts := true
	for _, w := range strings.Fields(s) {
		trimmed := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		first, _ := utf8.DecodeRuneInString(trimmed)
		if !unicode.IsUpper(first) || utf8.RuneCountInString(trimmed) < 2 {
			end()
		} else {
			if !strings.HasPrefix(w, trimmed) {
				end()
			}
			run = append(run, capWord{trimmed, starts})
			if !strings.HasSuffix(w, trimmed) {
				end()
			}
		}
		starts = strings.ContainsAny(w[len(w)-1:], ".!?:")
	}
	end()
	return runs
}
