package rendering

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Linked is a document that another one shows or leads to.
type Linked struct {
	Document content.DocumentID
	Title    string
	Path     string
	Live     bool // readers see it; otherwise they see nothing in its place
	Found    bool
	Public   bool // it is shown to somebody without an account: nothing leads to an editor
	Piece         // its own fields, as they are live, or else as they are drafted
}

// Page is the address of its editor.
func (l *Linked) Page() string { return "/admin/d/" + l.Document.String() }

// Links reads the documents that a content points to, each once. The nil Links knows none.
type Links struct {
	model *content.Model
	seen  map[string]*Linked
	read  func(content.DocumentID) (*Linked, error) // nil for a document that is not there…
	none  Linked                                    // …for which this stands
	past  bool                                      // names only; see NewPastLinks
	file  func(content.Hash) (live.File, error)     // cms.ErrNotFound for one that was erased
	at    func(content.Hash) string                 // where whoever looks sees a picture
}

// notThere stands for a document that nobody finds any more.
var notThere = Linked{Title: "Something that is not there any more"}

// Source is where documents are read, as *cms.Editor is.
type Source interface {
	State(ctx context.Context, who cms.Actor, id content.DocumentID, l content.Locale) (cms.State, error)
	Version(ctx context.Context, who cms.Actor, id content.DocumentID, l content.Locale, n uint64) (cms.Version, error)
	File(ctx context.Context, who cms.Actor, h content.Hash) (live.File, error)
}

// NewLinks reads documents for staff: each as it is live, or else as it is drafted. The
// context is that of the request that the page is rendered for.
func NewLinks(ctx context.Context, from Source, model *content.Model, who cms.Actor, locale content.Locale) *Links {
	l := &Links{model: model, seen: map[string]*Linked{}, none: notThere}
	l.file = func(h content.Hash) (live.File, error) { return from.File(ctx, who, h) }
	l.at = StaffShot
	l.read = func(id content.DocumentID) (*Linked, error) {
		state, err := from.State(ctx, who, id, locale)
		if errors.Is(err, cms.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		number := state.Live
		if number == 0 {
			number = state.Latest
		}
		version, err := from.Version(ctx, who, id, locale, number)
		if err != nil {
			return nil, err
		}
		return l.linked(id, state.Type, version.Content, state.Live != 0), nil
	}
	return l
}

// NewPastLinks is NewLinks for a text of another day: it gives names only, for today's state
// is not what stood there.
func NewPastLinks(ctx context.Context, from Source, model *content.Model, who cms.Actor, locale content.Locale) *Links {
	l := NewLinks(ctx, from, model, who, locale)
	l.past = true
	return l
}

// NewPublicLinks knows the documents and files that are delivered with a page, and no others.
// Pictures are at the address that at gives.
func NewPublicLinks(model *content.Model, page live.Page, at func(content.Hash) string) *Links {
	l := &Links{model: model, seen: map[string]*Linked{}, none: Linked{Public: true}, at: at}
	l.file = func(h content.Hash) (live.File, error) {
		f, ok := page.Files[h]
		if !ok {
			return f, cms.ErrNotFound
		}
		return f, nil
	}
	l.read = func(id content.DocumentID) (*Linked, error) {
		live, ok := page.Linked[id]
		if !ok {
			return nil, nil
		}
		out := l.linked(id, live.Type, live.Content, true)
		out.Public = true
		return out, nil
	}
	return l
}

// shotWidth is how wide a picture on a page is shown at most, in pixels.
const shotWidth = 960

// StaffShot is where staff see a picture on a page.
func StaffShot(h content.Hash) string { return StaffPicture(h, shotWidth) }

// SharedShot is where somebody who opened a shared link does.
func SharedShot(secret string) func(content.Hash) string {
	return func(h content.Hash) string {
		return fmt.Sprintf("/preview/%s/files/%s/%d", url.PathEscape(secret), hex.EncodeToString(h[:]), shotWidth)
	}
}

// StaffPicture is where staff see a picture, at most that wide in pixels.
func StaffPicture(h content.Hash, width int) string {
	return fmt.Sprintf("/admin/files/%s/%d", hex.EncodeToString(h[:]), width)
}

func (l *Links) shot(use content.Use) (*Shot, error) {
	out := &Shot{Use: use}
	if l == nil || l.file == nil {
		return out, nil
	}
	f, err := l.file(use.File)
	if err != nil {
		if errors.Is(err, cms.ErrNotFound) {
			err = nil
		}
		return out, err
	}
	out.Src, out.Width, out.Height = l.at(use.File), f.Width, f.Height
	to, err := l.Find(use.Asset.String())
	if err == nil {
		out.Title = to.Title
	}
	return out, err
}

func (l *Links) linked(id content.DocumentID, typeName string, from content.Content, live bool) *Linked {
	t, _ := l.model.Type(typeName)
	return &Linked{Document: id, Title: from.Title, Path: from.Path, Live: live, Found: true, Piece: Piece{t.Fields, from.Fields, l}}
}

// Find reads the document of an id. For one that is not there it returns one that says so;
// only faults of the store are errors.
func (l *Links) Find(id string) (*Linked, error) {
	if l == nil {
		return &notThere, nil
	}
	if known, ok := l.seen[id]; ok {
		return known, nil
	}
	out := new(Linked)
	*out = l.none
	l.seen[id] = out // before reading on, so that two that point to each other end
	var document content.DocumentID
	if err := document.UnmarshalText([]byte(id)); err != nil || document.IsZero() {
		return out, nil
	}
	found, err := l.read(document)
	if found == nil || err != nil {
		return out, err
	}
	*out = *found
	if l.past {
		out.Live, out.Piece = true, Piece{}
	}
	return out, nil
}

// Resolve is the richtext.Resolver: links in texts lead to what is live.
func (l *Links) Resolve(id string) (richtext.Target, bool) {
	if l == nil || l.past {
		return richtext.Target{}, false
	}
	to, err := l.Find(strings.ToLower(id))
	if err != nil || !to.Live {
		return richtext.Target{}, false
	}
	return richtext.Target{Path: to.Path, Title: to.Title}, true
}
