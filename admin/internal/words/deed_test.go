package words_test

import (
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
)

func TestEveryActionIsSaidInWords(t *testing.T) {
	for _, action := range cmstest.Declared[audit.Action](t, "../../../cms/audit/action.go", 30) {
		if did, _ := say.Deed(audit.Entry{Action: action}); did == string(action) {
			t.Errorf("the activity has no words for %q; deed.go is where they belong", action)
		}
	}
}
