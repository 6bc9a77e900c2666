package content

import (
	"slices"
	"testing"
)

func TestRejoinGivesBlocksTheIDsTheyHad(t *testing.T) {
	m := &Model{Kinds: []Kind{
		{Name: "passage", Label: "Passage", Fields: []Field{{Name: "title", Type: Text, Heading: true}, {Name: "text", Type: Markdown}}},
		{Name: "aside", Label: "Aside", Fields: []Field{{Name: "text", Type: Markdown}}},
	}}
	passage := func(id byte, title, text string) Block {
		return Block{ID: BlockID{id}, Kind: "passage", Fields: Fields{"title": title, "text": text}}
	}
	aside := func(id byte, text string) Block {
		return Block{ID: BlockID{id}, Kind: "aside", Fields: Fields{"text": text}}
	}
	old := []Block{passage(1, "Fees", "$100"), aside(2, "Call us."), passage(3, "Fees", "Sliding scale."), passage(4, "Hours", "Nine to five.")}
	for name, c := range map[string]struct {
		now  []Block
		want []byte
	}{
		"the same text":                       {[]Block{passage(0, "Fees", "$100"), aside(0, "Call us.")}, []byte{1, 2}},
		"another text below the same heading": {[]Block{passage(0, "Hours", "Ten to six.")}, []byte{4}},
		"an equal part wins over a namesake":  {[]Block{passage(0, "Fees", "$120"), passage(0, "Fees", "$100")}, []byte{3, 1}},
		"another order":                       {[]Block{passage(0, "Hours", "Nine to five."), aside(0, "Call us.")}, []byte{4, 2}},
		"a new part":                          {[]Block{passage(0, "Parking", "Behind the house.")}, []byte{0}},
		"another kind":                        {[]Block{{Kind: "passage", Fields: Fields{"text": "Call us."}}}, []byte{0}},
		"more of a name than there were":      {[]Block{aside(0, "One."), aside(0, "Two.")}, []byte{2, 0}},
		"one that has an id of its own":       {[]Block{passage(9, "Parking", "Behind the house.")}, []byte{9}},
	} {
		var got []byte
		for _, b := range m.Rejoin(old, c.now) {
			got = append(got, b.ID[0])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got ids %v, want %v", name, got, c.want)
		}
	}
	if blocks := []Block{aside(0, "Call us.")}; m.Rejoin(old, blocks) == nil || !blocks[0].ID.IsZero() {
		t.Error("the blocks that were given were changed")
	}
}
