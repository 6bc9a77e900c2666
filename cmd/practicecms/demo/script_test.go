package demo

import (
	"reflect"
	"testing"
	"time"
)

func sample() tree {
	return tree{
		"title": "EMDR",
		"blocks": []any{
			map[string]any{"name": "opening", "heading": "EMDR"},
			map[string]any{"name": "phases", "steps": []any{"history", "closing"}},
		},
	}
}

func TestEdit(t *testing.T) {
	cases := []struct {
		name  string
		steps []step
		want  tree
	}{
		{"a title is set", []step{{Set: "title", To: "EMDR therapy"}}, tree{
			"title": "EMDR therapy", "blocks": sample()["blocks"],
		}},
		{"a field of a block is set", []step{{Set: "blocks/opening/lede", To: "Slowly."}}, tree{"title": "EMDR", "blocks": []any{
			map[string]any{"name": "opening", "heading": "EMDR", "lede": "Slowly."}, sample()["blocks"].([]any)[1],
		}}},
		{"an item is set", []step{{Set: "blocks/phases/steps/1", To: "looking back"}}, tree{"title": "EMDR", "blocks": []any{
			sample()["blocks"].([]any)[0], map[string]any{"name": "phases", "steps": []any{"history", "looking back"}},
		}}},
		{"items are added in front and at the end", []step{{Add: "blocks/phases/steps/0", To: "first"}, {Add: "blocks/phases/steps/-", To: "last"}}, tree{"title": "EMDR", "blocks": []any{
			sample()["blocks"].([]any)[0], map[string]any{"name": "phases", "steps": []any{"first", "history", "closing", "last"}},
		}}},
		{"a block and a field are removed", []step{{Remove: "blocks/phases"}, {Remove: "blocks/opening/heading"}}, tree{"title": "EMDR", "blocks": []any{
			map[string]any{"name": "opening"},
		}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := sample()
			got, err := before.edit(c.steps)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
			if !reflect.DeepEqual(before, sample()) {
				t.Errorf("the version before became %v", before)
			}
		})
	}
}

func TestEditRefusesAPlaceThatIsNotThere(t *testing.T) {
	for _, s := range []step{
		{},
		{Remove: "summary"},
		{Add: "title", To: "x"},
		{Set: "title/0", To: "x"},
		{Set: "fields/summary", To: "x"},
		{Set: "blocks/closing/heading", To: "x"},
		{Set: "blocks/phases/steps/2", To: "x"},
		{Set: "blocks/phases/steps/-", To: "x"},
		{Remove: "blocks/-/heading"},
	} {
		if got, err := sample().edit([]step{s}); err == nil {
			t.Errorf("%+v: got %v, want an error", s, got)
		}
	}
}

func TestWhen(t *testing.T) {
	w := week{time.Date(2026, 11, 22, 11, 30, 0, 0, time.UTC)} // a Sunday
	for s, want := range map[string]time.Time{
		"0 Mon 09:05":  time.Date(2026, 11, 16, 9, 5, 0, 0, time.UTC),
		"-1 Fri 16:12": time.Date(2026, 11, 13, 16, 12, 0, 0, time.UTC),
		"+6 Fri 00:00": time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		if got, err := w.time(s); err != nil || !got.Equal(want) {
			t.Errorf("%q: got %s, %v; want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"", "-1", "-1 Fri", "-1 Friday 09:00", "x Fri 09:00", "-1 Fri 25:00", "-1 Fri 9", "2026-11-16 09:00"} {
		if got, err := w.time(s); err == nil {
			t.Errorf("%q: got %s, want an error", s, got)
		}
	}
}
