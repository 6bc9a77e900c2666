package form_test

import (
	"net/url"
	"strconv"
	"testing"

	"practicecms/admin/internal/form"
	"practicecms/cms"
	"practicecms/content"
)

// sent is what a browser sends of some inputs.
func sent(fields []form.Field) url.Values {
	out := url.Values{}
	var add func([]form.Field)
	add = func(fields []form.Field) {
		for _, f := range fields {
			switch {
			case f.Inner != nil:
				add(f.Inner)
			case f.Items != nil:
				out.Set(f.Name+".n", strconv.Itoa(len(f.Items)))
				for _, item := range f.Items {
					add(item.Fields)
				}
			default:
				value := f.Value
				for _, o := range f.Options {
					if o.Chosen {
						value = o.Value
					}
				}
				out.Set(f.Name, value)
				out.Set(f.Name+".currency", f.Currency)
			}
		}
	}
	add(fields)
	return out
}

func TestAFormThatIsSentAsItCameChangesNothing(t *testing.T) {
	page := cms.Item{State: cms.State{Document: content.DocumentID{7}, Type: "page"}, Title: "Rates", Path: "/rates"}
	maker := form.Maker{Items: []cms.Item{page}}
	for _, kind := range content.Standard().Kinds {
		was := content.Fields{"unknown": "stays"}
		for _, f := range kind.Fields {
			switch f.Type {
			case content.Text, content.Markdown:
				was[f.Name] = "Some words"
			case content.URL:
				was[f.Name] = "document:" + page.Document.String()
			case content.Group:
				was[f.Name] = map[string]any{"label": "Call us", "link": "document:" + page.Document.String()}
			case content.List:
				if f.Item.Type == content.Text || f.Item.Type == content.Markdown {
					was[f.Name] = []any{"One", "Two"}
				}
			}
		}
		was = content.Content{Fields: was}.Canonical().Fields
		read := form.Reader{Form: sent(maker.Fields(kind.Fields, was, "", "blocks[0]")), Maker: maker}
		got := content.Content{Fields: read.Fields(kind.Fields, was, "")}.Canonical().Fields
		if !content.EqualValue(map[string]any(got), map[string]any(was)) {
			t.Errorf("%s: got %v, want %v", kind.Name, got, was)
		}
	}
}

func TestWhatIsNoNumberYetIsKeptAsItWasTyped(t *testing.T) {
	declared := []content.Field{{Name: "minutes", Type: content.Number}}
	for typed, want := range map[string]any{"twelve ": "twelve", " 12": int64(12)} {
		read := form.Reader{Form: url.Values{"f.minutes": {typed}}}
		if got := read.Fields(declared, nil, "")["minutes"]; got != want {
			t.Errorf("%q: got %v, want %v", typed, got, want)
		}
	}
}

func TestAnItemIsMovedOrDroppedByItsPath(t *testing.T) {
	for _, tt := range []struct {
		path, verb string
		found      bool
		want       []any
	}{
		{"steps.1", "item-up", true, []any{"b", "a", "c"}},
		{"steps.1", "item-down", true, []any{"a", "c", "b"}},
		{"steps.1", "item-drop", true, []any{"a", "c"}},
		{"steps.0", "item-up", false, []any{"a", "b", "c"}},
		{"steps.3", "item-drop", false, []any{"a", "b", "c"}},
		{"other.0", "item-drop", false, []any{"a", "b", "c"}},
	} {
		fields := content.Fields{"steps": []any{"a", "b", "c"}}
		if got := form.ChangeList(fields, tt.path, tt.verb); got != tt.found || !content.EqualValue(fields["steps"], tt.want) {
			t.Errorf("%s %s: got %t and %v, want %t and %v", tt.verb, tt.path, got, fields["steps"], tt.found, tt.want)
		}
	}
}

func TestALinkToAPageStaysOneToTheDocument(t *testing.T) {
	rates := content.DocumentID{7}
	maker := form.Maker{Items: []cms.Item{{State: cms.State{Document: rates}, Path: "/rates"}}}
	to := "document:" + rates.String()
	for _, tt := range []struct{ typed, was, want string }{
		{"/rates", "", to},
		{"/rates", to, to},
		{"document:" + content.DocumentID{8}.String(), "document:" + content.DocumentID{8}.String(), "document:" + content.DocumentID{8}.String()},
		{"/rates", "/rates", "/rates"}, // as it was stored, so nothing changed
		{"/elsewhere", to, "/elsewhere"},
	} {
		if got := (form.Reader{Maker: maker}).URL(tt.typed, tt.was); got != tt.want {
			t.Errorf("%q over %q: got %v, want %v", tt.typed, tt.was, got, tt.want)
		}
	}
}
