package history

import (
	"practicecms/cms/audit"
	"practicecms/content"
)

// Reader reads what was: for staff, who may read drafts. It writes nothing.
type Reader struct {
	log   *audit.Log
	model *content.Model
}

// NewReader reads through the door of a log.
func NewReader(log *audit.Log, m *content.Model) *Reader { return &Reader{log: log, model: m} }
