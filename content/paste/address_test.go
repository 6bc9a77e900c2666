package paste

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"practicecms/content"
	"practicecms/content/richtext"
)

// TestAddressesAreFound: the editor runs the same file, admin/ui/src/markdown/addresses.test.ts.
func TestAddressesAreFound(t *testing.T) {
	data, err := os.ReadFile("testdata/addresses.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Text      string
		Addresses []string
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		found := []string{}
		for _, s := range plainText(c.Text).linkAddresses() {
			if s.style.link != "" {
				found = append(found, s.text)
			}
		}
		if !slices.Equal(found, c.Addresses) {
			t.Errorf("%q: found %q, want %q", c.Text, found, c.Addresses)
		}
	}
}

// printable are signs that somebody may type, and what Markdown would read as something else.
func printable() []string {
	signs := strings.Fields("é ß م ש я 漢 한 か 😀 – — ’ ” … • ¡ · § € &amp; %20 % \\_ ]( **")
	for c := '!'; c < 0x7f; c++ {
		signs = append(signs, string(c))
	}
	return signs
}

// TestAPastedAddressIsOneLinkToIt: as words of a text, and in a cell of a table.
func TestAPastedAddressIsOneLinkToIt(t *testing.T) {
	for _, sign := range printable() {
		for _, address := range []string{"https://example.org/a" + sign + "b?c" + sign + "d#e" + sign + "f", "https://example.org/" + sign + sign + "b", "www.example.org/" + sign + "a"} {
			want, err := content.CanonicalURL(addressOf(address))
			if err != nil {
				t.Errorf("%q: %v", address, err)
				continue
			}
			text := plainText("See " + address + " for more").linkAddresses()
			cell := &table{header: true, rows: [][]rich{{plainText("a")}, {text}}}
			for _, markdown := range []string{text.markdown(hardBreak), cell.markdown()} {
				r, err := richtext.Render(markdown, nil)
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Links) != 1 || r.Links[0].URL != want || r.Links[0].Text != address || !strings.Contains(r.Text, "See "+address+" for more") || len(r.Removed) > 0 {
					t.Errorf("%q is written %q, and delivered as %q with links %+v and the receipt %q; want one link to %s", address, markdown, r.HTML, r.Links, r.Removed, want)
				}
			}
		}
	}
}
