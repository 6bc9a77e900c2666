package paste_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"practicecms/content"
	"practicecms/content/paste"
	"practicecms/content/richtext"
)

// TestCorpusIsWrittenInTheEditorAsOnThePastePage: line for line, the editor inserts the same
// Markdown as the paste page makes. A page keeps some of it in fields of its own, so the signs
// of headings, lists and quotations are left aside; TestCorpusGoesIntoTheEditorAsOntoThePastePage
// looks at those. That the editor keeps what is inserted to the byte, a journey shows:
// admin/ui/journeys/corpus.spec.ts.
func TestCorpusIsWrittenInTheEditorAsOnThePastePage(t *testing.T) {
	for _, s := range corpus(t) {
		page, err := paste.Parse(s.input, paste.Options{Format: s.format})
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		want := inlineLines(flatten(page.Content))
		clip := paste.Clip{Text: s.input}
		if s.format == paste.HTML {
			clip = paste.Clip{HTML: s.input}
		}
		for _, at := range []paste.Place{paste.Empty, paste.Body} {
			in, err := paste.Insert(clip, at)
			if err != nil {
				t.Fatalf("%s, %s: %v", s.name, at, err)
			}
			got := inlineLines(in.Markdown)
			if in.Form == paste.Parts {
				got = inlineLines(flatten(content.Content{Blocks: in.Parts}))
			}
			if !slices.EqualFunc(got, want, sameLine) {
				t.Errorf("%s, %s (%s): got\n\t%s\non the paste page\n\t%s", s.name, at, in.Form, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
			}
		}
	}
}

var (
	blockSigns  = regexp.MustCompile(`^(?:(?:[-*+]|\d+[.)]|#{1,6}|>)\s+)+`)
	boldLine    = regexp.MustCompile(`^\*\*([^*]*)\*\*$`) // which the paste page takes for a heading
	destination = regexp.MustCompile(`\]\(<([^>]*)>\)`)
)

// inlineLines gives the lines of a Markdown text without the signs of their blocks.
func inlineLines(markdown string) (lines []string) {
	for l := range strings.SplitSeq(markdown, "\n") {
		l = strings.TrimSpace(blockSigns.ReplaceAllString(strings.TrimSpace(strings.TrimSuffix(l, `\`)), ""))
		l = destination.ReplaceAllString(boldLine.ReplaceAllString(l, "$1"), "]($1)")
		if l != "" && l != ">" && l != "---" && l != strings.TrimSpace(apart) {
			lines = append(lines, l)
		}
	}
	return lines
}

// sameLine reports whether two lines are the same. One of the page may be plain text.
func sameLine(editor, page string) bool {
	return editor == page || richtext.PlainText(editor) == richtext.PlainText(page) && !strings.ContainsAny(unescaped(page), "*~[`")
}

func unescaped(s string) string {
	return regexp.MustCompile(`\\([!-/:-@\[-\x60{-~])`).ReplaceAllString(s, "$1")
}
