package record

import (
	"reflect"

	"github.com/fxamacker/cbor/v2"
)

// Records are CBOR (RFC 8949) with small integer keys, in the core deterministic
// encoding of its §4.2.1: the same record always has the same bytes, so hashes can
// be taken over them. A key number is never given a second meaning.

var (
	encodeMode = must(cbor.CoreDetEncOptions().EncMode())
	decodeMode = must(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IntDec:           cbor.IntDecConvertSignedOrFail, // numbers in content are int64
		DefaultMapType:   reflect.TypeFor[map[string]any](),
		MaxNestedLevels:  32,
		MaxArrayElements: 1 << 20,
		MaxMapPairs:      1 << 16,
	}.DecMode())
)

// Encode gives a record's bytes; the same record always has the same.
func Encode(rec any) ([]byte, error) { return encodeMode.Marshal(rec) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
