package access

import (
	"context"
	"crypto/subtle"
	"fmt"
	"sync"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// setUpLink is the one-time secret of a practice that nobody can sign in to yet.
// It lives in memory only: each start has a new one.
type setUpLink struct {
	sync.Mutex
	secret string
}

// SetUpSecret returns the secret of the set-up link, or "" when somebody can sign in
// already.
func (d *Door) SetUpSecret(ctx context.Context) (string, error) {
	needed, err := d.needsSetUp(ctx)
	if err != nil || !needed {
		return "", err
	}
	d.setUp.Lock()
	defer d.setUp.Unlock()
	if d.setUp.secret == "" {
		if d.setUp.secret, err = NewSecret(d.random); err != nil {
			return "", err
		}
	}
	return d.setUp.secret, nil
}

// CheckSetUpSecret returns nil for the right secret while it is needed, else ErrNotFound.
func (d *Door) CheckSetUpSecret(ctx context.Context, secret string) error {
	want, err := d.SetUpSecret(ctx)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(want)) != 1 {
		return record.ErrNotFound
	}
	return nil
}

// needsSetUp reports whether nobody can sign in yet.
func (d *Door) needsSetUp(ctx context.Context) (bool, error) {
	needed := true
	err := d.store.View(ctx, func(r store.Reader) error {
		for row, err := range people.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Hash != "" {
				needed = false
			}
		}
		return nil
	})
	return needed, err
}

// AddFirst makes the first person who can sign in, as owner, once prepare has done what that
// person's practice needs before anybody comes in. Whoever is interrupted begins again, so
// prepare has to cope with what it did before. The errors are *content.InvalidError,
// ErrWeakPassword, ErrExists when somebody can sign in already, and those of prepare.
func AddFirst(ctx context.Context, d *Desk, p NewPerson, prepare func(owner audit.Actor) error) (Person, error) {
	p.Role = audit.RoleOwner
	if p.Password == "" {
		return Person{}, ErrWeakPassword
	}
	person, rec, err := d.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	if err := d.log.Look(ctx, audit.System(), audit.MayAdminister, audit.OnNone, refuseSecond); err != nil {
		return Person{}, err
	}
	if err := prepare(person.Actor()); err != nil {
		return Person{}, err
	}
	entry := audit.Entry{Action: audit.ActionSetUp}
	err = d.log.Change(ctx, audit.System(), audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		if err := refuseSecond(w); err != nil {
			return err
		}
		rec.Created = now
		if err := takeEmail(w, &person, &rec); err != nil {
			return err
		}
		entry.Subject, entry.By = person.ID.String(), person.Actor().Author
		return people.Put(w, personKey(person.ID), rec)
	})
	return person, err
}

// refuseSecond returns ErrExists when somebody can sign in already.
func refuseSecond(r store.Reader) error {
	for row, err := range people.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		if row.Record.Hash != "" {
			return fmt.Errorf("an owner: %w", record.ErrExists)
		}
	}
	return nil
}
