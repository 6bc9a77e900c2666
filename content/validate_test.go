package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// everyField is a model with a field of every type, and the Standard ones beside.
func everyField() *Model {
	m := Standard()
	m.Kinds = append(m.Kinds, Kind{Name: "every", Version: 1, Label: "Sampler", Help: "One of each.", Fields: []Field{
		{Name: "text", Label: "Text", Type: Text},
		{Name: "lines", Label: "Lines", Type: Text, Lines: true},
		{Name: "body", Label: "Body", Type: Markdown},
		{Name: "inline", Label: "Inline", Type: Markdown, Inline: true},
		{Name: "choice", Label: "Choice", Type: Choice, Choices: []Option{{"dots", "Dots"}, {"ticks", "Ticks"}}},
		{Name: "flag", Label: "Flag", Type: Flag},
		{Name: "number", Label: "Number", Type: Number},
		{Name: "minutes", Label: "Minutes", Type: Number, Min: 5, Max: 480},
		{Name: "fee", Label: "Fee", Type: Money},
		{Name: "date", Label: "Date", Type: Date},
		{Name: "phone", Label: "Phone", Type: Phone},
		{Name: "url", Label: "Link", Type: URL},
		{Name: "link", Label: "Service", Type: Link, To: []string{"service", "page"}},
		{Name: "group", Label: "Group", Type: Group, Fields: []Field{{Name: "inner", Label: "Inner", Type: Text}}},
		{Name: "list", Label: "List", Type: List, Item: &Field{Label: "Item", Type: Text}},
		{Name: "groups", Label: "Groups", Type: List, Item: &Field{Label: "Group", Type: Group, Fields: []Field{
			{Name: "inner", Label: "Inner", Type: Text},
			{Name: "deep", Label: "Deep", Type: List, Item: &Field{Label: "Number", Type: Number}},
		}}},
	}})
	m.Types = append(m.Types, Type{Name: "sampler", Version: 1, Label: "Sampler", Plural: "Samplers", Home: "/samplers/", Kinds: []string{"every", "section"}})
	return m
}

// problemsOf writes problems as "path: code".
func problemsOf(err error) []string {
	var invalid *InvalidError
	if !errors.As(err, &invalid) {
		return nil
	}
	var lines []string
	for _, p := range invalid.Problems {
		lines = append(lines, p.Path+": "+p.Code)
	}
	return lines
}

// faultyValues are values that Validate refuses in a field of everyField, with the
// code; after the path of the field comes whatever stands in more.
var faultyValues = []struct {
	name, field string
	value       any
	code, more  string
}{
	{"a text that is a number", "text", int64(3), CodeWrongType, ""},
	{"a text that is a list", "text", []any{"a"}, CodeWrongType, ""},
	{"a text of two lines", "text", "a\nb", CodeSeveralLines, ""},
	{"a text with a line separator", "text", "a\u2028b", CodeSeveralLines, ""},
	{"a text with an override of its direction", "text", "a\u202eb", CodeBadCharacters, ""},
	{"a text with an isolate", "text", "a\u2066b", CodeBadCharacters, ""},
	{"Markdown of one line with an embedding", "inline", "a\u202ab", CodeBadCharacters, ""},
	{"a text with NUL", "text", "a\x00b", CodeBadCharacters, ""},
	{"a text with an escape", "lines", "a\x1b[1m", CodeBadCharacters, ""},
	{"a text with a C1 control", "lines", "a\u0090", CodeBadCharacters, ""},
	{"a text with a lone CR", "lines", "a\rb", CodeBadCharacters, ""},
	{"a text that is not UTF-8", "lines", "a\xff", CodeBadCharacters, ""},
	{"a text that is too long", "lines", strings.Repeat("a", MaxTextBytes+1), CodeTooLong, ""},
	{"Markdown that is a flag", "body", true, CodeWrongType, ""},
	{"Markdown with NUL", "body", "a\x00", CodeBadCharacters, ""},
	{"Markdown that is too long", "body", strings.Repeat("a", MaxMarkdownBytes+1), CodeTooLong, ""},
	{"Markdown of two lines where one is declared", "inline", "a\n\nb", CodeSeveralLines, ""},
	{"a choice that is not there", "choice", "stars", CodeBadChoice, ""},
	{"a choice by its label", "choice", "Dots", CodeBadChoice, ""},
	{"a flag that is a text", "flag", "true", CodeWrongType, ""},
	{"a number that is a text", "number", "3", CodeWrongType, ""},
	{"a number with a fraction", "number", 3.5, CodeWrongType, ""},
	{"a number of the wrong Go type", "number", 3, CodeWrongType, ""},
	{"a number that JSON readers round", "number", int64(1 << 53), CodeBadNumber, ""},
	{"a number below its range", "minutes", int64(4), CodeBadNumber, ""},
	{"a number above its range", "minutes", int64(481), CodeBadNumber, ""},
	{"money that is a number", "fee", int64(12000), CodeWrongType, ""},
	{"money below nothing", "fee", Fields{"amount": int64(-1), "currency": "USD"}, CodeBadMoney, ""},
	{"money with a fraction", "fee", Fields{"amount": 1.5, "currency": "USD"}, CodeBadMoney, ""},
	{"money without a currency", "fee", Fields{"amount": int64(1)}, CodeBadMoney, ""},
	{"money in small letters", "fee", Fields{"amount": int64(1), "currency": "usd"}, CodeBadMoney, ""},
	{"money with something else", "fee", Fields{"amount": int64(1), "currency": "USD", "tip": int64(1)}, CodeBadMoney, ""},
	{"a date that does not exist", "date", "2026-02-30", CodeBadDate, ""},
	{"a date in another order", "date", "03/01/2026", CodeBadDate, ""},
	{"a date with a time", "date", "2026-03-01T10:00:00Z", CodeBadDate, ""},
	{"a phone number without country code", "phone", "5055550142", CodeBadPhone, ""},
	{"a phone number with spaces", "phone", "+1 505 555 0142", CodeBadPhone, ""},
	{"a link that is a script", "url", "javascript:alert(1)", CodeBadURL, ""},
	{"a document by its name", "link", "emdr", CodeBadLink, ""},
	{"a document's id in capitals", "link", strings.ToUpper(testDocumentID(0xabc).String()), CodeBadLink, ""},
	{"a group that is a text", "group", "a", CodeWrongType, ""},
	{"a group with an unknown member", "group", Fields{"other": "a"}, CodeUnknownField, ".other"},
	{"a member of the wrong type", "group", Fields{"inner": int64(1)}, CodeWrongType, ".inner"},
	{"a member that is deeper than declared", "group", Fields{"inner": Fields{"inner": "a"}}, CodeWrongType, ".inner"},
	{"a list that is a text", "list", "a", CodeWrongType, ""},
	{"a list of lists", "list", []any{"a", []any{"b"}}, CodeWrongType, "[1]"},
	{"a list of typed texts", "list", []string{"a"}, CodeWrongType, ""},
	{"a list that is too long", "list", slices.Repeat([]any{"a"}, MaxItems+1), CodeTooMany, ""},
	{"an item's unknown member", "groups", []any{Fields{"inner": "a"}, Fields{"outer": "b"}}, CodeUnknownField, "[1].outer"},
	{"an item's item of the wrong type", "groups", []any{Fields{"deep": []any{int64(1), "2"}}}, CodeWrongType, "[0].deep[1]"},
	{"a field that nobody declared", "retired", "a", CodeUnknownField, ""},
}

func sampler(fields Fields) Content {
	return Content{Path: "/samplers/one", Title: "One", Fields: Fields{}, Blocks: []Block{block(1, "every", fields)}}
}

func TestValidateRefuses(t *testing.T) {
	for _, test := range faultyValues {
		t.Run(test.name, func(t *testing.T) {
			err := everyField().Validate("sampler", sampler(Fields{test.field: test.value}), nil, nil)
			want := []string{"blocks[0]." + test.field + test.more + ": " + test.code}
			if diff := cmp.Diff(want, problemsOf(err)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("%v is not ErrInvalid", err)
			}
		})
	}
}

func TestValidateRefusesDocuments(t *testing.T) {
	good := page(section(1, "A", "a"))
	with := func(change func(*Content)) Content {
		c := good.Canonical()
		change(&c)
		return c
	}
	for name, test := range map[string]struct {
		typ  string
		c    Content
		want []string
	}{
		"an unknown type":                {"brochure", good, []string{"type: unknown-type"}},
		"no title":                       {"service", with(func(c *Content) { c.Title = "" }), []string{"title: missing"}},
		"a title of two lines":           {"service", with(func(c *Content) { c.Title = "a\nb" }), []string{"title: several-lines"}},
		"a title that is turned around":  {"service", with(func(c *Content) { c.Title = "a\u202eb" }), []string{"title: bad-characters"}},
		"a title that is too long":       {"service", with(func(c *Content) { c.Title = strings.Repeat("é", MaxTitleRunes+1) }), []string{"title: too-long"}},
		"a page without an address":      {"service", with(func(c *Content) { c.Path = "" }), []string{"path: bad-path"}},
		"a page with a bad address":      {"service", with(func(c *Content) { c.Path = "/Services" }), []string{"path: bad-path"}},
		"a record with an address":       {"practitioner", Content{Title: "Ana", Path: "/ana"}, []string{"path: bad-path"}},
		"a record with a block":          {"practitioner", Content{Title: "Ana", Blocks: good.Blocks}, []string{"blocks[0].kind: unknown-kind"}},
		"an unknown kind":                {"service", page(block(1, "carousel", nil)), []string{"blocks[0].kind: unknown-kind"}},
		"a kind that it does not take":   {"sampler", page(block(1, "hero", nil)), []string{"blocks[0].kind: unknown-kind"}},
		"an unknown field":               {"service", withFields(good, Fields{"mood": "x"}), []string{"fields.mood: unknown-field"}},
		"a wrong field":                  {"service", withFields(good, Fields{"seo": Fields{"title": "a\nb"}}), []string{"fields.seo.title: several-lines"}},
		"two blocks with one id":         {"service", page(section(1, "A", "a"), section(1, "B", "b")), []string{"blocks[1].id: duplicate-id"}},
		"more blocks than can be read":   {"service", page(slices.Repeat([]Block{{Kind: "divider"}}, MaxBlocks+1)...), []string{"blocks: too-many"}},
		"a field on the wrong kind":      {"service", page(block(1, "divider", Fields{"heading": "A"})), []string{"blocks[0].heading: unknown-field"}},
		"several faults, in their order": {"service", withFields(page(section(1, "A\nB", "a"), block(2, "callout", Fields{"tone": "loud"})), Fields{"summary": int64(1)}), []string{"fields.summary: wrong-type", "blocks[0].heading: several-lines", "blocks[1].tone: bad-choice"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, problemsOf(everyField().Validate(test.typ, test.c, nil, nil))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestValidateTakes(t *testing.T) {
	for name, c := range map[string]Content{
		"what is missing or longer than advised": page(section(1, strings.Repeat("a", 300), ""), block(2, "cta", nil)),
		"blocks without an id":                   page(Block{Kind: "divider"}, Block{Kind: "divider"}),
		"a title of exactly the longest length":  {Title: strings.Repeat("é", MaxTitleRunes), Path: "/"},
		"whatever is empty":                      page(block(1, "section", Fields{"heading": "", "body": nil})),
		"tabs and line breaks in Markdown":       page(section(1, "A", "a\n\n\tb")),
	} {
		t.Run(name, func(t *testing.T) {
			if err := Standard().Validate("service", c, nil, nil); err != nil {
				t.Errorf("Validate = %v, want nil", err)
			}
		})
	}
}

// TestValidateKeepsWhatAnEarlierVersionHeld: a kind that changed since never makes
// a restore fail, nor a save beside what was restored.
func TestValidateKeepsWhatAnEarlierVersionHeld(t *testing.T) {
	old := withFields(page(
		block(1, "carousel", Fields{"pace": "slow"}),
		block(2, "section", Fields{"heading": "A", "body": "a", "retired": "kept"}),
		block(3, "callout", Fields{"lines": "was one text", "tone": "retired"}),
		block(4, "steps", Fields{"steps": []any{Fields{"title": "Meet", "mood": "calm"}, Fields{"title": "Walk", "mood": "brisk"}}}),
	), Fields{"seo": Fields{"keywords": "walks", "title": "Walks"}})
	old.Title = "Walks\u202e"
	old.Blocks[1].Fields["heading"] = "A\u2066"
	edit := func(change func(c *Content)) Content {
		c := old.Canonical()
		change(&c)
		return c
	}
	for name, test := range map[string]struct {
		c    Content
		base *Content
		want []string
	}{
		"all of it, as it was": {old, &old, nil},
		"another place":        {edit(func(c *Content) { slices.Reverse(c.Blocks) }), &old, nil},
		"an edit beside what is kept": {edit(func(c *Content) {
			c.Blocks[1].Fields["body"] = "b"
			c.Blocks[3].Fields["steps"] = []any{Fields{"title": "Stroll", "mood": "brisk"}, Fields{"title": "Meet"}}
			c.Fields["seo"] = Fields{"keywords": "walks", "title": "Strolls"}
		}), &old, nil},
		"nothing without a base": {old, nil, []string{
			"title: bad-characters", "fields.seo.keywords: unknown-field", "blocks[0].kind: unknown-kind", "blocks[1].heading: bad-characters", "blocks[1].retired: unknown-field",
			"blocks[2].lines: wrong-type", "blocks[2].tone: bad-choice", "blocks[3].steps[0].mood: unknown-field", "blocks[3].steps[1].mood: unknown-field",
		}},
		"no new value under an old name": {edit(func(c *Content) {
			c.Blocks[0].Fields["pace"] = "fast"
			c.Blocks[1].Fields["retired"] = "changed"
			c.Title = "Strolls\u202e"
			c.Blocks[2].Fields["tone"] = "other"
			c.Fields["seo"] = Fields{"keywords": "other"}
		}), &old, []string{"title: bad-characters", "fields.seo.keywords: unknown-field", "blocks[0].kind: unknown-kind", "blocks[1].retired: unknown-field", "blocks[2].tone: bad-choice"}},
		"no old value in another block": {edit(func(c *Content) {
			c.Blocks[1].ID, c.Blocks[0].ID = testBlockID(8), testBlockID(9)
		}), &old, []string{"blocks[0].kind: unknown-kind", "blocks[1].heading: bad-characters", "blocks[1].retired: unknown-field"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, problemsOf(Standard().Validate("service", test.c, test.base, nil))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestValidateKeepsAKindThatTheTypeNoLongerTakes(t *testing.T) {
	m := everyField()
	old := sampler(Fields{})
	old.Blocks = []Block{block(1, "hero", Fields{"heading": "A"})}
	edited := old.Canonical()
	edited.Blocks[0].Fields["heading"] = "B"
	if err := m.Validate("sampler", edited, &old, nil); err != nil {
		t.Errorf("Validate = %v, want nil", err)
	}
}

func TestValidateAsksTheCallerAboutMarkdown(t *testing.T) {
	var asked []string
	refuse := func(s string) error {
		asked = append(asked, s)
		if s == "too deep" {
			return errors.New("Use fewer lists inside lists.")
		}
		return nil
	}
	c := page(section(1, "A", "fine"), section(2, "B", "too deep"), section(3, "C", ""), section(4, "D", "a\x00"), callout(5, "a line"))
	err := Standard().Validate("service", c, nil, refuse)
	want := []string{"blocks[1].body: bad-markdown", "blocks[3].body: bad-characters"}
	if diff := cmp.Diff(want, problemsOf(err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"fine", "too deep", "a line"}, asked); diff != "" {
		t.Errorf("asked about (-want +got):\n%s", diff)
	}
	if got := err.Error(); !strings.Contains(got, "Use fewer lists inside lists.") || !strings.Contains(got, "1 more") {
		t.Errorf("the error says %q", got)
	}
}

func TestValidateListsAHundredProblemsAtTheMost(t *testing.T) {
	c := page()
	for range 300 {
		c.Blocks = append(c.Blocks, Block{Kind: "carousel"})
	}
	if got := len(problemsOf(Standard().Validate("service", c, nil, nil))); got != maxProblems {
		t.Errorf("%d problems, want %d", got, maxProblems)
	}
}

func TestMessagesAreSentencesWithoutJargon(t *testing.T) {
	var messages []string
	for _, test := range faultyValues {
		var invalid *InvalidError
		if errors.As(everyField().Validate("sampler", sampler(Fields{test.field: test.value}), nil, nil), &invalid) {
			messages = append(messages, invalid.Problems[0].Message)
		}
	}
	for _, p := range everyField().Gaps("service", page(block(1, "cta", nil), block(2, "steps", nil), block(3, "suitability", nil))) {
		messages = append(messages, p.Message)
	}
	for _, s := range messages {
		if !strings.HasSuffix(s, ".") || strings.Contains(s, "%!") || s[0] >= 'a' && s[0] <= 'z' {
			t.Errorf("not a sentence: %q", s)
		}
		for _, word := range []string{"regexp", "schema", "int64", "string", "slug", "UTF", "invalid"} {
			if strings.Contains(s, word) {
				t.Errorf("%q says %q", s, word)
			}
		}
	}
}

func TestValidateTakesEverySample(t *testing.T) {
	m := everyField()
	rapid.Check(t, func(t *rapid.T) {
		typ := anyType(t, m)
		c := sampleContent(t, m, typ)
		if err := m.Validate(typ.Name, c, nil, nil); err != nil {
			t.Fatalf("Validate = %v, want nil for %v", err, c)
		}
	})
}

func TestGapsAreToldInPlainWords(t *testing.T) {
	for name, test := range map[string]struct {
		typ  string
		c    Content
		want []string
	}{
		"nothing missing": {"service", page(section(1, "Arrival", "We walk.")), nil},
		"an invitation without a button": {"service", page(block(1, "cta", Fields{"heading": "Come in"})), []string{
			"blocks[0].primary: missing: This invitation has no button yet.",
		}},
		"one question, which is enough": {"service", page(block(1, "faq", Fields{"items": []any{Fields{"question": "Do we walk?", "answer": "Yes."}}})), nil},
		"a checklist without points": {"service", page(block(1, "checklist", Fields{"leadIn": "Bring"})), []string{
			"blocks[0].items: missing: This checklist has no points yet.",
		}},
		"a button without words": {"service", page(block(1, "cta", Fields{"heading": "Come in", "primary": Fields{"link": "/contact"}})), []string{
			"blocks[0].primary.label: missing: The button has nothing under “Words on it” yet.",
		}},
		"a button that nobody asked for": {"service", page(block(1, "hero", Fields{"heading": "Welcome"})), nil},
		"a long heading": {"service", page(section(1, strings.Repeat("é", 104), "We walk.")), []string{
			"blocks[0].heading: too-long: The heading has 104 characters; above 90 some sites cut it.",
		}},
		"a short heading": {"service", page(section(1, "A", "We walk.")), []string{
			"blocks[0].heading: too-short: The heading has only 1 character; at least 3 are better.",
		}},
		"a long text": {"service", page(section(1, "Arrival", strings.Repeat("a", 7210))), []string{
			"blocks[0].body: too-long: The text has 7,210 characters; up to 6,000 are easier to read.",
		}},
		"too few and incomplete steps": {"service", page(block(1, "steps", Fields{"heading": "How it works", "steps": []any{Fields{"title": "Meet"}}})), []string{
			"blocks[0].steps: too-few: There is only one under “Steps”; at least 2 are better.",
			"blocks[0].steps[0].body: missing: Step 1 has nothing under “What happens” yet.",
		}},
		"no steps": {"service", page(block(1, "steps", Fields{"heading": "How it works"})), []string{
			"blocks[0].steps: missing: These steps have no steps yet.",
		}},
		"too many lines, one of them long": {"service", page(callout(1, "a", "b", "c", strings.Repeat("d", 190))), []string{
			"blocks[0].lines: too-many: There are 4 under “Lines”; up to 3 are easier to take in.",
			"blocks[0].lines[3]: too-long: Line 4 has 190 characters; above 160 some sites cut it.",
		}},
		"a kind that asks": {"service", page(block(1, "suitability", Fields{"heading": "Is it for me?"})), []string{
			"blocks[0].assessment: missing: “Is it right for you?” has nothing under “How you decide together” yet.",
		}},
		"a person without a role": {"practitioner", Content{Title: "Ana", Fields: Fields{"bio": "Walks.", "licences": []any{Fields{"type": "LPCC", "number": "1", "jurisdiction": "US-NM"}}}}, []string{
			"fields.role: missing: This practitioner has no role yet.",
			"fields.licences[0].expires: missing: Licence 1 has nothing under “Valid until” yet.",
		}},
		"words of an author that are too many": {"service", page(block(1, "quote", Fields{"text": strings.Repeat("a", 700), "person": "Ada"})), []string{
			"blocks[0].text: too-long: The words have 700 characters; up to 600 are easier to read.",
		}},
		"a kind nobody knows": {"service", page(block(1, "carousel", nil)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range Standard().Gaps(test.typ, test.c.Canonical()) {
				got = append(got, fmt.Sprintf("%s: %s: %s", p.Path, p.Code, p.Message))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Gaps (-want +got):\n%s", diff)
			}
		})
	}
}
