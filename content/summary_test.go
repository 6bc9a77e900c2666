package content

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSummarySpeaksPlainly(t *testing.T) {
	prep := section(1, "Preparation", "One.\n\nTwo.\n\nThree.")
	integration := section(2, "Integration", "We talk.")
	for name, test := range map[string]struct {
		before, after Content
		want          string
	}{
		"no change":              {page(prep), page(prep), "No change"},
		"two paragraphs":         {page(prep, callout(3, "Rest.")), page(section(1, "Preparation", "One!\n\nTwo.\n\nThree!")), "Changed 2 paragraphs in “Preparation”; removed a callout"},
		"a paragraph more":       {page(prep), page(section(1, "Preparation", "One.\n\nTwo.\n\nThree.\n\nFour.")), "Added a paragraph to “Preparation”"},
		"a paragraph less":       {page(prep), page(section(1, "Preparation", "One.\n\nThree.")), "Removed a paragraph from “Preparation”"},
		"a step more":            {page(steps(1, "Meet", "Walk")), page(steps(1, "Meet", "Rest", "Walk")), "Added a step to “How it works”"},
		"a step's name":          {page(steps(1, "Meet", "Walk")), page(block(1, "steps", Fields{"heading": "How it works", "steps": []any{Fields{"title": "Meet", "body": "We meet."}, Fields{"title": "Stroll", "body": "We walk."}}})), "Changed a step in “How it works”"},
		"two lines":              {page(callout(1, "Rest.", "Breathe.")), page(callout(1, "Sleep.", "Eat.")), "Changed 2 lines in a callout"},
		"the title":              {page(), Content{Path: "/services/walking", Title: "Strolling", Fields: Fields{}}, "Changed the title"},
		"the address":            {page(), Content{Path: "/services/strolling", Title: "Walking together", Fields: Fields{}}, "Changed the web address"},
		"a summary":              {page(), withFields(page(), Fields{"summary": "Walks."}), "Added “In one sentence”"},
		"search engines once":    {page(), withFields(page(), Fields{"seo": Fields{"title": "a", "description": "b"}}), "Changed “Search engines”"},
		"a new name":             {page(integration), page(section(2, "Coming home", "We talk.")), "Renamed “Integration” to “Coming home”"},
		"up":                     {page(prep, callout(3, "x"), steps(4, "Meet"), integration), page(prep, integration, callout(3, "x"), steps(4, "Meet")), "Moved “Integration” up"},
		"down past a new one":    {page(integration, prep, callout(3, "x")), page(callout(9, "y"), prep, callout(3, "x"), integration), "Added a callout; moved “Integration” down"},
		"up below new ones":      {page(integration, prep, callout(3, "x")), page(callout(8, "y"), callout(9, "y"), prep, integration, callout(3, "x")), "Added 2 callouts; moved “Preparation” up"},
		"two fields of one step": {page(steps(1, "Meet", "Walk")), page(block(1, "steps", Fields{"heading": "How it works", "steps": []any{Fields{"title": "Meet", "body": "We meet."}, Fields{"title": "Stroll", "body": "We walk.", "minutes": int64(50)}}})), "Changed a step in “How it works”"},
		"several alike":          {page(callout(1, "a"), callout(2, "b"), callout(3, "c")), page(), "Removed 3 callouts"},
		"an invitation":          {page(), page(block(1, "cta", Fields{"body": "Come."})), "Added an invitation"},
		"plural kinds":           {page(), page(block(1, "faq", Fields{"items": []any{Fields{"question": "Why?"}}})), "Added questions and answers"},
		"a kind that asks":       {page(), page(block(1, "suitability", Fields{"body": "x"})), "Added “Is it right for you?”"},
		"a button":               {page(block(1, "cta", Fields{"heading": "Come in", "primary": Fields{"label": "Write"}})), page(block(1, "cta", Fields{"heading": "Come in", "primary": Fields{"label": "Write to us"}})), "Changed the button in “Come in”"},
		"a look":                 {page(block(1, "callout", Fields{"lines": []any{"x"}})), page(block(1, "callout", Fields{"lines": []any{"x"}, "tone": "important"})), "Added the tone to a callout"},
		"a kind nobody knows":    {page(), page(block(1, "fee-table", Fields{"leadIn": "Fees"})), "Added a fee table"},
		"a field nobody knows":   {page(block(1, "fee-table", Fields{"leadIn": "Fees"})), page(block(1, "fee-table", Fields{"leadIn": "Costs"})), "Changed “Lead in” in a fee table"},
		"a heading without end":  {page(), page(section(1, strings.Repeat("very ", 40)+"long", "x")), "Added “very very very very very very very very very…”"},
		"several things at once": {page(block(1, "cta", Fields{"heading": "Come in"})), page(block(1, "cta", Fields{"heading": "Come in", "body": "x", "emergency": "y", "primary": Fields{"label": "a"}, "secondary": Fields{"label": "b"}})), "Changed several things in “Come in”"},
		"more than fits": {page(), page(section(1, "How we prepare for the first walk", "x"), section(2, "What to bring when it rains", "x"), section(3, "Where we meet and when", "x"), section(4, "Fees", "x"), section(5, "Contact", "x")),
			"Added “How we prepare for the first walk”; added “What to bring when it rains”; added “Where we meet and when” and 2 other parts"},
	} {
		t.Run(name, func(t *testing.T) {
			m := Standard()
			got := m.Summary(m.Compare("service", test.before.Canonical(), test.after.Canonical()))
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestSummaryIsShortAndFreeOfJargon(t *testing.T) {
	m := Standard()
	jargon := regexp.MustCompile(`\b(?i:diff|revision|node|entry|schema|slug|block|field)s?\b|[a-z][A-Z]`)
	rapid.Check(t, func(t *rapid.T) {
		typ := anyType(t, m)
		a := sampleContent(t, m, typ)
		b := sampleEdit(t, m, typ, a, 100)
		got := m.Summary(m.Compare(typ.Name, a, b))
		if n := utf8.RuneCountInString(got); n == 0 || n > maxSummaryRunes+60 {
			t.Fatalf("the summary has %d characters: %s", n, got)
		}
		if word := jargon.FindString(got); word != "" {
			t.Fatalf("the summary says %q: %s", word, got)
		}
		if strings.HasSuffix(got, ".") || got != upperFirst(got) {
			t.Fatalf("not a line in sentence case without a full stop: %s", got)
		}
		if (got == "No change") != a.Equal(b) {
			t.Fatalf("Equal is %v, but the summary says %s", a.Equal(b), got)
		}
	})
}

func TestBlockNameIsWhatPeopleCallIt(t *testing.T) {
	for want, b := range map[string]Block{
		"“Preparation”":           section(1, "Preparation", "x"),
		"callout":                 callout(1, "x"),
		"questions and answers":   block(1, "faq", nil),
		"fee table":               block(1, "fee-table", Fields{"heading": "Fees"}),
		"“Walking may help with”": block(1, "checklist", Fields{"leadIn": "**Walking** may help with:"}),
		"opening":                 block(1, "hero", Fields{"heading": int64(3)}),
	} {
		if got := Standard().BlockName(b); got != want {
			t.Errorf("BlockName = %s, want %s", got, want)
		}
	}
}
