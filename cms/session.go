package cms

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Limits of a session (OWASP ASVS 5.0, 7.3).
const (
	SessionIdle     = 30 * time.Minute // without a request
	SessionAbsolute = 12 * time.Hour   // since sign-in
)

// seenEvery is how often a session's last use is written: not with each request.
const seenEvery = time.Minute

type sessionRecord struct {
	Person content.PersonID `cbor:"1,keyasint"`
	Began  stamp            `cbor:"2,keyasint"`
	Seen   stamp            `cbor:"3,keyasint"`
}

type attemptRecord struct {
	Failures int   `cbor:"1,keyasint"`
	Last     stamp `cbor:"2,keyasint"`
}

// secret makes 256 random bits in a form that fits cookies, URLs and headers.
func (c *CMS) secret() (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(c.rand, b); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// secretKey is how a secret is stored: only its hash.
func secretKey(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

// SignIn checks a password and begins a session. previous is the session that the
// browser had, if any; it ends, so that a session is never carried over a sign-in.
// The errors are ErrUnauthenticated, which does not say whether the address is
// known, and *SlowDownError after several failures from one place.
func (e *Editor) SignIn(ctx context.Context, email, password string, from netip.Addr, previous string) (session string, p Person, err error) {
	key := emailKey(email)
	counters := [][]byte{secretKey("pair\x00" + key + "\x00" + from.String()), secretKey("place\x00" + place(from))}
	var rec personRecord
	var id content.PersonID
	err = e.cms.store.View(ctx, func(r store.Reader) error {
		for i, c := range counters {
			a, _, err := attempts.find(r, c)
			if err != nil {
				return err
			}
			if wait := delay(a.Failures, freeAttempts[i]) - e.cms.since(a.Last); wait > 0 && a.Failures > 0 {
				return &SlowDownError{Wait: wait}
			}
		}
		var err error
		id, rec, _, err = personByEmail(r, key)
		return err
	})
	if err != nil {
		return "", Person{}, err
	}
	ok, err := e.cms.passwordMatches(ctx, rec.Hash, password)
	if err != nil {
		return "", Person{}, err
	}
	if !ok {
		return "", Person{}, errOr(e.countFailure(ctx, id, counters), ErrUnauthenticated)
	}
	if session, err = e.cms.secret(); err != nil {
		return "", Person{}, err
	}
	entry := AuditEntry{Action: ActionSignIn, Subject: id.String()}
	err = e.change(ctx, rec.person(id).Actor(), mayRead, &entry, func(w store.Writer, now stamp) error {
		if err := attempts.delete(w, counters[0]); err != nil {
			return err
		}
		if previous != "" {
			if err := sessions.delete(w, secretKey(previous)); err != nil {
				return err
			}
		}
		return sessions.put(w, secretKey(session), sessionRecord{Person: id, Began: now, Seen: now})
	})
	return session, rec.person(id), err
}

// freeAttempts is how many failures go without a delay: for one address from one
// place, and for one place.
var freeAttempts = []int{4, 20}

// delay doubles with each failure above the free ones, up to 15 minutes. Nobody is
// locked out for good, and nobody is locked out from another place.
func delay(failures, free int) time.Duration {
	if failures <= free {
		return 0
	}
	return min(time.Second<<min(failures-free, 12), 15*time.Minute)
}

// place is what attempts are counted by: an address, or for IPv6 its /64.
func place(a netip.Addr) string {
	if a.Is6() && !a.Is4In6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.Unmap().String()
}

func (e *Editor) countFailure(ctx context.Context, id content.PersonID, counters [][]byte) error {
	entry := AuditEntry{Action: ActionSignInFail, Subject: id.String()}
	return e.change(ctx, System(), mayAdminister, &entry, func(w store.Writer, now stamp) error {
		for _, c := range counters {
			a, _, err := attempts.find(w, c)
			if err != nil {
				return err
			}
			if e.cms.since(a.Last) > 24*time.Hour {
				a = attemptRecord{}
			}
			a.Failures, a.Last = a.Failures+1, now
			if err := attempts.put(w, c, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// Session returns who is signed in. The error is ErrUnauthenticated for a session
// that is unknown, was idle for longer than SessionIdle, or is older than
// SessionAbsolute.
func (e *Editor) Session(ctx context.Context, session string) (Person, error) {
	var out Person
	var seen stamp
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		s, err := sessions.get(r, secretKey(session))
		if err != nil {
			return err
		}
		if e.cms.since(s.Began) > SessionAbsolute || e.cms.since(s.Seen) > SessionIdle {
			return ErrNotFound
		}
		p, err := people.get(r, personKey(s.Person))
		if err != nil {
			return err
		}
		if p.Hash == "" {
			return ErrNotFound
		}
		out, seen = p.person(s.Person), s.Seen
		return nil
	})
	if errors.Is(err, ErrNotFound) {
		return Person{}, ErrUnauthenticated
	}
	if err == nil && e.cms.since(seen) > seenEvery {
		err = e.cms.store.Update(ctx, func(w store.Writer) error {
			s, err := sessions.get(w, secretKey(session))
			if err != nil {
				return ignore(ErrNotFound, err) // it ended meanwhile
			}
			s.Seen = e.cms.now()
			return sessions.put(w, secretKey(session), s)
		})
	}
	return out, err
}

// SignOut ends a session. That it does not exist is no error.
func (e *Editor) SignOut(ctx context.Context, session string) error {
	p, err := e.Session(ctx, session)
	if err != nil {
		return ignore(ErrUnauthenticated, err)
	}
	entry := AuditEntry{Action: ActionSignOut, Subject: p.ID.String()}
	return e.change(ctx, p.Actor(), mayRead, &entry, func(w store.Writer, _ stamp) error {
		return sessions.delete(w, secretKey(session))
	})
}

// SweepSessions deletes the sessions and counters that mean nothing any more. The
// server calls it now and then; it is housekeeping and not audited.
func (c *CMS) SweepSessions(ctx context.Context) error {
	return c.store.Update(ctx, func(w store.Writer) error {
		for row, err := range sessions.scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if c.since(row.rec.Began) > SessionAbsolute || c.since(row.rec.Seen) > SessionIdle {
				if err := sessions.delete(w, row.key); err != nil {
					return err
				}
			}
		}
		for row, err := range attempts.scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if c.since(row.rec.Last) > 24*time.Hour {
				if err := attempts.delete(w, row.key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
