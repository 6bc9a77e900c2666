package admin

import (
	"strings"
	"testing"

	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// The screens ask what a type and a field mean, and not what they are called.
func TestPeopleAndSharedTextsAreShownWhateverTheirTypesAreCalled(t *testing.T) {
	m := content.Standard()
	names := map[string]string{"practitioner": "clinician", "snippet": "passage", "practice": "house"}
	for i, typ := range m.Types {
		if to := names[typ.Name]; to != "" {
			m.Types[i].Name = to
			for j := range typ.Fields {
				typ.Fields[j].Name = "my" + typ.Fields[j].Name
			}
		}
	}
	for i := range m.Kinds {
		retarget(m.Kinds[i].Fields, names)
	}
	for i := range m.Types {
		retarget(m.Types[i].Fields, names)
	}
	site := cmstest.Empty(t)
	site.Reopen(t, m)
	owner, err := site.Editor().SetUp(t.Context(), access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: cmstest.Password}, "Willow Room")
	if err != nil {
		t.Fatal(err)
	}
	site.Owner, site.Who = owner, owner.Actor()
	person := site.Record(t, "clinician", "Marisol Vega", content.Fields{"myrole": "Psychotherapist", "mysuffix": "LPCC", "mybio": "She works."})
	lines := site.Record(t, "passage", "Crisis lines", content.Fields{"mybody": "Call **988**."})
	one := site.Service(t, "one",
		content.Block{Kind: "practitioners", Fields: content.Fields{"people": []any{person.Document.String()}}},
		content.Block{Kind: "notice", Fields: content.Fields{"snippet": lines.Document.String()}})
	v := enter(t, site)
	v.open("/admin/records").says("Marisol Vega", "Pages show them as they stand here.", "Change one here, and it changes everywhere.", "The practice’s own name")
	v.open(page(one)+"/preview").says("Marisol Vega, LPCC", "Psychotherapist", "Call 988.")
	if live := v.open(page(one)).body; !strings.Contains(live, `"about":"LPCC, Psychotherapist"`) || !strings.Contains(live, `data-field="summary"`) {
		t.Error("the live editor does not know who they are, or where the summary stands")
	}
	v.open("/admin/new?type=clinician").says("Name").saysNot("Title")
	v.open(page(person) + "?edit=details").says("Name").saysNot("Title")
	editor := v.editor()
	editor.open("/admin/records").says("Marisol Vega").saysNot("The practice’s own name")
}

// retarget gives links the new names of types.
func retarget(fields []content.Field, names map[string]string) {
	for i, f := range fields {
		for j, name := range f.To {
			if to := names[name]; to != "" {
				fields[i].To[j] = to
			}
		}
		retarget(f.Fields, names)
		if f.Item != nil {
			retarget([]content.Field{*f.Item}, names)
		}
	}
}
