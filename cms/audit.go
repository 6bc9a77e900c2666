package cms

import (
	"context"
	"crypto/sha256"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Action is what was done, as the audit names it.
type Action string

// The actions. Every change of stored state is one of them.
const (
	ActionCreate         Action = "create"
	ActionSave           Action = "save"
	ActionMerge          Action = "merge"
	ActionRestore        Action = "restore"
	ActionTakeBack       Action = "take-back" // one change, of those since an earlier version
	ActionPublish        Action = "publish"
	ActionUnpublish      Action = "unpublish"
	ActionUndo           Action = "undo-publish"
	ActionSchedule       Action = "schedule"
	ActionCancelSchedule Action = "cancel-schedule"
	ActionPublishPlanned Action = "publish-planned" // by the schedule, for who planned it
	ActionPlanFailed     Action = "plan-failed"     // the schedule could not publish
	ActionName           Action = "name-version"
	ActionErase          Action = "erase"
	ActionThin           Action = "thin-out"
	ActionTrash          Action = "trash"
	ActionUntrash        Action = "untrash"
	ActionKeepWork       Action = "keep-working-copy"
	ActionDropWork       Action = "drop-working-copy"
	ActionSetUp          Action = "set-up"
	ActionAddPerson      Action = "add-person"
	ActionSignIn         Action = "sign-in"
	ActionSignInFail     Action = "sign-in-failed"
	ActionSignOut        Action = "sign-out"
	ActionAddToken       Action = "add-token"
	ActionEndToken       Action = "revoke-token"
	ActionShare          Action = "share-preview"
	ActionEndShare       Action = "end-preview"
	ActionAddHook        Action = "add-webhook" // the subject of these is the webhook's id
	ActionChangeHook     Action = "change-webhook"
	ActionHookSecret     Action = "new-webhook-secret"
	ActionPauseHook      Action = "pause-webhook"
	ActionHookGone       Action = "webhook-gone" // paused, because its receiver wants no more
	ActionResumeHook     Action = "resume-webhook"
	ActionEndHook        Action = "end-webhook"
	ActionTestHook       Action = "test-webhook"
	ActionSendAgain      Action = "send-again"
	ActionBackup         Action = "take-backup"
	ActionEvidence       Action = "make-evidence" // the subject is its span
)

var audit = record.TableOf[AuditEntry](record.SpaceAudit)

// AuditEntry says who did what to which version, and when. It holds no content.
// Entries form a chain: each holds the hash of the one before.
type AuditEntry struct {
	Sequence uint64             `cbor:"1,keyasint"` // from 1, without gaps
	At       record.Stamp       `cbor:"2,keyasint"`
	By       content.Author     `cbor:"3,keyasint"`
	Action   Action             `cbor:"4,keyasint"`
	Document content.DocumentID `cbor:"5,keyasint,omitzero"`
	Locale   content.Locale     `cbor:"6,keyasint,omitempty"`
	Version  uint64             `cbor:"7,keyasint,omitempty"`
	Subject  string             `cbor:"8,keyasint,omitempty"` // what the action was about, such as the id of a person or token
	Previous content.Hash       `cbor:"9,keyasint"`
	Hash     content.Hash       `cbor:"10,keyasint,omitzero"`
}

// Time is when it was done, UTC.
func (e AuditEntry) Time() time.Time { return e.At.Time() }

// sum is the entry's hash: SHA-256 over its encoding without the hash.
func (e AuditEntry) sum() (content.Hash, error) {
	e.Hash = content.Hash{}
	b, err := record.Encode(e)
	return sha256.Sum256(b), err
}

// appendAudit writes the next entry of the chain, and completes it.
func appendAudit(w store.Writer, e *AuditEntry) error {
	last, ok, err := audit.Last(w, store.Range{})
	if err != nil {
		return err
	}
	e.Sequence = 1
	if ok {
		e.Sequence, e.Previous = last.Record.Sequence+1, last.Record.Hash
	}
	if e.Hash, err = e.sum(); err != nil {
		return err
	}
	return audit.Put(w, record.SequenceKey(e.Sequence), *e)
}

// Audit returns up to limit entries before the given sequence, newest first; before
// 0 starts at the newest. It needs the permission of an owner.
func (e *Editor) Audit(ctx context.Context, who Actor, before uint64, limit int) ([]AuditEntry, error) {
	if err := who.need(mayAdminister); err != nil {
		return nil, err
	}
	var out []AuditEntry
	rg := store.Range{Reverse: true}
	if before > 0 {
		rg.To = record.SequenceKey(before)
	}
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		for row, err := range audit.Scan(r, rg) {
			if err != nil {
				return err
			}
			if len(out) == limit {
				break
			}
			out = append(out, row.Record)
		}
		return nil
	})
	return out, err
}
