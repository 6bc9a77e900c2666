package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// hookRounds is how often the server is killed while it tells a webhook.
const hookRounds = 20

// hookReceiver checks each call, and takes its time.
type hookReceiver struct {
	*httptest.Server
	mu     sync.Mutex
	secret []byte
	first  map[string]int // by webhook-id: its place among all, when it first came
	calls  int
	faults []string
}

func newHookReceiver(t *testing.T) *hookReceiver {
	in := &hookReceiver{first: map[string]int{}}
	in.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the server was killed while it sent
		}
		time.Sleep(time.Duration(rand.IntN(15)) * time.Millisecond)
		in.mu.Lock()
		defer in.mu.Unlock()
		in.calls++
		id := r.Header.Get("webhook-id")
		sum := hmac.New(sha256.New, in.secret)
		fmt.Fprintf(sum, "%s.%s.%s", id, r.Header.Get("webhook-timestamp"), body)
		if got := r.Header.Get("webhook-signature"); got != "v1,"+base64.StdEncoding.EncodeToString(sum.Sum(nil)) {
			in.faults = append(in.faults, fmt.Sprintf("%s is signed %q: %s", id, got, body))
		}
		if _, had := in.first[id]; !had {
			in.first[id] = len(in.first)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(in.Close)
	return in
}

// heard waits until so many different events have come.
func (in *hookReceiver) heard(t *testing.T, events int) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		in.mu.Lock()
		n := len(in.first)
		in.mu.Unlock()
		switch {
		case n >= events:
			return
		case time.Since(began) > patience:
			t.Errorf("%d events came for %d changes", n, events)
			return
		}
	}
}

// Invariant 10, with the real program: pages are put live and taken off while it is
// killed again and again.
func TestP13NoEventIsLostWhenTheServerIsKilledBeforeItIsDelivered(t *testing.T) {
	t.Parallel()
	data, token := practice(t)
	in := newHookReceiver(t)
	var hook webhooks.Hook
	var start string
	opened(t, data, func(c *cms.CMS) error {
		secret, made, err := c.Editor().AddHook(t.Context(), cms.System(), webhooks.Settings{Name: "site", URL: in.URL, Allow: []string{"127.0.0.1"}})
		if err != nil {
			return err
		}
		hook = made
		if in.secret, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_")); err != nil {
			return err
		}
		start, err = c.Delivery().LatestCursor(t.Context())
		return err
	})
	s := serve(t, data)
	writers := make([]*writer, 4)
	for i := range writers {
		writers[i] = &writer{name: fmt.Sprint("w", i), token: token}
		if err := writers[i].create(s.base); err != nil {
			t.Fatal(err)
		}
	}
	waited := 0
	for range hookRounds {
		var group sync.WaitGroup
		var told atomic.Int64
		for _, w := range writers {
			group.Go(func() {
				for w.publish(s.base) == nil && w.unpublish(s.base) == nil {
					told.Add(2)
				}
			})
		}
		reached(t, &told, 2+rand.IntN(20))
		s.kill()
		group.Wait()
		opened(t, data, func(c *cms.CMS) error {
			if report, err := c.Verify(t.Context()); err != nil || !report.OK() {
				t.Fatalf("verify: %+v, %v", report, err)
			}
			now, err := c.Editor().Hook(t.Context(), cms.System(), hook.ID)
			waited += now.Waiting
			return err
		})
		s = serve(t, data)
	}
	s.kill() // whatever is told once more is told by the next
	changes := 0
	opened(t, data, func(c *cms.CMS) error {
		feed, err := c.Delivery().Changes(t.Context(), start, 1_000_000)
		changes = len(feed.Changes)
		return err
	})
	s = serve(t, data)
	in.heard(t, changes)
	s.kill()
	opened(t, data, func(c *cms.CMS) error {
		feed, err := c.Delivery().Changes(t.Context(), start, 1_000_000)
		if err != nil {
			return err
		}
		last := map[content.DocumentID]int{}
		for _, change := range feed.Changes {
			at, came := in.first[hook.ID.String()+"_"+change.Cursor]
			before, had := last[change.ID]
			switch {
			case !came:
				t.Errorf("%s of %s never arrived", change.Op, change.ID)
			case had && at < before:
				t.Errorf("%s of %s came before what happened earlier", change.Op, change.ID)
			}
			last[change.ID] = at
		}
		t.Logf("%d changes over %d kills, %d of them not delivered when it was killed; %d calls", len(feed.Changes), hookRounds, waited, in.calls)
		if len(in.first) != len(feed.Changes) {
			t.Errorf("%d events for %d changes", len(in.first), len(feed.Changes))
		}
		if len(feed.Changes) < hookRounds || waited < hookRounds {
			t.Error("the test saw too little")
		}
		return nil
	})
	for _, fault := range in.faults {
		t.Error(fault)
	}
}

// opened opens the data that no server uses.
func opened(t *testing.T, data string, fn func(c *cms.CMS) error) {
	t.Helper()
	c, err := cms.Open(data, cms.Options{Logger: slog.New(slog.DiscardHandler)})
	if err == nil {
		err = fn(c)
		closing(c, &err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (w *writer) publish(base string) error {
	var state struct{}
	return w.call(http.MethodPost, base+"/manage/v1/documents/"+w.id.String()+"/publish", map[string]any{"version": 1}, http.StatusOK, &state)
}

func (w *writer) unpublish(base string) error {
	var state struct{}
	return w.call(http.MethodPost, base+"/manage/v1/documents/"+w.id.String()+"/unpublish", map[string]any{}, http.StatusOK, &state)
}
