package manage

import (
	"testing"
	"time"

	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

func TestEveryDeedOfAVersionHasWordsOfItsOwn(t *testing.T) {
	zone := time.FixedZone("there", -7*60*60)
	then := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)
	change := content.Comparison{Blocks: []content.BlockChange{{Name: "“Fees”", Op: content.Added, After: &content.Block{Kind: "section"}}}}
	told := map[string]history.Deed{}
	for _, deed := range cmstest.Declared[history.Deed](t, "../../cms/history/deed.go", 6) {
		said := summary(content.Standard(), history.Entry{Deed: deed, Change: change, RestoredFrom: 4, RestoredAt: then}, zone)
		if other, twice := told[said]; twice || said == "" {
			t.Errorf("%q is told as %q, as %q is", deed, said, other)
		}
		told[said] = deed
	}
	if want := "Brought back “Fees” as it was on 2 March 2026, 4:00 pm (version 4)"; told[want] != history.BroughtBack {
		t.Errorf("nothing is told as %q: %q", want, told)
	}
}
