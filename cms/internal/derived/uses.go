package derived

import (
	"slices"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Side says whose references a use stands for.
type Side bool

const (
	UseDraft Side = false // the source's latest version
	UseLive  Side = true  // its live version
)

// References lists the documents that a content leads to, in fields and in texts.
func References(m *content.Model, typ string, c content.Content) []content.DocumentID {
	return m.References(typ, c, richtext.Documents)
}

// MoveUses takes the source's references from one version to another; nil is none.
func MoveUses(w store.Writer, m *content.Model, source content.DocumentID, typ string, l content.Locale, before, after *record.Snapshot, side Side) error {
	var old, now []content.DocumentID
	if before != nil {
		old = References(m, typ, before.Content)
	}
	if after != nil {
		now = References(m, typ, after.Content)
	}
	for _, target := range old {
		if !slices.Contains(now, target) {
			if err := markUse(w, target, source, l, side, false); err != nil {
				return err
			}
		}
	}
	for _, target := range now {
		if !slices.Contains(old, target) {
			if err := markUse(w, target, source, l, side, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func markUse(w store.Writer, target, source content.DocumentID, l content.Locale, side Side, on bool) error {
	key := record.UseKey(target, source, l)
	use, _, err := record.Uses.Find(w, key)
	if err != nil {
		return err
	}
	if side == UseLive {
		use.Live = on
	} else {
		use.Draft = on
	}
	if use == (record.Use{}) {
		return record.Uses.Delete(w, key)
	}
	return record.Uses.Put(w, key, use)
}

// rebuildUses computes uses from the versions.
func rebuildUses(r store.Reader, m *content.Model) (map[string][]byte, error) {
	use := map[string]record.Use{}
	err := record.EachHead(r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
		for _, side := range []struct {
			number uint64
			mark   func(*record.Use)
		}{{head.Latest, func(u *record.Use) { u.Draft = true }}, {head.Live, func(u *record.Use) { u.Live = true }}} {
			if side.number == 0 {
				continue
			}
			v, err := record.Load(r, id, l, side.number)
			if err != nil {
				return err
			}
			for _, target := range References(m, doc.Type, v.Content) {
				key := string(record.UseKey(target, id, l))
				u := use[key]
				side.mark(&u)
				use[key] = u
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return encoded(use)
}
