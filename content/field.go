package content

// FieldType says what a field's value is, how it is stored, and how it is edited.
type FieldType string

// The field types. The right column is the Go type of the stored value; an absent
// value and an empty one are the same (see Canonical).
const (
	Text     FieldType = "text"     // string; one line, or several when Field.Lines
	Markdown FieldType = "markdown" // string; CommonMark and GFM, one line when Field.Inline
	Choice   FieldType = "choice"   // string; one of Field.Choices
	Flag     FieldType = "flag"     // bool
	Number   FieldType = "number"   // int64; a whole number
	Money    FieldType = "money"    // map: "amount" int64 in minor units, "currency" ISO 4217
	Date     FieldType = "date"     // string; ISO 8601 calendar date, 2026-03-01
	Phone    FieldType = "phone"    // string; E.164, +15055550142
	URL      FieldType = "url"      // string; a link in the form that CanonicalURL gives it
	Link     FieldType = "link"     // string; the id of a document whose type is in Field.To
	File     FieldType = "file"     // string; the hash of an uploaded file's bytes, as Hash.String writes it
	Group    FieldType = "group"    // map; the fields of Field.Fields
	List     FieldType = "list"     // []any; each item is a value of Field.Item
)

// Fields holds the values of a block or a document by field name. Values are
// string, bool, int64, []any and map[string]any, nested; nothing else.
type Fields = map[string]any

// Field declares one value. It is plain data: the form, the validation, the JSON
// Schema and the delivered shape all follow from it.
type Field struct {
	Name     string    // JSON member name, camelCase; empty only for a list's Item
	Label    string    // what staff read above the input
	Help     string    // one line below the label; may be empty
	Type     FieldType // see the constants
	Required bool      // an empty value is a gap
	Lines    bool      // Text: several lines are allowed
	Inline   bool      // Markdown: one line, no block structure
	Staff    bool      // for staff: it is never delivered
	Preview  bool      // Text: the address at which a site shows drafts, see PreviewAddress
	Heading  bool      // Text: this is what the block is called in summaries
	Means    Meaning   // what it is to the program itself; zero: nothing
	Min, Max int       // advised size: characters of a text, items of a list; hard range of a number. 0: no bound
	Choices  []Option  // Choice: the values allowed; the first is the default
	To       []string  // Link: names of the types that may be linked to
	Fields   []Field   // Group: its fields
	Item     *Field    // List: what each item is
}

// Option is one value of a Choice.
type Option struct {
	Value string // what is stored and delivered
	Label string // what staff read
}

// Kind declares what a block is.
type Kind struct {
	Name    string  // delivered as the block's "kind"; lower-case with hyphens
	Version int     // from 1; grows when a field's meaning changes, and is stored with each body
	Label   string  // what staff read
	Help    string  // one line: what it is for
	Icon    string  // name of its drawing in the menu of parts; empty: a plain square
	Fields  []Field // in the order in which they are shown and delivered
}

// Type declares what a document is.
type Type struct {
	Name     string   // stored and delivered as "type"
	Version  int      // as Kind.Version
	Label    string   // what staff read for one
	Plural   string   // what staff read for several
	Help     string   // for records, one line: what they are for; may be empty
	Home     string   // for pages, the folder of a new page's address, such as "/services/"; empty for records
	Single   bool     // there is one document of this type at the most
	Owners   bool     // only owners of the practice may change it
	Settings bool     // it holds the site's settings, which every page tells of; such a type is Single, and a model has one at the most
	Named    bool     // pasted texts are looked through for the names of its documents
	Person   bool     // each is a person: the title is a name, whose first word alone may be meant too
	Therapy  bool     // for pages: each is about a therapy that the practice offers, and search engines are told so
	Asset    bool     // each is an uploaded file and what is known of it; it is made by an upload, and nobody reads it but where it is used
	Fields   []Field  // the document's own fields
	Kinds    []string // names of the block kinds it takes; nil: it has no blocks
}

// IsPage reports whether documents of this type have a path.
func (t Type) IsPage() bool { return t.Home != "" }

// IsPerson reports whether each document of this type is a person.
func (t Type) IsPerson() bool { return t.Person }

// IsTherapy reports whether each document of this type is about a therapy.
func (t Type) IsTherapy() bool { return t.Therapy }

// Takes reports whether documents of this type may hold blocks of the named kind.
func (t Type) Takes(kind string) bool {
	for _, k := range t.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Model is the set of types and kinds that a program works with. The zero Model
// knows none. A Model is read-only once it is in use.
type Model struct {
	Types []Type
	Kinds []Kind
}

// Type finds a type by name.
func (m *Model) Type(name string) (Type, bool) {
	for _, t := range m.Types {
		if t.Name == name {
			return t, true
		}
	}
	return Type{}, false
}

// Kind finds a kind by name.
func (m *Model) Kind(name string) (Kind, bool) {
	for _, k := range m.Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// FieldsOf is the declaration that a body was written by: its kind's, or its type's.
// A name that is not declared has none.
func (m *Model) FieldsOf(name string) []Field {
	if k, ok := m.Kind(name); ok {
		return k.Fields
	}
	t, _ := m.Type(name)
	return t.Fields
}

// FieldNamed finds a field in a list of them.
func FieldNamed(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}
