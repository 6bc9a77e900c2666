package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"practicecms/content"
)

// Bounds of a request's body.
const (
	MaxBody  = 1 << 20 // bytes
	MaxDepth = 64      // objects and arrays inside each other
)

// ReadObject reads the body as one JSON object, strictly. Besides what is not JSON,
// it refuses what two readers could understand differently: names that occur twice
// or differ only in case, invalid UTF-8, lone surrogates, the character NUL,
// numbers that are not whole, and anything after the object. The error names the
// place. A body is bounded before it is read and its depth while it is.
//
// Values are string, bool, int64, []any and map[string]any. A member that is null
// is as good as absent.
func ReadObject(rw http.ResponseWriter, r *http.Request) (map[string]any, error) {
	if err := checkContentType(r); err != nil {
		return nil, err
	}
	if r.ContentLength > MaxBody {
		return nil, &http.MaxBytesError{Limit: MaxBody}
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, MaxBody))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, err
		}
		return nil, BadRequest("The body did not arrive whole.")
	}
	return ParseObject(body)
}

// ReadEmpty reads a body that has nothing to say: none, or an empty object.
func ReadEmpty(rw http.ResponseWriter, r *http.Request) error {
	if r.ContentLength == 0 {
		return nil
	}
	members, err := ReadObject(rw, r)
	if err != nil {
		return err
	}
	return NewObject(members).Done()
}

func checkContentType(r *http.Request) error {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, given := params["charset"]
	if err != nil || media != "application/json" || given && !strings.EqualFold(charset, "utf-8") || r.Header.Get("Content-Encoding") != "" {
		return &Error{Status: http.StatusUnsupportedMediaType, Detail: "Send the body as application/json in UTF-8, not compressed."}
	}
	return nil
}

// ParseObject is ReadObject for bytes that are there already.
func ParseObject(body []byte) (map[string]any, error) {
	p := parser{dec: jsontext.NewDecoder(bytes.NewReader(body))}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	members, ok := v.(map[string]any)
	if !ok {
		return nil, p.refuse("wrong-type", "The body must be a JSON object.")
	}
	if _, err := p.dec.ReadToken(); err != io.EOF {
		return nil, BadRequest("There is something after the JSON object.")
	}
	return members, nil
}

type parser struct{ dec *jsontext.Decoder }

// value reads the next value, which stands at the given depth.
func (p parser) value(depth int) (any, error) {
	t, err := p.dec.ReadToken()
	if err != nil {
		return nil, syntaxError(err)
	}
	switch t.Kind() {
	case '{', '[':
		if depth == MaxDepth {
			return nil, p.refuse("too-deep", fmt.Sprintf("It is nested more than %d deep.", MaxDepth))
		}
		if t.Kind() == '{' {
			return p.object(depth + 1)
		}
		return p.array(depth + 1)
	case '"':
		return p.text(t)
	case '0':
		n, err := wholeNumber(t)
		if err != nil {
			return nil, p.refuse("bad-number", "Give a whole number.")
		}
		return n, nil
	case 't', 'f':
		return t.Bool(), nil
	}
	return nil, nil // null
}

func (p parser) object(depth int) (any, error) {
	out := map[string]any{}
	folded := map[string]bool{}
	for p.dec.PeekKind() != '}' {
		t, err := p.dec.ReadToken()
		if err != nil {
			return nil, syntaxError(err)
		}
		name, err := p.text(t)
		if err != nil {
			return nil, err
		}
		if fold := strings.ToLower(name); folded[fold] {
			return nil, p.refuse("duplicate-member", "Another member has this name, but for upper and lower case.")
		} else {
			folded[fold] = true
		}
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		if v != nil {
			out[name] = v
		}
	}
	_, err := p.dec.ReadToken()
	return out, syntaxError(err)
}

func (p parser) array(depth int) (any, error) {
	out := []any{}
	for p.dec.PeekKind() != ']' {
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := p.dec.ReadToken()
	return out, syntaxError(err)
}

func (p parser) text(t jsontext.Token) (string, error) {
	s := t.String()
	if strings.ContainsRune(s, 0) {
		return "", p.refuse("bad-characters", "It holds the character NUL; take it out.")
	}
	return s, nil
}

// wholeNumber takes no fraction, exponent or minus zero, so that a number has one
// spelling, and nothing that an int64 does not hold.
func wholeNumber(t jsontext.Token) (int64, error) {
	text := t.String()
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil && strconv.FormatInt(n, 10) != text {
		err = strconv.ErrSyntax
	}
	return n, err
}

// refuse is an error about the value that was just read.
func (p parser) refuse(code, message string) error {
	path := Path(p.dec.StackPointer())
	return refusal(path, code, message)
}

func refusal(path, code, message string) error {
	return &Error{Status: http.StatusBadRequest, Detail: "The JSON is refused" + at(path) + ": " + message,
		Problems: []content.Problem{{Path: path, Code: code, Message: message}}}
}

func at(path string) string {
	if path == "" {
		return ""
	}
	return " at " + path
}

// syntaxError says what is wrong with the JSON and where; nil for nil.
func syntaxError(err error) error {
	if err == nil {
		return nil
	}
	fault, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return refusal(Path(fault.JSONPointer), "duplicate-member", "Another member has this name.")
	case ok:
		return refusal(Path(fault.JSONPointer), "bad-json", fmt.Sprintf("It is not valid JSON in UTF-8, at byte %d.", fault.ByteOffset))
	}
	return refusal("", "bad-json", "It ends too early.")
}

// Path writes a JSON pointer as problems have it: "blocks[2].body".
func Path(p jsontext.Pointer) string {
	var out strings.Builder
	for token := range p.Tokens() {
		if isIndex(token) {
			fmt.Fprintf(&out, "[%s]", token)
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('.')
		}
		out.WriteString(clip(token))
	}
	if out.Len() > 200 {
		return strings.ToValidUTF8(out.String()[:200], "") + "…"
	}
	return out.String()
}

func isIndex(token string) bool {
	return token != "" && len(token) < 10 && strings.Trim(token, "0123456789") == ""
}
