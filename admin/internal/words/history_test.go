package words_test

import (
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

func TestEveryDeedOfAVersionHasWordsOfItsOwn(t *testing.T) {
	change := content.Comparison{Blocks: []content.BlockChange{{Name: "“Fees”", Op: content.Added, After: &content.Block{Kind: "section"}}}}
	told := map[string]history.Deed{}
	for _, deed := range cmstest.Declared[history.Deed](t, "../../../cms/history/deed.go", 6) {
		said := say.Changed(history.Entry{Deed: deed, Change: change, RestoredFrom: 1, RestoredAt: ago(3)})
		if other, twice := told[said]; twice || said == "" {
			t.Errorf("%q is told as %q, as %q is", deed, said, other)
		}
		told[said] = deed
	}
}
