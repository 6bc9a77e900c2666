package admin

import (
	"errors"
	"testing"

	"practicecms/cms"
)

func TestRemovingIsUndone(t *testing.T) {
	d := atWork(t)
	shown := d.do("", "remove:"+d.id(1))
	shown.says("Undo")
	d.undo(shown)
	// Taking back the only edit may leave no working copy at all.
	w, err := d.site.Editor().Working(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		t.Fatal(err)
	}
	if err == nil && headings(w.Content) != "First, Second, Third" {
		t.Errorf("after Undo: %q", headings(w.Content))
	}
}
