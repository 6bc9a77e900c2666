package cms

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Plan is a version that goes live at a moment by itself.
type Plan struct {
	Document content.DocumentID
	Type     string
	Locale   content.Locale
	Version  uint64
	Title    string // of that version
	Path     string // of that version; empty for records
	At       time.Time
	By       content.Author // who planned it
	Failed   PlanFault      // why it did not go live; empty: it is still to come
}

// PlanFault is why a plan could not be carried out. The plan stays, so that somebody
// sees it.
type PlanFault = record.PlanFault

// The faults of plans.
const (
	FaultAddressInUse = record.FaultAddressInUse // another page is live at its address
	FaultOther        = record.FaultOther        // the log has the cause
)

// Schedule plans that version n goes live at a moment: that exact version, whatever
// is saved meanwhile. A document has one plan in each locale; a new one takes the
// place of the one before. Publishing another version by hand leaves the plan as it
// is. The errors are ErrNotFound, ErrTrashed, and *content.InvalidError for a moment
// that is not still to come.
func (e *Editor) Schedule(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, n uint64, at time.Time) (State, error) {
	return e.plan(ctx, who, audit.ActionSchedule, id, l, func(w store.Writer, _ record.Head, now record.Stamp) (*record.Plan, error) {
		if record.StampOf(at) <= now {
			return nil, content.Invalid("at", "past", "Choose a day and time that are still to come.")
		}
		if err := whole(w, id, l, n); err != nil {
			return nil, err
		}
		return &record.Plan{Version: n, At: record.StampOf(at), By: who.Author}, nil
	})
}

// CancelSchedule drops a document's plan for a moment, to the second; when another plan is there by
// now it is ErrMovedOn and that one stays. The zero moment means whichever plan there
// is. Without a plan nothing changes.
func (e *Editor) CancelSchedule(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, planned time.Time) (State, error) {
	return e.plan(ctx, who, audit.ActionCancelSchedule, id, l, func(_ store.Writer, head record.Head, _ record.Stamp) (*record.Plan, error) {
		if head.Plan != nil && !planned.IsZero() && head.Plan.At.Time().Unix() != planned.Unix() {
			return nil, record.ErrMovedOn
		}
		return nil, nil
	})
}

func (e *Editor) plan(ctx context.Context, who audit.Actor, action audit.Action, id content.DocumentID, l content.Locale, next func(store.Writer, record.Head, record.Stamp) (*record.Plan, error)) (State, error) {
	entry := audit.Entry{Action: action, Document: id, Locale: l}
	var out State
	err := e.log.Change(ctx, who, audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		doc, head, err := record.ReadHead(w, id, l)
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return record.ErrTrashed
		}
		plan, err := next(w, head, now)
		if err != nil {
			return err
		}
		same := plan == nil && head.Plan == nil
		if !same {
			if plan != nil {
				entry.Version = plan.Version
			} else {
				entry.Version = head.Plan.Version
			}
			if head, err = derived.SetPlan(w, id, l, head, plan); err != nil {
				return err
			}
		}
		if out, err = e.state(w, id, l, doc, head); err == nil && same {
			return audit.ErrNoChange
		}
		return err
	})
	if err == nil {
		e.wake()
	}
	return out, err
}

// Plans lists all plans, soonest first; those that could not be carried out come
// before them. It needs the permission to read drafts.
func (e *Editor) Plans(ctx context.Context, who audit.Actor) ([]Plan, error) {
	out := []Plan{}
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnAll, func(r store.Reader) error {
		return record.EachHead(r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
			if head.Plan == nil {
				return nil
			}
			v, err := record.Load(r, id, l, head.Plan.Version)
			if err != nil {
				return err
			}
			out = append(out, Plan{
				Document: id, Type: doc.Type, Locale: l, Version: head.Plan.Version, Title: v.Content.Title, Path: v.Content.Path,
				At: head.Plan.At.Time(), By: head.Plan.By, Failed: head.Plan.Fault,
			})
			return nil
		})
	})
	slices.SortStableFunc(out, func(a, b Plan) int {
		if (a.Failed == "") != (b.Failed == "") {
			if a.Failed != "" {
				return -1
			}
			return 1
		}
		return a.At.Compare(b.At)
	})
	return out, err
}

// RunDue carries out every plan whose moment has come, each in a transaction of its
// own, and returns when the next one is due; the zero time when none is. A plan that
// cannot be carried out is marked and not tried again. While the clock is in doubt nothing is
// carried out, nor is a next one returned; see ClockState.
func (c *CMS) RunDue(ctx context.Context) (next time.Time, err error) {
	for {
		at, id, l, state, err := c.nextDue(ctx)
		if err != nil {
			return time.Time{}, err
		}
		if c.noteDoubt(state); state.Doubt != "" {
			return time.Time{}, nil
		}
		c.inTime.Store(true)
		if at.IsZero() || at.After(state.Now) {
			return at, nil
		}
		if err := c.carryOut(ctx, id, l); err != nil {
			return time.Time{}, err
		}
	}
}

// nextDue finds the plan that is due first, at the zero time when there is none, and what is
// thought of the clock.
func (c *CMS) nextDue(ctx context.Context) (at time.Time, id content.DocumentID, l content.Locale, state ClockState, err error) {
	err = c.store.View(ctx, func(r store.Reader) error {
		if state, err = c.clockState(r); err != nil {
			return err
		}
		for row, err := range record.Due.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			key := bytes.Clone(row.Key)
			at = dueAt(key).Time()
			id = content.DocumentID(key[8:24])
			l, _ = record.LocaleAt(key[24:])
			return nil
		}
		return nil
	})
	return at, id, l, state, err
}

// dueAt is the moment in a key of due.
func dueAt(key []byte) record.Stamp { return record.Stamp(record.SequenceOf(key[:8])) }

// carryOut publishes what a document's plan says, as the person who planned it.
func (c *CMS) carryOut(ctx context.Context, id content.DocumentID, l content.Locale) error {
	e := c.Editor()
	head, err := c.head(ctx, id, l)
	if err != nil || head.Plan == nil {
		return err
	}
	plan := *head.Plan
	who := audit.Actor{Author: plan.By, Role: audit.RoleOwner} // whoever planned it was allowed to publish it
	_, err = e.moveLive(ctx, who, audit.ActionPublishPlanned, id, l, func(store.Reader, record.Head) (uint64, error) { return plan.Version, nil })
	if err == nil {
		// It was live already, and nothing was written: then the plan is done too.
		return c.dropDone(ctx, who, id, l, plan)
	}
	if ctx.Err() != nil || errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrFull) {
		return err // it is tried again
	}
	fault := FaultOther
	if errors.Is(err, record.ErrAddressInUse) {
		fault = FaultAddressInUse
	}
	c.logger.Error("a planned version could not go live", "document", id, "locale", l, "version", plan.Version, "error", err)
	entry := audit.Entry{Action: audit.ActionPlanFailed, Document: id, Locale: l, Version: plan.Version}
	return e.log.Change(ctx, who, audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, _ record.Stamp) error {
		_, head, err := record.ReadHead(w, id, l)
		if err != nil {
			return err
		}
		if head.Plan == nil || *head.Plan != plan {
			return audit.ErrNoChange // somebody was faster
		}
		failed := plan
		failed.Fault = fault
		_, err = derived.SetPlan(w, id, l, head, &failed)
		return err
	})
}

func (c *CMS) dropDone(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, done record.Plan) error {
	head, err := c.head(ctx, id, l)
	if err != nil || head.Plan == nil || *head.Plan != done {
		return err
	}
	_, err = c.Editor().CancelSchedule(ctx, who, id, l, done.At.Time())
	return err
}

func (c *CMS) head(ctx context.Context, id content.DocumentID, l content.Locale) (head record.Head, err error) {
	err = c.store.View(ctx, func(r store.Reader) error {
		_, head, err = record.ReadHead(r, id, l)
		return err
	})
	return head, err
}

// longestSleep bounds how long RunSchedule waits without looking: the clock may be
// set, and a machine may sleep.
const longestSleep = 30 * time.Second

// RunSchedule carries out plans as they come due, and those that came due while the
// program did not run, until ctx ends. A fault of the store is logged and tried
// again.
func (c *CMS) RunSchedule(ctx context.Context) {
	for {
		wait := longestSleep
		next, err := c.RunDue(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.logger.Error("carrying out what is planned", "error", err)
		case !next.IsZero():
			wait = min(wait, max(next.Sub(c.clock.Now()), time.Millisecond))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-c.planned:
		}
		timer.Stop()
	}
}

// wake makes RunSchedule look again.
func (c *core) wake() {
	select {
	case c.planned <- struct{}{}:
	default: // it will look anyway
	}
}
