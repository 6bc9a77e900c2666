package richtext

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/content/internal/cputime"
)

// repeat is n copies of s.
func repeat(n int, s string) string { return strings.Repeat(s, n) }

// TestEachLimitHasAnEdge: the largest accepted text passes, and one more of the same is refused by that limit, at that line.
func TestEachLimitHasAnEdge(t *testing.T) {
	tests := []struct {
		name, limit string
		line        int
		fits, over  string
	}{
		{"a whole text", "bytes", 0, repeat(MaxBytes/4, "abc\n"), repeat(MaxBytes/4, "abc\n") + "a"},
		{"a line", "line", 2, "a\n" + repeat(MaxLineBytes, "a"), "a\n" + repeat(MaxLineBytes+1, "a")},
		{"quotes", "depth", 1, repeat(MaxDepth, ">") + "a", repeat(MaxDepth+1, ">") + "a"},
		{"bullets on one line", "depth", 1, repeat(MaxDepth, "- ") + "a", repeat(MaxDepth+1, "* ") + "a"},
		{"numbers on one line", "depth", 1, repeat(MaxDepth, "1. ") + "a", repeat(MaxDepth+1, "1) ") + "a"},
		{"mixed containers", "depth", 1, repeat(MaxDepth/2, "> + ") + "a", repeat(MaxDepth/2, "> + ") + "> a"},
		{"a list by indentation", "depth", MaxDepth + 1, staircase(MaxDepth), staircase(MaxDepth + 1)},
		{"a list by tabs", "depth", 2, "- a\n\t- a", repeat(MaxDepth, "- ") + "a\n" + repeat(MaxDepth/2, "\t") + "- a"},
		{"a list after a lazy line", "depth", 3, repeat(MaxDepth, "- ") + "a\nlazy\n" + repeat(2*(MaxDepth-1), " ") + "- a", repeat(MaxDepth, "- ") + "a\nlazy\n" + repeat(2*MaxDepth, " ") + "- a"},
		{"blank lines in a list", "nested-lines", MaxNestedLines + 1, "- a" + repeat(MaxNestedLines-1, "\n"), "- a" + repeat(MaxNestedLines+1, "\n")},
		{"blank lines in code in a list", "nested-lines", MaxNestedLines/2 + 1, "- - ```" + repeat(MaxNestedLines/2, "\n"), "- - ```" + repeat(MaxNestedLines/2+1, "\n")},
		{"a table's columns", "columns", 2, table(MaxColumns, 1), table(MaxColumns+1, 1)},
		{"a table's cells", "cells", 1003, table(10, MaxCells/10), table(10, MaxCells/10+1) + "\n"},
		{"short rows count in full", "cells", MaxCells/50 + 2, repeat(50, "|a") + "\n" + repeat(50, "|-") + repeat(MaxCells/50-1, "\n|"), repeat(50, "|a") + "\n" + repeat(50, "|-") + repeat(MaxCells/50, "\n|")},
		{"footnotes on one line", "depth", 1, repeat(MaxDepth, "[^a]: ") + "a", repeat(MaxDepth+1, "[^a]: ") + "a"},
		{"footnotes and bullets", "depth", 1, repeat(MaxDepth/2, "[^a]: - ") + "a", repeat(MaxDepth/2, "[^a]: - ") + "[^a]: a"},
		{"brackets in a row", "brackets", 1, repeat(MaxBrackets, "["), repeat(MaxBrackets+1, "[")},
		{"brackets open over lines", "brackets", MaxBrackets + 1, repeat(MaxBrackets, "[a\n"), repeat(MaxBrackets+1, "[a\n")},
		{"backticks", "backticks", 1, repeat(MaxBackticks, "`"), repeat(MaxBackticks+1, "`")},
		{"emphasis", "marks", 1, repeat(MaxMarks/2, "*a_ "), repeat(MaxMarks/2, "*a_ ") + "~"},
		{"emphasis over lines", "marks", MaxMarks + 1, repeat(MaxMarks, "*a\n"), repeat(MaxMarks+1, "*a\n")},
		{"links", "marks", 1, repeat(MaxMarks, "[a]"), repeat(MaxMarks+1, "[a]")},
		{"an indented > ends no paragraph", "marks", 3, "", repeat(MaxMarks/2+1, "*a ") + "\n     >\n" + repeat(MaxMarks/2+1, "*a ")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := Check(test.fits); err != nil {
				t.Errorf("the largest one: got %v, want nil", err)
			}
			var limit *LimitError
			if err := Check(test.over); !errors.As(err, &limit) {
				t.Fatalf("one more: got %v, want a LimitError", err)
			}
			if limit.Limit != test.limit || test.line != limit.Line && test.limit != "cells" || limit.Got <= limit.Max {
				t.Errorf("one more: got %q at line %d (%d of %d), want %q at line %d", limit.Limit, limit.Line, limit.Got, limit.Max, test.limit, test.line)
			}
			if _, err := Render(test.over, nil); err == nil {
				t.Error("Render accepted what Check refuses")
			}
		})
	}
}

// staircase is a list nested n deep by indentation.
func staircase(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(repeat(2*i, " ") + "- a\n")
	}
	return b.String()
}

// table is a table with a head and rows-1 rows below it.
func table(columns, rows int) string {
	return repeat(columns, "|a") + "|\n" + repeat(columns, "|-") + "|" + repeat(rows-1, "\n"+repeat(columns, "|b")+"|")
}

func TestWhatIsNotTextIsRefused(t *testing.T) {
	if err := Check("a\xffb"); !errors.Is(err, ErrNotUTF8) {
		t.Errorf("invalid UTF-8: got %v, want ErrNotUTF8", err)
	}
	if err := Check("a\x00b"); !errors.Is(err, ErrNUL) {
		t.Errorf("NUL: got %v, want ErrNUL", err)
	}
}

func TestOrdinaryTextsPass(t *testing.T) {
	for name, s := range map[string]string{
		"rules of every kind":            repeat(40, "* ") + "\n\n" + repeat(80, "-") + "\n\n" + repeat(60, "_ "),
		"a line set far to the right":    "> a\n\n" + repeat(90, " ") + "Sincerely",
		"code with deep indentation":     "```\n" + repeat(120, " ") + "x\n```",
		"a gap to fill in":               "Name: " + repeat(200, "_"),
		"a long list":                    repeat(1000, "- [ ] **a** thing to bring\n"),
		"a long nested list":             repeat(800, "- a\n  - b\n    - c\n"),
		"a fee table":                    table(6, 200),
		"a long quote":                   repeat(2000, "> a *b* c\n>\n"),
		"brackets in prose":              repeat(500, "a [b] c "),
		"numbers and years, not markers": repeat(60, "1.5 2020. ") + "\n1984. A year",
	} {
		if err := Check(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCommonMarkExamplesPass reads the examples of the specification from the module that carries them.
func TestCommonMarkExamplesPass(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal("the go command does not find the module:", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Markdown string
		Example  int
	}
	if err := json.Unmarshal(data, &examples); err != nil || len(examples) < 600 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for _, e := range examples {
		r, err := Render(e.Markdown, resolveTeam)
		if err != nil {
			t.Errorf("example %d: %v", e.Example, err)
			continue
		}
		checkResult(t, r)
		if t.Failed() {
			t.Fatalf("example %d: %q", e.Example, e.Markdown)
		}
	}
}

func TestOutputIsLimited(t *testing.T) {
	long := "[a]: /" + repeat(1800, "x") + "\n\n"
	var limit *LimitError
	_, err := Render(long+repeat(60, repeat(50, "[a] ")+"\n\n"), nil)
	if !errors.As(err, &limit) || limit.Limit != "output" {
		t.Errorf("many references to a long address: got %v, want the limit output", err)
	}
	r, err := Render("[a](/"+repeat(MaxURLBytes, "x")+")", nil)
	if err != nil || r.HTML != "<p>a</p>" {
		t.Errorf("an address that is too long: got %.80q, %v, want its words", r.HTML, err)
	}
}

func TestDeepEmphasisKeepsItsWords(t *testing.T) {
	for _, s := range []string{repeat(9000, "*") + "word" + repeat(9000, "*"), repeat(900, "**a ") + repeat(900, "b** ")} {
		r, err := Render(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, r)
		if !strings.Contains(r.HTML, "<strong>") || strings.Count(r.HTML, "<strong>") > 2*maxInline {
			t.Errorf("got %.200q", r.HTML)
		}
	}
}

// allUnits are pieces whose repetition costs a Markdown parser much, or once did.
var allUnits = []string{
	"*", "*a", "*a_ ", "_a *", "a*_~~", "**a *b ", "a**b c* ", "~~a ~b ", "***a** ", "[", "[a", "[a]", "[a](b", "[a](<b", "[a](b \"c ", "[a](b 'c\n", "![", "![a](b)",
	"[*a](b) ", "[a*b](b)\n", "*a [b*](c) ", "[a](b) ", "[a][b", "](", "]", "[a]: b\n", "[a]: b 'x\n", "[a]: b\n'x\n", "[a]:\nb\n", "[a]: b\n\n", "[a]: b\n===\n", "[a]: [b]\n", "[a]: b\n\n[b]: c\n", "[^a]", "[^a]: ", "[^a]: b\n", "[^a]: b\n\n", "[^a]: b\n\n    c\n", "x[^a]\n\n[^a]: b\n\n",
	"<sup>", "x<sup>", "x<sup>1</sup>", "x<sup>1", "*<sup>a</sup>*", "*x*<sup>a</sup>", "x<br>", "<br>\n", "<br>\n\n", "漢**「", "字**」", "~", "a~b ", "~~~ ",
	"`", "`a", "`a``", "```\n", "~~~a\n\n", "<", "<a ", "<a b=\"'", "x<a\n", "<!--", "x <!--", "x<?", "x<!A", "x<![CDATA[", "<b>", "x<b>", "<div>\n", "<div>\n\n", "<script>", "x<script>",
	"x<template>", "<template>\n", "</b>", "&", "&a", "&#1", "&amp;", "&quot;", "a@", "a*a@", " a@b.c", "*a@b.c-_", "*a.", " http://a.co/", "(http://a.co", "http://a.co/(", " www.a.co",
	"*https://aaaaaaaaaaaaaaaaaaaaaaaaa", "|\n", "|a|b|\n", "|-|\n", "a|b\n-|-\n", "a\n:-:\n\n", ":-\n", "a\n=\n", "a\n-\n", "- x\n", "-\n", "-\n\n", "- x\n\n\n", "1. x\n", "1.\n", "> a\nb\n",
	">\n", "> - a\n\n", "    a\n", "\n", " \n", "a  \n", "a\\\n", "\\", "\\*", "#\n", "# x\n", "a\n", "a\n\n", "\t", "a\t", "- [ ] a\n", "漢*字", "\"", "<b c=d>", "<x>", "![a](", "<a@b.c>",
}

// allPrefixes put the repetition into containers, tables and paragraphs.
var allPrefixes = []string{"", "a ", repeat(MaxDepth, "- ") + "x\n", repeat(MaxDepth-1, "- ") + "```\n", repeat(MaxDepth, "> ") + "x\n", "|a|b|\n|-|-|\n", longAddress, "-\t"}

// costly are the units that took the parser longest or most memory before there were limits, and those that still take longest.
var costly = []string{"*a_ ", "[*a](b) ", "[a*b](b)\n", "*a@b.c-_", "[a", "[a]: b\n'x\n", "`a", "x<b>", "x<script>", " www.a.co", "[a][b", "\n", "|\n",
	"[a]: b\n\n", "x[^a]\n\n[^a]: b\n\n", "x<sup>1</sup>"}

// sweep makes TestCost try all units after all prefixes at full length, which takes some ten minutes.
var sweep = flag.Bool("sweep", false, "measure the cost of every hostile text")

// longAddress defines a reference, so that each short use of it costs much.
var longAddress = "[a]: /" + repeat(1900, "u") + "\n\n"

// hostileText repeats a unit after a prefix as often as the limits and size, in bytes, allow; in paragraphs if that allows more.
func hostileText(prefix, unit string, size int) string {
	best := ""
	for _, per := range []int{MaxMarks, MaxMarks / 4, MaxBrackets, 30} {
		part := repeat(min(per, MaxLineBytes/len(unit)), unit)
		for _, join := range []string{"\n", "\n\n"} {
			for n := (size - len(prefix)) / (len(part) + len(join)); n > 0; n = n * 3 / 4 {
				if s := prefix + repeat(n, part+join); Check(s) == nil {
					if len(s) > len(best) {
						best = s
					}
					break
				}
			}
		}
	}
	return best
}

// TestCost renders the costliest texts that Check accepts. The bound is generous, because test machines are slow and shared, and
// far below what a text without limits takes.
func TestCost(t *testing.T) {
	const bound = 10 * time.Second
	size, units, prefixes := MaxBytes/8, costly, []string{allPrefixes[0], allPrefixes[2], allPrefixes[3], longAddress}
	if *sweep {
		size, units, prefixes = MaxBytes, allUnits, allPrefixes
	}
	for _, prefix := range prefixes {
		for _, unit := range units {
			s := hostileText(prefix, unit, size)
			var err error
			took := cputime.Of(func() { _, err = Render(s, nil) })
			var limit *LimitError
			if err != nil && !errors.As(err, &limit) {
				t.Errorf("%.20q × %q: %v", prefix, unit, err)
			}
			if took > bound {
				t.Errorf("%.20q × %q: %d bytes took %v", prefix, unit, len(s), took)
			}
			if *sweep && took > time.Second {
				t.Logf("%v for %d bytes of %.20q × %q", took.Round(time.Millisecond), len(s), prefix, unit)
			}
		}
	}
}
