package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// A layout says of which parts the keys of a space are made, in their order. With it a key
// is written as JSON, as in {"document":"01890a5d-…","locale":"en-US","number":2}, and read.
type layout []part

// part is one part of a key, under the name that it has in JSON.
type part struct {
	name string
	kind partKind
}

// partKind says how a part stands in a key.
type partKind int

const (
	idPart     partKind = iota // 16 bytes
	localePart                 // its length (1 byte) and the tag
	numberPart                 // 8 bytes, big-endian
	hashPart                   // 32 bytes
	textPart                   // all that is left of the key
)

// layouts are those of the spaces that a [Form] may be of.
var layouts = map[store.Space]layout{
	SpaceDocuments:    {{"document", idPart}},
	SpaceHeads:        {{"document", idPart}, {"locale", localePart}},
	SpaceVersions:     {{"document", idPart}, {"locale", localePart}, {"number", numberPart}},
	SpaceBodies:       {{"hash", hashPart}},
	SpaceNames:        {{"document", idPart}, {"locale", localePart}, {"number", numberPart}},
	SpaceErasures:     {{"hash", hashPart}},
	SpacePublications: {{"document", idPart}, {"locale", localePart}, {"sequence", numberPart}},
	SpaceChanges:      {{"sequence", numberPart}},
	SpaceWorking:      {{"document", idPart}, {"locale", localePart}, {"person", idPart}},
	SpaceSetBacks:     {{"change", numberPart}},
	SpaceRedirects:    {{"locale", localePart}, {"path", textPart}},
	SpaceAudit:        {{"sequence", numberPart}},
	SpacePeople:       {{"person", idPart}},
	SpaceTokens:       {{"token", idPart}},
	SpaceShares:       {{"link", hashPart}},
	SpaceFiles:        {{"hash", hashPart}},
	SpaceHooks:        {{"webhook", idPart}},
	SpaceOutbox:       {{"webhook", idPart}, {"change", numberPart}},
}

var errKey = errors.New("its key is not made as the keys of this space are")

// write gives a key as JSON.
func (l layout) write(key []byte) (jsontext.Value, error) {
	out := []byte{'{'}
	for i, p := range l {
		value, rest, err := p.kind.take(key)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(append(out, '"'), p.name...), `":`...), text...)
		key = rest
	}
	if len(key) > 0 {
		return nil, errKey
	}
	return append(out, '}'), nil
}

// read is the key that write wrote.
func (l layout) read(written jsontext.Value) ([]byte, error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(written, &members); err != nil {
		return nil, JSONError(err)
	}
	var key []byte
	for _, p := range l {
		member, ok := members[p.name]
		if !ok {
			return nil, fmt.Errorf("its key has no %s", p.name)
		}
		delete(members, p.name)
		bytes, err := p.kind.put(member)
		if err != nil {
			return nil, fmt.Errorf("%s in its key: %w", p.name, JSONError(err))
		}
		key = append(key, bytes...)
	}
	for name := range members {
		return nil, fmt.Errorf("its key has a member %.60q that is not known", name)
	}
	return key, store.CheckKey("", key)
}

type anyID = content.ID[struct{}]

// take reads a part at the start of a key.
func (k partKind) take(key []byte) (value any, rest []byte, err error) {
	n := map[partKind]int{idPart: 16, localePart: 1, numberPart: 8, hashPart: 32}[k]
	if len(key) < n || k == localePart && len(key) < 1+int(key[0]) {
		return nil, nil, errKey
	}
	switch k {
	case idPart:
		return anyID(key[:n]), key[n:], nil
	case localePart:
		l, rest := LocaleAt(key)
		return l, rest, nil
	case numberPart:
		return binary.BigEndian.Uint64(key), key[n:], nil
	case hashPart:
		return content.Hash(key[:n]), key[n:], nil
	}
	return string(key), nil, nil
}

// put makes the part of a key.
func (k partKind) put(member jsontext.Value) ([]byte, error) {
	switch k {
	case idPart:
		var id anyID
		err := json.Unmarshal(member, &id)
		return id[:], err
	case localePart:
		var text string
		if err := json.Unmarshal(member, &text); err != nil {
			return nil, err
		}
		l, err := content.ParseLocale(text)
		return LocaleKey(l), err
	case numberPart:
		var n uint64
		err := json.Unmarshal(member, &n)
		return SequenceKey(n), err
	case hashPart:
		var h content.Hash
		err := json.Unmarshal(member, &h)
		return h[:], err
	}
	var text string
	err := json.Unmarshal(member, &text)
	if err == nil && !utf8.ValidString(text) {
		err = errKey
	}
	return []byte(text), err
}
