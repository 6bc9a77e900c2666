package paste_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"practicecms/content"
	"practicecms/content/paste"
	"practicecms/content/richtext"
)

// The corpus is what programs put on the clipboard, one input a file, named
// SOURCE-what.html or .txt. Beside each stands what it says, as Markdown, written by
// hand: the whole text in one, headings as ## and, below those, ###.
const corpusDir = "testdata/clipboard"

// notYetFile names the inputs that the importer does not read rightly yet, one a line.
// An input that is named there and read rightly fails: the list can only get shorter.
const notYetFile = corpusDir + "/not-yet.list"

// sample is one input of the corpus with its right answer.
type sample struct {
	name   string // SOURCE-what
	format paste.Format
	input  string
	want   string // Markdown
}

func corpus(t testing.TB) []sample {
	t.Helper()
	answers, err := filepath.Glob(corpusDir + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	for _, file := range answers {
		s := sample{name: strings.TrimSuffix(filepath.Base(file), ".md"), want: readFile(t, file)}
		base := strings.TrimSuffix(file, ".md")
		if _, err := os.Stat(base + ".html"); err == nil {
			s.input, s.format = readFile(t, base+".html"), paste.HTML
		} else {
			s.input, s.format = readFile(t, base+".txt"), paste.Auto
		}
		all = append(all, s)
	}
	inputs, err := filepath.Glob(corpusDir + "/*.[ht][tx][mt]*")
	if err != nil || len(inputs) != len(all) {
		t.Fatalf("%d inputs and %d answers (%v)", len(inputs), len(all), err)
	}
	return all
}

func readFile(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestCorpusAnswersAreInTheDialect: an answer that the delivery would change is no answer.
func TestCorpusAnswersAreInTheDialect(t *testing.T) {
	for _, s := range corpus(t) {
		out, err := richtext.Render(s.want, nil)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		for _, r := range out.Removed {
			if r.Text != "<br>" {
				t.Errorf("%s: the delivery takes out %q (%s)", s.name, r.Text, r.What)
			}
		}
	}
}

func TestCorpusIsReadRightly(t *testing.T) {
	notYet := strings.Fields(readFile(t, notYetFile))
	if !slices.IsSorted(notYet) || len(slices.Compact(slices.Clone(notYet))) != len(notYet) {
		t.Errorf("%s is not sorted, or names one twice", notYetFile)
	}
	all := corpus(t)
	for _, name := range notYet {
		if !slices.ContainsFunc(all, func(s sample) bool { return s.name == name }) {
			t.Errorf("%s names %s, which is not there", notYetFile, name)
		}
	}
	levels := 0
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			faults := judge(s)
			switch waived := slices.Contains(notYet, s.name); {
			case waived && len(faults) == 0:
				t.Errorf("it is read rightly now: take it off %s", notYetFile)
			case waived:
				t.Logf("not read rightly yet:\n%s", strings.Join(faults, "\n"))
			case len(faults) > 0:
				t.Error(strings.Join(faults, "\n"))
			}
			if got, err := paste.Parse(s.input, paste.Options{Format: s.format}); err == nil {
				if was, is := ranks(s.want), ranks(flatten(got.Content)); !slices.Equal(was, is) {
					levels++
					t.Logf("ranks of headings: %v, want %v", is, was)
				}
			}
		})
	}
	t.Logf("%d inputs, %d not read rightly yet, %d with headings of other ranks", len(all), len(notYet), levels)
}

// judge lists what the importer got wrong of an input.
func judge(s sample) (faults []string) {
	result, err := paste.Parse(s.input, paste.Options{Format: s.format})
	if err != nil {
		return []string{"it is refused: " + err.Error()}
	}
	return append(judgeText(s, flatten(result.Content)), judgeEmbeds(s, result.Removed)...)
}

// TestCorpusGoesIntoTheEditorAsOntoThePastePage: what the editor inserts says the same as
// the page that is made of the same clipboard.
func TestCorpusGoesIntoTheEditorAsOntoThePastePage(t *testing.T) {
	notYet := strings.Fields(readFile(t, notYetFile))
	for _, s := range corpus(t) {
		if slices.Contains(notYet, s.name) {
			continue
		}
		page, err := paste.Parse(s.input, paste.Options{Format: s.format})
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		want, err := delivered(flatten(page.Content))
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		for _, at := range []paste.Place{paste.Empty, paste.Body} {
			clip := paste.Clip{Text: s.input}
			if s.format == paste.HTML {
				clip = paste.Clip{HTML: s.input}
			}
			in, err := paste.Insert(clip, at)
			if err != nil {
				t.Errorf("%s, %s: %v", s.name, at, err)
				continue
			}
			texts := []string{in.Markdown}
			if in.Form == "parts" {
				texts = append(texts, flatten(content.Content{Blocks: in.Parts}))
			}
			for _, text := range texts {
				got, err := delivered(text)
				if err != nil {
					t.Fatalf("%s, %s: %v", s.name, at, err)
				}
				if want, got := shapeOf(want), shapeOf(got); !sameShape(want, got) && !sameShape(got, want) {
					t.Errorf("%s, %s (%s): got\n\t%s\non the paste page\n\t%s", s.name, at, in.Form, strings.Join(lineTexts(got), "\n\t"), strings.Join(lineTexts(want), "\n\t"))
				}
				if want, got := targetsOf(want), targetsOf(got); !slices.Equal(want, got) {
					t.Errorf("%s, %s: links %v, want %v", s.name, at, got, want)
				}
			}
		}
	}
}

// judgeText compares Markdown that was made of an input with what the input says.
func judgeText(s sample, got string) (faults []string) {
	wantHTML, err := delivered(s.want)
	if err != nil {
		return []string{"the answer cannot be delivered: " + err.Error()}
	}
	gotHTML, err := delivered(got)
	if err != nil {
		return []string{"it cannot be delivered: " + err.Error()}
	}
	source := seenText(s.input)
	if s.format == paste.HTML {
		source = seenHTML(s.input)
	}
	out := seenHTML(gotHTML)
	wantHTML, gotHTML = s.withoutOwnMail(wantHTML), s.withoutOwnMail(gotHTML)
	if in, out := wordsOf(source), wordsOf(out); !slices.Equal(in, out) {
		faults = append(faults, "words: "+firstDifference(out, in))
	}
	if in, out := digitsOf(source), digitsOf(out); !slices.Equal(in, out) {
		faults = append(faults, "digits: "+firstDifference(out, in))
	}
	if want, got := targetsOf(wantHTML), targetsOf(gotHTML); !slices.Equal(want, got) {
		faults = append(faults, "links: "+firstDifference(got, want))
	}
	if want, got := shapeOf(wantHTML), shapeOf(gotHTML); !sameShape(want, got) {
		faults = append(faults, "shape: got\n\t"+strings.Join(lineTexts(got), "\n\t")+"\nwant\n\t"+strings.Join(lineTexts(want), "\n\t"))
	}
	return faults
}

var ownMail = regexp.MustCompile(`<a href="(mailto:([^"]*))"[^>]*>([^<]*)</a>`)

// withoutOwnMail takes out the links that the delivery makes of an e-mail address that is
// not linked in the input: with and without are equally right.
func (s sample) withoutOwnMail(delivered string) string {
	return ownMail.ReplaceAllStringFunc(delivered, func(link string) string {
		if m := ownMail.FindStringSubmatch(link); m[2] == m[3] && !strings.Contains(s.input, m[1]) {
			return m[3]
		}
		return link
	})
}

var embedAddress = regexp.MustCompile(`(?i)<(?:iframe|embed|video|source)\b[^>]*\bsrc=["']?(?:https?:)?//([^"'/?&> ]+)`)

// judgeEmbeds wants each embed of an input named among what was left out.
func judgeEmbeds(s sample, removed []paste.Removal) (faults []string) {
	if s.format != paste.HTML {
		return nil
	}
	for _, m := range embedAddress.FindAllStringSubmatch(s.input, -1) {
		if !slices.ContainsFunc(removed, func(r paste.Removal) bool { return strings.Contains(r.What+" "+r.Text, m[1]) }) {
			faults = append(faults, "an embed of "+m[1]+" is gone without a word")
		}
	}
	return faults
}

func delivered(markdown string) (string, error) {
	r, err := richtext.Render(markdown, nil)
	return r.HTML, err
}

// ranks gives the number of signs of each heading, in reading order.
func ranks(markdown string) (out []int) {
	for line := range strings.Lines(markdown) {
		if signs, _, ok := strings.Cut(line, " "); ok && signs != "" && strings.Trim(signs, "#") == "" {
			out = append(out, len(signs))
		}
	}
	return out
}

// firstDifference shows where two lists part.
func firstDifference(got, want []string) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	around := func(s []string) string {
		from, to := max(0, at-3), min(len(s), at+6)
		if from > to {
			return ""
		}
		return strings.Join(s[from:to], " ")
	}
	return "got … " + around(got) + " …, want … " + around(want) + " …"
}
