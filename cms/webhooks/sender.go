package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks/internal/send"
	"practicecms/content"
)

// callsAtOnce is how many calls of one webhook are out at a time, each about another
// document. With MaxHooks it bounds all of them together.
const callsAtOnce = 3

// message is the body of a webhook's call.
type message struct {
	Type      messageType `json:"type"`
	Timestamp time.Time   `json:"timestamp"` // when it happened, UTC; of a test, when it was sent
	Data      any         `json:"data"`      // a Change; of another event, what Announce was told; of a test, an object with nothing in it
}

// messageType says what happened.
type messageType string

// The types of events.
const (
	eventPublished   messageType = "document.published"
	eventUnpublished messageType = "document.unpublished"
	eventTest        messageType = "webhook.test"
)

// Sender makes the calls that the outbox holds.
type Sender struct {
	send.Sender

	store  store.Store
	box    *seal.Box // opens what calls are signed with
	feed   *feed.Log
	epochs *feed.Epochs
	clock  func() time.Time
	log    *slog.Logger
	wake   chan struct{} // holds one

	out  sync.WaitGroup // the calls that are out at this moment
	mu   sync.Mutex
	busy map[content.HookID]map[content.DocumentID]bool // what they are about
}

// NewSender is the sender of a practice's changes, which the feed tells and the epochs
// announce. Calls are signed with secrets that the box opens.
func NewSender(s store.Store, box *seal.Box, log *feed.Log, epochs *feed.Epochs, clock func() time.Time, logger *slog.Logger) *Sender {
	return &Sender{
		store: s, box: box, feed: log, epochs: epochs, clock: clock, log: logger, wake: make(chan struct{}, 1),
		busy: map[content.HookID]map[content.DocumentID]bool{},
	}
}

// longestSleep bounds how long Run waits without looking: the clock may be set, and a
// machine may sleep.
const longestSleep = 30 * time.Second

// Run tells every webhook of every change of what is live, those of before a
// restart included, until ctx ends. The changes of one document go in their order; a
// change that fails is tried again for a day, and holds up nothing but the later ones
// of its document. Of a receiver that takes nothing the oldest is tried each minute besides, and
// when one gets through, all that wait are due. A receiver hears of every change at least once, unless that day is
// over or it was paused for too long; one that it had heard of may come again when the
// program was stopped just then. A fault of the store is logged and tried again. Only
// one Run may go on at a time.
func (s *Sender) Run(ctx context.Context) {
	defer s.out.Wait()
	for {
		moved := s.epochs.Next() // before looking, so that nothing is missed
		wait := longestSleep
		next, _, err := s.start(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.log.Error("calling webhooks", "error", err)
		case next != 0:
			wait = min(wait, max(next.Time().Sub(s.clock()), time.Millisecond))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-moved:
		case <-s.wake:
		}
		timer.Stop()
	}
}

// SendDue makes every call that is due, until none is, and returns when the next one is;
// the zero time when none waits.
func (s *Sender) SendDue(ctx context.Context) (time.Time, error) {
	for {
		next, started, err := s.start(ctx)
		s.out.Wait()
		if err != nil || started == 0 {
			return next.Time(), err
		}
	}
}

// look makes Run look again.
func (s *Sender) look() {
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// outgoing is a call that is about to be made.
type outgoing struct {
	hook     content.HookID
	change   uint64
	document content.DocumentID
	hookRecord
	send.Message
	fault error // it could not be put together
	early bool  // ahead of its time; see callRecord.from
}

// start begins all calls that are due and whose turn it is. It returns how many these
// are, and when the next is due: 0 when none is, or the end of one of these decides.
func (s *Sender) start(ctx context.Context) (next record.Stamp, started int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []outgoing
	err = s.store.View(ctx, func(r store.Reader) error {
		now := record.StampOf(s.clock())
		for row, err := range hooks.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Paused != 0 || row.Record.Ended != 0 {
				continue
			}
			some, soonest, err := s.dueOf(r, content.HookID(row.Key), row.Record, now)
			if err != nil {
				return err
			}
			if all = append(all, some...); soonest != 0 && (next == 0 || soonest < next) {
				next = soonest
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	for _, o := range all {
		if s.busy[o.hook] == nil {
			s.busy[o.hook] = map[content.DocumentID]bool{}
		}
		s.busy[o.hook][o.document] = true
		s.out.Go(func() { s.make(ctx, o) })
	}
	return next, len(all), nil
}

// dueOf lists what is to be called now of a webhook, as much as there is room for, and
// when something else is due.
func (s *Sender) dueOf(r store.Reader, id content.HookID, rec hookRecord, now record.Stamp) (all []outgoing, next record.Stamp, err error) {
	room := callsAtOnce - len(s.busy[id])
	waits := map[content.DocumentID]bool{} // a call of it that comes first was seen
	oldest := true
	for row, err := range outbox.Scan(r, store.Prefix(hookKey(id))) {
		if err != nil {
			return nil, 0, err
		}
		doc := row.Record.Document
		if row.Record.settled() || waits[doc] {
			continue
		}
		waits[doc] = true
		due := row.Record.from(rec.Succeeded, oldest, now)
		oldest = false
		switch {
		case s.busy[id][doc]:
		case due > now:
			if next == 0 || due < next {
				next = due
			}
		case room == 0:
			return all, next, nil
		default:
			room--
			call := s.putTogether(r, id, rec, record.SequenceOf(row.Key), doc)
			call.early = row.Record.due(now) > now
			all = append(all, call)
		}
	}
	return all, next, nil
}

// putTogether makes the message of a call out of the change log. The message's id is the
// webhook's and the change's cursor: a backup that was put back and went another way has
// other cursors, so no two events have the same id.
func (s *Sender) putTogether(r store.Reader, id content.HookID, rec hookRecord, n uint64, doc content.DocumentID) outgoing {
	out := outgoing{hook: id, change: n, document: doc, hookRecord: rec}
	change, err := record.Changes.Get(r, record.SequenceKey(n))
	if err != nil {
		out.fault = err
		return out
	}
	told, err := s.feed.Describe(r, n, change)
	if err != nil {
		out.fault = err
		return out
	}
	body := message{Type: eventPublished, Timestamp: told.At, Data: told}
	if told.Op == feed.OpUnpublish {
		body.Type = eventUnpublished
	}
	out.ID = id.String() + "_" + told.Cursor
	out.Body, out.fault = json.Marshal(body)
	return out
}

// make makes a call and notes how it ended.
func (s *Sender) make(ctx context.Context, o outgoing) {
	answer := s.send(ctx, o)
	if ctx.Err() == nil || answer.Fault == "" { // one that was cut off is no attempt
		s.note(ctx, o, answer)
	}
	s.mu.Lock()
	delete(s.busy[o.hook], o.document)
	if len(s.busy[o.hook]) == 0 {
		delete(s.busy, o.hook)
	}
	s.mu.Unlock()
	s.look()
}

// send sends a message. Whatever goes wrong is an answer: a panic here would end the
// program.
func (s *Sender) send(ctx context.Context, o outgoing) (answer send.Answer) {
	defer func() {
		if p := recover(); p != nil {
			answer = send.Answer{Fault: FaultOurs, Cause: fmt.Errorf("panic: %v\n%s", p, debug.Stack())}
		}
	}()
	if o.fault != nil {
		return send.Answer{Fault: FaultOurs, Cause: o.fault}
	}
	target, err := o.target()
	if err != nil {
		return send.Answer{Fault: FaultOurs, Cause: err}
	}
	now := s.clock()
	secrets, err := o.secrets(s.box, o.hook, record.StampOf(now))
	if err != nil {
		return send.Answer{Fault: FaultOurs, Cause: err}
	}
	return s.Send(ctx, target, o.Message, now, secrets...)
}

// note writes down how a call ended. While the store takes no writes the call stays out,
// for what cannot be noted would be sent without end.
func (s *Sender) note(ctx context.Context, o outgoing, answer send.Answer) {
	log := s.log.With("webhook", o.hook, "change", o.change)
	if answer.Fault != "" {
		level := slog.LevelWarn
		if o.early {
			level = slog.LevelDebug // each minute, and nothing new
		}
		log.Log(ctx, level, "a webhook could not be told of a change", "fault", answer.Fault, "status", answer.Status, "cause", answer.Cause)
	}
	for {
		err := s.settle(context.WithoutCancel(ctx), o, answer)
		if err == nil {
			return
		}
		log.Error("what became of a webhook's call cannot be written down", "error", err)
		timer := time.NewTimer(longestSleep)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// settle writes the end of a call to the outbox. It is housekeeping and not audited; that
// a webhook is paused because its receiver is gone, is.
func (s *Sender) settle(ctx context.Context, o outgoing, answer send.Answer) error {
	return s.store.Update(ctx, func(w store.Writer) error {
		rec, err := findHook(w, o.hook)
		if err != nil {
			return record.Ignore(record.ErrNotFound, err) // it ended meanwhile
		}
		key := callKey(o.hook, o.change)
		call, err := outbox.Get(w, key)
		if err != nil {
			return record.Ignore(record.ErrNotFound, err) // it was dropped meanwhile
		}
		now := record.StampOf(s.clock())
		call.answered(answer, now, rand.Float64(), o.early)
		if answer.Fault == "" {
			rec.Succeeded = now
		}
		if err := outbox.Put(w, key, call); err != nil {
			return err
		}
		if answer.Fault == FaultGone && rec.Paused == 0 {
			rec.Paused, rec.Why = now, PausedGone
			entry := audit.Entry{Action: audit.ActionHookGone, Subject: o.hook.String(), At: now}
			if err := audit.Append(w, &entry); err != nil {
				return err
			}
		}
		if err := rec.tidy(w, o.hook, now); err != nil {
			return err
		}
		return hooks.Put(w, hookKey(o.hook), rec)
	})
}
