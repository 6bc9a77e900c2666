package manage

import (
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
