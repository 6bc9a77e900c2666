package cms

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

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
	_, hook, err := e.AddHook(t.Context(), who, webhooks.Settings{Name: "site", URL: receiver.URL, Allow: []string{"127.0.0.1"}})
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
	calls, err := e.Calls(t.Context(), who, hook.ID, 0, 10)
	if err != nil || len(calls) != 2 || arrived.Load() != 1 {
		t.Fatalf("%v, %d calls, %d arrived", err, len(calls), arrived.Load())
	}
	if lost := calls[0]; lost.Document != damaged || lost.Fault != webhooks.FaultOurs || lost.Attempts != 1 || !lost.Delivered.IsZero() || !lost.GivenUp.IsZero() {
		t.Errorf("the call of the damaged change: %+v", lost)
	}
}
