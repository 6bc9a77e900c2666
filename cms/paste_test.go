package cms_test

import (
	"slices"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/content"
	"practicecms/content/paste"
)

func TestOnlyWhatIsLiveIsSuggestedForAPastedText(t *testing.T) {
	s := cmstest.New(t)
	dana := s.Record(t, "practitioner", "Dana Reyes", content.Fields{"role": "Psychotherapist"})
	s.Publish(t, dana)
	dana.Content.Title = "Dana Whitcomb" // a draft
	s.Save(t, dana)
	s.Record(t, "practitioner", "Kim Lake", content.Fields{"role": "Intern"}) // never live
	off := s.Record(t, "practitioner", "Rae Moss", content.Fields{"role": "Intern"})
	s.Publish(t, off)
	if err := s.Editor().Trash(t.Context(), s.Who, off.Document); err != nil {
		t.Fatal(err)
	}
	got, err := s.Editor().Paste(t.Context(), s.Who, "Our team\n\nYou may meet Dana Reyes, Dana Whitcomb, Kim Lake or Rae Moss here.", "page", paste.Options{Locale: cmstest.Locale})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range got.Suggested {
		names = append(names, one.Name)
	}
	if !slices.Equal(names, []string{"Dana Reyes"}) {
		t.Errorf("suggested are %q, want Dana Reyes alone", names)
	}
}
