package manage

import (
	"errors"
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/paste"
)

// paste: POST /paste
func (s *Server) paste(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	text, format, path, save := o.String("text"), o.String("format"), o.String("path"), o.Bool("save")
	typ, l := o.String("type"), locale(o, "locale")
	if err := o.Done(); err != nil {
		return err
	}
	if typ == "" {
		typ = s.delivery.Model().FirstPage().Name
	}
	if l == "" {
		l = q.defaultLocale
	}
	ctx := q.Request().Context()
	found, err := s.editor.Paste(ctx, q.who, text, typ, paste.Options{Format: paste.Format(format), Locale: l})
	if err != nil {
		return pasteError(err)
	}
	if path != "" {
		found.Content.Path = path
	}
	if !save {
		return q.answer(http.StatusOK, func(w *wire.Writer) { Pasted(found, typ, nil).write(w) })
	}
	v, err := s.editor.Create(ctx, q.who, cms.New{Type: typ, Locale: l, Content: found.Content, Origin: content.OriginPasted, Raw: text})
	if err != nil {
		return err
	}
	found.Content = v.Content
	q.Response().Header().Set("Location", q.address(v))
	q.Response().Header().Set("ETag", etag(v.Number))
	return q.answer(http.StatusCreated, func(w *wire.Writer) { Pasted(found, typ, &v).write(w) })
}

// pasteError says which member of the request is at fault.
func pasteError(err error) error {
	switch {
	case errors.Is(err, paste.ErrTooLarge):
		return &wire.Error{Status: http.StatusRequestEntityTooLarge, Detail: "The pasted text is too long. Paste it in parts."}
	case errors.Is(err, paste.ErrEmpty), errors.Is(err, paste.ErrNotText):
		return wire.Invalid("text", "bad-text", "There are no words in it, or it is not a text.")
	case errors.Is(err, paste.ErrFormat):
		return wire.Invalid("format", "bad-choice", "Give one of: auto, text, markdown, html.")
	case errors.Is(err, paste.ErrType):
		return wire.Invalid("type", "bad-choice", "Give a type of page that takes blocks, such as service.")
	}
	return err
}

// PastedPage is what a pasted text became, as JSON: the page as POST /documents
// takes it, and beside it what was guessed, what is suggested, what was left out,
// and the words counted.
type PastedPage struct {
	result  paste.Result
	typ     string
	version *cms.Version // nil: it is not saved
}

// Pasted describes what a text became; version is nil when nothing was saved.
func Pasted(result paste.Result, typ string, version *cms.Version) PastedPage {
	return PastedPage{result, typ, version}
}

// MarshalJSON implements json.Marshaler.
func (p PastedPage) MarshalJSON() ([]byte, error) {
	w := wire.NewWriter()
	p.write(w)
	return w.Bytes()
}

func (p PastedPage) write(w *wire.Writer) {
	w.Object(func() {
		if p.version != nil {
			w.Name("id").String(p.version.Document.String())
			w.Name("version").UintOrNull(p.version.Number)
			w.Name("locale").String(string(p.version.Locale))
		}
		w.Name("type").String(p.typ)
		body(w, p.result.Content)
		objects(w.Name("inferred"), p.result.Inferred, func(i paste.Inference) {
			index(w.Name("block"), i.Block)
			w.Name("field").String(i.Field)
			w.Name("value").StringOrNull(i.Value)
			w.Name("why").String(i.Why)
			w.Name("ask").Bool(i.Ask)
		})
		objects(w.Name("suggested"), p.result.Suggested, func(s paste.Suggestion) {
			index(w.Name("block"), s.Block)
			w.Name("field").String(s.Field)
			w.Name("text").String(s.Text)
			w.Name("type").String(s.Type)
			w.Name("id").String(s.ID.String())
			w.Name("name").String(s.Name)
		})
		objects(w.Name("removed"), p.result.Removed, func(r paste.Removal) {
			w.Name("what").String(r.What)
			w.Name("text").StringOrNull(r.Text)
		})
		w.Name("words").Object(func() {
			w.Name("in").Int(int64(p.result.Words.In))
			w.Name("out").Int(int64(p.result.Words.Out))
		})
	})
}
