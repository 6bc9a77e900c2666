package webhooks

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks/internal/send"
	"practicecms/content"
)

// EventBackupFailed says that the nightly backup failed.
const EventBackupFailed messageType = "backup.failed"

// Announce tells every webhook that is not paused of something that is no change of what is
// live, at once, and returns when all have answered or failed. It is not in the outbox: it is
// tried once, and whoever announces says it again while it is so.
func (s *Sender) Announce(ctx context.Context, event messageType, at time.Time, data any) {
	body, err := json.Marshal(message{Type: event, Timestamp: at.UTC(), Data: data})
	if err != nil {
		s.log.Error("an event cannot be told to webhooks", "event", event, "error", err)
		return
	}
	var calls sync.WaitGroup
	err = s.store.View(ctx, func(r store.Reader) error {
		for row, err := range hooks.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.Ended != 0 || row.Record.Paused != 0 {
				continue
			}
			id := content.HookID(row.Key)
			o := outgoing{hook: id, hookRecord: row.Record, Message: send.Message{
				ID: id.String() + "_" + string(event) + "_" + at.UTC().Format(time.RFC3339Nano), Body: body,
			}}
			calls.Go(func() {
				if answer := s.send(ctx, o); answer.Fault != "" && ctx.Err() == nil {
					s.log.Warn("a webhook could not be told of an event", "webhook", id, "event", event, "fault", answer.Fault, "status", answer.Status, "cause", answer.Cause)
				}
			})
		}
		return nil
	})
	calls.Wait()
	if err != nil && ctx.Err() == nil {
		s.log.Error("an event could not be told to every webhook", "event", event, "error", err)
	}
}
