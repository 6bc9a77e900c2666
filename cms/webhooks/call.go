package webhooks

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"slices"
	"time"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks/internal/send"
	"practicecms/content"
)

// Call is one change that a webhook is told of, and how that went.
type Call struct {
	Change    uint64    // its number in the change log; 0: there is no call
	At        time.Time // when it happened
	Op        feed.ChangeOp
	Document  content.DocumentID
	Locale    content.Locale
	Version   uint64    // number of the version that went live; 0: none
	Attempts  int       // how many of the attempts that CallPauses is about were made since it was last asked for
	Tried     time.Time // when it was last tried; zero: never was
	Status    int       // what the receiver answered then; 0: it did not
	Fault     Fault     // why that was no success; empty: it was
	Next      time.Time // when it is tried next at the latest; zero: as soon as it is its turn
	Behind    bool      // an earlier change of the same document goes first
	Delivered time.Time // zero: it was not
	GivenUp   time.Time // zero: it was not
}

// Fault is why a webhook could not be told. The empty Fault says that it was.
type Fault = send.Fault

// The faults.
const (
	FaultPrivate     = send.FaultPrivate     // the address is not public, and the settings do not name it
	FaultInsecure    = send.FaultInsecure    // it would go without TLS to an address that the settings do not name
	FaultNoHost      = send.FaultName        // there is no such host
	FaultConnection  = send.FaultConnection  // nothing answers there, or it broke off
	FaultCertificate = send.FaultCertificate // its TLS is not to be trusted
	FaultSlow        = send.FaultTime        // it took longer than 15 seconds
	FaultRedirect    = send.FaultRedirect    // it answered with another address, which is not followed
	FaultGone        = send.FaultGone        // it wants no more
	FaultRefused     = send.FaultStatus      // another answer than 2xx
	FaultOurs        = send.FaultOurs        // something went wrong on our side
)

// CallPauses, which nobody changes, are how long a call waits after each attempt that failed, as Standard
// Webhooks proposes; up to a tenth more is added by chance, so that not everything
// comes back at once. After the last attempt it is given up.
var CallPauses = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour}

// earlyPause is how long after an attempt a call may be made ahead of its time: the oldest of a
// receiver that answers nothing, to see whether it is back, and every one when it is.
const earlyPause = time.Minute

// longestPause bounds what a receiver may ask for with Retry-After.
const longestPause = 10 * time.Hour

const (
	CallsKept  = 200                 // calls of a webhook that are done with and still listed
	pauseKeeps = 30 * 24 * time.Hour // how long changes wait for a paused webhook
)

var outbox = record.TableOf[callRecord](record.SpaceOutbox)

// callRecord is a call in the outbox. It is written in the transaction of the change
// that it tells of, so that no change is ever live without it.
type callRecord struct {
	Document  content.DocumentID `cbor:"1,keyasint" json:"document"` // of the change: those of one document go in order
	Attempts  int                `cbor:"2,keyasint,omitempty" json:"attempts,omitzero"`
	Tried     record.Stamp       `cbor:"3,keyasint,omitempty" json:"tried,omitzero"`
	Status    int                `cbor:"4,keyasint,omitempty" json:"status,omitzero"`
	Fault     Fault              `cbor:"5,keyasint,omitempty" json:"fault,omitzero"`
	Next      record.Stamp       `cbor:"6,keyasint,omitempty" json:"next,omitzero"` // not before; 0: at once
	Delivered record.Stamp       `cbor:"7,keyasint,omitempty" json:"delivered,omitzero"`
	GivenUp   record.Stamp       `cbor:"8,keyasint,omitempty" json:"givenUp,omitzero"`
	Failing   record.Stamp       `cbor:"9,keyasint,omitempty" json:"failing,omitzero"` // when it first failed; 0: it has not
	Asked     record.Stamp       `cbor:"10,keyasint,omitempty" json:"asked,omitzero"`  // the receiver asked for this pause: not before, whatever happens
}

// settled reports whether nothing more is tried.
func (c callRecord) settled() bool { return c.Delivered != 0 || c.GivenUp != 0 }

// due is from when on a call may be made. A time that no pause can lead to was set by a
// clock that was wrong.
func (c callRecord) due(now record.Stamp) record.Stamp {
	if c.Next-now > record.Stamp(2*longestPause.Microseconds()) {
		return now
	}
	return c.Next
}

// from is from when on a call may be made, also ahead of its time: once a minute while the
// receiver has answered nothing well since it began to fail, if it is the oldest that waits, and
// a minute after its last attempt when the receiver has taken another since then.
func (c callRecord) from(succeeded record.Stamp, oldest bool, now record.Stamp) record.Stamp {
	due := c.due(now)
	back := succeeded > c.Tried
	away := oldest && succeeded < c.Failing
	if due <= now || c.Failing == 0 || !back && !away || c.Tried > now {
		return due
	}
	return min(due, max(c.Tried+record.Stamp(earlyPause.Microseconds()), c.Asked))
}

// answered notes how an attempt ended. extra is the part of the pause that is added by
// chance, from 0 up to 1. One that was made ahead of its time and failed changes nothing of
// when the others are.
func (c *callRecord) answered(a send.Answer, now record.Stamp, extra float64, early bool) {
	c.Tried, c.Status, c.Fault, c.Asked = now, a.Status, a.Fault, 0
	if a.Fault != "" && c.Failing == 0 {
		c.Failing = now
	}
	if a.Wait > 0 {
		c.Asked = now + record.Stamp(min(a.Wait, longestPause).Microseconds())
	}
	if early && a.Fault != "" {
		c.Next = max(c.Next, c.Asked)
		return
	}
	c.Attempts++
	c.Next = 0
	switch {
	case a.Fault == "":
		c.Delivered = now
	case c.Attempts > len(CallPauses):
		c.GivenUp = now
	default:
		pause := max(CallPauses[c.Attempts-1], min(a.Wait, longestPause))
		c.Next = now + record.Stamp((pause + time.Duration(extra*float64(pause/10))).Microseconds())
	}
}

// again makes a call as if it had not been tried.
func (c *callRecord) again() {
	c.Attempts, c.Next, c.Delivered, c.GivenUp, c.Failing, c.Asked = 0, 0, 0, 0, 0, 0
}

// Tell puts a call of change n into the outbox of every webhook.
func Tell(w store.Writer, n uint64, c record.Change) error {
	for row, err := range hooks.Scan(w, store.Range{}) {
		if err != nil {
			return err
		}
		id, rec := content.HookID(row.Key), row.Record
		if rec.Ended != 0 {
			continue
		}
		if err := outbox.Put(w, callKey(id, n), callRecord{Document: c.Document}); err != nil {
			return err
		}
		if rec.Paused == 0 {
			continue // it is tidied up when the call is done
		}
		if err := rec.tidy(w, id, c.At); err != nil {
			return err
		}
		if err := hooks.Put(w, hookKey(id), rec); err != nil {
			return err
		}
	}
	return nil
}

// hurry makes all that waits for a webhook due at once, as if it had not been tried.
func hurry(w store.Writer, id content.HookID) error {
	for row, err := range outbox.Scan(w, store.Prefix(hookKey(id))) {
		if err != nil {
			return err
		}
		if row.Record.settled() {
			continue
		}
		row.Record.again()
		if err := outbox.Put(w, row.Key, row.Record); err != nil {
			return err
		}
	}
	return nil
}

// Calls lists up to limit calls of a webhook before the given change, newest first;
// before 0 starts at the newest. Beside those that wait, about the last 200 are kept.
// The error is ErrNotFound for a webhook that is not there or has ended.
func (o *Outbox) Calls(ctx context.Context, who audit.Actor, id content.HookID, before uint64, limit int) ([]Call, error) {
	out := []Call{}
	err := o.log.Look(ctx, who, audit.MayAdminister, audit.OnNone, func(r store.Reader) error {
		if _, err := findHook(r, id); err != nil {
			return err
		}
		first := map[content.DocumentID]uint64{} // of the calls that wait, by document
		for row, err := range outbox.Scan(r, store.Prefix(hookKey(id))) {
			if err != nil {
				return err
			}
			n := record.SequenceOf(row.Key)
			if _, waits := first[row.Record.Document]; !waits && !row.Record.settled() {
				first[row.Record.Document] = n
			}
			if before > 0 && n >= before {
				break
			}
			c, err := call(r, n, row.Record)
			if err != nil {
				return err
			}
			c.Behind = !row.Record.settled() && first[row.Record.Document] < n
			out = append(out, c)
		}
		return nil
	})
	slices.Reverse(out)
	return out[:min(limit, len(out))], err
}

// call tells a call with the change that it is about.
func call(r store.Reader, n uint64, rec callRecord) (Call, error) {
	c, err := record.Changes.Get(r, record.SequenceKey(n))
	out := Call{
		Change: n, At: c.At.Time(), Op: feed.OpOf(c), Document: c.Document, Locale: c.Locale, Version: c.Version, Attempts: rec.Attempts, Tried: rec.Tried.Time(),
		Status: rec.Status, Fault: rec.Fault, Next: rec.Next.Time(), Delivered: rec.Delivered.Time(), GivenUp: rec.GivenUp.Time(),
	}
	return out, err
}

// SendAgain makes the call of a change once more, as soon as it is its turn: one that is
// done with, or that would wait for its next attempt. What the receiver gets has the
// same webhook-id. The error is ErrNotFound.
func (o *Outbox) SendAgain(ctx context.Context, who audit.Actor, id content.HookID, change uint64) error {
	return o.changeHook(ctx, who, audit.ActionSendAgain, id, func(w store.Writer, _ record.Stamp, _ *hookRecord) error {
		key := callKey(id, change)
		rec, err := outbox.Get(w, key)
		if err != nil {
			return err
		}
		rec.again()
		return outbox.Put(w, key, rec)
	})
}

// callKey: webhook (16) ‖ number of the change (8).
func callKey(id content.HookID, n uint64) []byte { return binary.BigEndian.AppendUint64(id[:], n) }

// TestHook sends a webhook an event of type webhook.test at once, also while it is paused,
// and tells how that ended: of the Call only Tried, Status and Fault are set. It is no
// change: it is not in the outbox and is not tried again. The errors are ErrNotFound, and
// *content.InvalidError for one without a secret.
func (o *Outbox) TestHook(ctx context.Context, who audit.Actor, id content.HookID) (Call, error) {
	var rec hookRecord
	entry := audit.Entry{Action: audit.ActionTestHook, Subject: id.String()}
	err := o.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, _ record.Stamp) (err error) {
		if rec, err = findHook(w, id); err != nil {
			return err
		}
		return rec.refuseUnsigned(o.sender.box, id)
	})
	if err != nil {
		return Call{}, err
	}
	secret, err := access.NewSecret(o.random)
	if err != nil {
		return Call{}, err
	}
	now := o.sender.clock().UTC()
	call := outgoing{hook: id, hookRecord: rec, Message: send.Message{ID: "test_" + secret}}
	call.Body, call.fault = json.Marshal(message{Type: eventTest, Timestamp: now, Data: struct{}{}})
	answer := o.sender.send(ctx, call)
	if answer.Fault != "" {
		o.sender.log.Warn("a test of a webhook failed", "webhook", id, "fault", answer.Fault, "status", answer.Status, "cause", answer.Cause)
	}
	return Call{Tried: now, Status: answer.Status, Fault: answer.Fault}, nil
}
