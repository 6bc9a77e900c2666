package derived

import (
	"fmt"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// MoveAddress keeps one live page per path. The old address leads to the document
// from now on: nowhere while it is off the site, and to its new address when it has
// one. A redirect that stood at the new address makes way.
func MoveAddress(w store.Writer, id content.DocumentID, l content.Locale, from, to string, at record.Stamp) error {
	if from == to {
		return nil
	}
	if to != "" {
		switch holder, ok, err := record.Paths.Find(w, record.PathKey(l, to)); {
		case err != nil:
			return err
		case ok && holder != id:
			return fmt.Errorf("%s: %w", to, record.ErrAddressInUse)
		}
		if err := record.Redirects.Delete(w, record.PathKey(l, to)); err != nil {
			return err
		}
		if err := record.Paths.Put(w, record.PathKey(l, to), id); err != nil {
			return err
		}
	}
	if from == "" {
		return nil
	}
	if err := record.Paths.Delete(w, record.PathKey(l, from)); err != nil {
		return err
	}
	return record.Redirects.Put(w, record.PathKey(l, from), record.Redirect{To: id, At: at})
}

// rebuildPaths computes paths from the heads.
func rebuildPaths(r store.Reader) (map[string][]byte, error) {
	out := map[string]content.DocumentID{}
	err := record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		if head.LivePath != "" {
			out[string(record.PathKey(l, head.LivePath))] = id
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return encoded(out)
}
