package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

// crashRounds is how often the server is killed.
func crashRounds() int {
	if soak() > 0 {
		return 1_000
	}
	return 50
}

// Invariant 8.
func TestP1EveryAcknowledgedSaveSurvivesSIGKILL(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	data, token := practice(t)

	writers := make([]*writer, 4)
	s := serve(t, data)
	for i := range writers {
		writers[i] = &writer{name: fmt.Sprint("w", i), token: token}
		if err := writers[i].create(s.base); err != nil {
			t.Fatal(err)
		}
	}
	s.kill()
	total := 0
	for round := range crashRounds() {
		s := serve(t, data)
		var group sync.WaitGroup
		var saved atomic.Int64
		for _, w := range writers {
			group.Go(func() {
				for w.save(s.base) == nil {
					saved.Add(1)
				}
			})
		}
		group.Go(func() {
			for writers[0].search(s.base) == nil {
			}
		})
		reached(t, &saved, random.IntN(4*len(writers)))
		time.Sleep(time.Duration(random.IntN(20)) * time.Millisecond) // into the middle of whatever comes next
		s.kill()
		group.Wait()
		total = 0
		checkAfterCrash(t, data, writers, round)
		for _, w := range writers {
			total += w.acknowledged
		}
	}
	t.Logf("%d saves acknowledged over %d kills, none lost", total, crashRounds())
	if total < crashRounds() {
		t.Errorf("only %d saves in all: the test saw too little", total)
	}
}

// reached waits until a count has come so far: a server is killed after some answers, on a
// quiet machine and on a busy one.
func reached(t *testing.T, count *atomic.Int64, n int) {
	t.Helper()
	for began := time.Now(); count.Load() < int64(n); time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%d changes were answered, not %d", count.Load(), n)
		}
	}
}

// checkAfterCrash opens the data as it was left and finds every acknowledged save.
func checkAfterCrash(t *testing.T, data string, writers []*writer, round int) {
	t.Helper()
	c, err := cms.Open(data, cms.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatalf("round %d: %v", round, err)
	}
	defer c.Close()
	report, err := c.Verify(t.Context())
	if err != nil || !report.OK() {
		t.Fatalf("round %d: verify: %+v, %v", round, report, err)
	}
	for _, w := range writers {
		latest, err := c.Editor().Latest(t.Context(), cms.System(), w.id, live.FallbackLocale)
		if err != nil {
			t.Fatal(err)
		}
		// One save may have been written without its answer getting through.
		if n := int(latest.Number); n != w.acknowledged && n != w.acknowledged+1 {
			t.Fatalf("round %d: %s has version %d, acknowledged were %d", round, w.name, n, w.acknowledged)
		}
		if got, want := latest.Content.Blocks[0].Fields["body"], w.text(int(latest.Number)); got != want {
			t.Fatalf("round %d: %s version %d reads %q, want %q", round, w.name, latest.Number, got, want)
		}
		w.acknowledged = int(latest.Number)
		// The search index is as the killed server left it.
		found, err := c.Editor().List(t.Context(), cms.System(), cms.Filter{Locale: live.FallbackLocale, Words: `"` + w.text(w.acknowledged) + `"`})
		if err != nil || len(found) != 1 || found[0].Document != w.id {
			t.Fatalf("round %d: who looks for %q finds %v, %v", round, w.text(w.acknowledged), found, err)
		}
	}
}

// writer saves version after version of one page of its own.
type writer struct {
	name, token  string
	id           content.DocumentID
	acknowledged int // number of the last version that was answered
}

func (w *writer) text(n int) string { return fmt.Sprintf("%s wrote version %d", w.name, n) }

func (w *writer) page(n int) map[string]any {
	return map[string]any{"type": "service", "locale": "en-US", "path": "/services/" + w.name, "title": w.name, "fields": map[string]any{},
		"blocks": []any{map[string]any{"id": "01890a5d-ac96-774b-bcce-b302099a8057", "kind": "section", "heading": "Part", "body": w.text(n)}}}
}

func (w *writer) create(base string) error {
	var answer struct{ ID content.DocumentID }
	if err := w.call(http.MethodPost, base+"/manage/v1/documents", w.page(1), http.StatusCreated, &answer); err != nil {
		return err
	}
	w.id, w.acknowledged = answer.ID, 1
	return nil
}

func (w *writer) save(base string) error {
	var answer struct{ Version int }
	err := w.call(http.MethodPut, base+"/manage/v1/documents/"+w.id.String(), w.page(w.acknowledged+1), http.StatusOK, &answer)
	if err == nil {
		w.acknowledged = answer.Version
	}
	return err
}

func (w *writer) search(base string) error {
	var answer struct{ Total int }
	return w.call(http.MethodGet, base+"/manage/v1/documents?q=wrote", nil, http.StatusOK, &answer)
}

func (w *writer) call(method, url string, body any, want int, answer any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(method, url, bytes.NewReader(b))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", "application/json")
	if method == http.MethodPut {
		r.Header.Set("If-Match", fmt.Sprintf("%q", fmt.Sprint("v", w.acknowledged)))
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != want {
		return fmt.Errorf("%s %s: %s", method, url, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}
