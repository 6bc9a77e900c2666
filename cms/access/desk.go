package access

import (
	"io"

	"practicecms/cms/audit"
)

// Desk keeps the people who may sign in and the tokens of programs. Each method takes who
// acts.
type Desk struct {
	log       *audit.Log
	passwords *passwords
	random    io.Reader
	newID     func() [16]byte
}

// NewDesk is the desk of a practice; the door has the passwords.
func NewDesk(log *audit.Log, door *Door, newID func() [16]byte) *Desk {
	return &Desk{log: log, passwords: door.passwords, random: door.random, newID: newID}
}
