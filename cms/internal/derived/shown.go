package derived

import (
	"cmp"
	"slices"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// AddShown notes the files that a version shows which goes live. They stay noted when it
// does not any more: what readers were told at a moment can be asked for later.
func AddShown(w store.Writer, m *content.Model, typ string, c content.Content, at record.Stamp) error {
	for _, use := range m.Uses(typ, c) {
		before, ok, err := record.ShownFiles.Find(w, use.File[:])
		if err != nil {
			return err
		}
		after := withUse(before, use, at)
		if ok && after.Since == before.Since && len(after.Focus) == len(before.Focus) {
			continue
		}
		switch _, err := record.ReadFile(w, use.File); {
		case err == nil:
			if err := record.ShownFiles.Put(w, use.File[:], after); err != nil {
				return err
			}
		case record.Ignore(record.ErrNotFound, err) != nil:
			return err
		}
	}
	return nil
}

// withUse adds one use that went live at a moment.
func withUse(s record.Shown, use content.Use, at record.Stamp) record.Shown {
	if s.Since == 0 || at < s.Since {
		s.Since = at
	}
	place, there := slices.BinarySearchFunc(s.Focus, use.Focus, func(a, b content.Focus) int { return cmp.Or(a.X-b.X, a.Y-b.Y) })
	if !there {
		s.Focus = slices.Insert(slices.Clone(s.Focus), place, use.Focus)
	}
	return s
}

// rebuildShown computes shown from the publications, and from the bodies that show a file.
func rebuildShown(r store.Reader, m *content.Model) (map[string][]byte, error) {
	shown := map[string]record.Shown{}
	showing, err := bodiesThatShow(r, m)
	if err != nil || len(showing) == 0 {
		return encoded(shown)
	}
	for row, err := range record.Publications.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		if row.Record.Version == 0 {
			continue
		}
		id := content.DocumentID(row.Key[:16])
		l, _ := record.LocaleAt(row.Key[16:])
		v, err := record.Versions.Get(r, id, l, row.Record.Version)
		if err != nil {
			return nil, err
		}
		for _, body := range v.Bodies() {
			for _, use := range showing[body] {
				shown[string(use.File[:])] = withUse(shown[string(use.File[:])], use, row.Record.At)
			}
		}
	}
	for hash := range shown {
		switch _, err := record.ReadFile(r, content.Hash([]byte(hash))); {
		case record.Ignore(record.ErrNotFound, err) != nil:
			return nil, err
		case err != nil:
			delete(shown, hash)
		}
	}
	return encoded(shown)
}

// bodiesThatShow finds the texts that show a file. Those of which words were erased are
// among them: what is left of them is still shown.
func bodiesThatShow(r store.Reader, m *content.Model) (map[content.Hash][]content.Use, error) {
	out := map[content.Hash][]content.Use{}
	note := func(h content.Hash, b record.Body) {
		if uses := m.UsesIn(b.Kind, b.Fields); len(uses) > 0 {
			out[h] = uses
		}
	}
	for row, err := range record.Bodies.Scan(r) {
		var b record.Body
		if err == nil {
			err = record.DecodeBody(row.Bytes, &b)
		}
		if err != nil {
			return nil, err
		}
		note(row.Hash, b)
	}
	for row, err := range record.Erasures.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		if row.Record.Rest != nil {
			note(content.Hash(row.Key), *row.Record.Rest)
		}
	}
	return out, nil
}
