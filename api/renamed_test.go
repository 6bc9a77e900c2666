package api_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"practicecms/api"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/content"
	"practicecms/content/paste"
)

// newNames are what the types of the renamed model are called.
var newNames = map[string]string{"service": "offer", "page": "sheet", "practitioner": "clinician", "snippet": "passage", "practice": "house"}

// renamed is the standard model with other names for its types and for all fields of
// documents.
func renamed() *content.Model {
	m := content.Standard()
	var fields func([]content.Field, bool) []content.Field
	field := func(f content.Field, own bool) content.Field {
		if own && f.Name != "" {
			f.Name = "my" + strings.ToUpper(f.Name[:1]) + f.Name[1:]
		}
		f.To = slices.Clone(f.To)
		for i, name := range f.To {
			f.To[i] = newNames[name]
		}
		f.Fields = fields(f.Fields, own)
		return f
	}
	fields = func(all []content.Field, own bool) []content.Field {
		out := make([]content.Field, len(all))
		for i, f := range all {
			out[i] = field(f, own)
			if f.Item != nil {
				item := field(*f.Item, own)
				out[i].Item = &item
			}
		}
		return out
	}
	for i, t := range m.Types {
		m.Types[i].Name, m.Types[i].Fields = newNames[t.Name], fields(t.Fields, true)
	}
	for i, k := range m.Kinds {
		m.Kinds[i].Fields = fields(k.Fields, false)
	}
	return m
}

func TestAModelMayCallItsTypesAndFieldsWhatItLikes(t *testing.T) {
	s := cmstest.Empty(t)
	s.Reopen(t, renamed())
	owner, err := s.Editor().SetUp(t.Context(), access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: cmstest.Password}, "Willow Room")
	if err != nil {
		t.Fatal(err)
	}
	s.Owner, s.Who = owner, owner.Actor()
	ed, l := s.Editor(), cmstest.Locale

	t.Run("settings are read, and kept by owners", func(t *testing.T) {
		house := s.Settings(t)
		if got := house.Content.Fields; got["myTimeZone"] != "UTC" || len(got["myLocales"].([]any)) != 1 {
			t.Errorf("set-up wrote %v", got)
		}
		house.Content.Fields = content.Fields{
			"myLocales": []any{string(l), "es-US"}, "myTimeZone": "America/Denver", "myPhone": "+15055550142", "myEmail": "hello@example.org",
			"myWebsite": "https://example.org/", "myPreviewURL": "https://example.org/preview?path={path}&token={token}",
		}
		editor := cms.Actor{Role: cms.RoleEditor}
		if _, err := ed.Save(t.Context(), editor, cms.Save{Document: house.Document, Locale: l, Base: house.Number, Content: house.Content}); !errors.Is(err, cms.ErrForbidden) {
			t.Errorf("an editor saves the settings: %v", err)
		}
		s.Publish(t, s.Save(t, house))
		p, err := s.Practice(t.Context())
		if err != nil || p.Document != house.Document || p.Name != "Willow Room" || !slices.Equal(p.Locales, []content.Locale{l, "es-US"}) || p.Zone.String() != "America/Denver" ||
			p.Phone != "+15055550142" || p.Website != "https://example.org" || p.Preview != "https://example.org/preview?path={path}&token={token}" {
			t.Errorf("%+v, %v", p, err)
		}
		feed, err := s.Delivery().Changes(t.Context(), "", 100)
		if err != nil || len(feed.Changes) == 0 || !feed.Changes[len(feed.Changes)-1].MorePages {
			t.Errorf("the feed does not say that every page tells of them: %+v, %v", feed, err)
		}

		next := s.Settings(t)
		next.Content.Fields["myLocales"] = []any{"es-US", string(l)}
		next = s.Save(t, next)
		_, err = ed.Publish(t.Context(), s.Who, next.Document, l, next.Number)
		if invalid := (*content.InvalidError)(nil); !errors.As(err, &invalid) || invalid.Problems[0].Path != "fields.myLocales" {
			t.Errorf("another first language goes live: %v", err)
		}
		if _, err := ed.Create(t.Context(), s.Who, cms.New{Type: "house", Locale: l, Content: content.Content{Title: "A second"}}); !errors.Is(err, cms.ErrExists) {
			t.Errorf("there are settings twice: %v", err)
		}
	})

	until := s.Clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	person := s.Record(t, "clinician", "Marisol Vega", content.Fields{"myRole": "Psychotherapist", "mySuffix": "LPCC", "myBio": "She works.", "myLanguages": []any{"Spanish"},
		"myLicences": []any{map[string]any{"myType": "LPCC", "myNumber": "EX-1", "myJurisdiction": "US-NM", "myExpires": until}}})
	s.Publish(t, person)
	crisis := s.Record(t, "passage", "Crisis lines", content.Fields{"myBody": "Call 988."})
	s.Publish(t, crisis)
	people := content.Block{Kind: "practitioners", Fields: content.Fields{"people": []any{person.Document.String()}}}
	other := create(t, s, "offer", "/services/couples", "Couples work", content.Fields{"mySeo": map[string]any{"myNoindex": true, "myTitle": "For couples"}})
	s.Publish(t, other)
	offer := create(t, s, "offer", "/services/emdr", "EMDR", content.Fields{
		"mySummary": "For what stays.", "myAliases": []any{"Eye movement therapy"}, "myReview": map[string]any{"myBy": person.Document.String(), "myOn": "2026-01-02"},
	}, people, content.Block{Kind: "service-links", Fields: content.Fields{"services": []any{map[string]any{"service": other.Document.String()}}}},
		content.Block{Kind: "faq", Fields: content.Fields{"items": []any{map[string]any{"question": "How long?", "answer": "It depends."}}}})
	s.Publish(t, offer)

	t.Run("names are found in a pasted text", func(t *testing.T) {
		got, err := ed.Paste(t.Context(), s.Who, "About us\n\nMarisol offers eye movement therapy here, and couples work too.", "sheet", paste.Options{Format: paste.Text, Locale: l})
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, one := range got.Suggested {
			found = append(found, one.Type+" "+one.Name)
		}
		if slices.Sort(found); !slices.Equal(found, []string{"clinician Marisol Vega", "offer Couples work", "offer EMDR"}) {
			t.Errorf("found %q", found)
		}
	})

	t.Run("a licence that has run out is warned of", func(t *testing.T) {
		next := offer
		next.Content.Fields, next.Content.Blocks = content.Fields{"mySummary": "For what stays."}, offer.Content.Blocks[1:]
		next = s.Save(t, next)
		warned := func() (out []cms.WarningKind) {
			would, err := ed.Rehearse(t.Context(), s.Who, cms.Restore{Document: next.Document, Locale: l, Version: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range would.Warnings {
				out = append(out, w.Kind)
			}
			return out
		}
		if got := warned(); slices.Contains(got, cms.WarnLicence) {
			t.Errorf("it is good still: %v", got)
		}
		s.Clock.Advance(60 * 24 * time.Hour)
		if got := warned(); !slices.Contains(got, cms.WarnLicence) {
			t.Errorf("nobody is warned: %v", got)
		}
	})

	t.Run("search engines and front ends are told the same", func(t *testing.T) {
		all, err := s.Delivery().Addresses(t.Context(), l)
		if err != nil || len(all) != 1 || all[0].Path != "/services/emdr" {
			t.Errorf("addresses: %+v, %v", all, err)
		}
		schema, server := schemaOf(t, s.Model()), newServer(t, s)
		get := func(path string) string { // without apitest, which knows how the standard model is described
			w := httptest.NewRecorder()
			server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
			if w.Code != http.StatusOK {
				t.Errorf("%s: status %d", path, w.Code)
			}
			return w.Body.String()
		}
		document := func(path string) string {
			text := get(path)
			if v, err := jsonschema.UnmarshalJSON(strings.NewReader(text)); err != nil {
				t.Errorf("%s: %v", path, err)
			} else if err := schema.Validate(v); err != nil {
				t.Errorf("%s is not as described: %v", path, err)
			}
			return text
		}
		hidden := document("/api/v1/pages/services/couples")
		if !strings.Contains(hidden, `"seo":{"title":"For couples","description":null,"robots":"noindex,follow"}`) || strings.Contains(hidden, "mySeo") || strings.Contains(hidden, "myNoindex") {
			t.Errorf("the page: %s", hidden)
		}
		shown := document("/api/v1/pages/services/emdr")
		for _, want := range []string{
			`"title":"EMDR","mySummary":"For what stays.","version":`, `"myReview":{`, `"robots":"index,follow"`, `"MedicalWebPage"`, `"MedicalTherapy"`, `"alternateName":["Eye movement therapy"]`,
			`"lastReviewed":"2026-01-02"`, `"honorificSuffix":"LPCC"`, `"jobTitle":"Psychotherapist"`, `"knowsLanguage":["Spanish"]`, `"identifier":"EX-1"`, `"expires":"` + until + `"`, `"US-NM"`,
			`"FAQPage"`, `"How long?"`, `"isRelatedTo":[{`, `"telephone":"+15055550142"`,
		} {
			if !strings.Contains(shown, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		if t.Failed() {
			t.Log(shown)
		}
		if got := document("/api/v1/site"); !strings.Contains(got, `"myLocales":["en-US","es-US"]`) || strings.Contains(got, "myPreviewURL") || strings.Contains(got, `"locales"`) {
			t.Errorf("the site: %s", got)
		}
		if got := get("/api/v1/openapi.json"); !strings.Contains(got, `"#/components/schemas/HouseDocument"`) || strings.Contains(got, "PracticeDocument") {
			t.Error("openapi.json does not describe the site by its type")
		}
	})
}

// schemaOf is the JSON Schema of what is delivered.
func schemaOf(t *testing.T, m *content.Model) *jsonschema.Schema {
	t.Helper()
	source, err := api.JSONSchema(m)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("renamed.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("renamed.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
