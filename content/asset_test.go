package content

import (
	"slices"
	"testing"
)

var testPicture = picture("image", "Picture", false)

func usedPicture(more Fields) Fields {
	out := Fields{"asset": testDocumentID(5).String(), "file": Hash{7}.String()}
	for name, v := range more {
		out[name] = v
	}
	return out
}

func TestAUseIsReadByWhatItsFieldsMean(t *testing.T) {
	for name, c := range map[string]struct {
		stored any
		want   Use
		is     bool
	}{
		"nothing":                 {nil, Use{}, false},
		"another shape":           {"sha256-", Use{}, false},
		"no file":                 {Fields{"asset": testDocumentID(5).String(), "alt": "A lamp"}, Use{}, false},
		"a file that is no hash":  {Fields{"file": "../../etc/passwd"}, Use{}, false},
		"a picture in the middle": {usedPicture(nil), Use{Asset: testDocumentID(5), File: Hash{7}, Focus: Middle}, true},
		"a picture that is described": {usedPicture(Fields{"alt": "A lamp", "focusX": int64(1), "focusY": int64(99)}),
			Use{Asset: testDocumentID(5), File: Hash{7}, Alt: "A lamp", Focus: Focus{1, 99}}, true},
		"a focus beyond the edge": {usedPicture(Fields{"decorative": true, "focusX": int64(100), "focusY": "1"}),
			Use{Asset: testDocumentID(5), File: Hash{7}, Decorative: true, Focus: Middle}, true},
	} {
		if got, is := UseOf(testPicture.Fields, c.stored); got != c.want || is != c.is {
			t.Errorf("%s: %+v, %v; want %+v, %v", name, got, is, c.want, c.is)
		}
	}
}

func TestUsesAreFoundWhereverTheyStand(t *testing.T) {
	m := Standard()
	other := Fields{"asset": testDocumentID(6).String(), "file": Hash{8}.String()}
	c := Content{Title: "EMDR", Path: "/services/emdr", Blocks: []Block{
		block(1, "hero", Fields{"heading": "EMDR", "image": usedPicture(nil)}),
		block(2, "section", Fields{"heading": "The room", "image": other}),
		block(3, "download", Fields{"label": "Intake form", "file": usedPicture(nil)}),
		block(4, "section", Fields{"heading": "No picture", "image": Fields{"file": "sha256-x"}}),
	}}
	var got []Hash
	for _, u := range m.Uses("service", c) {
		got = append(got, u.File)
	}
	if !slices.Equal(got, []Hash{{7}, {8}, {7}}) {
		t.Errorf("the uses are of %v", got)
	}
	if got := m.References("service", c, nil); !slices.Equal(got, []DocumentID{testDocumentID(5), testDocumentID(6)}) {
		t.Errorf("the page refers to %v, and not to each asset once", got)
	}
	asset := Content{Title: "Lamp", Fields: Fields{"file": Hash{7}.String()}}
	if got := m.Uses("picture", asset); len(got) != 0 {
		t.Errorf("an asset by itself shows %v", got)
	}
}

func TestAPictureWithoutADescriptionIsAGapUnlessItIsDecorative(t *testing.T) {
	m := Standard()
	for name, c := range map[string]struct {
		values Fields
		gaps   int
	}{
		"described":      {Fields{"alt": "A lamp beside an armchair"}, 0},
		"decorative":     {Fields{"decorative": true}, 0},
		"neither":        {nil, 1},
		"not decorative": {Fields{"decorative": false}, 1},
	} {
		page := Content{Title: "EMDR", Path: "/services/emdr", Blocks: []Block{block(1, "image", Fields{"image": usedPicture(c.values)})}}
		got := m.Gaps("page", page.Canonical())
		if len(got) != c.gaps || c.gaps == 1 && (got[0].Path != "blocks[0].image.alt" || got[0].Code != CodeMissing) {
			t.Errorf("%s: gaps are %v, want %d", name, got, c.gaps)
		}
	}
}

func TestAPictureIsMergedWholeSoThatItsWordsStayItsOwn(t *testing.T) {
	m := Standard()
	with := func(file byte, alt string) Content {
		return Content{Title: "EMDR", Path: "/services/emdr", Blocks: []Block{block(1, "image", Fields{"image": Fields{
			"asset": testDocumentID(int(file)).String(), "file": Hash{file}.String(), "alt": alt}})}}.Canonical()
	}
	merged, conflicts := m.Merge("service", with(1, "A lamp"), with(2, "A garden"), with(1, "A lamp by a chair"))
	if len(conflicts) != 1 || conflicts[0].Field != "image" {
		t.Fatalf("conflicts are %+v, want one about the picture", conflicts)
	}
	if !merged.Equal(with(2, "A garden")) {
		t.Errorf("merged is %+v: not what was saved first, whole", merged)
	}
}
