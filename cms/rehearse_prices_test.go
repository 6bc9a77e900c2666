package cms_test

import (
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestARehearsalKnowsAPriceHoweverItIsWritten(t *testing.T) {
	s := cmstest.New(t)
	v1 := s.Service(t, "one", cmstest.Section("Prices", "An hour costs $1,150, and two cost $280.00. A group is 90.00 CHF."))
	s.Save(t, cmstest.Edit(v1, 0, "body", "An hour costs 1150 dollars. Two cost $ 280."))
	r, err := s.Editor().Rehearse(t.Context(), s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Warnings) != 1 || r.Warnings[0].Kind != cms.WarnPrice || r.Warnings[0].Words != "90.00 CHF" {
		t.Errorf("warned of %+v, want the price of the group alone", r.Warnings)
	}
}
