package admin

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/webhooks"
)

// hookServer is a receiver that answers with a status that tests change.
type hookServer struct {
	*httptest.Server
	status atomic.Int32
	calls  atomic.Int32
}

func newHookServer(t *testing.T) *hookServer {
	in := &hookServer{}
	in.status.Store(http.StatusNoContent)
	in.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		in.calls.Add(1)
		w.WriteHeader(int(in.status.Load()))
	}))
	t.Cleanup(in.Close)
	return in
}

// calling lets webhooks be called until the test ends.
func calling(t *testing.T, site *cmstest.Site) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() { defer close(ended); site.RunWebhooks(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
}

// secretIn is the secret that a page shows; empty: none.
func secretIn(a answer) string {
	made := find(a.parse(), func(n *html.Node) bool { return attribute(n, "id") == "made" })
	if made == nil {
		return ""
	}
	return attribute(made, "value")
}

// hooks lists all webhooks.
func hooks(t *testing.T, site *cmstest.Site) []webhooks.Hook {
	t.Helper()
	all, err := site.Editor().Hooks(t.Context(), site.Who)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// tried waits until the last call of a webhook was tried so often.
func tried(t *testing.T, site *cmstest.Site, hook webhooks.Hook, attempts int) {
	t.Helper()
	for range 24_000 {
		calls, err := site.Editor().Calls(t.Context(), site.Who, hook.ID, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(calls) == 1 && calls[0].Attempts == attempts {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the webhook is not called")
}

func TestAWebhookIsAddedCalledAndSentAgain(t *testing.T) {
	site, in := cmstest.New(t), newHookServer(t)
	calling(t, site)
	v := enter(t, site)
	v.open("/admin/settings").says("Webhooks", "tells your website or another program")
	v.open(webhooksPath).says("No webhooks yet")
	shown := v.post(webhooksPath, "name", "Our website", "url", in.URL+"/hook", "allow", "127.0.0.1, builder.internal").says("The secret of “Our website”", "It is shown this once", "Nothing yet")
	secret := secretIn(shown)
	if !strings.HasPrefix(secret, "whsec_") {
		t.Fatalf("the secret is %q", secret)
	}
	hook := hooks(t, site)[0]
	link := hookLink(hook.ID)
	for _, path := range []string{webhooksPath, link, "/admin/settings", "/admin/activity"} {
		if got := v.open(path).says("Our website"); path == "/admin/settings" {
			got.says("Look at the webhook")
		} else if strings.Contains(got.body, "whsec_") {
			t.Errorf("%s shows a secret", path)
		}
	}
	v.post(link + "/test").says("The test arrived. It answered 204.")

	in.status.Store(http.StatusInternalServerError)
	page := site.Service(t, "emdr")
	site.Publish(t, page)
	tried(t, site, hook, 1)
	v.open(link).says("“Service emdr” went live, version 1", "Next try", "It answered 500.", "Try now")
	v.open(webhooksPath).says("Does not get through", "It answered 500. One change waits.")
	v.open("/admin/settings").says("One of them does not get through")
	v.post(link + "/calls/2/again").says("It did not get through. It answered 500.")
	in.status.Store(http.StatusOK)
	v.post(link+"/calls/2/again").says("It arrived. It answered 200.", "Delivered", "Send again")
	v.open(webhooksPath).says("Works", "Last told")
	before := in.calls.Load()
	v.post(link + "/calls/2/again").says("It arrived.")
	if in.calls.Load() != before+1 {
		t.Error("it was not sent again")
	}
	if got := v.post(link + "/calls/99/again"); got.status != http.StatusNotFound {
		t.Errorf("what never was: status %d", got.status)
	}

	again := v.post(link+"/secret").says("The secret of “Our website”", "The one before works until tomorrow at 4:00 pm, so that", "comes from you. The one before works until tomorrow at 4:00 pm.")
	if next := secretIn(again); !strings.HasPrefix(next, "whsec_") || next == secret {
		t.Errorf("the new secret is %q", next)
	}
	paused := v.post(link+"/pause").says("It is paused.", "Paused since 4:00 pm")
	site.Publish(t, site.Service(t, "coaching"))
	v.open(link).says("Waits until you resume").saysNot("Send again")
	v.undo(paused).says("It is called again", "Send again")
	tried(t, site, hook, 1)

	in.status.Store(http.StatusGone)
	if _, err := site.Editor().Unpublish(t.Context(), site.Who, page.Document, page.Locale); err != nil {
		t.Fatal(err)
	}
	tried(t, site, hook, 1)
	v.open(link).says("“Service emdr” was taken off the site", "Paused, because its receiver wants no more", "It answered 410")
	v.open("/admin/activity").says("practicecms paused the webhook “Our website”, because its receiver wants no more")
	v.post(link+"/end").says("“Our website” is told of nothing any more.", "No webhooks yet", "One webhook was ended.")
	if got := v.send("GET", link, nil); got.status != http.StatusNotFound {
		t.Errorf("an ended webhook: status %d", got.status)
	}
	v.open("/admin/activity").says("You ended the webhook “Our website”", "You sent a test to the webhook")
}

func TestWhatIsWrongWithAWebhookIsSaidBesideTheField(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	for _, form := range [][]string{
		{"Give the webhook a name", "name", "", "url", "https://example.org", "allow", ""},
		{"Begin it with https", "name", "x", "url", "http://example.org/typed", "allow", ""},
		{"Write the whole address", "name", "x", "url", "example.org", "allow", ""},
		{"is too much", "name", "x", "url", "https://example.org", "allow", "0.0.0.0/0"},
	} {
		if got := v.post(webhooksPath, form[1:]...).says(form[0]); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, form[4]) {
			t.Errorf("%q: status %d, and what was typed is there: %v", form[0], got.status, strings.Contains(got.body, form[4]))
		}
	}
	v.post(webhooksPath, "name", "Site", "url", "https://example.org/hook", "allow", "")
	hook := hooks(t, site)[0]
	if got := v.post(hookLink(hook.ID), "name", "Site", "url", "http://example.org/typed", "allow", "").says("Begin it with https"); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "http://example.org/typed") {
		t.Errorf("status %d", got.status)
	}
	v.post(hookLink(hook.ID), "name", "Site", "url", "http://builder.internal/hook", "allow", "builder.internal").says("The settings of “Site” are saved.", "It calls builder.internal.")
	for range webhooks.MaxHooks {
		v.post(webhooksPath, "name", "Site", "url", "https://example.org/hook", "allow", "")
	}
	v.post(webhooksPath, "name", "Site", "url", "https://example.org/hook", "allow", "").says("as many as there may be")
}

func TestALongLogHasPages(t *testing.T) {
	site := cmstest.New(t)
	_, hook, err := site.Editor().AddHook(t.Context(), site.Who, webhooks.Settings{Name: "Site", URL: "https://example.org"})
	if err != nil {
		t.Fatal(err)
	}
	page := site.Service(t, "one")
	for range callsOnPage/2 + 1 {
		site.Publish(t, page)
		if _, err := site.Editor().Unpublish(t.Context(), site.Who, page.Document, page.Locale); err != nil {
			t.Fatal(err)
		}
	}
	v := enter(t, site)
	first := v.open(hookLink(hook.ID)).says("Waits for an earlier one", "Older").saysNot("On its way")
	older := regexp.MustCompile(`\?before=\d+`).FindString(first.body)
	v.open(hookLink(hook.ID)+older).says("On its way", "Back to the newest").saysNot("Older")
}

func TestAWebhookWhoseKeyIsGoneGetsANewSecretInOneClick(t *testing.T) {
	site, in := cmstest.New(t), newHookServer(t)
	_, hook, err := site.Editor().AddHook(t.Context(), site.Who, webhooks.Settings{Name: "Our website", URL: in.URL, Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(site.Close(), os.Remove(filepath.Join(site.Dir, cms.KeyFile))); err != nil {
		t.Fatal(err)
	}
	site.Open(t)
	site.Publish(t, site.Service(t, "emdr"))
	v, link := enter(t, site), hookLink(hook.ID)
	v.open(webhooksPath).says("Our website", "Paused", "It needs a new secret. One change waits.")
	v.open("/admin/settings").says("Look at the webhook")
	v.open(link).says("Paused, because it needs a new secret", "practice.key", "Make a new secret", "Waits for a new secret").saysNot("Our website Resume", "Send a test")
	shown := v.post(link+"/secret").says("It is shown this once", "Send a test Resume").saysNot("The one before works", "needs a new secret")
	if !strings.HasPrefix(secretIn(shown), "whsec_") {
		t.Errorf("the new secret is %q", secretIn(shown))
	}
	calling(t, site)
	v.post(link + "/resume").says("It is called again")
	tried(t, site, hook, 1)
	v.open(link).says("Delivered")
}
