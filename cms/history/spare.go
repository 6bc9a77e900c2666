package history

import (
	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// SpareTexts finds the texts that only versions hold which may go, and counts the versions.
func SpareTexts(r store.Reader, before record.Stamp) (texts map[content.Hash]bool, n int, err error) {
	kept, err := keptVersions(r)
	if err != nil {
		return nil, 0, err
	}
	texts = map[content.Hash]bool{}
	needed := map[content.Hash]bool{}
	var old [][]content.Hash // the texts of each version that may go
	err = record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		for row, err := range record.Versions.Scan(r, store.Prefix(record.HeadKey(id, l))) {
			if err != nil {
				return err
			}
			v := row.Record
			if v.At < before && v.Number > 1 && v.Number != head.Latest && v.Note == nil && v.Raw == nil && !kept[string(row.Key)] {
				old = append(old, v.Bodies())
				continue
			}
			for _, h := range v.Bodies() {
				needed[h] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	for _, hashes := range old {
		loses := false // a version that lost its texts already is not told again
		for _, h := range hashes {
			if needed[h] {
				continue
			}
			if _, gone, err := record.Erasures.Find(r, h[:]); err != nil {
				return nil, 0, err
			} else if !gone {
				texts[h], loses = true, true
			}
		}
		if loses {
			n++
		}
	}
	return texts, n, nil
}

// keptVersions are the versions that something beside the history needs, by key.
func keptVersions(r store.Reader) (map[string]bool, error) {
	kept := map[string]bool{}
	for row, err := range record.Publications.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		l, _ := record.LocaleAt(row.Key[16:])
		kept[string(record.NumberedKey(content.DocumentID(row.Key[:16]), l, row.Record.Version))] = true
	}
	for row, err := range record.Names.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		kept[string(row.Key)] = true
	}
	for row, err := range audit.Entries.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		switch row.Record.Action {
		case audit.ActionSchedule, audit.ActionShare:
			kept[string(record.NumberedKey(row.Record.Document, row.Record.Locale, row.Record.Version))] = true
		}
	}
	for row, err := range record.Working.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		l, _ := record.LocaleAt(row.Key[16:])
		kept[string(record.NumberedKey(content.DocumentID(row.Key[:16]), l, row.Record.Base))] = true
	}
	for row, err := range record.Versions.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		id := content.DocumentID(row.Key[:16])
		l, _ := record.LocaleAt(row.Key[16:])
		for _, n := range row.Record.Sources() {
			kept[string(record.NumberedKey(id, l, n))] = true
		}
	}
	return kept, nil
}
