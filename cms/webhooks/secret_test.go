package webhooks

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/cms/webhooks/internal/send"
	"practicecms/content"
)

// A disk may be full while the data is to be written anew.
func TestUnusedSpaceIsWrittenAnewUntilThatWorks(t *testing.T) {
	s, box, id := storetest.NewMemory(record.Spaces()...), seal.NewBox(filepath.Join(t.TempDir(), "key")), content.HookID{1}
	put := func(w store.Writer) error {
		return hooks.Put(w, hookKey(id), hookRecord{Name: "site", Secret: send.Secret("the first"), OldSecret: send.Secret("the one before"), OldUntil: 9})
	}
	if err := s.Update(t.Context(), put); err != nil {
		t.Fatal(err)
	}
	tried, full := 0, errors.New("no room")
	rewrite := func(context.Context) error { tried++; return full }
	start := func() error {
		return SealSecrets(t.Context(), s, box, 5, rewrite, slog.New(slog.DiscardHandler))
	}
	for range 2 {
		if err := start(); !errors.Is(err, full) {
			t.Errorf("with no room: %v", err)
		}
	}
	full = nil
	for range 2 {
		if err := start(); err != nil {
			t.Error(err)
		}
	}
	if tried != 3 {
		t.Errorf("the data was written anew %d times, want two that failed and one", tried)
	}
	err := s.View(t.Context(), func(r store.Reader) error {
		h, err := hooks.Get(r, hookKey(id))
		if err != nil {
			return err
		}
		if h.inTheClear() || h.Spilled || h.Paused != 0 {
			t.Errorf("the webhook is %+v", h)
		}
		both, err := h.secrets(box, id, 8)
		if err != nil || len(both) != 2 || string(both[0]) != "the first" || string(both[1]) != "the one before" {
			t.Errorf("its secrets are %q, %v", both, err)
		}
		if _, err := h.secrets(box, content.HookID{2}, 8); !errors.Is(err, seal.ErrOtherKey) {
			t.Errorf("its secret opens for another webhook: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
