package wire

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Writer writes one JSON value, member by member, so that the same content always
// has the same bytes. The characters <, > and & are escaped: a page that is put
// into a script element cannot end it. The first error stays and is what Bytes
// returns; until then callers need not look.
type Writer struct {
	buf bytes.Buffer
	enc *jsontext.Encoder
	err error
}

// NewWriter returns a Writer of nothing yet.
func NewWriter() *Writer {
	w := &Writer{}
	w.enc = jsontext.NewEncoder(&w.buf, jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true))
	return w
}

// Bytes returns what was written. It is an error when that is not one whole value.
func (w *Writer) Bytes() ([]byte, error) {
	return bytes.TrimSuffix(w.buf.Bytes(), []byte("\n")), w.err
}

func (w *Writer) token(t jsontext.Token) {
	if w.err == nil {
		w.err = w.enc.WriteToken(t)
	}
}

// Object writes an object; members writes what is in it.
func (w *Writer) Object(members func()) {
	w.token(jsontext.BeginObject)
	members()
	w.token(jsontext.EndObject)
}

// Array writes an array; items writes what is in it.
func (w *Writer) Array(items func()) {
	w.token(jsontext.BeginArray)
	items()
	w.token(jsontext.EndArray)
}

// Name writes the name of a member; its value comes next, as in w.Name("title").String(title).
func (w *Writer) Name(name string) *Writer {
	w.token(jsontext.String(name))
	return w
}

// String writes a text.
func (w *Writer) String(s string) { w.token(jsontext.String(s)) }

// Int writes a whole number.
func (w *Writer) Int(n int64) { w.token(jsontext.Int(n)) }

// Uint writes a whole number from 0.
func (w *Writer) Uint(n uint64) { w.token(jsontext.Uint(n)) }

// Float writes a number.
func (w *Writer) Float(x float64) { w.token(jsontext.Float(x)) }

// Bool writes true or false.
func (w *Writer) Bool(b bool) { w.token(jsontext.Bool(b)) }

// Null writes null.
func (w *Writer) Null() { w.token(jsontext.Null) }

// StringOrNull writes a text, or null for the empty one.
func (w *Writer) StringOrNull(s string) {
	if s == "" {
		w.Null()
		return
	}
	w.String(s)
}

// UintOrNull writes a number, or null for 0.
func (w *Writer) UintOrNull(n uint64) {
	if n == 0 {
		w.Null()
		return
	}
	w.Uint(n)
}

// Time writes a time in RFC 3339, UTC, or null for the zero time.
func (w *Writer) Time(t time.Time) {
	if t.IsZero() {
		w.Null()
		return
	}
	w.String(t.UTC().Format(time.RFC3339Nano))
}

// Value writes a stored value as it is: text, flag, whole number, list or group.
// The members of a group come sorted by name.
func (w *Writer) Value(v any) {
	switch v := v.(type) {
	case string:
		w.String(v)
	case bool:
		w.Bool(v)
	case int64:
		w.Int(v)
	case []any:
		w.Array(func() {
			for _, item := range v {
				w.Value(item)
			}
		})
	case map[string]any:
		w.Object(func() { w.Members(v) })
	default:
		w.Null()
	}
}

// Members writes the members of a stored group, sorted by name.
func (w *Writer) Members(m map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		w.Name(name).Value(m[name])
	}
}

// List writes n items in the envelope that all lists have. next is the place where the
// list goes on; "" at its end. A negative total is not known and not written.
func (w *Writer) List(n, total int, next string, item func(i int)) {
	w.Object(func() {
		w.Name("items").Array(func() {
			for i := range n {
				item(i)
			}
		})
		w.Name("next").StringOrNull(Cursor(next))
		if total >= 0 {
			w.Name("total").Int(int64(total))
		}
	})
}
