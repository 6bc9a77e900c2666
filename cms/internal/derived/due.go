package derived

import (
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// SetPlan writes a head with another plan, or with none, and keeps the index of what
// is due in step.
func SetPlan(w store.Writer, id content.DocumentID, l content.Locale, head record.Head, plan *record.Plan) (record.Head, error) {
	if head.Plan != nil && head.Plan.Fault == "" {
		if err := record.Due.Delete(w, record.DueKey(head.Plan.At, id, l)); err != nil {
			return head, err
		}
	}
	if plan != nil && plan.Fault == "" {
		if err := record.Due.Put(w, record.DueKey(plan.At, id, l), plan.Version); err != nil {
			return head, err
		}
	}
	head.Plan = plan
	return head, record.Heads.Put(w, record.HeadKey(id, l), head)
}

// rebuildDue computes due from the heads.
func rebuildDue(r store.Reader) (map[string][]byte, error) {
	out := map[string]uint64{}
	err := record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		if p := head.Plan; p != nil && p.Fault == "" {
			out[string(record.DueKey(p.At, id, l))] = p.Version
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return encoded(out)
}
