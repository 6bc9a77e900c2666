package webhooks

import (
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/verify"
	"practicecms/content"
)

// Check is the promise of the outbox, for verify.
var Check = verify.Check{Name: "outbox-has-every-change", Run: checkOutbox}

// checkOutbox finds for each webhook the call of each change from its first on, and no other.
func checkOutbox(r store.Reader, line *verify.Line) error {
	last, err := record.LastChange(r)
	if err != nil {
		return err
	}
	inUse := map[content.HookID]bool{}
	for row, err := range hooks.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		id, hook := content.HookID(row.Key), row.Record
		if hook.Ended != 0 {
			if hook.Secret != nil || hook.OldSecret != nil || hook.Sealed != nil || hook.OldSealed != nil {
				line.Fault("webhook %s has ended and still has a secret", id)
			}
			continue
		}
		inUse[id] = true
		for n := hook.First; n <= last; n++ {
			line.Checked++
			call, err := outbox.Get(r, callKey(id, n))
			if err != nil {
				line.Fault("webhook %s is not told of change %d: %v", id, n, err)
				continue
			}
			change, err := record.Changes.Get(r, record.SequenceKey(n))
			switch {
			case err != nil:
				line.Fault("webhook %s is to be told of change %d: %v", id, n, err)
			case change.Document != call.Document:
				line.Fault("webhook %s: the call of change %d is about another document", id, n)
			case call.Delivered != 0 && call.GivenUp != 0:
				line.Fault("webhook %s: the call of change %d is both delivered and given up", id, n)
			}
		}
	}
	for row, err := range outbox.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		id, n := content.HookID(row.Key[:16]), record.SequenceOf(row.Key)
		hook, _, err := hooks.Find(r, hookKey(id))
		if err != nil {
			return err
		}
		if !inUse[id] || n < hook.First || n > last {
			line.Fault("the outbox has a call of change %d for webhook %s, which is not to be told of it", n, id)
		}
	}
	return nil
}
