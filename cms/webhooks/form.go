package webhooks

import (
	"cmp"
	"errors"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/content"
)

// Forms are those of webhooks and their calls. Secrets go out in the clear, unless they are hidden
// or the box cannot open them: a webhook without one is paused until it has a new one. What comes
// in is sealed.
func Forms(box *seal.Box) []record.Form {
	return []record.Form{
		record.FormOf(hooks, record.Rules[hookRecord]{
			Hide: (*hookRecord).hideSecrets,
			Out: func(key []byte, h *hookRecord, at record.Stamp) error {
				err := h.unseal(box, content.HookID(key))
				if errors.Is(err, seal.ErrOtherKey) {
					h.hideSecrets(at)
					return nil
				}
				return err
			},
			In: func(key []byte, h *hookRecord) error { return h.seal(box, content.HookID(key)) },
		}),
		record.FormOf(outbox, record.Rules[callRecord]{}),
	}
}

func (h *hookRecord) hideSecrets(at record.Stamp) {
	h.forget()
	if h.Ended == 0 {
		h.Paused, h.Why = cmp.Or(h.Paused, at), PausedMoved
	}
}
