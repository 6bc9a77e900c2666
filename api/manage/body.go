package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/content"
)

// edit is what a request says that a document should be.
type edit struct {
	typ     string         // "" when absent
	locale  content.Locale // "" when absent
	content content.Content
	note    string
}

// object reads the body of a request.
func (q *request) object() (*wire.Object, error) {
	members, err := wire.ReadObject(q.Response(), q.Request())
	if err != nil {
		return nil, err
	}
	return wire.NewObject(members), nil
}

// optionalObject reads a body that may be left out, which says what an empty object says.
func (q *request) optionalObject() (*wire.Object, error) {
	if q.Request().ContentLength == 0 {
		return wire.NewObject(nil), nil
	}
	return q.object()
}

// edit reads a document from the body of a request.
func (q *request) edit() (edit, error) {
	o, err := q.object()
	if err != nil {
		return edit{}, err
	}
	e := edit{
		typ: o.String("type"), locale: locale(o, "locale"), note: o.String("note"),
		content: content.Content{Path: o.String("path"), Title: o.String("title"), Fields: o.Values("fields")},
	}
	for _, b := range o.Objects("blocks") {
		e.content.Blocks = append(e.content.Blocks, content.Block{ID: blockID(b, "id"), Kind: b.String("kind"), Fields: b.Rest()})
	}
	return e, o.Done()
}

// locale takes a language tag; "" when absent.
func locale(o *wire.Object, name string) content.Locale {
	text := o.String(name)
	if text == "" {
		return ""
	}
	l, err := content.ParseLocale(text)
	if err != nil {
		o.Problem(name, "bad-locale", "Give a language tag in its usual spelling, such as en-US.")
	}
	return l
}

// blockID takes the id of a block; zero when absent, for a new block.
func blockID(o *wire.Object, name string) content.BlockID {
	var id content.BlockID
	if err := id.UnmarshalText([]byte(o.String(name))); err != nil {
		o.Problem(name, "bad-id", "Give the id that the block has, or leave it out for a new block.")
	}
	return id
}

// keptBlock is the id of a block that there is or was.
func keptBlock(o *wire.Object, name, text string) content.BlockID {
	var id content.BlockID
	if err := id.UnmarshalText([]byte(text)); err != nil || id.IsZero() {
		o.Problem(name, "bad-id", "Give the id of a block.")
	}
	return id
}

// empty reads a body that has nothing to say.
func (q *request) empty() error { return wire.ReadEmpty(q.Response(), q.Request()) }

// number reads the version in the address.
func (q *request) number() (uint64, error) {
	n, ok := wire.Number(q.Param("n"))
	if !ok {
		return 0, &wire.Error{Status: http.StatusNotFound, Detail: "There is no such version."}
	}
	return n, nil
}
