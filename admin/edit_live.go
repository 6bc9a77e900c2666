package admin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/cms"
	"practicecms/content"
)

// This file holds what the live editor (ui/src/live.ts) starts from: the page as
// data, its types as they are declared, and the documents that it can lead to.
// Without the script the same page is edited by forms; see edit_show.go.

// liveData is embedded in the editor's page, and all that the script knows.
type liveData struct {
	Page      string         `json:"page"` // address of the editor
	Person    string         `json:"person"`
	Zone      string         `json:"zone"` // the practice's, as IANA calls it
	Document  string         `json:"document"`
	Locale    string         `json:"locale"`
	Type      string         `json:"type"` // its name
	TitleName string         `json:"titleName"`
	HasPath   bool           `json:"hasPath"`
	Summary   string         `json:"summary"` // name of the field that stands below the title; empty: none does
	Fields    []liveField    `json:"fields"`
	Kinds     []liveKind     `json:"kinds"` // those that the type takes; null: it has no blocks
	Documents []liveDocument `json:"documents"`
	Token     string         `json:"token"` // of every form
	liveState
}

// liveState is where a person's edits stand. The script sends Seen back, so that two
// windows of one person do not overwrite each other.
type liveState struct {
	Base    uint64      `json:"base"`              // the version that the edits started from
	Seen    string      `json:"seen"`              // names the content that the server has for the person
	Content *liveText   `json:"content,omitempty"` // nil: as the script sent it
	Working bool        `json:"working"`           // there are edits that are no version yet
	Clock   string      `json:"clock"`             // when they were kept: "2:41 pm"
	Mend    []liveFault `json:"mend"`              // what has to be mended before a save
}

// liveFault is a fault with its place.
type liveFault struct {
	Block string `json:"block"` // id; empty: the document's own fields
	Path  string `json:"path"`  // within it, such as "steps[1].title"
	Text  string `json:"text"`
}

type liveText struct {
	Title  string         `json:"title"`
	Path   string         `json:"path"`
	Fields content.Fields `json:"fields"`
	Blocks []liveBlock    `json:"blocks"`
}

type liveBlock struct {
	ID     string         `json:"id"`
	Kind   string         `json:"kind"`
	Fields content.Fields `json:"fields"`
}

type liveKind struct {
	Name   string      `json:"name"`
	Label  string      `json:"label"`
	Help   string      `json:"help"`
	Icon   string      `json:"-"`
	Fields []liveField `json:"fields"`
}

// liveField is a content.Field as the script needs it.
type liveField struct {
	Name     string       `json:"name"`
	Label    string       `json:"label"`
	Help     string       `json:"help,omitempty"`
	Type     string       `json:"type"`
	Required bool         `json:"required,omitempty"`
	Lines    bool         `json:"lines,omitempty"`
	Inline   bool         `json:"inline,omitempty"`
	Holds    string       `json:"holds,omitempty"` // "picture" or "document": a group that is used as one
	Means    string       `json:"means,omitempty"` // of a member of such a group
	Choices  []liveOption `json:"choices,omitempty"`
	To       []string     `json:"to,omitempty"`
	Fields   []liveField  `json:"fields,omitempty"`
	Item     *liveField   `json:"item,omitempty"`
}

type liveOption struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// liveDocument is a document that a link may lead to or a record that stands in the page.
type liveDocument struct {
	ID    string `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
	Live  bool   `json:"live"`
	About string `json:"about,omitempty"` // one line below the title
	HTML  string `json:"html,omitempty"`  // the text of a shared text, sanitised
}

// live makes the data of the live editor.
func (s *Server) live(c echo.Context, d workspace, items []cms.Item, problems []content.Problem) (liveData, error) {
	v := visitOf(c)
	base := s.base(c, "", "")
	out := liveData{
		Page: d.Page(), Person: v.person.ID.String(), Zone: base.Now().Location().String(), Document: d.Document.String(), Locale: string(d.Locale),
		Type: d.Type, TitleName: titleName(d.Kind), HasPath: d.Kind.IsPage(), Fields: liveFields(d.Kind.Fields), Documents: []liveDocument{},
		Token: formToken(v.session), liveState: liveStateOf(base, d, problems),
	}
	if f, ok := content.Meant(d.Kind.Fields, content.Summary); ok {
		out.Summary = f.Name
	}
	out.Content = liveTextOf(d.now)
	for _, k := range s.kindsOf(d.Kind) {
		out.Kinds = append(out.Kinds, liveKind{k.Name, k.Label, k.Help, k.Icon, liveFields(k.Fields)})
	}
	links := s.links(c)
	for _, item := range items {
		one, err := s.liveDocument(item, links)
		if err != nil {
			return out, err
		}
		out.Documents = append(out.Documents, one)
	}
	return out, nil
}

// titleName is what a document's title is called.
func titleName(t content.Type) string {
	if t.Person {
		return "Name"
	}
	return "Title"
}

// liveDocument describes a document that others link to. Records are shown as they
// stand on the page; pages only by name, for reading them all would be slow.
func (s *Server) liveDocument(item cms.Item, links *rendering.Links) (liveDocument, error) {
	out := liveDocument{ID: item.Document.String(), Type: item.State.Type, Title: item.Title, Path: item.Path, Live: item.Live != 0}
	if item.Path != "" {
		return out, nil
	}
	to, err := links.Find(out.ID)
	if err != nil {
		return out, err
	}
	out.HTML = string(to.Body())
	out.About = strings.TrimPrefix(strings.TrimSuffix(to.Letters()+", "+to.Occupation(), ", "), ", ")
	return out, nil
}

func liveStateOf(b Base, d workspace, problems []content.Problem) liveState {
	out := liveState{Base: d.base.Number, Seen: d.seen(), Working: d.working, Mend: []liveFault{}}
	if d.working {
		out.Clock = b.Clock(d.keptAt)
	}
	for _, p := range problems {
		block := d.openAt(p.Path)
		path := p.Path
		if block == detailsOpen {
			block, path = "", strings.TrimPrefix(path, "fields.")
		} else if _, rest, ok := strings.Cut(path, "."); ok {
			path = rest
		}
		out.Mend = append(out.Mend, liveFault{block, path, p.Message})
	}
	return out
}

// seen names the content of a workspace.
func (d workspace) seen() string {
	b, err := json.Marshal(liveTextOf(d.now.Canonical()))
	if err != nil {
		return "" // values that were stored always marshal
	}
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func liveTextOf(c content.Content) *liveText {
	out := &liveText{Title: c.Title, Path: c.Path, Fields: c.Fields, Blocks: []liveBlock{}}
	if out.Fields == nil {
		out.Fields = content.Fields{}
	}
	for _, b := range c.Blocks {
		one := liveBlock{b.ID.String(), b.Kind, b.Fields}
		if one.Fields == nil {
			one.Fields = content.Fields{}
		}
		out.Blocks = append(out.Blocks, one)
	}
	return out
}

func liveFields(fields []content.Field) []liveField {
	out := make([]liveField, len(fields))
	for i, f := range fields {
		out[i] = liveFieldOf(f)
	}
	return out
}

// What the script calls the groups that hold together, and what is in them.
var (
	holds     = map[content.Meaning]string{content.Picture: "picture", content.Attachment: "document"}
	partOfUse = map[content.Meaning]string{
		content.Asset: "asset", content.AssetFile: "file", content.AltText: "alt", content.Decorative: "decorative",
		content.Caption: "caption", content.FocusX: "focusX", content.FocusY: "focusY",
	}
)

func liveFieldOf(f content.Field) liveField {
	out := liveField{
		Name: f.Name, Label: f.Label, Help: f.Help, Type: string(f.Type), Required: f.Required, Lines: f.Lines, Inline: f.Inline, To: f.To,
	}
	for _, o := range f.Choices {
		out.Choices = append(out.Choices, liveOption(o))
	}
	if f.Type == content.Group {
		out.Fields = liveFields(f.Fields)
	}
	if f.HoldsTogether() {
		out.Holds = holds[f.Means]
		for i, member := range f.Fields {
			out.Fields[i].Means = partOfUse[member.Means]
		}
	}
	if f.Item != nil {
		item := liveFieldOf(*f.Item)
		out.Item = &item
	}
	return out
}

// Data is the live editor's data as the page embeds it.
func (v *editorView) Data() (template.JS, error) {
	b, err := json.Marshal(v.Live) // escapes <, > and &, so it cannot end its element
	return template.JS(b), err
}
