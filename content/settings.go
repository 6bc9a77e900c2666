package content

import (
	"fmt"
	"strings"
)

// Settings are the site's own settings, as the document of the type with Settings has
// them. Empty is what nobody filled in.
type Settings struct {
	Name      string
	Languages []Locale // those that can be read; the first is the site's own
	TimeZone  string   // an IANA name, which nobody has checked
	Preview   string   // where the site shows drafts, see PreviewAddress
	Phone     string   // E.164
	Website   string   // without a slash at the end
}

// SettingsType is the type whose one document holds the site's settings.
func (m *Model) SettingsType() (Type, bool) {
	for _, t := range m.Types {
		if t.Settings {
			return t, true
		}
	}
	return Type{}, false
}

// FirstPage is the first type of page that takes blocks: what a new page is when nobody
// says otherwise. The zero Type when there is none.
func (m *Model) FirstPage() Type {
	for _, t := range m.Types {
		if t.IsPage() && t.Kinds != nil {
			return t
		}
	}
	return Type{}
}

// ReadSettings reads the settings in a content of the type.
func (t Type) ReadSettings(c Content) Settings {
	out := Settings{
		Name: c.Title, TimeZone: TextOf(t.Fields, c.Fields, SiteTimeZone), Phone: TextOf(t.Fields, c.Fields, SitePhone),
		Website: strings.TrimSuffix(TextOf(t.Fields, c.Fields, SiteWebsite), "/"),
	}
	for _, f := range t.Fields {
		if f.Preview {
			out.Preview, _ = c.Fields[f.Name].(string)
		}
	}
	list, _ := Value(t.Fields, c.Fields, SiteLanguages).([]any)
	for _, item := range list {
		if l, err := ParseLocale(fmt.Sprint(item)); err == nil {
			out.Languages = append(out.Languages, l)
		}
	}
	return out
}

// NewSettings is the content of a new site's settings: its name, its one language and its
// time zone.
func (t Type) NewSettings(name string, l Locale, zone string) Content {
	out := Content{Title: name, Fields: Fields{}}
	if f, ok := Meant(t.Fields, SiteLanguages); ok {
		out.Fields[f.Name] = []any{string(l)}
	}
	if f, ok := Meant(t.Fields, SiteTimeZone); ok {
		out.Fields[f.Name] = zone
	}
	return out
}
