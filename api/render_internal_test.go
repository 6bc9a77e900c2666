package api

import (
	"testing"

	"practicecms/content"
)

// An item of a list that would come out as null is left out, whoever stored it.
func TestAnItemWithoutItsFormIsNone(t *testing.T) {
	full, empty := map[string]any{"label": "Ask us"}, map[string]any{}
	for _, c := range []struct {
		typ  content.FieldType
		v    any
		want bool
	}{
		{content.Group, full, true}, {content.Group, empty, false}, {content.Group, "words", false}, {content.Group, nil, false},
		{content.Money, full, true}, {content.Money, empty, false}, {content.Money, int64(1), false},
		{content.Number, int64(0), true}, {content.Number, "1", false},
		{content.Text, "words", true}, {content.Text, "", false}, {content.Text, full, false}, {content.Text, int64(1), false},
	} {
		if got := hasForm(content.Field{Type: c.typ}, c.v); got != c.want {
			t.Errorf("%v as a %s: %v, want %v", c.v, c.typ, got, c.want)
		}
	}
}
