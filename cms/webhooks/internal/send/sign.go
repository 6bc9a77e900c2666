package send

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Secret is the key that messages are signed with: SecretBytes random bytes.
type Secret []byte

// SecretBytes is how long a new Secret is. Standard Webhooks asks for 24 to 64.
const SecretBytes = 32

// NewSecret makes a secret.
func NewSecret(random io.Reader) (Secret, error) {
	s := make(Secret, SecretBytes)
	if _, err := io.ReadFull(random, s); err != nil {
		return nil, fmt.Errorf("read randomness: %w", err)
	}
	return s, nil
}

// Text is the form that the receiver is given: "whsec_" and base64. It is named so, and
// not String, so that no log prints it by accident.
func (s Secret) Text() string { return "whsec_" + base64.StdEncoding.EncodeToString(s) }

// Sign gives the header webhook-signature of a message: one signature for each secret,
// so that a receiver that has either of them can check it. Each is the base64 of the
// HMAC-SHA256 over the id, the time in seconds since 1970 and the body, with full stops
// between them; so an id has none.
func Sign(id string, at time.Time, body []byte, secrets ...Secret) string {
	all := make([]string, len(secrets))
	for i, secret := range secrets {
		sum := hmac.New(sha256.New, secret)
		sum.Write([]byte(id + "." + seconds(at) + "."))
		sum.Write(body)
		all[i] = "v1," + base64.StdEncoding.EncodeToString(sum.Sum(nil))
	}
	return strings.Join(all, " ")
}

func seconds(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
