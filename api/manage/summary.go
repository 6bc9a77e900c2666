package manage

import (
	"fmt"
	"time"

	"practicecms/cms"
	"practicecms/content"
)

// summary says what a version changed, in plain words; days are days of the zone. It is the
// English of the API, which programs show to people as it is.
func summary(m *content.Model, e cms.Entry, zone *time.Location) string {
	then := fmt.Sprintf("as it was on %s (version %d)", e.RestoredAt.In(zone).Format("2 January 2006, 3:04 pm"), e.RestoredFrom)
	switch e.Deed {
	case cms.Began:
		if e.Origin == cms.OriginPasted {
			return "Pasted it"
		}
		return "Started it"
	case cms.ThinnedOut:
		return "A draft whose text was thinned out"
	case cms.PutTogether:
		return "Put together from earlier versions: " + e.Change.PartNames()
	case cms.BroughtAllBack:
		return "Brought back everything " + then
	case cms.BroughtBack:
		return "Brought back " + e.Change.PartNames() + " " + then
	}
	return m.Summary(e.Change)
}
