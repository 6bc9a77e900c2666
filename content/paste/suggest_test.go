package paste

import (
	"testing"

	"practicecms/content"
)

func TestNamesAreKnownHoweverTheyAreSpelled(t *testing.T) {
	known := []Known{{ID: content.DocumentID{1}, Type: "practitioner", Names: []string{"José Núñez"}, Person: true}}
	for text, want := range map[string]string{
		"Ask José Núñez first.":                   "José Núñez",
		"Ask Jose Nunez first.":                   "Jose Nunez",
		"Ask Jose\u0301 Nu\u0301n\u0303ez first.": "José Núñez",
		"Ask (JOSÉ).":                             "JOSÉ",
		"Jose’s group and José's room":            "Jose’s",
		"Ask Joseph.":                             "",
	} {
		result, err := Parse("A Heading\n\n"+text+"\n", Options{Known: known})
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for _, s := range result.Suggested {
			got = s.Text
		}
		if got != want {
			t.Errorf("%q: %q may be somebody, want %q", text, got, want)
		}
	}
}
