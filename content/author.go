package content

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// Author is who did something, as history keeps it: ids only, so that a name can
// change or be erased. With both ids zero it is the system.
type Author struct {
	Person PersonID `cbor:"1,keyasint,omitzero" json:"person,omitzero"`
	Token  TokenID  `cbor:"2,keyasint,omitzero" json:"token,omitzero"`
}

// Origin says how a version came to be.
type Origin string

// The origins. They are stored; their values do not change.
const (
	OriginWritten  Origin = "written"  // typed in the editor or sent by the write API
	OriginPasted   Origin = "pasted"   // made from a pasted text, which is kept with it
	OriginMerged   Origin = "merged"   // two people's edits, merged
	OriginRestored Origin = "restored" // brought back from an earlier version
)

// RemovedWhy says why a text is no longer in history.
type RemovedWhy string

// The ways in which a text leaves history. They are stored.
const (
	RemovedErased  RemovedWhy = "erased"  // an owner took these words out for good
	RemovedThinned RemovedWhy = "thinned" // an owner thinned out old drafts
)

// Hash is a SHA-256 sum.
type Hash [sha256.Size]byte

// String gives the form that is delivered: "sha256-" and base64, as in Subresource
// Integrity. The zero hash is "".
func (h Hash) String() string {
	if h == (Hash{}) {
		return ""
	}
	return "sha256-" + base64.StdEncoding.EncodeToString(h[:])
}

// MarshalText gives the written form; the zero hash becomes empty.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the written form in its one spelling.
func (h *Hash) UnmarshalText(b []byte) error {
	sum, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(string(b), "sha256-"))
	if err != nil || len(sum) != len(h) || Hash(sum).String() != string(b) {
		return fmt.Errorf("%.60q is not a hash", b)
	}
	*h = Hash(sum)
	return nil
}
