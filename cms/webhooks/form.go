package webhooks

import (
	"cmp"

	"practicecms/cms/internal/record"
)

// Forms are those of webhooks and their calls. Secrets can be hidden: a webhook without one is
// paused until it has a new one.
func Forms() []record.Form {
	return []record.Form{
		record.FormOf(hooks, record.Rules[hookRecord]{Hide: (*hookRecord).hideSecrets}),
		record.FormOf(outbox, record.Rules[callRecord]{}),
	}
}

func (h *hookRecord) hideSecrets(at record.Stamp) {
	h.Secret, h.OldSecret, h.OldUntil = nil, nil, 0
	if h.Ended == 0 {
		h.Paused, h.Why = cmp.Or(h.Paused, at), PausedMoved
	}
}
