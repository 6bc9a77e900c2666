package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/admin/internal/form"
	"practicecms/content"
)

// errNotAPage is returned for a body that the live editor did not make.
var errNotAPage = errors.New("the page that was sent cannot be read")

// liveReader reads a page that the live editor sends. It keeps what people typed, as
// form.Reader does: what a field does not take yet stays until it is mended.
type liveReader struct{ form.Reader }

// strictly reads JSON without guessing: one value, no member twice, none that is not
// declared, names as they are. Numbers are kept as they were written.
var strictly = jsonv2.JoinOptions(jsonv2.RejectUnknownMembers(true), jsonv2.WithUnmarshalers(jsonv2.UnmarshalFromFunc(
	func(dec *jsontext.Decoder, v *any) error {
		if dec.PeekKind() != '0' {
			return errors.ErrUnsupported
		}
		raw, err := dec.ReadValue()
		*v = json.Number(raw)
		return err
	},
)))

// content reads a whole content. Values that no field declares stay as they were.
func (r liveReader) content(t content.Type, model *content.Model, sent string, was content.Content) (content.Content, error) {
	var in liveText
	if err := jsonv2.Unmarshal([]byte(strings.ToValidUTF8(sent, "\uFFFD")), &in, strictly); err != nil {
		return content.Content{}, fmt.Errorf("%w: %w", errNotAPage, err)
	}
	if in.Fields == nil || in.Blocks == nil {
		return content.Content{}, fmt.Errorf("%w: it lacks fields or blocks", errNotAPage) // and would empty the page
	}
	out := content.Content{Title: line(in.Title), Path: was.Path, Fields: r.object(t.Fields, in.Fields, was.Fields)}
	if t.IsPage() {
		out.Path = line(in.Path)
	}
	if len(in.Blocks) > content.MaxBlocks {
		return content.Content{}, fmt.Errorf("%w: %d blocks", errNotAPage, len(in.Blocks))
	}
	seen := map[content.BlockID]bool{}
	for _, b := range in.Blocks {
		var id content.BlockID
		if err := id.UnmarshalText([]byte(b.ID)); err != nil || id.IsZero() || seen[id] {
			return content.Content{}, fmt.Errorf("%w: block %q", errNotAPage, b.ID)
		}
		seen[id] = true
		before, at := was.Block(id)
		kind, known := model.Kind(b.Kind)
		switch {
		case !known && at >= 0:
			out.Blocks = append(out.Blocks, before) // a block without a form stays as it is
		case known && (at >= 0 || t.Takes(b.Kind)):
			out.Blocks = append(out.Blocks, content.Block{ID: id, Kind: b.Kind, Fields: r.object(kind.Fields, b.Fields, before.Fields)})
		default:
			return content.Content{}, fmt.Errorf("%w: a block of kind %q", errNotAPage, b.Kind)
		}
	}
	return out, nil
}

// object reads the declared members of an object.
func (r liveReader) object(declared []content.Field, sent, was content.Fields) content.Fields {
	out := content.Fields{}
	for name, v := range was {
		if _, ok := content.FieldNamed(declared, name); !ok {
			out[name] = v
		}
	}
	for _, f := range declared {
		if v := r.settled(f, sent[f.Name], was[f.Name]); v != nil {
			out[f.Name] = v
		}
	}
	return out
}

// settled makes of what was typed what the field stores, as far as it can be made out.
func (r liveReader) settled(f content.Field, typed, was any) any {
	switch typed := typed.(type) {
	case string:
		switch f.Type {
		case content.Phone:
			return form.Phone(typed)
		case content.URL:
			return r.URL(strings.TrimSpace(typed), was)
		case content.Number:
			if n, err := strconv.ParseInt(strings.TrimSpace(typed), 10, 64); err == nil {
				return n
			}
		}
		return typed
	case bool:
		return typed
	case json.Number:
		if n, err := typed.Int64(); err == nil {
			return n
		}
		return typed.String()
	case []any:
		if f.Item == nil {
			return was
		}
		out := make([]any, 0, len(typed))
		earlier, _ := was.([]any)
		for i, item := range typed {
			var before any
			if i < len(earlier) {
				before = earlier[i]
			}
			out = append(out, r.settled(*f.Item, item, before))
		}
		return out
	case map[string]any:
		if f.Type == content.Money {
			code, _ := typed["currency"].(string)
			if minor, ok := typed["amount"].(json.Number); ok {
				if n, err := minor.Int64(); err == nil {
					return content.Amount{Minor: n, Currency: strings.ToUpper(strings.TrimSpace(code))}.Stored()
				}
			}
			amount, _ := typed["amount"].(string)
			return form.Money(amount, code)
		}
		if f.Type != content.Group {
			return was
		}
		fields, _ := was.(map[string]any)
		return r.object(f.Fields, typed, fields)
	}
	return nil
}
