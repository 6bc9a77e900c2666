package content

// Meaning says what a field is to the program itself, beside what people read in it. Rules
// are about meanings and never about names, so that a model may call its types and fields
// what it likes.
type Meaning int

// The meanings. Where none is named the program does nothing with a value but keep and
// deliver it.
const (
	NoMeaning Meaning = iota

	// Of the type with Settings, see ReadSettings.
	SiteLanguages // List of Text: the languages of the site; the first is shown when nothing else is asked for
	SiteTimeZone  // Text: an IANA name
	SitePhone     // Phone
	SiteWebsite   // URL: where readers find the pages

	// Of pages.
	Summary           // Text: the page in one sentence
	Review            // Group: who approved the page, and when
	ReviewedBy        // Link to a person
	ReviewedOn        // Date
	SearchEngines     // Group: what search engines are told; it is delivered with all that goes without saying filled in
	SearchTitle       // Text: of the page in their results
	SearchDescription // Text
	NoIndex           // Flag: keep the page out of them

	// Of records and pages that others name.
	OtherNames    // List of Text: what it is called too, beside its title
	Letters       // Text: what stands after a person's name
	Pronouns      // Text
	Occupation    // Text
	Speaks        // List of Text: languages
	Licences      // List of Group: what a person may do, and where
	LicenceName   // Text
	LicenceNumber // Text
	LicencePlace  // Text: the state that gave it
	ValidUntil    // Date: what it stands with has run out after that day

	// Of what uses an asset, and of assets. Picture and Attachment are groups that hold
	// together: merging takes them whole.
	Picture     // Group: a picture where it is shown; one that is neither described nor decorative lacks something
	Attachment  // Group: a file that readers may open
	Asset       // Link to the asset that is shown
	AssetFile   // File: the bytes; of an asset, those that uses are offered
	AltText     // Text: says what a picture shows to those who can't see it; of an asset, what uses start from
	Decorative  // Flag: a picture says nothing that the words don't, and needs no description
	Caption     // Text: a line below a picture
	FocusX      // Number: where what matters in a picture is, in percent from its left
	FocusY      // Number: likewise from its top
	PeopleShown // List of Text: who is in a picture, for staff
	WrittenIn   // Text: the language of a document
	Credit      // Text: who made a picture

	// Of blocks.
	Headline  // Text: is set as a heading
	Body      // Markdown: the text itself, which needs no label; of a record, what stands where it is linked to
	NoPoint   // of the Item of a List: each is a line by itself, and no point
	Questions // List of Group: what people ask
	Question  // Text
	Answer    // Markdown
)

// Meant finds the first of some fields that has a meaning; not inside groups and lists.
func Meant(fields []Field, m Meaning) (Field, bool) {
	for _, f := range fields {
		if f.Means == m {
			return f, true
		}
	}
	return Field{}, false
}

// Value is the value of the first field that has a meaning, also inside groups but not
// inside lists; nil when there is none.
func Value(fields []Field, values Fields, m Meaning) any {
	for _, f := range fields {
		if f.Means == m {
			return values[f.Name]
		}
		if inner, ok := values[f.Name].(map[string]any); ok && f.Type == Group {
			if v := Value(f.Fields, inner, m); v != nil {
				return v
			}
		}
	}
	return nil
}

// TextOf is Value of a field that holds a text; empty when there is none.
func TextOf(fields []Field, values Fields, m Meaning) string {
	text, _ := Value(fields, values, m).(string)
	return text
}

// LinksTo reports whether the field holds a document of a type that is so.
func (m *Model) LinksTo(f Field, so func(Type) bool) bool {
	for _, name := range f.To {
		if t, ok := m.Type(name); ok && so(t) {
			return true
		}
	}
	return false
}

// HoldsTogether reports whether the parts of a group mean nothing without each other: a
// picture and the words that describe it.
func (f Field) HoldsTogether() bool { return f.Means == Picture || f.Means == Attachment }
