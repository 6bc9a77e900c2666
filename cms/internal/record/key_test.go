package record

import (
	"bytes"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"practicecms/content"
)

func TestKeysAreAsFORMATSays(t *testing.T) {
	page, err := os.ReadFile("../store/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, ok := strings.Cut(string(page), "has this key in `versions`:")
	if !ok {
		t.Fatal("FORMAT.md has no worked example of a key")
	}
	var want strings.Builder
	for line := range strings.Lines(strings.Split(example, "```")[1]) {
		bytesOnly, _, _ := strings.Cut(line, "   ")
		want.WriteString(regexp.MustCompile(`[^0-9a-f]`).ReplaceAllString(bytesOnly, ""))
	}
	id, err := content.ParseID[struct{}]("01890a5d-ac96-774b-bcce-b302099a8057")
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(NumberedKey(content.DocumentID(id), "en-US", 2)); got != want.String() {
		t.Errorf("got %s, FORMAT.md says %s", got, want.String())
	}
	for _, space := range Spaces() {
		if !strings.Contains(string(page), "`"+string(space)+"`") {
			t.Errorf("FORMAT.md does not describe the space %s", space)
		}
	}
}

// No scan of one document's or locale's keys may meet another's.
func TestNoKeyIsAPrefixOfAnothersKeys(t *testing.T) {
	locale := rapid.SampledFrom([]content.Locale{"en", "en-US", "en-US-posix", "es", "es-US"})
	id := rapid.Custom(func(t *rapid.T) content.DocumentID {
		var id content.DocumentID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		return id
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := id.Draw(t, "a"), id.Draw(t, "b")
		la, lb := locale.Draw(t, "la"), locale.Draw(t, "lb")
		m, n := rapid.Uint64().Draw(t, "m"), rapid.Uint64().Draw(t, "n")
		if same := a == b && la == lb; !same && bytes.HasPrefix(NumberedKey(b, lb, n), HeadKey(a, la)) {
			t.Fatalf("a scan of %s %s meets %s %s", a, la, b, lb)
		}
		if a == b && la == lb && (bytes.Compare(NumberedKey(a, la, m), NumberedKey(b, lb, n)) < 0) != (m < n) {
			t.Fatal("keys do not sort as their numbers do")
		}
		if got, rest := LocaleAt(LocaleKey(la)); got != la || len(rest) != 0 {
			t.Fatalf("read back %q", got)
		}
	})
}
