package access

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Attempt is what somebody signs in with.
type Attempt struct {
	Email, Password string
	From            netip.Addr // where it comes from; the zero Addr when that is not known
	Browser         string     // what the browser was given when somebody signed in with it; may be empty
	Session         string     // the session that the browser has; may be empty
}

// Admission is what a sign-in gives. Both secrets are for the browser: the store keeps
// their hashes only.
type Admission struct {
	Person  Person
	Session string
	Browser string // opens nothing; with it, the failures of others do not count here
}

var attempts = record.TableOf[attemptRecord](record.SpaceAttempts)

// attemptRecord counts the attempts that were not right, or are not known to be yet.
type attemptRecord struct {
	Failures int          `cbor:"1,keyasint"`
	Last     record.Stamp `cbor:"2,keyasint"`
}

const (
	freeAttempts      = 4  // failures without a delay: of one browser, or for one e-mail address from one place
	freeOfPlace       = 20 // the same for everything from one place
	longestDelay      = 15 * time.Minute
	attemptsForgotten = 24 * time.Hour // after the last one
	browsersKept      = 20             // of one person; the one not used for longest is forgotten
)

// SignIn checks a password and begins a session. The session that the browser had
// ends, so that one is never carried over a sign-in.
//
// An attempt counts before its password is looked at, so that no more guesses are
// looked at than delay allows, however many come at once; the right password takes
// that back. A browser with which the person signed in before is counted by itself:
// nobody else's failures keep them out of it. All others are counted by e-mail
// address and place, and by place.
//
// The errors are ErrUnauthenticated, which does not say whether the address is known,
// *SlowDownError after several failures, and ErrBusy.
func (d *Door) SignIn(ctx context.Context, a Attempt) (Admission, error) {
	place := ticket{line: d.line}
	defer place.leave()
	id, rec, counters, err := d.countAttempt(ctx, a, &place)
	if err != nil {
		return Admission{}, err
	}
	ok, err := d.passwords.match(ctx, rec.Hash, a.Password)
	if err != nil {
		return Admission{}, err
	}
	if !ok {
		entry := audit.Entry{Action: audit.ActionSignInFail, Subject: id.String()}
		err := d.log.Change(ctx, audit.System(), audit.MayAdminister, audit.OnNone, &entry, func(store.Writer, record.Stamp) error { return nil })
		return Admission{}, cmp.Or(err, ErrUnauthenticated)
	}
	return d.admit(ctx, rec.person(id), a, counters)
}

// counter is one of the things that an attempt is counted by.
type counter struct {
	key  []byte
	free int // failures that go without a delay
}

// counters lists what counts for an attempt. known says that the person it is about
// signed in with this browser before.
func (a Attempt) counters(known bool) []counter {
	email := emailKey(a.Email)
	if known {
		return []counter{{SecretKey("browser\x00" + email + "\x00" + a.Browser), freeAttempts}}
	}
	place := place(a.From)
	all := []counter{{SecretKey("pair\x00" + email + "\x00" + place), freeAttempts}}
	if place != "" {
		all = append(all, counter{SecretKey("place\x00" + place), freeOfPlace})
	}
	return all
}

// place is what attempts are counted by: an address, or for IPv6 its /64. It is empty
// for an address that is not known.
func place(a netip.Addr) string {
	switch a = a.Unmap(); {
	case !a.IsValid():
		return ""
	case a.Is6():
		return netip.PrefixFrom(a.WithZone(""), 64).Masked().String()
	}
	return a.String()
}

// delay doubles with each failure above the free ones, up to longestDelay. Nobody is
// locked out for good.
func delay(failures, free int) time.Duration {
	if failures <= free {
		return 0
	}
	return min(time.Second<<min(failures-free, 12), longestDelay)
}

// countAttempt finds who an attempt is about (the zero person for an address that
// nobody has) and counts it. A browser that is not known takes its turn in the line
// first: what nobody will look at is not counted.
func (d *Door) countAttempt(ctx context.Context, a Attempt, place *ticket) (id content.PersonID, rec personRecord, counters []counter, err error) {
	look := func(r store.Reader) error {
		if id, rec, _, err = personByEmail(r, emailKey(a.Email)); err != nil {
			return err
		}
		counters = a.counters(rec.knows(a.Browser))
		for _, c := range counters {
			failures, age, err := d.failures(r, c.key)
			if err != nil {
				return err
			}
			if wait := delay(failures, c.free) - age; failures > 0 && wait > 0 {
				return &SlowDownError{Wait: wait}
			}
		}
		return nil
	}
	// Who has to wait is told so without holding up those who write.
	if err := d.store.View(ctx, look); err != nil {
		return id, rec, nil, err
	}
	if !rec.knows(a.Browser) {
		if err := place.take(); err != nil {
			return id, rec, nil, err
		}
	}
	err = d.store.Update(ctx, func(w store.Writer) error {
		if err := look(w); err != nil {
			return err
		}
		for _, c := range counters {
			failures, _, err := d.failures(w, c.key)
			if err != nil {
				return err
			}
			if err := attempts.Put(w, c.key, attemptRecord{Failures: failures + 1, Last: record.StampOf(d.clock())}); err != nil {
				return err
			}
		}
		return nil
	})
	return id, rec, counters, err
}

// failures gives what is counted under a key, and how long ago the last one was.
// What is forgotten is none.
func (d *Door) failures(r store.Reader, key []byte) (int, time.Duration, error) {
	rec, _, err := attempts.Find(r, key)
	age := rec.Last.Age(d.clock())
	if err != nil || age > attemptsForgotten {
		return 0, age, err
	}
	return rec.Failures, age, nil
}

// admit begins a session for who gave the right password.
func (d *Door) admit(ctx context.Context, who Person, a Attempt, counters []counter) (Admission, error) {
	session, err := NewSecret(d.random)
	if err != nil {
		return Admission{}, err
	}
	fresh, err := NewSecret(d.random)
	if err != nil {
		return Admission{}, err
	}
	out := Admission{Person: who, Session: session}
	entry := audit.Entry{Action: audit.ActionSignIn, Subject: who.ID.String()}
	err = d.log.Change(ctx, who.Actor(), audit.MayRead, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		for _, c := range counters {
			if err := attempts.Delete(w, c.key); err != nil {
				return err
			}
		}
		if a.Session != "" {
			if err := sessions.Delete(w, SecretKey(a.Session)); err != nil {
				return err
			}
		}
		// Several people may share a browser. What nobody was given is not taken over.
		ours, err := knownBrowser(w, a.Browser)
		if err != nil {
			return err
		}
		if out.Browser = fresh; ours {
			out.Browser = a.Browser
		}
		rec, err := people.Get(w, personKey(who.ID))
		if err != nil {
			return err
		}
		rec.remember(out.Browser)
		if err := people.Put(w, personKey(who.ID), rec); err != nil {
			return err
		}
		return sessions.Put(w, SecretKey(session), sessionRecord{Person: who.ID, Began: now, Seen: now})
	})
	return out, err
}

// knows reports whether the person signed in with a browser before.
func (p personRecord) knows(browser string) bool {
	return browser != "" && slices.Contains(p.Browsers, content.Hash(SecretKey(browser)))
}

// remember puts a browser at the end of those that the person signed in with.
func (p *personRecord) remember(browser string) {
	hash := content.Hash(SecretKey(browser))
	all := append(slices.DeleteFunc(slices.Clone(p.Browsers), func(h content.Hash) bool { return h == hash }), hash)
	p.Browsers = all[max(0, len(all)-browsersKept):]
}

// knownBrowser reports whether anybody signed in with a browser before.
func knownBrowser(r store.Reader, browser string) (bool, error) {
	for row, err := range people.Scan(r, store.Range{Salvage: true}) {
		if err != nil {
			return false, err
		}
		if row.Record.knows(browser) {
			return true, nil
		}
	}
	return false, nil
}

// ErrBusy is returned when too many people sign in at once: the password was not
// looked at, and nothing was counted.
var ErrBusy = errors.New("too many people are signing in at this moment")

// lineLength is how many attempts may have their password looked at or wait for it.
const lineLength = 8

// ticket is a place in the line of those who wait for their password to be looked at.
type ticket struct {
	line chan struct{}
	held bool
}

// take gets a place, or ErrBusy.
func (t *ticket) take() error {
	select {
	case t.line <- struct{}{}:
		t.held = true
		return nil
	default:
		return ErrBusy
	}
}

func (t *ticket) leave() {
	if t.held {
		<-t.line
	}
}
