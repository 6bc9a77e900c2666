package cms

import (
	"practicecms/cms/audit"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Reader reads what was: for staff, who may read drafts. It writes nothing.
type Reader_ struct {
	log   *audit.Log
	model *content.Model
}

// NewReader reads through the door of a log.
func NewReader(log *audit.Log, m *content.Model) *Reader_ { return &Reader_{log: log, model: m} }

// Item describes the latest version of a document in one locale.
func Item_(r store.Reader, m *content.Model, id content.DocumentID, l content.Locale, typ string, latest uint64) (Entry, error) {
	d := document{model: m, r: r, id: id, locale: l, typ: typ}
	recs, err := d.records(latest, latest)
	if err != nil {
		return Entry{}, err
	}
	return d.entry(recs[1], recs[0])
}
