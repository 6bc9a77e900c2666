package bolt

import (
	"errors"
	"testing"
	"time"

	"practicecms/cms/internal/store"
)

func TestAHeaderThatBreaksOffIsRefusedWhereverItDoes(t *testing.T) {
	h := header{Format: 2, Created: time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC), Spaces: []store.Space{"alpha", "beta"}}
	whole := h.encode()
	if got, err := decodeHeader(whole); err != nil || got.Format != 2 || !got.Created.Equal(h.Created) || len(got.Spaces) != 2 {
		t.Errorf("the whole one is %+v, %v", got, err)
	}
	for n := range whole {
		if _, err := decodeHeader(whole[:n]); !errors.Is(err, ErrForeign) && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%d of %d bytes: got %v, want ErrForeign or ErrDamaged", n, len(whole), err)
		}
	}
}
