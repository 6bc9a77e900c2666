package send

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// The example that libraries of Standard Webhooks test themselves with.
func TestASignatureIsTheOneOfStandardWebhooks(t *testing.T) {
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	at, body := time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`)
	const want = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	if got := Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, secret); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	both := strings.Fields(Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, Secret("another"), secret))
	if len(both) != 2 || both[1] != want || both[0] == want {
		t.Errorf("with two secrets: %q", both)
	}
}

func TestASecretIsRandomAndSaysWhatItIs(t *testing.T) {
	s, err := NewSecret(bytes.NewReader(bytes.Repeat([]byte{7}, 100)))
	if err != nil || len(s) != SecretBytes || s.Text() != "whsec_"+base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, SecretBytes)) {
		t.Errorf("got %q, %v", s.Text(), err)
	}
	if _, err := NewSecret(strings.NewReader("short")); err == nil {
		t.Error("a secret without enough randomness")
	}
}
