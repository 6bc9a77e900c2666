package record

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// JSON is how records are written and read where others read them, too: names in one order, nothing that
// is not known, whole numbers as content has them, and salts in hexadecimal.
var JSON = json.JoinOptions(json.Deterministic(true), json.RejectUnknownMembers(true),
	json.WithMarshalers(json.MarshalToFunc(writeSalt)),
	json.WithUnmarshalers(json.JoinUnmarshalers(json.UnmarshalFromFunc(readValue), json.UnmarshalFromFunc(readSalt))))

func writeSalt(out *jsontext.Encoder, salt [16]byte) error {
	return out.WriteToken(jsontext.String(hex.EncodeToString(salt[:])))
}

func readSalt(in *jsontext.Decoder, salt *[16]byte) error {
	var text string
	if err := json.UnmarshalDecode(in, &text); err != nil {
		return err
	}
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(salt) || hex.EncodeToString(b) != text {
		return fmt.Errorf("%.60q is not 32 hexadecimal digits", text)
	}
	*salt = [16]byte(b)
	return nil
}

// maxDepth is how deep values may be nested; content is read to the same depth.
const maxDepth = 64

// readValue reads a value of a field. Numbers in content are int64.
func readValue(in *jsontext.Decoder, v *any) error {
	if in.StackDepth() > maxDepth {
		return fmt.Errorf("it is nested more than %d deep", maxDepth)
	}
	if in.PeekKind() != '0' {
		return errors.ErrUnsupported // as it is read without us
	}
	var n int64
	err := json.UnmarshalDecode(in, &n)
	*v = n
	return err
}

// JSONError says in plain words what is wrong with what was read, and where.
func JSONError(err error) error {
	if wrong, ok := errors.AsType[*json.SemanticError](err); ok {
		why := "it should be something else"
		switch {
		case errors.Is(err, json.ErrUnknownName):
			why = "no such member is known"
		case wrong.Err != nil:
			why = wrong.Err.Error()
		case wrong.GoType != nil && wrong.JSONKind != 0:
			why = fmt.Sprintf("it is a %s, which does not fit here", wrong.JSONKind)
		}
		return fmt.Errorf("at %s: %s", inJSON(wrong.JSONPointer), why)
	}
	if wrong, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return fmt.Errorf("at %s: this member stands there twice", inJSON(wrong.JSONPointer))
		}
		return fmt.Errorf("it is not valid JSON at byte %d, in %s", wrong.ByteOffset, inJSON(wrong.JSONPointer))
	}
	return err
}

// inJSON shortens a JSON pointer for a message.
func inJSON(p jsontext.Pointer) string {
	if p == "" {
		return "the beginning"
	}
	if len(p) > 120 {
		return strings.ToValidUTF8(string(p[:120]), "") + "…"
	}
	return string(p)
}
