package cms

import (
	"cmp"
	"context"
	"crypto/subtle"
	"fmt"
	"maps"
	"math"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

type personRecord struct {
	Name    string `cbor:"1,keyasint"`
	Email   string `cbor:"2,keyasint,omitempty"` // as emailKey makes it; empty for people who cannot sign in
	Role    Role   `cbor:"3,keyasint"`
	Hash    string `cbor:"4,keyasint,omitempty"` // PHC string; empty: cannot sign in
	Created stamp  `cbor:"5,keyasint"`
	Title   string `cbor:"6,keyasint,omitempty"` // what they are in the practice, such as "Front desk"

	Browsers []Hash `cbor:"7,keyasint,omitempty"` // SHA-256 of the secrets of browsers they signed in with, last used last
}

// Person is somebody who works on the content.
type Person struct {
	ID        content.PersonID
	Name      string
	Title     string // what they are in the practice; may be empty
	Email     string
	Role      Role
	CanSignIn bool
}

// Actor is the person as one who acts.
func (p Person) Actor() Actor { return Actor{Author: Author{Person: p.ID}, Role: p.Role} }

// NewPerson is what a person is made from.
type NewPerson struct {
	Name, Title, Email string
	Password           string // empty: they are named in history but cannot sign in
	Role               Role
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
		if c.setUp.secret, err = c.secret(); err != nil {
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
		return ErrNotFound
	}
	return nil
}

// CheckSetUpSecret is that of the CMS, for the screen that asks SetUp.
func (e *Editor) CheckSetUpSecret(ctx context.Context, secret string) error {
	return e.cms.CheckSetUpSecret(ctx, secret)
}

func (c *CMS) needsSetUp(ctx context.Context) (bool, error) {
	needed := true
	err := c.store.View(ctx, func(r store.Reader) error {
		for row, err := range people.scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.rec.Hash != "" {
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
	p.Role = RoleOwner
	if p.Password == "" {
		return Person{}, ErrWeakPassword
	}
	person, rec, err := e.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	entry := AuditEntry{Action: ActionSetUp, Subject: person.ID.String()}
	err = e.change(ctx, System(), mayAdminister, &entry, func(w store.Writer, now stamp) error {
		for row, err := range people.scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if row.rec.Hash != "" {
				return fmt.Errorf("an owner: %w", ErrExists)
			}
		}
		if err := refuseEmail(w, rec.Email); err != nil {
			return err
		}
		rec.Created = now
		entry.By = person.Actor().Author
		return people.put(w, personKey(person.ID), rec)
	})
	if err != nil {
		return Person{}, err
	}
	return person, e.ensurePractice(ctx, person.Actor(), practice)
}

// ensurePractice makes and publishes the practice's settings when there are none.
func (e *Editor) ensurePractice(ctx context.Context, who Actor, name string) error {
	now, err := e.cms.Practice(ctx)
	if err != nil || !now.Document.IsZero() {
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "Our practice"
	}
	v, err := e.Create(ctx, who, New{Type: "practice", Locale: FallbackLocale, Content: content.Content{
		Title: name, Fields: content.Fields{"locales": []any{string(FallbackLocale)}, "timeZone": "UTC"},
	}})
	if err != nil {
		return err
	}
	_, err = e.Publish(ctx, who, v.Document, v.Locale, v.Number)
	return err
}

// AddPerson adds somebody. It needs the permission of an owner. The errors are
// *content.InvalidError, ErrWeakPassword, and ErrExists for an address in use.
func (e *Editor) AddPerson(ctx context.Context, who Actor, p NewPerson) (Person, error) {
	if p.Role != RoleOwner && p.Role != RoleEditor {
		return Person{}, invalid("role", "choice", "Choose owner or editor.")
	}
	person, rec, err := e.newPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	entry := AuditEntry{Action: ActionAddPerson, Subject: person.ID.String()}
	err = e.change(ctx, who, mayAdminister, &entry, func(w store.Writer, now stamp) error {
		if err := refuseEmail(w, rec.Email); err != nil {
			return err
		}
		rec.Created = now
		return people.put(w, personKey(person.ID), rec)
	})
	return person, err
}

// Check returns nil when a person can be made of this. The errors are
// *content.InvalidError and ErrWeakPassword.
func (p NewPerson) Check() error {
	if name := strings.TrimSpace(p.Name); name == "" || len([]rune(name)) > 120 || strings.ContainsFunc(name+p.Title, isControl) {
		return invalid("name", "required", "Write the name as others should read it, on one line.")
	}
	if p.Email == "" && p.Password == "" {
		return nil
	}
	if address, err := mail.ParseAddress(p.Email); err != nil || address.Address != strings.TrimSpace(p.Email) {
		return invalid("email", "email", "Write the e-mail address, for example dana@example.org.")
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

func isControl(r rune) bool {
	return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || content.IsTurn(r)
}

// refuseEmail gives ErrExists when somebody has the address.
func refuseEmail(r store.Reader, key string) error {
	if _, _, ok, err := personByEmail(r, key); err != nil || !ok {
		return err
	}
	return fmt.Errorf("somebody with this address: %w", ErrExists)
}

// personByEmail looks through the people: a practice has a handful.
func personByEmail(r store.Reader, key string) (content.PersonID, personRecord, bool, error) {
	for row, err := range people.scan(r, store.Range{}) {
		if err != nil {
			return content.PersonID{}, personRecord{}, false, err
		}
		if key != "" && row.rec.Email == key {
			return content.PersonID(row.key), row.rec, true, nil
		}
	}
	return content.PersonID{}, personRecord{}, false, nil
}

// Names tells what to call the authors that history keeps.
type Names map[Author]string

// Of gives a name for anybody: an author who is not known any more has one too.
func (n Names) Of(a Author) string {
	if a == (Author{}) {
		return "practicecms"
	}
	if name, ok := n[a]; ok {
		return name
	}
	return "Somebody who left"
}

// Authors lists all authors with a name, by name.
func (n Names) Authors() []Author {
	return slices.SortedFunc(maps.Keys(n), func(a, b Author) int {
		return cmp.Or(strings.Compare(strings.ToLower(n[a]), strings.ToLower(n[b])), a.Person.Compare(b.Person), a.Token.Compare(b.Token))
	})
}

// Names returns the names of all people and tokens. It needs the permission to read
// drafts.
func (e *Editor) Names(ctx context.Context, who Actor) (Names, error) {
	if err := who.need(mayRead); err != nil {
		return nil, err
	}
	var out Names
	err := e.cms.store.View(ctx, func(r store.Reader) (err error) {
		out, err = readNames(r)
		return err
	})
	return out, err
}

func readNames(r store.Reader) (Names, error) {
	out := Names{}
	for row, err := range people.scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		out[Author{Person: content.PersonID(row.key)}] = row.rec.Name
	}
	for row, err := range tokens.scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		out[Author{Token: content.TokenID(row.key)}] = row.rec.Name
	}
	return out, nil
}

// People lists everybody, in the order in which they were added. It needs the
// permission of an owner.
func (e *Editor) People(ctx context.Context, who Actor) ([]Person, error) {
	if err := who.need(mayAdminister); err != nil {
		return nil, err
	}
	out := []Person{}
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		for row, err := range people.scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			out = append(out, row.rec.person(content.PersonID(row.key)))
		}
		return nil
	})
	return out, err
}

// clockSlack is how far a stamp may lie in the future, for clocks are put right by
// seconds all the time.
const clockSlack = time.Minute

// age is how long ago a stamp was set. One in the future was set by a clock that was
// wrong: it is older than any limit, so that nothing lasts until the wrong time comes.
func (c *CMS) age(s stamp) time.Duration {
	switch d := c.clock().Sub(s.time()); {
	case d >= 0:
		return d
	case d >= -clockSlack:
		return 0
	}
	return math.MaxInt64
}
