package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"practicecms/cms/cmstest"
	"practicecms/cms/webhooks"
)

// A webhook is told events of the shape that the description promises.
func TestEventsAreAsDescribed(t *testing.T) {
	s, c := newClient(t)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(c.Get("/api/v1/openapi.json").Text()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	schema := compiler.MustCompile("openapi.json#/components/schemas/Event")

	heard := make(chan any, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		event, err := jsonschema.UnmarshalJSON(r.Body)
		if err != nil {
			t.Error(err)
		}
		heard <- event
	}))
	defer receiver.Close()
	_, hook, err := s.Editor().AddHook(t.Context(), s.Who, webhooks.Settings{Name: "site", URL: receiver.URL, Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() { defer close(ended); s.RunWebhooks(ctx) }()
	defer func() { stop(); <-ended }()

	page := live(t, s, "service", "/services/emdr", "EMDR", nil, cmstest.Section("One", "Text"))
	live(t, s, "practitioner", "", "Dana Reyes", nil)
	unpublish(t, s, page)
	if _, err := s.Editor().TestHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		select {
		case event := <-heard:
			if err := schema.Validate(event); err != nil {
				t.Errorf("%v: %v", event, err)
			}
		case <-time.After(2 * time.Minute):
			t.Fatal("an event did not come")
		}
	}
}
