package content

import (
	"encoding/binary"
	"fmt"
	"maps"
	"strings"

	"pgregory.net/rapid"
)

// testBlockID gives the id of test block n; ids with a higher n are newer.
func testBlockID(n int) BlockID { return testID[blockID](n) }

func testDocumentID(n int) DocumentID { return testID[documentID](n) }

func testID[T any](n int) (id ID[T]) {
	binary.BigEndian.PutUint64(id[:], 0x0190_0000_0000_7000)
	binary.BigEndian.PutUint64(id[8:], 0x8000_0000_0000_0000|uint64(n))
	return id
}

// block, page and record make contents for tests in few words.
func block(n int, kind string, fields Fields) Block {
	return Block{ID: testBlockID(n), Kind: kind, Fields: fields}
}

func section(n int, heading, body string) Block {
	return block(n, "section", Fields{"heading": heading, "body": body})
}

func callout(n int, lines ...any) Block { return block(n, "callout", Fields{"lines": lines}) }

func page(blocks ...Block) Content {
	return Content{Path: "/services/walking", Title: "Walking together", Fields: Fields{}, Blocks: blocks}.Canonical()
}

// withFields gives the content with other document fields.
func withFields(c Content, fields Fields) Content {
	c.Fields = fields
	return c.Canonical()
}

// sampleText draws a text from few words, so that two drawn texts share some.
var sampleText = rapid.Custom(func(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"we", "walk", "slowly", "together", "and", "rest", "é", "散步", "’s"}), 1, 6).Draw(t, "words")
	return strings.Join(words, " ")
})

var sampleMarkdown = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(sampleText, 1, 3).Draw(t, "paragraphs"), "\n\n")
})

// sampleValue draws a valid value of a field that is not empty.
func sampleValue(t *rapid.T, f Field) any {
	switch f.Type {
	case Text:
		if f.Preview {
			return "https://example.org/" + rapid.StringMatching("[a-z]{1,8}").Draw(t, f.Name) + "{path}?token={token}"
		}
		return sampleText.Draw(t, f.Name)
	case Markdown:
		if f.Inline {
			return sampleText.Draw(t, f.Name)
		}
		return sampleMarkdown.Draw(t, f.Name)
	case Choice:
		return rapid.SampledFrom(f.Choices).Draw(t, f.Name).Value
	case Flag:
		return true
	case Number:
		low, high := numberRange(f)
		return rapid.Int64Range(low, high).Draw(t, f.Name)
	case Money:
		return map[string]any{"amount": rapid.Int64Range(0, 50_000).Draw(t, f.Name), "currency": "USD"}
	case Date:
		return fmt.Sprintf("20%02d-%02d-%02d", rapid.IntRange(0, 99).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	case Phone:
		return "+1505555" + fmt.Sprintf("%04d", rapid.IntRange(0, 9999).Draw(t, f.Name))
	case URL:
		return rapid.SampledFrom([]string{"https://example.org/a?b=c#d", "mailto:hello@example.org", "tel:988", "/contact", "/contact#hours", "document:" + testDocumentID(7).String()}).Draw(t, f.Name)
	case Link:
		return testDocumentID(rapid.IntRange(1, 4).Draw(t, f.Name)).String()
	case File:
		return Hash{byte(rapid.IntRange(1, 4).Draw(t, f.Name))}.String()
	case Group:
		return sampleFields(t, f.Fields)
	case List:
		items := make([]any, rapid.IntRange(1, 4).Draw(t, f.Name))
		for i := range items {
			items[i] = sampleValue(t, *f.Item)
		}
		return items
	}
	panic("no sample for " + string(f.Type))
}

// sampleFields draws values for some of the fields.
func sampleFields(t *rapid.T, fields []Field) Fields {
	out := Fields{}
	for _, f := range fields {
		if rapid.Bool().Draw(t, "has "+f.Name) {
			out[f.Name] = sampleValue(t, f)
		}
	}
	return out
}

func sampleBlock(t *rapid.T, m *Model, kinds []string, n int) Block {
	k, _ := m.Kind(rapid.SampledFrom(kinds).Draw(t, "kind"))
	return Block{ID: testBlockID(n), Kind: k.Name, Fields: canonicalMap(sampleFields(t, k.Fields))}
}

// sampleContent draws a canonical, valid content of a type.
func sampleContent(t *rapid.T, m *Model, typ Type) Content {
	c := Content{Title: sampleText.Draw(t, "title"), Fields: sampleFields(t, typ.Fields)}
	if typ.IsPage() {
		c.Path = rapid.SampledFrom([]string{"/", "/services/walking", "/services/rest"}).Draw(t, "path")
	}
	if typ.Kinds != nil {
		for n := range rapid.IntRange(0, 6).Draw(t, "blocks") {
			c.Blocks = append(c.Blocks, sampleBlock(t, m, typ.Kinds, n+1))
		}
	}
	return c.Canonical()
}

// sampleEdit draws what somebody might make of a content: some blocks edited,
// removed, moved, and new ones added whose ids begin with firstNew.
func sampleEdit(t *rapid.T, m *Model, typ Type, c Content, firstNew int) Content {
	out := Content{Path: c.Path, Title: c.Title, Fields: sampleFieldEdit(t, typ.Fields, c.Fields)}
	if rapid.Bool().Draw(t, "edits the title") {
		out.Title = sampleText.Draw(t, "title")
	}
	for _, b := range c.Blocks {
		switch rapid.SampledFrom([]string{"leave", "leave", "edit", "remove", "replace"}).Draw(t, "act") {
		case "leave":
			out.Blocks = append(out.Blocks, b)
		case "edit":
			k, _ := m.Kind(b.Kind)
			out.Blocks = append(out.Blocks, Block{ID: b.ID, Kind: b.Kind, Fields: sampleFieldEdit(t, k.Fields, b.Fields)})
		case "replace":
			other := sampleBlock(t, m, typ.Kinds, 0)
			out.Blocks = append(out.Blocks, Block{ID: b.ID, Kind: other.Kind, Fields: other.Fields})
		}
	}
	if rapid.Bool().Draw(t, "reorders") {
		out.Blocks = rapid.Permutation(out.Blocks).Draw(t, "order")
	}
	if typ.Kinds != nil {
		for n := range rapid.IntRange(0, 2).Draw(t, "added") {
			at := rapid.IntRange(0, len(out.Blocks)).Draw(t, "at")
			b := sampleBlock(t, m, typ.Kinds, firstNew+n)
			out.Blocks = append(out.Blocks[:at:at], append([]Block{b}, out.Blocks[at:]...)...)
		}
	}
	return out.Canonical()
}

func sampleFieldEdit(t *rapid.T, fields []Field, values Fields) Fields {
	out := maps.Clone(values)
	for _, f := range fields {
		switch rapid.SampledFrom([]string{"leave", "leave", "set", "clear"}).Draw(t, f.Name) {
		case "set":
			out[f.Name] = sampleValue(t, f)
		case "clear":
			delete(out, f.Name)
		}
	}
	return out
}

// anyType draws a type of the model.
func anyType(t *rapid.T, m *Model) Type { return rapid.SampledFrom(m.Types).Draw(t, "type") }
