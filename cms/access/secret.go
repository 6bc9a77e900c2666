package access

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
)

// NewSecret makes 256 random bits in a form that fits cookies, URLs and headers.
func NewSecret(random io.Reader) (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// SecretKey is how a secret is stored: only its hash.
func SecretKey(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}
