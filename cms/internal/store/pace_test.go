package store_test

import (
	"context"
	"testing"
	"time"

	"practicecms/cms/internal/store"
)

// Who looks at a pace of a tenth rests at least nine times as long as it worked.
func TestWhoKeepsPaceRests(t *testing.T) {
	ctx := store.WithPace(t.Context(), 0.1)
	store.KeepPace(ctx) // nothing was done yet
	time.Sleep(20 * time.Millisecond)
	begun := time.Now()
	store.KeepPace(ctx)
	if rested := time.Since(begun); rested < 9*20*time.Millisecond {
		t.Errorf("it rested %v after at least 20ms of work", rested)
	}
}

func TestARestEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(store.WithPace(t.Context(), 1e-9))
	time.Sleep(20 * time.Millisecond)
	cancel()
	store.KeepPace(ctx) // or the test hangs
	if !store.Paced(ctx) || store.Paced(t.Context()) {
		t.Error("it is not told who keeps a pace")
	}
}
