package access

import (
	"context"
	"fmt"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// NeedsSetUp reports whether nobody can sign in yet.
func NeedsSetUp(ctx context.Context, s store.Store) (bool, error) {
	needed := true
	err := s.View(ctx, func(r store.Reader) error {
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

// AddFirst makes the first person who can sign in, as owner. The errors are
// *content.InvalidError, ErrWeakPassword, and ErrExists when somebody can sign in already.
func AddFirst(ctx context.Context, d *Desk, p NewPerson) (Person, error) {
	p.Role = audit.RoleOwner
	if p.Password == "" {
		return Person{}, ErrWeakPassword
	}
	person, rec, err := d.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	entry := audit.Entry{Action: audit.ActionSetUp, Subject: person.ID.String()}
	err = d.log.Change(ctx, audit.System(), audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		for row, err := range people.Scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Hash != "" {
				return fmt.Errorf("an owner: %w", record.ErrExists)
			}
		}
		if err := refuseEmail(w, rec.Email); err != nil {
			return err
		}
		rec.Created = now
		entry.By = person.Actor().Author
		return people.Put(w, personKey(person.ID), rec)
	})
	return person, err
}
