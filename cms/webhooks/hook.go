package webhooks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks/internal/send"
	"practicecms/content"
)

// tidy drops the oldest calls while there are more than CallsKept, and while the webhook
// is paused those that waited for pauseKeeps. It stops at the first that has to stay, so
// that what is there goes from h.First to the last change without a gap. The caller
// writes h.
func (h *hookRecord) tidy(w store.Writer, id content.HookID, now record.Stamp) error {
	last, err := record.LastChange(w)
	if err != nil {
		return err
	}
	for ; h.First <= last; h.First++ {
		key := callKey(id, h.First)
		rec, err := outbox.Get(w, key)
		if err != nil {
			return err
		}
		drop := rec.settled() && last-h.First >= CallsKept
		if h.Paused != 0 && !drop {
			change, err := record.Changes.Get(w, record.SequenceKey(h.First))
			if err != nil {
				return err
			}
			drop = now-change.At > record.Stamp(pauseKeeps.Microseconds())
		}
		if !drop {
			return nil
		}
		if err := outbox.Delete(w, key); err != nil {
			return err
		}
	}
	return nil
}

// MaxHooks is how many webhooks there may be at a time. Each has room of its own to be
// called in (see callsAtOnce), so that a slow one holds up no other.
const MaxHooks = 20

// OldSecretLasts is how long calls are signed with the secret before, too, after a
// webhook got a new one.
const OldSecretLasts = 24 * time.Hour

// Settings are what an owner says of a webhook.
type Settings struct {
	Name  string   // at most 80 characters
	URL   string   // what is called; it begins with https, or may begin with http where Allow names what it leads to
	Allow []string // hosts, addresses and networks that are not public and may be called all the same
}

// Hook is a webhook, without its secret: an address that is called with every Change of
// what is live. See RunWebhooks.
type Hook struct {
	ID content.HookID
	Settings
	By       content.Author // who made it
	Made     time.Time
	OldUntil time.Time // until when the secret before the last one is good, too; zero: it is not
	Paused   time.Time // since when nothing is sent; zero: it is not paused
	Why      PauseReason
	Ended    time.Time // zero: it has not ended
	Waiting  int       // changes that it has not been told of yet
	Last     Call      // the last one that was tried; zero: none was
}

// PauseReason is why a webhook is paused.
type PauseReason string

// The reasons.
const (
	PausedByHand PauseReason = "by-hand" // somebody said so
	PausedGone   PauseReason = "gone"    // its receiver answered 410 Gone: it wants no more
	PausedMoved  PauseReason = "moved"   // it came without its secret, or without the key that opens it, and needs a new one
)

var hooks = record.TableOf[hookRecord](record.SpaceHooks)

type hookRecord struct {
	Name      string         `cbor:"1,keyasint" json:"name"`
	URL       string         `cbor:"2,keyasint" json:"url"`
	Allow     []string       `cbor:"3,keyasint,omitempty" json:"allow,omitempty"`
	Secret    send.Secret    `cbor:"4,keyasint,omitempty" json:"secret,omitempty"` // in the clear, as older programs kept it; see Sealed
	OldSecret send.Secret    `cbor:"5,keyasint,omitempty" json:"oldSecret,omitempty"`
	OldUntil  record.Stamp   `cbor:"6,keyasint,omitempty" json:"oldUntil,omitzero"`
	By        content.Author `cbor:"7,keyasint" json:"by"`
	Made      record.Stamp   `cbor:"8,keyasint" json:"made"`
	Paused    record.Stamp   `cbor:"9,keyasint,omitempty" json:"paused,omitzero"`
	Why       PauseReason    `cbor:"10,keyasint,omitempty" json:"why,omitzero"`
	Ended     record.Stamp   `cbor:"11,keyasint,omitempty" json:"ended,omitzero"`
	First     uint64         `cbor:"12,keyasint" json:"first"`                        // the outbox has a call of every change from this one on
	Succeeded record.Stamp   `cbor:"13,keyasint,omitempty" json:"succeeded,omitzero"` // when a call of it last got through; 0: none has
	Sealed    []byte         `cbor:"14,keyasint,omitempty" json:"-"`                  // what calls are signed with; none once it has ended
	OldSealed []byte         `cbor:"15,keyasint,omitempty" json:"-"`
	Spilled   bool           `cbor:"16,keyasint,omitempty" json:"-"` // its secret was kept in the clear, and unused space of the file may still have it
}

func (h hookRecord) target() (send.Target, error) {
	allowed, err := send.ParseAllowed(h.Allow)
	if err != nil {
		return send.Target{}, err
	}
	return send.ParseTarget(h.URL, allowed)
}

// set checks the settings and takes them over.
func (h *hookRecord) set(s Settings) error {
	var problems []content.Problem
	fault := func(path, code, message string) {
		problems = append(problems, content.Problem{Path: path, Code: code, Message: message})
	}
	if h.Name = strings.TrimSpace(s.Name); h.Name == "" || utf8.RuneCountInString(h.Name) > 80 || strings.ContainsFunc(h.Name, content.IsControl) {
		fault("name", "required", "Give the webhook a name of at most 80 characters, so that you know later what it is for.")
	}
	h.Allow = slices.Clone(s.Allow)
	if len(h.Allow) > maxAllowed {
		fault("allow", "many", fmt.Sprintf("Name at most %d hosts and networks.", maxAllowed))
	}
	allowed, err := send.ParseAllowed(h.Allow)
	if err != nil {
		fault("allow", "address", sentence(err))
	} else if target, err := send.ParseTarget(strings.TrimSpace(s.URL), allowed); err != nil {
		fault("url", "address", sentence(err))
	} else {
		h.URL = target.String()
	}
	if len(problems) > 0 {
		return &content.InvalidError{Problems: problems}
	}
	return nil
}

// maxAllowed is how many hosts and networks a webhook may name.
const maxAllowed = 20

// sentence makes an error a sentence.
func sentence(err error) string {
	text := err.Error()
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:] + "."
}

func (h hookRecord) hook(id content.HookID) Hook {
	return Hook{
		ID: id, Settings: Settings{Name: h.Name, URL: h.URL, Allow: h.Allow}, By: h.By, Made: h.Made.Time(),
		OldUntil: h.OldUntil.Time(), Paused: h.Paused.Time(), Why: h.Why, Ended: h.Ended.Time(),
	}
}

// AddHook makes a webhook that is told of every change from now on, and returns the
// secret that its receiver checks signatures with; it cannot be had again. It needs the
// permission of an owner, as all that has to do with webhooks. The errors are
// *content.InvalidError, and ErrExists when there are MaxHooks.
func (o *Outbox) AddHook(ctx context.Context, who audit.Actor, s Settings) (secret string, made Hook, err error) {
	if err := o.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil {
		return "", Hook{}, err
	}
	var rec hookRecord
	if err := rec.set(s); err != nil {
		return "", Hook{}, err
	}
	fresh, err := send.NewSecret(o.random)
	if err != nil {
		return "", Hook{}, err
	}
	id := content.HookID(o.newID())
	rec.Secret = fresh
	if err := rec.seal(o.sender.box, id); err != nil {
		return "", Hook{}, err
	}
	entry := audit.Entry{Action: audit.ActionAddHook, Subject: id.String()}
	err = o.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		inUse := 0
		for row, err := range hooks.Scan(w, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Ended == 0 {
				inUse++
			}
		}
		if inUse >= MaxHooks {
			return fmt.Errorf("%d webhooks: %w", inUse, record.ErrExists)
		}
		last, err := record.LastChange(w)
		rec.By, rec.Made, rec.First = who.Author, now, last+1
		return cmp.Or(err, hooks.Put(w, hookKey(id), rec))
	})
	return fresh.Text(), rec.hook(id), err
}

// changeHook changes a webhook that has not ended. fn may return ErrNoChange.
func (o *Outbox) changeHook(ctx context.Context, who audit.Actor, action audit.Action, id content.HookID, fn func(w store.Writer, now record.Stamp, rec *hookRecord) error) error {
	entry := audit.Entry{Action: action, Subject: id.String()}
	err := o.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		rec, err := findHook(w, id)
		if err != nil {
			return err
		}
		if now >= rec.OldUntil {
			rec.dropOld()
		}
		rec.Spilled = rec.Spilled || rec.inTheClear()
		if err := fn(w, now, &rec); err != nil {
			return err
		}
		if err := rec.seal(o.sender.box, id); err != nil {
			return err
		}
		return hooks.Put(w, hookKey(id), rec)
	})
	if err == nil {
		o.sender.look()
	}
	return err
}

// findHook reads a webhook that has not ended, or returns ErrNotFound.
func findHook(r store.Reader, id content.HookID) (hookRecord, error) {
	rec, err := hooks.Get(r, hookKey(id))
	if err == nil && rec.Ended != 0 {
		err = record.ErrNotFound
	}
	return rec, err
}

// ChangeHook gives a webhook other settings. What waits is tried at once. The errors are
// ErrNotFound and *content.InvalidError.
func (o *Outbox) ChangeHook(ctx context.Context, who audit.Actor, id content.HookID, s Settings) error {
	return o.changeHook(ctx, who, audit.ActionChangeHook, id, func(w store.Writer, _ record.Stamp, rec *hookRecord) error {
		before := rec.hook(id).Settings
		if err := rec.set(s); err != nil {
			return err
		}
		after := rec.hook(id).Settings
		if before.Name == after.Name && before.URL == after.URL && slices.Equal(before.Allow, after.Allow) {
			return audit.ErrNoChange
		}
		return hurry(w, id)
	})
}

// NewHookSecret gives a webhook another secret, and returns it; it cannot be had again.
// The one before is good, too, for OldSecretLasts; the one before that is not.
func (o *Outbox) NewHookSecret(ctx context.Context, who audit.Actor, id content.HookID) (string, error) {
	secret, err := send.NewSecret(o.random)
	if err != nil {
		return "", err
	}
	err = o.changeHook(ctx, who, audit.ActionHookSecret, id, func(_ store.Writer, now record.Stamp, rec *hookRecord) error {
		if err := rec.seal(o.sender.box, id); err != nil {
			return err
		}
		rec.dropOld()
		switch err := rec.refuseUnsigned(o.sender.box, id); {
		case err == nil:
			rec.OldSealed, rec.OldUntil = rec.Sealed, now+record.Stamp(OldSecretLasts.Microseconds())
		case !errors.Is(err, content.ErrInvalid):
			return err
		}
		rec.Secret = secret
		if rec.Why == PausedMoved {
			rec.Why = PausedByHand
		}
		return nil
	})
	return secret.Text(), err
}

// PauseHook stops a webhook's calls until ResumeHook. What happens meanwhile waits, for
// pauseKeeps at most.
func (o *Outbox) PauseHook(ctx context.Context, who audit.Actor, id content.HookID) error {
	return o.changeHook(ctx, who, audit.ActionPauseHook, id, func(_ store.Writer, now record.Stamp, rec *hookRecord) error {
		if rec.Paused != 0 {
			return audit.ErrNoChange
		}
		rec.Paused, rec.Why = now, PausedByHand
		return nil
	})
}

// ResumeHook lets a paused webhook be called again, beginning with what waits. One without a
// secret is a *content.InvalidError.
func (o *Outbox) ResumeHook(ctx context.Context, who audit.Actor, id content.HookID) error {
	return o.changeHook(ctx, who, audit.ActionResumeHook, id, func(w store.Writer, now record.Stamp, rec *hookRecord) error {
		if rec.Paused == 0 {
			return audit.ErrNoChange
		}
		if err := rec.refuseUnsigned(o.sender.box, id); err != nil {
			return err
		}
		if err := rec.tidy(w, id, now); err != nil {
			return err
		}
		rec.Paused, rec.Why = 0, ""
		return hurry(w, id)
	})
}

// EndHook ends a webhook for good: what it was not told of it never is. Its name stays,
// for the audit; its secrets and its calls do not.
func (o *Outbox) EndHook(ctx context.Context, who audit.Actor, id content.HookID) error {
	return o.changeHook(ctx, who, audit.ActionEndHook, id, func(w store.Writer, now record.Stamp, rec *hookRecord) error {
		rec.forget()
		rec.Ended, rec.Paused, rec.Why = now, 0, ""
		for row, err := range outbox.Scan(w, store.Prefix(hookKey(id))) {
			if err != nil {
				return err
			}
			if err := outbox.Delete(w, row.Key); err != nil {
				return err
			}
		}
		return nil
	})
}

// Hooks lists all webhooks, oldest first, with those that ended.
func (o *Outbox) Hooks(ctx context.Context, who audit.Actor) ([]Hook, error) {
	out := []Hook{}
	err := o.log.Look(ctx, who, audit.MayAdminister, audit.OnNone, func(r store.Reader) error {
		for row, err := range hooks.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			h, err := o.hook(r, content.HookID(row.Key), row.Record)
			if err != nil {
				return err
			}
			out = append(out, h)
		}
		return nil
	})
	return out, err
}

// Hook returns a webhook that has not ended, or ErrNotFound.
func (o *Outbox) Hook(ctx context.Context, who audit.Actor, id content.HookID) (out Hook, err error) {
	err = o.log.Look(ctx, who, audit.MayAdminister, audit.OnNone, func(r store.Reader) error {
		rec, err := findHook(r, id)
		if err != nil {
			return err
		}
		out, err = o.hook(r, id, rec)
		return err
	})
	return out, err
}

// hook tells a webhook with how its calls went.
func (o *Outbox) hook(r store.Reader, id content.HookID, rec hookRecord) (Hook, error) {
	out := rec.hook(id)
	if record.StampOf(o.sender.clock()) >= rec.OldUntil {
		out.OldUntil = time.Time{}
	}
	var last record.Row[callRecord]
	for row, err := range outbox.Scan(r, store.Prefix(hookKey(id))) {
		if err != nil {
			return Hook{}, err
		}
		if !row.Record.settled() {
			out.Waiting++
		}
		if row.Record.Tried != 0 && row.Record.Tried >= last.Record.Tried {
			last = row
			last.Key = slices.Clone(row.Key)
		}
	}
	if last.Key == nil {
		return out, nil
	}
	var err error
	out.Last, err = call(r, record.SequenceOf(last.Key), last.Record)
	return out, err
}

func hookKey(id content.HookID) []byte { return id[:] }
