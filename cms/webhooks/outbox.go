package webhooks

import (
	"io"

	"practicecms/cms/audit"
)

// Outbox keeps the webhooks and what they are told. Each method takes who acts, who has to
// be an owner.
type Outbox struct {
	log    *audit.Log
	sender *Sender
	random io.Reader
	newID  func() [16]byte
}

// NewOutbox is the outbox of a practice, which the sender empties.
func NewOutbox(log *audit.Log, sender *Sender, random io.Reader, newID func() [16]byte) *Outbox {
	return &Outbox{log: log, sender: sender, random: random, newID: newID}
}
