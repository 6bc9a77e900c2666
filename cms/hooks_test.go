package cms_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/cms/feed"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// heard is what a receiver was told.
type heard struct {
	ID        string
	Signature string
	At        string // webhook-timestamp
	Body      string
	Type      string
	Timestamp time.Time
	Data      feed.Change
}

// receiver is a server that webhooks call. It answers as answer says; nil: 204.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	all    []heard
	answer func(w http.ResponseWriter, r *http.Request, h heard)
}

func listen(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, h heard)) *receiver {
	t.Helper()
	in := &receiver{answer: answer}
	in.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h := heard{ID: r.Header.Get("webhook-id"), Signature: r.Header.Get("webhook-signature"), At: r.Header.Get("webhook-timestamp"), Body: string(body)}
		if err := json.Unmarshal(body, &h); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		in.mu.Lock()
		in.all = append(in.all, h)
		answer := in.answer
		in.mu.Unlock()
		if answer != nil {
			answer(w, r, h)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(in.Close)
	return in
}

func (in *receiver) answers(fn func(w http.ResponseWriter, r *http.Request, h heard)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.answer = fn
}

// status answers with a status and nothing else.
func status(code int) func(http.ResponseWriter, *http.Request, heard) {
	return func(w http.ResponseWriter, _ *http.Request, _ heard) { w.WriteHeader(code) }
}

// told is what was heard so far.
func (in *receiver) told() []heard {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.all)
}

// hooked makes a webhook that calls a receiver.
func hooked(t *testing.T, s *cmstest.Site, in *receiver) (webhooks.Hook, string) {
	t.Helper()
	secret, hook, err := s.Editor().AddHook(t.Context(), s.Who, webhooks.Settings{Name: "the website", URL: in.URL + "/hook", Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	return hook, secret
}

func callDue(t *testing.T, s *cmstest.Site) time.Time {
	t.Helper()
	next, err := s.CallDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func callsOf(t *testing.T, s *cmstest.Site, hook webhooks.Hook) []webhooks.Call {
	t.Helper()
	all, err := s.Editor().Calls(t.Context(), s.Who, hook.ID, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// signed computes a signature as a receiver does, from the secret that it was given.
func signed(t *testing.T, secret string, h heard) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || !strings.HasPrefix(secret, "whsec_") || len(key) < 24 {
		t.Fatalf("the secret %q: %v", secret, err)
	}
	sum := hmac.New(sha256.New, key)
	fmt.Fprintf(sum, "%s.%s.%s", h.ID, h.At, h.Body)
	return "v1," + base64.StdEncoding.EncodeToString(sum.Sum(nil))
}

func TestAWebhookIsToldOfWhatReadersSeeChangeAndOfNoDraft(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	s.Publish(t, s.Service(t, "before")) // nobody is told of what was before
	start := latest(t, s)
	_, secret := hooked(t, s, in)
	v := s.Service(t, "one", cmstest.Section("Hours", "Monday"))
	s.Publish(t, v)
	draft := v
	draft.Content.Title, draft.Content.Path = "SECRETDRAFT title", "/services/secretdraft"
	draft.Content.Blocks = append(slices.Clone(v.Content.Blocks), cmstest.Section("SECRETDRAFT", "SECRETDRAFT"))
	draft = s.Save(t, draft)
	hidden := draft.Content.Blocks[1].ID
	record := s.Record(t, "practitioner", "SECRETDRAFT person", nil)
	record.Content.Title = "Dana"
	s.Publish(t, s.Save(t, record))
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, v.Document, v.Locale); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, v)
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Document: v.Document, Words: "Monday", Reason: "asked"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Editor().Trash(t.Context(), s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	if next := callDue(t, s); !next.IsZero() {
		t.Errorf("something is due at %s", next)
	}
	want, _ := readFeed(t, s, start, 100)
	got := in.told()
	if len(want) != 6 || len(got) != len(want) {
		t.Fatalf("%d changes, %d calls", len(want), len(got))
	}
	ids := map[string]bool{}
	for _, h := range got {
		i := slices.IndexFunc(want, func(c feed.Change) bool { return c.Cursor == h.Data.Cursor })
		if i < 0 {
			t.Fatalf("told of what did not happen: %s", h.Body)
		}
		asJSON, _ := json.Marshal(want[i])
		if !strings.HasSuffix(h.Body, `"data":`+string(asJSON)+"}") {
			t.Errorf("told %s, the feed says %s", h.Body, asJSON)
		}
		if published := want[i].Op == feed.OpPublish; (h.Type == "document.published") != published || (h.Type == "document.unpublished") == published || !h.Timestamp.Equal(want[i].At) {
			t.Errorf("%s of %s for %+v", h.Type, h.Timestamp, want[i])
		}
		if h.Signature != signed(t, secret, h) {
			t.Errorf("the signature is %q, want %q", h.Signature, signed(t, secret, h))
		}
		ids[h.ID] = true
		for _, never := range []string{"SECRETDRAFT", "secretdraft", "Monday", hidden.String()} {
			if strings.Contains(h.Body, never) {
				t.Errorf("%q is in %s", never, h.Body)
			}
		}
	}
	if len(ids) != len(got) {
		t.Errorf("%d ids for %d changes", len(ids), len(got))
	}
	own := slices.DeleteFunc(got, func(h heard) bool { return h.Data.ID != v.Document })
	if !slices.IsSortedFunc(own, func(a, b heard) int { return strings.Compare(a.Data.Cursor, b.Data.Cursor) }) {
		t.Errorf("the changes of one document came in another order")
	}
}

func TestTheChangesOfADocumentWaitForEachOtherAndHoldUpNoOther(t *testing.T) {
	s := cmstest.New(t)
	a, b := s.Service(t, "a"), s.Service(t, "b")
	in := listen(t, func(w http.ResponseWriter, _ *http.Request, h heard) {
		if h.Data.ID == a.Document {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	hook, _ := hooked(t, s, in)
	s.Publish(t, a)
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, a.Document, a.Locale); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, b)
	callDue(t, s)
	ofA := func() (types []string) {
		for _, h := range in.told() {
			if h.Data.ID == a.Document {
				types = append(types, h.Type)
			}
		}
		return types
	}
	if got := ofA(); !slices.Equal(got, []string{"document.published"}) || len(in.told()) != 2 {
		t.Fatalf("told %v of a, %d in all", got, len(in.told()))
	}
	if all := callsOf(t, s, hook); all[0].Behind || !all[1].Behind || all[2].Behind || all[0].Delivered.IsZero() {
		t.Errorf("the log says %+v", all)
	}
	in.answers(nil)
	s.Clock.Advance(time.Minute)
	callDue(t, s)
	if got := ofA(); !slices.Equal(got, []string{"document.published", "document.published", "document.unpublished"}) {
		t.Errorf("told %v", got)
	}
	// What is given up does not hold up either.
	in.answers(status(http.StatusInternalServerError))
	s.Publish(t, a)
	for range webhooks.CallPauses {
		callDue(t, s)
		s.Clock.Advance(20 * time.Hour)
	}
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, a.Document, a.Locale); err != nil {
		t.Fatal(err)
	}
	in.answers(nil)
	in.answers(func(w http.ResponseWriter, _ *http.Request, h heard) {
		if h.Type == "document.published" {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	callDue(t, s)
	if got := ofA(); got[len(got)-1] != "document.unpublished" || got[len(got)-2] != "document.published" {
		t.Errorf("told %v", got)
	}
}

func TestACallIsTriedAgainWithLongerPausesAndThenGivenUp(t *testing.T) {
	s, in := cmstest.New(t), listen(t, status(http.StatusBadGateway))
	hook, secret := hooked(t, s, in)
	v := s.Service(t, "one")
	s.Publish(t, v)
	for i, pause := range webhooks.CallPauses {
		callDue(t, s)
		c := callsOf(t, s, hook)[0]
		if wait := c.Next.Sub(s.Clock.Now()); wait < pause || wait > pause+pause/10 {
			t.Errorf("after attempt %d it waits %s, want %s and up to a tenth more", i+1, wait, pause)
		}
		if c.Attempts != i+1 || c.Status != http.StatusBadGateway || c.Fault != webhooks.FaultRefused || !c.GivenUp.IsZero() {
			t.Errorf("after attempt %d: %+v", i+1, c)
		}
		s.Clock.Advance(c.Next.Sub(s.Clock.Now()) - time.Second)
		callDue(t, s) // it may look whether the receiver is back, which is none of the attempts
		if now := callsOf(t, s, hook)[0]; now.Attempts != i+1 || !now.Next.Equal(c.Next) {
			t.Fatalf("before its time: %+v", now)
		}
		s.Clock.Advance(time.Second)
	}
	if next := callDue(t, s); !next.IsZero() {
		t.Errorf("after the last attempt: next %s", next)
	}
	c := callsOf(t, s, hook)[0]
	const looks = 6 // one in each pause that is longer than a minute
	if c.Attempts != 8 || c.GivenUp.IsZero() || !c.Delivered.IsZero() || len(in.told()) != 8+looks {
		t.Errorf("%+v after %d calls", c, len(in.told()))
	}
	told := in.told()
	for _, h := range told {
		if h.ID != told[0].ID || h.Body != told[0].Body || h.Signature != signed(t, secret, h) {
			t.Errorf("told %+v", h)
		}
	}
	if told[0].At == told[1].At {
		t.Error("each attempt has its own timestamp")
	}
	// Asked for by hand, it goes once more.
	in.answers(nil)
	if err := s.Editor().SendAgain(t.Context(), s.Who, hook.ID, c.Change); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	if c := callsOf(t, s, hook)[0]; c.Attempts != 1 || c.Delivered.IsZero() || !c.GivenUp.IsZero() || c.Fault != "" {
		t.Errorf("sent again: %+v", c)
	}
	if told := in.told(); len(told) != 9+looks || told[8].ID != told[0].ID {
		t.Errorf("sent again, it has another id")
	}
	if err := s.Editor().SendAgain(t.Context(), s.Who, hook.ID, 99); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("what never was: %v", err)
	}
}

func TestAReceiverThatIsBackHearsOfEverythingWithinAMinute(t *testing.T) {
	s, in := cmstest.New(t), listen(t, status(http.StatusBadGateway))
	hook, _ := hooked(t, s, in)
	const pages = 20
	for i := range pages {
		s.Publish(t, s.Service(t, fmt.Sprint("n", i)))
	}
	for range 5 * 60 { // it is away for five hours
		callDue(t, s)
		s.Clock.Advance(time.Minute)
	}
	away := in.told()
	if most := 5*60 + pages*5; len(away) > most {
		t.Errorf("it was called %d times while it was away, at most %d are one a minute and five attempts of each", len(away), most)
	}
	in.answers(nil)
	before := s.Clock.Now()
	for len(in.told()) < len(away)+pages && s.Clock.Now().Sub(before) < 2*time.Minute {
		callDue(t, s)
		s.Clock.Advance(time.Second)
	}
	if took := s.Clock.Now().Sub(before); took > 61*time.Second {
		t.Errorf("%d of %d calls came within %s", len(in.told())-len(away), pages, took)
	}
	for _, c := range callsOf(t, s, hook) {
		if c.Delivered.IsZero() {
			t.Errorf("not delivered: %+v", c)
		}
	}
}

func TestACallThatAReceiverAlwaysRefusesIsNotMadeEachMinute(t *testing.T) {
	s := cmstest.New(t)
	bad := s.Service(t, "bad")
	in := listen(t, func(w http.ResponseWriter, _ *http.Request, h heard) {
		if h.Data.ID == bad.Document {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	hooked(t, s, in)
	s.Publish(t, bad)
	s.Clock.Advance(time.Second)
	callDue(t, s)
	s.Publish(t, s.Service(t, "good"))
	callDue(t, s)
	ofBad := func() (n int) {
		for _, h := range in.told() {
			if h.Data.ID == bad.Document {
				n++
			}
		}
		return n
	}
	for range 180 {
		callDue(t, s)
		s.Clock.Advance(time.Minute)
	}
	// Five attempts in three hours, and one look after the other had got through.
	if n := ofBad(); n < 5 || n > 6 {
		t.Errorf("it was called %d times in three hours", n)
	}
}

func TestWhoAskedForTimeIsNotCalledToSeeWhetherHeIsBack(t *testing.T) {
	s, in := cmstest.New(t), listen(t, func(w http.ResponseWriter, _ *http.Request, _ heard) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	hooked(t, s, in)
	s.Publish(t, s.Service(t, "one"))
	for range 59 {
		callDue(t, s)
		s.Clock.Advance(time.Minute)
	}
	if n := len(in.told()); n != 1 {
		t.Errorf("called %d times in the hour it asked for", n)
	}
}

func TestAReceiverMayAskForTimeWithinBounds(t *testing.T) {
	for after, want := range map[string]time.Duration{"1": 5 * time.Second, "90": 90 * time.Second, "99999999": 10 * time.Hour} {
		s := cmstest.New(t)
		hook, _ := hooked(t, s, listen(t, func(w http.ResponseWriter, _ *http.Request, _ heard) {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(http.StatusTooManyRequests)
		}))
		s.Publish(t, s.Service(t, "one"))
		if wait := callDue(t, s).Sub(s.Clock.Now()); wait < want || wait > want+want/10 {
			t.Errorf("Retry-After %s: it waits %s, want %s", after, wait, want)
		}
		if c := callsOf(t, s, hook)[0]; c.Status != http.StatusTooManyRequests {
			t.Errorf("%+v", c)
		}
	}
}

func TestAReceiverThatIsGonePausesTheWebhookAndNothingIsLost(t *testing.T) {
	s, in := cmstest.New(t), listen(t, status(http.StatusGone))
	hook, _ := hooked(t, s, in)
	for _, name := range []string{"a", "b", "c", "d"} {
		s.Publish(t, s.Service(t, name))
	}
	if next := callDue(t, s); !next.IsZero() {
		t.Errorf("a paused webhook is called at %s", next)
	}
	paused, err := s.Editor().Hook(t.Context(), s.Who, hook.ID)
	if err != nil || paused.Paused.IsZero() || paused.Why != webhooks.PausedGone || paused.Waiting != 4 || paused.Last.Fault != webhooks.FaultGone || paused.Last.Status != http.StatusGone {
		t.Fatalf("%+v, %v", paused, err)
	}
	calls := len(in.told())
	entries, err := s.Editor().Audit(t.Context(), s.Who, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	gone := slices.DeleteFunc(entries, func(e audit.Entry) bool { return e.Action != audit.ActionHookGone })
	if len(gone) != 1 || gone[0].Subject != hook.ID.String() || gone[0].By != (content.Author{}) {
		t.Errorf("the audit says %+v", gone)
	}
	s.Publish(t, s.Service(t, "e"))
	callDue(t, s)
	if len(in.told()) != calls {
		t.Error("a paused webhook was called")
	}
	in.answers(nil)
	if err := s.Editor().ResumeHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	for _, c := range callsOf(t, s, hook) {
		if c.Delivered.IsZero() {
			t.Errorf("not delivered: %+v", c)
		}
	}
}

func TestWhatWaitsForAPausedWebhookWaitsAMonth(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	hook, _ := hooked(t, s, in)
	if err := s.Editor().PauseHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b", "c"} {
		s.Publish(t, s.Service(t, name))
		s.Clock.Advance(16 * 24 * time.Hour)
	}
	s.Clean(t)
	if all := callsOf(t, s, hook); len(all) != 2 {
		t.Errorf("%d wait, want those of the last 30 days", len(all))
	}
	if err := s.Editor().ResumeHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	if told := in.told(); len(told) != 1 || *told[0].Data.Path != "/services/c" {
		t.Errorf("told %+v", told)
	}
	s.Clean(t)
}

func TestOnlyTheLastCallsAreKept(t *testing.T) {
	t.Parallel()
	s, in := cmstest.New(t), listen(t, nil)
	hook, _ := hooked(t, s, in)
	v := s.Service(t, "one")
	for range webhooks.CallsKept / 2 {
		s.Publish(t, v)
		if _, err := s.Editor().Unpublish(t.Context(), s.Who, v.Document, v.Locale); err != nil {
			t.Fatal(err)
		}
	}
	callDue(t, s)
	if all := callsOf(t, s, hook); len(all) != webhooks.CallsKept {
		t.Fatalf("%d calls are kept", len(all))
	}
	s.Publish(t, v)
	callDue(t, s)
	all := callsOf(t, s, hook)
	if len(all) != webhooks.CallsKept || len(in.told()) != webhooks.CallsKept+1 || all[0].Change != all[len(all)-1].Change+webhooks.CallsKept-1 {
		t.Errorf("%d calls are kept, %d were made", len(all), len(in.told()))
	}
	page, err := s.Editor().Calls(t.Context(), s.Who, hook.ID, all[9].Change, 5)
	if err != nil || len(page) != 5 || page[0].Change != all[10].Change {
		t.Errorf("a page of the log: %+v, %v", page, err)
	}
	s.Clean(t)
}

func TestWhatWaitsIsKeptHoweverMuchIsDeliveredAfterIt(t *testing.T) {
	t.Parallel()
	s := cmstest.New(t)
	a, b := s.Service(t, "a"), s.Service(t, "b")
	in := listen(t, func(w http.ResponseWriter, _ *http.Request, h heard) {
		if h.Data.ID == a.Document {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	hook, _ := hooked(t, s, in)
	s.Publish(t, a)
	for range webhooks.CallsKept/2 + 5 {
		s.Publish(t, b)
		if _, err := s.Editor().Unpublish(t.Context(), s.Who, b.Document, b.Locale); err != nil {
			t.Fatal(err)
		}
	}
	callDue(t, s)
	if all := callsOf(t, s, hook); len(all) != webhooks.CallsKept+11 || !all[len(all)-1].Delivered.IsZero() {
		t.Fatalf("%d calls are kept", len(all))
	}
	in.answers(nil)
	s.Clock.Advance(time.Minute)
	callDue(t, s)
	if all, told := callsOf(t, s, hook), in.told(); len(all) != webhooks.CallsKept || told[len(told)-1].Data.ID != a.Document {
		t.Errorf("%d calls are kept once it is delivered", len(all))
	}
}

func TestAWebhookThatHangsHoldsUpNoOther(t *testing.T) {
	s := cmstest.New(t)
	held := make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	slow := listen(t, func(http.ResponseWriter, *http.Request, heard) { <-held })
	t.Cleanup(release) // also when the test fails: the receiver ends after its calls
	quick := listen(t, nil)
	hooked(t, s, slow)
	hooked(t, s, quick)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); s.RunWebhooks(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	const pages = 20
	for i := range pages {
		s.Publish(t, s.Service(t, fmt.Sprint("page-", i)))
	}
	eventually(t, func() bool { return len(quick.told()) == pages })
	if n := len(slow.told()); n != 3 {
		t.Errorf("%d calls of the slow one are out, want 3", n)
	}
	stop()
	<-ended // what is out is cut off, and the slow one holds up the end no more than the others
	release()
	// What was cut off is no attempt, and comes again.
	slow.answers(nil)
	s.Reopen(t, nil)
	callDue(t, s)
	for _, h := range must(s.Editor().Hooks(t.Context(), s.Who)) {
		for _, c := range callsOf(t, s, h) {
			if c.Delivered.IsZero() || c.Attempts != 1 {
				t.Errorf("%+v", c)
			}
		}
	}
}

// eventually waits until something holds.
func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for range 24_000 {
		if holds() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it did not happen within two minutes")
}

// It is a site of its own whose calls are hurried: a busy machine is as slow as who hangs.
func TestAReceiverThatHangsIsToldToBeSlow(t *testing.T) {
	s := cmstest.New(t)
	s.HurryCalls(300 * time.Millisecond)
	release := make(chan struct{})
	hang := listen(t, func(http.ResponseWriter, *http.Request, heard) { <-release })
	if _, _, err := s.Editor().AddHook(t.Context(), s.Who, webhooks.Settings{Name: "no answer", URL: hang.URL, Allow: []string{"127.0.0.1"}}); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	close(release)
	if h := must(s.Editor().Hooks(t.Context(), s.Who))[0]; h.Last.Fault != webhooks.FaultSlow || h.Waiting != 1 {
		t.Errorf("got %q, %d waiting", h.Last.Fault, h.Waiting)
	}
}

func TestFaultsAreToldAndNothingPrivateIsReached(t *testing.T) {
	s := cmstest.New(t)
	inside := listen(t, nil)
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	redirect := listen(t, func(w http.ResponseWriter, r *http.Request, _ heard) {
		http.Redirect(w, r, inside.URL, http.StatusFound)
	})
	want := map[string]webhooks.Fault{}
	hook := func(name string, fault webhooks.Fault, settings webhooks.Settings) {
		settings.Name = name
		if _, _, err := s.Editor().AddHook(t.Context(), s.Who, settings); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want[name] = fault
	}
	own := []string{"127.0.0.1"}
	hook("an address of this machine", webhooks.FaultPrivate, webhooks.Settings{URL: "https://127.0.0.1" + port})
	hook("a name that leads to this machine", webhooks.FaultPrivate, webhooks.Settings{URL: "https://localhost" + port})
	hook("a name, with another network allowed", webhooks.FaultPrivate, webhooks.Settings{URL: "http://localhost" + port, Allow: []string{"10.0.0.0/8"}})
	hook("a redirect to this machine", webhooks.FaultRedirect, webhooks.Settings{URL: redirect.URL, Allow: own})
	hook("no TLS", webhooks.FaultCertificate, webhooks.Settings{URL: "https://127.0.0.1" + port, Allow: own})
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	for _, h := range must(s.Editor().Hooks(t.Context(), s.Who)) {
		if h.Last.Fault != want[h.Name] || h.Waiting != 1 {
			t.Errorf("%s: got %q, want %q", h.Name, h.Last.Fault, want[h.Name])
		}
		if test, err := s.Editor().TestHook(t.Context(), s.Who, h.ID); err != nil || h.Name != "no answer" && test.Fault != want[h.Name] {
			t.Errorf("%s, tested: got %+v, %v", h.Name, test, err)
		}
	}
	if n := len(inside.told()); n != 0 {
		t.Errorf("%d calls reached what is private", n)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
