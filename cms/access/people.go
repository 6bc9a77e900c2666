package access

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"golang.org/x/text/unicode/norm"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

var people = record.TableOf[personRecord](record.SpacePeople)

type personRecord struct {
	Name    string       `cbor:"1,keyasint" json:"name"`
	Email   string       `cbor:"2,keyasint,omitempty" json:"email,omitzero"` // as emailKey makes it; empty for people who cannot sign in
	Role    audit.Role   `cbor:"3,keyasint" json:"role"`
	Hash    string       `cbor:"4,keyasint,omitempty" json:"hash,omitzero"` // PHC string; empty: cannot sign in
	Created record.Stamp `cbor:"5,keyasint" json:"created"`
	Title   string       `cbor:"6,keyasint,omitempty" json:"title,omitzero"` // what they are in the practice, such as "Front desk"

	Browsers []content.Hash `cbor:"7,keyasint,omitempty" json:"browsers,omitempty"` // SHA-256 of the secrets of browsers they signed in with, last used last
}

// Person is somebody who works on the content.
type Person struct {
	ID        content.PersonID
	Name      string
	Title     string // what they are in the practice; may be empty
	Email     string
	Role      audit.Role
	CanSignIn bool
}

// Actor is the person as one who acts.
func (p Person) Actor() audit.Actor {
	return audit.Actor{Author: content.Author{Person: p.ID}, Role: p.Role}
}

// NewPerson is what a person is made from.
type NewPerson struct {
	Name, Title, Email string
	Password           string // empty: they are named in history but cannot sign in
	Role               audit.Role
}

// AddPerson adds somebody, or gives a password to the person who has the address and none. It
// needs the permission of an owner. The errors are *content.InvalidError, ErrWeakPassword, and
// ErrExists for an address in use.
func (d *Desk) AddPerson(ctx context.Context, who audit.Actor, p NewPerson) (Person, error) {
	if err := d.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil {
		return Person{}, err
	}
	if p.Role != audit.RoleOwner && p.Role != audit.RoleEditor {
		return Person{}, content.Invalid("role", "choice", "Choose owner or editor.")
	}
	person, rec, err := d.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	entry := audit.Entry{Action: audit.ActionAddPerson}
	err = d.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		rec.Created = now
		if err := takeEmail(w, &person, &rec); err != nil {
			return err
		}
		entry.Subject = person.ID.String()
		return people.Put(w, personKey(person.ID), rec)
	})
	return person, err
}

// Check returns nil when a person can be made of this. The errors are
// *content.InvalidError and ErrWeakPassword.
func (p NewPerson) Check() error {
	if name := strings.TrimSpace(p.Name); name == "" || len([]rune(name)) > 120 || strings.ContainsFunc(name+p.Title, content.IsControl) {
		return content.Invalid("name", "required", "Write the name as others should read it, on one line.")
	}
	if p.Email == "" && p.Password == "" {
		return nil
	}
	if address, err := mail.ParseAddress(p.Email); err != nil || address.Address != strings.TrimSpace(p.Email) {
		return content.Invalid("email", "email", "Write the e-mail address, for example dana@example.org.")
	}
	if p.Password == "" {
		return nil
	}
	return CheckPassword(p.Password, p.Name, emailKey(p.Email))
}

// newPerson checks and hashes outside any transaction.
func (d *Desk) newPerson(ctx context.Context, p NewPerson) (Person, personRecord, error) {
	if err := p.Check(); err != nil {
		return Person{}, personRecord{}, err
	}
	rec := personRecord{Name: strings.TrimSpace(p.Name), Title: strings.TrimSpace(p.Title), Role: p.Role, Email: emailKey(p.Email)}
	if p.Password != "" {
		var err error
		if rec.Hash, err = d.passwords.hash(ctx, p.Password); err != nil {
			return Person{}, personRecord{}, err
		}
	}
	id := content.PersonID(d.newID())
	return rec.person(id), rec, nil
}

func (p personRecord) person(id content.PersonID) Person {
	return Person{ID: id, Name: p.Name, Title: p.Title, Email: p.Email, Role: p.Role, CanSignIn: p.Hash != ""}
}

// emailKey is the form in which addresses are compared: NFKC and lower case.
func emailKey(s string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(s))) }

// takeEmail makes somebody who gets a password the person who has the address and none, as
// after a move without passwords: what they wrote stays theirs. Otherwise an address that
// somebody has is ErrExists.
func takeEmail(r store.Reader, p *Person, rec *personRecord) error {
	id, had, ok, err := personByEmail(r, rec.Email)
	if err != nil || !ok {
		return err
	}
	if had.Hash != "" || rec.Hash == "" {
		return fmt.Errorf("somebody with this address: %w", record.ErrExists)
	}
	p.ID, rec.Created = id, had.Created
	return nil
}

// personByEmail looks through the people: a practice has a handful.
func personByEmail(r store.Reader, key string) (content.PersonID, personRecord, bool, error) {
	for row, err := range people.Scan(r, store.Range{Salvage: true}) {
		if err != nil {
			return content.PersonID{}, personRecord{}, false, err
		}
		if key != "" && row.Record.Email == key {
			return content.PersonID(row.Key), row.Record, true, nil
		}
	}
	return content.PersonID{}, personRecord{}, false, nil
}

// People lists everybody, in the order in which they were added. It needs the
// permission of an owner.
func (d *Desk) People(ctx context.Context, who audit.Actor) ([]Person, error) {
	out := []Person{}
	err := d.log.Look(ctx, who, audit.MayAdminister, audit.OnNone, func(r store.Reader) error {
		for row, err := range people.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			out = append(out, row.Record.person(content.PersonID(row.Key)))
		}
		return nil
	})
	return out, err
}

func personKey(id content.PersonID) []byte { return id[:] }
