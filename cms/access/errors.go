package access

import (
	"errors"
	"fmt"
	"time"
)

// The errors of signing in. Callers tell them apart.
var (
	// ErrUnauthenticated is returned when a session, token or password is not valid.
	ErrUnauthenticated = errors.New("not signed in")
	// ErrWeakPassword is returned for a password that is too short, too long or too common.
	ErrWeakPassword = errors.New("choose another password")
)

// SlowDownError is returned when sign-in failed too often from one place.
type SlowDownError struct{ Wait time.Duration }

func (e *SlowDownError) Error() string {
	return fmt.Sprintf("too many attempts; try again in %s", e.Wait.Round(time.Second))
}
