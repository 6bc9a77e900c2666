package cms

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/webhook"
	"practicecms/cms/live"
	"practicecms/content"
)

// Whatever goes wrong while a call is made ends in the log and not the program.
func TestAFaultOfOursIsAnAnswer(t *testing.T) {
	c, err := Open(t.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	good := hookRecord{URL: "https://example.org", Secret: webhook.Secret("x")}
	var none context.Context // which net/http does not survive
	for name, answer := range map[string]webhook.Answer{
		"a panic":                 c.send(none, outgoing{hookRecord: good}),
		"no address":              c.send(t.Context(), outgoing{}),
		"what cannot be told":     c.send(t.Context(), outgoing{hookRecord: good, fault: store.ErrDamaged}),
		"an allowance of no form": c.send(t.Context(), outgoing{hookRecord: hookRecord{URL: good.URL, Allow: []string{"*"}}}),
	} {
		if answer.Fault != CallOurs || answer.Cause == nil {
			t.Errorf("%s: %+v", name, answer)
		}
		if isPanic := strings.HasPrefix(answer.Cause.Error(), "panic:"); isPanic != (name == "a panic") {
			t.Errorf("%s: %v", name, answer.Cause)
		}
	}
}

// What cannot be put together is tried again and given up like any other call.
func TestAChangeThatCannotBeReadHoldsUpNoOtherDocument(t *testing.T) {
	c, err := Open(t.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var arrived atomic.Int32
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived.Add(1) }))
	defer receiver.Close()
	e, who := c.Editor(), audit.System()
	_, hook, err := e.AddHook(t.Context(), who, HookSettings{Name: "site", URL: receiver.URL, Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	var damaged content.DocumentID
	for _, path := range []string{"/services/b", "/services/a"} {
		v, err := e.Create(t.Context(), who, New{Type: "service", Locale: live.FallbackLocale, Content: content.Content{Path: path, Title: "A page"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Publish(t.Context(), who, v.Document, v.Locale, 1); err != nil {
			t.Fatal(err)
		}
		damaged = v.Document
	}
	if err := c.store.Update(t.Context(), func(w store.Writer) error {
		return record.Versions.Delete(w, record.NumberedKey(damaged, live.FallbackLocale, 1))
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CallDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = c.store.View(t.Context(), func(r store.Reader) error {
		lost, err := outbox.Get(r, callKey(hook.ID, 2))
		if err == nil && (lost.Fault != CallOurs || lost.Attempts != 1 || lost.settled()) {
			t.Errorf("the call of the damaged change: %+v", lost)
		}
		return err
	})
	if err != nil || arrived.Load() != 1 {
		t.Errorf("%v, %d arrived", err, arrived.Load())
	}
}
