package manage

import (
	"fmt"
	"time"

	"practicecms/cms/history"
	"practicecms/content"
)

// summary says what a version changed, in plain words; days are days of the zone. It is the
// English of the API, which programs show to people as it is; that of the screens, for the
// same deeds, is in admin/internal/words.
func summary(m *content.Model, e history.Entry, zone *time.Location) string {
	then := fmt.Sprintf("as it was on %s (version %d)", e.RestoredAt.In(zone).Format("2 January 2006, 3:04 pm"), e.RestoredFrom)
	switch e.Deed {
	case history.Began:
		if e.Origin == content.OriginPasted {
			return "Pasted it"
		}
		return "Started it"
	case history.ThinnedOut:
		return "A draft whose text was thinned out"
	case history.PutTogether:
		return "Put together from earlier versions: " + e.Change.PartNames()
	case history.BroughtAllBack:
		return "Brought back everything " + then
	case history.BroughtBack:
		return "Brought back " + e.Change.PartNames() + " " + then
	}
	told := m.Summary(e.Change)
	if e.Origin == content.OriginPasted {
		return "Pasted a new text. " + told
	}
	return told
}
