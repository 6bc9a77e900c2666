package access

import (
	"context"
	"errors"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
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

var sessions = record.TableOf[sessionRecord](record.SpaceSessions)

type sessionRecord struct {
	Person content.PersonID `cbor:"1,keyasint"`
	Began  record.Stamp     `cbor:"2,keyasint"`
	Seen   record.Stamp     `cbor:"3,keyasint"`
}

// Session returns who is signed in, and notes that the session is in use. The error
// is ErrUnauthenticated for a session that is unknown, was idle for longer than
// SessionIdle, or is older than SessionAbsolute.
func (d *Door) Session(ctx context.Context, session string) (Person, error) {
	p, rec, err := d.session(ctx, session)
	if err == nil && rec.Seen.Age(d.clock()) > seenEvery {
		err = d.store.Update(ctx, func(w store.Writer) error {
			s, err := sessions.Get(w, SecretKey(session))
			if err != nil {
				return record.Ignore(record.ErrNotFound, err) // it ended meanwhile
			}
			s.Seen = record.StampOf(d.clock())
			return sessions.Put(w, SecretKey(session), s)
		})
		if errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrFull) || errors.Is(err, store.ErrUnknown) {
			d.logger.Warn("that a session is in use could not be noted; it ends as if it were idle", "error", err)
			err = nil // reading goes on where writing does not
		}
	}
	return p, err
}

// LookAtSession is Session for what a window does without anybody at it: it is no use
// of the session, which ends as if nothing had been asked.
func (d *Door) LookAtSession(ctx context.Context, session string) (Person, error) {
	p, _, err := d.session(ctx, session)
	return p, err
}

func (d *Door) session(ctx context.Context, session string) (Person, sessionRecord, error) {
	var out Person
	var rec sessionRecord
	err := d.store.View(ctx, func(r store.Reader) error {
		var err error
		if rec, err = sessions.Get(r, SecretKey(session)); err != nil {
			return err
		}
		if d.ended(rec) {
			return record.ErrNotFound
		}
		p, err := people.Get(r, personKey(rec.Person))
		if err != nil {
			return err
		}
		if p.Hash == "" {
			return record.ErrNotFound
		}
		out = p.person(rec.Person)
		return nil
	})
	if errors.Is(err, record.ErrNotFound) {
		return Person{}, rec, ErrUnauthenticated
	}
	return out, rec, err
}

// ended reports whether a session is over one of its limits.
func (d *Door) ended(s sessionRecord) bool {
	return s.Began.Age(d.clock()) > SessionAbsolute || s.Seen.Age(d.clock()) > SessionIdle
}

// SignOut ends a session. That it does not exist is no error.
func (d *Door) SignOut(ctx context.Context, session string) error {
	p, err := d.Session(ctx, session)
	if err != nil {
		return record.Ignore(ErrUnauthenticated, err)
	}
	entry := audit.Entry{Action: audit.ActionSignOut, Subject: p.ID.String()}
	return d.log.Change(ctx, p.Actor(), audit.MayRead, audit.OnNone, &entry, func(w store.Writer, _ record.Stamp) error {
		return sessions.Delete(w, SecretKey(session))
	})
}

// Sweep deletes the sessions and counters that mean nothing any more. The
// server calls it now and then; it is housekeeping and not audited.
func (d *Door) Sweep(ctx context.Context) error {
	return d.store.Update(ctx, func(w store.Writer) error {
		for row, err := range sessions.Scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if d.ended(row.Record) {
				if err := sessions.Delete(w, row.Key); err != nil {
					return err
				}
			}
		}
		for row, err := range attempts.Scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Last.Age(d.clock()) > attemptsForgotten {
				if err := attempts.Delete(w, row.Key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
