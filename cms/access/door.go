package access

import (
	"io"
	"log/slog"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/store"
)

// Door lets people and programs in: who they are is known only behind it, so its methods
// take no actor.
type Door struct {
	store     store.Store
	log       *audit.Log
	clock     func() time.Time
	random    io.Reader
	passwords *passwords
	line      chan struct{} // bounds the attempts to sign in that wait for hashing; see ticket
	setUp     setUpLink
	logger    *slog.Logger
}

// NewDoor is the door of a practice. Two passwords are hashed at a time, at most.
func NewDoor(s store.Store, log *audit.Log, clock func() time.Time, random io.Reader, cost PasswordCost, logger *slog.Logger) *Door {
	return &Door{
		store: s, log: log, clock: clock, random: random, logger: logger,
		passwords: &passwords{cost: cost, random: random, slots: make(chan struct{}, 2)}, line: make(chan struct{}, lineLength),
	}
}
