package webhooks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks/internal/send"
	"practicecms/content"
)

// sealedFor says whose secret it is, so that none can be put in another's place.
func sealedFor(id content.HookID) string { return "webhook " + id.String() }

func (h hookRecord) inTheClear() bool { return h.Secret != nil || h.OldSecret != nil }

// seal seals what is in the clear.
func (h *hookRecord) seal(box *seal.Box, id content.HookID) (err error) {
	for _, s := range []struct {
		clear  *send.Secret
		sealed *[]byte
	}{{&h.Secret, &h.Sealed}, {&h.OldSecret, &h.OldSealed}} {
		if *s.clear == nil {
			continue
		}
		if *s.sealed, err = box.Seal(*s.clear, sealedFor(id)); err != nil {
			return err
		}
		*s.clear = nil
	}
	return nil
}

// unseal is the way back, for where secrets go in the clear. An old one that cannot be opened
// is dropped.
func (h *hookRecord) unseal(box *seal.Box, id content.HookID) (err error) {
	if h.Sealed != nil {
		if h.Secret, err = box.Open(h.Sealed, sealedFor(id)); err != nil {
			return err
		}
	}
	if h.OldSealed != nil {
		if h.OldSecret, err = box.Open(h.OldSealed, sealedFor(id)); errors.Is(err, seal.ErrOtherKey) {
			h.OldUntil, err = 0, nil
		}
	}
	h.Sealed, h.OldSealed, h.Spilled = nil, nil, false
	return err
}

// secrets lists what a call is signed with, the newest first. It returns seal.ErrOtherKey when
// there is none that can be opened.
func (h hookRecord) secrets(box *seal.Box, id content.HookID, now record.Stamp) ([]send.Secret, error) {
	err := h.unseal(box, id)
	switch {
	case err != nil:
		return nil, err
	case h.Secret == nil:
		return nil, seal.ErrOtherKey
	case h.OldSecret != nil && now < h.OldUntil:
		return []send.Secret{h.Secret, h.OldSecret}, nil
	}
	return []send.Secret{h.Secret}, nil
}

// refuseUnsigned returns nil when there is something to sign calls with, and content.ErrInvalid
// when there is not.
func (h hookRecord) refuseUnsigned(box *seal.Box, id content.HookID) error {
	_, err := h.secrets(box, id, 0)
	if errors.Is(err, seal.ErrOtherKey) {
		return content.Invalid("secret", "required", "This webhook came here without its secret, or without the key that opens it. Give it a new one first, and tell its receiver.")
	}
	return err
}

// forget drops all secrets.
func (h *hookRecord) forget() {
	h.Secret, h.Sealed = nil, nil
	h.dropOld()
}

func (h *hookRecord) dropOld() { h.OldSecret, h.OldSealed, h.OldUntil = nil, nil, 0 }

// SealSecrets brings the webhooks in step with the key that is here: what an older program kept
// in the clear is sealed and then taken out of the unused space of the data with rewrite, which
// may be nil; a webhook whose secret cannot be opened is paused until it has a new one, or its
// key is back. With an error calls go on as far as they can.
func SealSecrets(ctx context.Context, s store.Store, box *seal.Box, now record.Stamp, rewrite func(context.Context) error, log *slog.Logger) error {
	changed := map[content.HookID]hookRecord{}
	spilled := false
	err := s.View(ctx, func(r store.Reader) error {
		for row, err := range hooks.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			id, rec := content.HookID(row.Key), row.Record
			touched, err := rec.fit(box, id, now)
			if err != nil {
				return fmt.Errorf("webhook %s: %w", id, err)
			}
			spilled = spilled || rec.Spilled
			if touched {
				changed[id] = rec
			}
			if touched && rec.Why == PausedMoved {
				log.Warn("a webhook is paused, because the key that opens its secret is not here: make a new secret in the settings, or put the key file back and start again", "webhook", id)
			}
		}
		return nil
	})
	if err != nil || len(changed) == 0 && !spilled {
		return err
	}
	err = s.Update(ctx, func(w store.Writer) error {
		for id, rec := range changed {
			if err := hooks.Put(w, hookKey(id), rec); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || !spilled {
		return err
	}
	if rewrite != nil {
		if err := rewrite(ctx); err != nil {
			return fmt.Errorf("secrets of webhooks are sealed, but unused space of the data may still have them in the clear; it is tried again at the next start: %w", err)
		}
	}
	return s.Update(ctx, clearSpilled)
}

// fit brings a webhook in step with the key that is here, and reports whether that changed it.
func (h *hookRecord) fit(box *seal.Box, id content.HookID, now record.Stamp) (changed bool, err error) {
	if h.Ended != 0 {
		return false, nil
	}
	if h.inTheClear() {
		h.Spilled = true
		return true, h.seal(box, id)
	}
	_, err = h.secrets(box, id, now)
	switch missing := errors.Is(err, seal.ErrOtherKey); {
	case missing && h.Why != PausedMoved:
		h.Paused, h.Why = cmp.Or(h.Paused, now), PausedMoved
		return true, nil
	case missing:
		return false, nil
	case err == nil && h.Why == PausedMoved:
		h.Why = PausedByHand
		return true, nil
	}
	return false, err
}

// clearSpilled notes that nothing is left in the clear.
func clearSpilled(w store.Writer) error {
	var all []record.Row[hookRecord]
	for row, err := range hooks.Scan(w, store.Range{}) {
		if err != nil {
			return err
		}
		if row.Record.Spilled {
			all = append(all, record.Row[hookRecord]{Key: slices.Clone(row.Key), Record: row.Record})
		}
	}
	for _, row := range all {
		row.Record.Spilled = false
		if err := hooks.Put(w, row.Key, row.Record); err != nil {
			return err
		}
	}
	return nil
}
