package cms_test

import (
	"testing"

	"practicecms/cms/cmstest"
)

func TestTheNameThatAVersionHadBeforeIsNotKept(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one")
	names := []string{"before the new prices", "before the new prices, really", ""}
	for i, name := range names {
		note := ""
		if name != "" {
			note = "a note on " + name
		}
		if err := s.Editor().NameVersion(t.Context(), s.Who, v.Document, v.Locale, 1, name, note); err != nil {
			t.Fatal(err)
		}
		for j, words := range names[:2] {
			for _, text := range []string{words, "a note on " + words} {
				if kept, err := s.Kept(t.Context(), text); err != nil || kept != (i == j) {
					t.Errorf("after the name %q, %q is kept: %v (%v)", name, text, kept, err)
				}
			}
		}
	}
}
