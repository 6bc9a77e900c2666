package cms_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

func TestANewSecretLeavesTheOldOneADay(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	hook, first := hooked(t, s, in)
	second, err := s.Editor().NewHookSecret(t.Context(), s.Who, hook.ID)
	if err != nil || second == first {
		t.Fatalf("%q, %v", second, err)
	}
	v := s.Service(t, "one")
	heardNext := func() heard {
		s.Publish(t, v)
		callDue(t, s)
		v.Content.Title += "."
		v = s.Save(t, v)
		told := in.told()
		return told[len(told)-1]
	}
	if h := heardNext(); h.Signature != signed(t, second, h)+" "+signed(t, first, h) {
		t.Errorf("the signature is %q", h.Signature)
	}
	if now := must(s.Editor().Hook(t.Context(), s.Who, hook.ID)); !now.OldUntil.Equal(s.Clock.Now().Add(webhooks.OldSecretLasts)) {
		t.Errorf("the old one lasts until %s", now.OldUntil)
	}
	s.Clock.Advance(webhooks.OldSecretLasts)
	if h := heardNext(); h.Signature != signed(t, second, h) {
		t.Errorf("after a day the signature is %q", h.Signature)
	}
	if now := must(s.Editor().Hook(t.Context(), s.Who, hook.ID)); !now.OldUntil.IsZero() {
		t.Errorf("the old one lasts until %s", now.OldUntil)
	}
}

func TestATestGoesAtOnceAndIsNoChange(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	hook, secret := hooked(t, s, in)
	if err := s.Editor().PauseHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	got, err := s.Editor().TestHook(t.Context(), s.Who, hook.ID)
	if err != nil || got.Status != http.StatusNoContent || got.Fault != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	told := in.told()
	if len(told) != 1 || told[0].Body != `{"type":"webhook.test","timestamp":"2026-03-02T16:00:00Z","data":{}}` || told[0].Signature != signed(t, secret, told[0]) {
		t.Errorf("told %+v", told)
	}
	if len(callsOf(t, s, hook)) != 0 {
		t.Error("it is in the outbox")
	}
}

func TestOtherSettingsAreTriedAtOnce(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	closed := httptest.NewServer(nil)
	closed.Close()
	_, hook, err := s.Editor().AddHook(t.Context(), s.Who, webhooks.Settings{Name: "x", URL: closed.URL, Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	s.Clock.Advance(time.Minute)
	callDue(t, s)
	if c := callsOf(t, s, hook)[0]; c.Attempts != 2 || c.Fault != webhooks.FaultConnection || c.Status != 0 {
		t.Fatalf("%+v", c)
	}
	if err := s.Editor().ChangeHook(t.Context(), s.Who, hook.ID, webhooks.Settings{Name: "y", URL: in.URL, Allow: []string{"127.0.0.1"}}); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	if now := must(s.Editor().Hook(t.Context(), s.Who, hook.ID)); now.Name != "y" || now.Waiting != 0 || len(in.told()) != 1 {
		t.Errorf("%+v", now)
	}
}

func TestAClockThatWasWrongHoldsUpNoCall(t *testing.T) {
	s, in := cmstest.New(t), listen(t, status(http.StatusInternalServerError))
	hooked(t, s, in)
	s.Clock.Advance(10 * 365 * 24 * time.Hour)
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	s.Clock.Jump(-10 * 365 * 24 * time.Hour)
	if err := s.Editor().TrustClock(t.Context(), s.Who); err != nil {
		t.Fatal(err)
	}
	in.answers(nil)
	callDue(t, s)
	if len(in.told()) != 2 {
		t.Errorf("%d calls", len(in.told()))
	}
}

func TestAnEndedWebhookIsForgottenButForItsName(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	hook, _ := hooked(t, s, in)
	v := s.Service(t, "one")
	s.Publish(t, v)
	if err := s.Editor().EndHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, v.Document, v.Locale); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	if len(in.told()) != 0 {
		t.Error("it is still told")
	}
	all := must(s.Editor().Hooks(t.Context(), s.Who))
	if len(all) != 1 || all[0].Name != "the website" || all[0].Ended.IsZero() || all[0].Waiting != 0 {
		t.Errorf("%+v", all)
	}
	s.Clean(t)
}

func TestWebhooksAreForOwnersAndEachChangeIsAuditedOnce(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	e, ctx := s.Editor(), t.Context()
	hook, _ := hooked(t, s, in)
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	change := callsOf(t, s, hook)[0].Change
	before := must(e.Hook(ctx, s.Who, hook.ID))
	acts := []struct {
		name    string
		entries int
		do      func(cms.Actor) error
	}{
		{"list", 0, func(a cms.Actor) error { _, err := e.Hooks(ctx, a); return err }},
		{"look", 0, func(a cms.Actor) error { _, err := e.Hook(ctx, a, hook.ID); return err }},
		{"calls", 0, func(a cms.Actor) error { _, err := e.Calls(ctx, a, hook.ID, 0, 10); return err }},
		{"add", 1, func(a cms.Actor) error {
			_, _, err := e.AddHook(ctx, a, webhooks.Settings{Name: "x", URL: "https://example.org"})
			return err
		}},
		{"change", 1, func(a cms.Actor) error {
			return e.ChangeHook(ctx, a, hook.ID, webhooks.Settings{Name: "y", URL: hook.URL, Allow: hook.Allow})
		}},
		{"change nothing", 0, func(a cms.Actor) error {
			return e.ChangeHook(ctx, a, hook.ID, webhooks.Settings{Name: "y", URL: hook.URL, Allow: hook.Allow})
		}},
		{"test", 1, func(a cms.Actor) error { _, err := e.TestHook(ctx, a, hook.ID); return err }},
		{"again", 1, func(a cms.Actor) error { return e.SendAgain(ctx, a, hook.ID, change) }},
		{"secret", 1, func(a cms.Actor) error { _, err := e.NewHookSecret(ctx, a, hook.ID); return err }},
		{"pause", 1, func(a cms.Actor) error { return e.PauseHook(ctx, a, hook.ID) }},
		{"pause twice", 0, func(a cms.Actor) error { return e.PauseHook(ctx, a, hook.ID) }},
		{"resume", 1, func(a cms.Actor) error { return e.ResumeHook(ctx, a, hook.ID) }},
		{"end", 1, func(a cms.Actor) error { return e.EndHook(ctx, a, hook.ID) }},
	}
	count := func() int { return len(must(e.Audit(ctx, s.Who, 0, 10_000))) }
	for _, role := range []cms.Role{"", cms.ScopeDeliver, cms.ScopePreview, cms.ScopeManage, cms.RoleEditor} {
		entries := count()
		for _, act := range acts {
			if err := act.do(cms.Actor{Author: s.Who.Author, Role: role}); !errors.Is(err, cms.ErrForbidden) {
				t.Errorf("%q may %s: %v", role, act.name, err)
			}
		}
		if count() != entries {
			t.Errorf("%q caused changes", role)
		}
	}
	if after := must(e.Hook(ctx, s.Who, hook.ID)); fmt.Sprint(after) != fmt.Sprint(before) || len(in.told()) != 1 {
		t.Errorf("what was refused changed %+v to %+v", before, after)
	}
	for _, act := range acts {
		entries := count()
		if err := act.do(s.Who); err != nil {
			t.Errorf("%s: %v", act.name, err)
		}
		if got := count() - entries; got != act.entries {
			t.Errorf("%s wrote %d audit entries, want %d", act.name, got, act.entries)
		}
	}
	for _, act := range acts[1:] {
		if err := act.do(s.Who); act.name != "add" && !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("%s, once it has ended: %v", act.name, err)
		}
	}
}

func TestAWebhookThatCannotWorkIsRefused(t *testing.T) {
	s := cmstest.New(t)
	good := webhooks.Settings{Name: "x", URL: "https://example.org/hook"}
	for path, settings := range map[string][]webhooks.Settings{
		"name":  {{URL: good.URL}, {Name: "a\nb", URL: good.URL}, {Name: strings.Repeat("x", 81), URL: good.URL}},
		"url":   {{Name: "x"}, {Name: "x", URL: "http://example.org"}, {Name: "x", URL: "https://me:secret@example.org"}, {Name: "x", URL: "file:///etc/passwd"}},
		"allow": {{Name: "x", URL: good.URL, Allow: []string{"0.0.0.0/0"}}, {Name: "x", URL: good.URL, Allow: slices.Repeat([]string{"a.example"}, 21)}},
	} {
		for _, bad := range settings {
			_, _, err := s.Editor().AddHook(t.Context(), s.Who, bad)
			invalid := (*content.InvalidError)(nil)
			if !errors.As(err, &invalid) || invalid.Problems[0].Path != path || !strings.HasSuffix(invalid.Problems[0].Message, ".") {
				t.Errorf("%+v: got %v, want a problem of %s", bad, err, path)
			}
		}
	}
	made := map[string]bool{}
	for range webhooks.MaxHooks {
		secret, hook, err := s.Editor().AddHook(t.Context(), s.Who, good)
		if err != nil {
			t.Fatal(err)
		}
		made[secret+hook.ID.String()] = true
	}
	if _, _, err := s.Editor().AddHook(t.Context(), s.Who, good); !errors.Is(err, cms.ErrExists) || len(made) != webhooks.MaxHooks {
		t.Errorf("one too many: %v", err)
	}
}
