package cms

import (
	"cmp"
	"context"
	"crypto/subtle"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

var people = record.TableOf[personRecord](record.SpacePeople)

type personRecord struct {
	Name    string       `cbor:"1,keyasint"`
	Email   string       `cbor:"2,keyasint,omitempty"` // as emailKey makes it; empty for people who cannot sign in
	Role    audit.Role   `cbor:"3,keyasint"`
	Hash    string       `cbor:"4,keyasint,omitempty"` // PHC string; empty: cannot sign in
	Created record.Stamp `cbor:"5,keyasint"`
	Title   string       `cbor:"6,keyasint,omitempty"` // what they are in the practice, such as "Front desk"

	Browsers []content.Hash `cbor:"7,keyasint,omitempty"` // SHA-256 of the secrets of browsers they signed in with, last used last
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

// setUpLink is the one-time secret of a practice that nobody can sign in to yet.
// It lives in memory only: each start prints a new one.
type setUpLink struct {
	sync.Mutex
	secret string
}

// SetUpSecret returns the secret of the set-up link, or "" when somebody can sign in
// already.
func (c *CMS) SetUpSecret(ctx context.Context) (string, error) {
	needed, err := c.needsSetUp(ctx)
	if err != nil || !needed {
		return "", err
	}
	c.setUp.Lock()
	defer c.setUp.Unlock()
	if c.setUp.secret == "" {
		if c.setUp.secret, err = newSecret(c.rand); err != nil {
			return "", err
		}
	}
	return c.setUp.secret, nil
}

// CheckSetUpSecret returns nil for the right secret while it is needed, else ErrNotFound.
func (c *CMS) CheckSetUpSecret(ctx context.Context, secret string) error {
	want, err := c.SetUpSecret(ctx)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(want)) != 1 {
		return record.ErrNotFound
	}
	return nil
}

func (c *CMS) needsSetUp(ctx context.Context) (bool, error) {
	needed := true
	err := c.store.View(ctx, func(r store.Reader) error {
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

// SetUp makes the first person who can sign in, as owner, and the practice's own
// settings when there are none. The errors are *content.InvalidError,
// ErrWeakPassword, and ErrExists when somebody can sign in already.
func (e *Editor) SetUp(ctx context.Context, p NewPerson, practice string) (Person, error) {
	p.Role = audit.RoleOwner
	if p.Password == "" {
		return Person{}, ErrWeakPassword
	}
	person, rec, err := e.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	entry := audit.Entry{Action: audit.ActionSetUp, Subject: person.ID.String()}
	err = e.log.Change(ctx, audit.System(), audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
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
	if err != nil {
		return Person{}, err
	}
	return person, e.ensurePractice(ctx, person.Actor(), practice)
}

// ensurePractice makes and publishes the practice's settings when there are none.
func (e *Editor) ensurePractice(ctx context.Context, who audit.Actor, name string) error {
	now, err := e.cms.Practice(ctx)
	if err != nil || !now.Document.IsZero() {
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "Our practice"
	}
	typ, _ := e.cms.model.SettingsType()
	v, err := e.Create(ctx, who, New{Type: typ.Name, Locale: live.FallbackLocale, Content: typ.NewSettings(name, live.FallbackLocale, "UTC")})
	if err != nil {
		return err
	}
	_, err = e.Publish(ctx, who, v.Document, v.Locale, v.Number)
	return err
}

// AddPerson adds somebody. It needs the permission of an owner. The errors are
// *content.InvalidError, ErrWeakPassword, and ErrExists for an address in use.
func (e *Editor) AddPerson(ctx context.Context, who audit.Actor, p NewPerson) (Person, error) {
	if err := e.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil {
		return Person{}, err
	}
	if p.Role != audit.RoleOwner && p.Role != audit.RoleEditor {
		return Person{}, content.Invalid("role", "choice", "Choose owner or editor.")
	}
	person, rec, err := e.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	entry := audit.Entry{Action: audit.ActionAddPerson, Subject: person.ID.String()}
	err = e.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		if err := refuseEmail(w, rec.Email); err != nil {
			return err
		}
		rec.Created = now
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
func (e *Editor) newPerson(ctx context.Context, p NewPerson) (Person, personRecord, error) {
	if err := p.Check(); err != nil {
		return Person{}, personRecord{}, err
	}
	rec := personRecord{Name: strings.TrimSpace(p.Name), Title: strings.TrimSpace(p.Title), Role: p.Role, Email: emailKey(p.Email)}
	if p.Password != "" {
		var err error
		if rec.Hash, err = e.cms.hashPassword(ctx, p.Password); err != nil {
			return Person{}, personRecord{}, err
		}
	}
	id := content.PersonID(e.cms.newID())
	return rec.person(id), rec, nil
}

func (p personRecord) person(id content.PersonID) Person {
	return Person{ID: id, Name: p.Name, Title: p.Title, Email: p.Email, Role: p.Role, CanSignIn: p.Hash != ""}
}

// emailKey is the form in which addresses are compared: NFKC and lower case.
func emailKey(s string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(s))) }

// refuseEmail gives ErrExists when somebody has the address.
func refuseEmail(r store.Reader, key string) error {
	if _, _, ok, err := personByEmail(r, key); err != nil || !ok {
		return err
	}
	return fmt.Errorf("somebody with this address: %w", record.ErrExists)
}

// personByEmail looks through the people: a practice has a handful.
func personByEmail(r store.Reader, key string) (content.PersonID, personRecord, bool, error) {
	for row, err := range people.Scan(r, store.Range{}) {
		if err != nil {
			return content.PersonID{}, personRecord{}, false, err
		}
		if key != "" && row.Record.Email == key {
			return content.PersonID(row.Key), row.Record, true, nil
		}
	}
	return content.PersonID{}, personRecord{}, false, nil
}

// Names tells what to call the authors that history keeps.
type Names map[content.Author]string

// Of gives a name for anybody: an author who is not known any more has one too.
func (n Names) Of(a content.Author) string {
	if a == (content.Author{}) {
		return "practicecms"
	}
	if name, ok := n[a]; ok {
		return name
	}
	return "Somebody who left"
}

// Authors lists all authors with a name, by name.
func (n Names) Authors() []content.Author {
	return slices.SortedFunc(maps.Keys(n), func(a, b content.Author) int {
		return cmp.Or(strings.Compare(strings.ToLower(n[a]), strings.ToLower(n[b])), a.Person.Compare(b.Person), a.Token.Compare(b.Token))
	})
}

// Names returns the names of all people and tokens. It needs the permission to read
// drafts.
func (e *Editor) Names(ctx context.Context, who audit.Actor) (Names, error) {
	var out Names
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnNone, func(r store.Reader) (err error) {
		out, err = readNames(r)
		return err
	})
	return out, err
}

func readNames(r store.Reader) (Names, error) {
	out := Names{}
	for row, err := range people.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		out[content.Author{Person: content.PersonID(row.Key)}] = row.Record.Name
	}
	for row, err := range tokens.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		out[content.Author{Token: content.TokenID(row.Key)}] = row.Record.Name
	}
	return out, nil
}

// People lists everybody, in the order in which they were added. It needs the
// permission of an owner.
func (e *Editor) People(ctx context.Context, who audit.Actor) ([]Person, error) {
	out := []Person{}
	err := e.log.Look(ctx, who, audit.MayAdminister, audit.OnNone, func(r store.Reader) error {
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
