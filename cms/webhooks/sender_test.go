package webhooks

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/cms/webhooks/internal/send"
)

// Whatever goes wrong while a call is made ends in the log and not the program.
func TestAFaultOfOursIsAnAnswer(t *testing.T) {
	s := NewSender(storetest.NewMemory(record.Spaces()...), seal.NewBox(filepath.Join(t.TempDir(), "key")), nil, nil, time.Now, slog.New(slog.DiscardHandler))
	good := hookRecord{URL: "https://example.org", Secret: send.Secret("x")}
	var none context.Context // which net/http does not survive
	for name, answer := range map[string]send.Answer{
		"a panic":                 s.send(none, outgoing{hookRecord: good}),
		"no address":              s.send(t.Context(), outgoing{}),
		"what cannot be told":     s.send(t.Context(), outgoing{hookRecord: good, fault: store.ErrDamaged}),
		"an allowance of no form": s.send(t.Context(), outgoing{hookRecord: hookRecord{URL: good.URL, Allow: []string{"*"}}}),
	} {
		if answer.Fault != FaultOurs || answer.Cause == nil {
			t.Errorf("%s: %+v", name, answer)
		}
		if isPanic := strings.HasPrefix(answer.Cause.Error(), "panic:"); isPanic != (name == "a panic") {
			t.Errorf("%s: %v", name, answer.Cause)
		}
	}
}
