package api

import (
	"net/http"
	"strings"
	"testing"

	"practicecms/cms/feed"
	"practicecms/content"
)

func TestAnAnswerNamesItsDocumentsUntilTheyAreTooMany(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, maxKeys: maxKeys, maxKeys + 1: 1} {
		documents := make([]content.DocumentID, n)
		for i := range documents {
			documents[i] = content.DocumentID{byte(i), byte(i >> 8), 1}
		}
		for _, lists := range []bool{false, true} {
			keys := strings.Fields(strings.Join(surrogateKeys(answer{documents: documents, lists: lists}), " "))
			if lists {
				if len(keys) == 0 || keys[0] != feed.KeyLists {
					t.Fatalf("a list of %d has the keys %q", n, keys)
				}
				keys = keys[1:]
			}
			if many := len(keys) > 0 && keys[0] == feed.KeyMany; len(keys) != want || many != (n > maxKeys) {
				t.Errorf("%d documents give %d keys, many: %v", n, len(keys), many)
			}
		}
	}
}

func TestCachesKeepNoRefusalsButThoseOfWrongAddresses(t *testing.T) {
	for status := 400; status < 600; status++ {
		kept := errorCaching(status) != "no-store"
		if want := status == http.StatusBadRequest || status == http.StatusNotFound; kept != want {
			t.Errorf("%d: %q", status, errorCaching(status))
		}
	}
}
