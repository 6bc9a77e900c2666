package jsonld

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/content"
)

var (
	practice = Practice{Name: "Willow Room", Website: "https://example.org", Phone: "+15055550142"}
	dana     = content.DocumentID{1}
	couples  = content.DocumentID{2}
	draft    = content.DocumentID{3}
)

// live gives the documents that are live in these tests.
func live(id content.DocumentID) (Document, bool) {
	switch id {
	case dana:
		return Document{ID: dana, Type: "practitioner", Content: content.Content{Title: "Dana Reyes", Fields: content.Fields{
			"role": "Psychotherapist", "suffix": "LPCC", "languages": []any{"English"}, "bio": "She works.",
			"licences": []any{map[string]any{"type": "LPCC", "number": "EX-1", "jurisdiction": "US-NM", "expires": "2027-09-30"}},
		}}}, true
	case couples:
		return Document{ID: couples, Type: "service", Content: content.Content{Title: "Couples", Path: "/services/couples"}}, true
	}
	return Document{}, false
}

func service() Document {
	return Document{
		Type: "service", Locale: "en-US", FirstLive: time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC), PublishedAt: time.Date(2026, 8, 14, 1, 0, 0, 0, time.UTC),
		Content: content.Content{Title: "EMDR", Path: "/services/emdr", Fields: content.Fields{
			"summary": "For what stays.", "aliases": []any{"Eye movement therapy"}, "review": map[string]any{"by": dana.String(), "on": "2026-08-01"},
		}, Blocks: []content.Block{
			{ID: content.BlockID{7}, Kind: "faq", Fields: content.Fields{"items": []any{map[string]any{"question": "How long?", "answer": "It **depends**."}, map[string]any{"question": "Unanswered?"}}}},
			{Kind: "practitioners", Fields: content.Fields{"people": []any{dana.String(), draft.String()}}},
			{Kind: "service-links", Fields: content.Fields{"services": []any{map[string]any{"service": couples.String()}, map[string]any{"service": draft.String()}}}},
		}},
	}
}

// byType finds the nodes of a type.
func byType(t *testing.T, g map[string]any, typ string) []map[string]any {
	t.Helper()
	var out []map[string]any
	for _, n := range g["@graph"].([]any) {
		if n := n.(map[string]any); n["@type"] == typ {
			out = append(out, n)
		}
	}
	return out
}

func TestAServiceIsDescribedByWhatItsPageAndRecordsSay(t *testing.T) {
	g := Of(content.Standard(), practice, service(), live)
	page := byType(t, g, "MedicalWebPage")[0]
	for name, want := range map[string]any{
		"url": "https://example.org/services/emdr", "name": "EMDR", "inLanguage": "en-US", "datePublished": "2026-03-02", "dateModified": "2026-08-14", "lastReviewed": "2026-08-01",
	} {
		if page[name] != want {
			t.Errorf("%s: got %v, want %v", name, page[name], want)
		}
	}
	people := byType(t, g, "Person")
	if len(people) != 1 || people[0]["name"] != "Dana Reyes" || page["reviewedBy"].(map[string]any)["@id"] != people[0]["@id"] {
		t.Errorf("the person who is shown and reviewed it is one: %v", people)
	}
	if got := byType(t, g, "FAQPage")[0]["mainEntity"].([]any); len(got) != 1 || got[0].(map[string]any)["acceptedAnswer"].(map[string]any)["text"] != "It depends." {
		t.Errorf("questions: %v", got)
	}
	if got := byType(t, g, "Service")[0]["isRelatedTo"].([]any); len(got) != 1 || got[0].(map[string]any)["url"] != "https://example.org/services/couples" {
		t.Errorf("related: %v", got)
	}
}

func TestWhatNobodyFilledInIsLeftOut(t *testing.T) {
	bare := Document{Type: "page", Locale: "en-US", Content: content.Content{Title: "About", Path: "/about"}}
	text, err := json.Marshal(Of(content.Standard(), Practice{Name: "Willow Room", Website: "https://example.org"}, bare, live))
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{`""`, "null", "[]", "{}", "lastReviewed", "reviewedBy", "telephone", "datePublished", "MedicalWebPage", "Review", "aggregateRating"} {
		if strings.Contains(string(text), never) {
			t.Errorf("it holds %s: %s", never, text)
		}
	}
}

func TestNobodyReviewedWhatNobodyLiveReviewed(t *testing.T) {
	for name, review := range map[string]map[string]any{"a draft": {"by": draft.String(), "on": "2026-08-01"}, "no day": {"by": dana.String()}, "nobody": {"on": "2026-08-01"}} {
		s := service()
		s.Content.Fields["review"] = review
		page := byType(t, Of(content.Standard(), practice, s, live), "MedicalWebPage")[0]
		if page["lastReviewed"] != nil || page["reviewedBy"] != nil {
			t.Errorf("%s: %v", name, page)
		}
	}
}

func TestEveryReferenceInTheGraphLeadsSomewhere(t *testing.T) {
	g := Of(content.Standard(), practice, service(), live)
	var ids, refs []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if id, ok := v["@id"].(string); ok && len(v) == 1 {
				refs = append(refs, id)
			} else if ok {
				ids = append(ids, id)
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(g["@graph"])
	for _, id := range refs {
		if !slices.Contains(ids, id) {
			t.Errorf("%s leads nowhere", id)
		}
	}
	if slices.Sort(ids); len(slices.Compact(slices.Clone(ids))) != len(ids) || len(refs) == 0 {
		t.Errorf("ids are not distinct: %v", ids)
	}
}

func TestWithoutAWebsiteNothingCanBeNamed(t *testing.T) {
	if got := Of(content.Standard(), Practice{Name: "Willow Room"}, service(), live); got != nil {
		t.Errorf("got %v", got)
	}
}
