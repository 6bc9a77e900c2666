package admin

import (
	"net/http"
	"strings"
	"testing"
)

func TestAVersionOnPaperOffersOnlyWhatIsNotThereAlready(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	shown := v.open(page(first)+"/versions/1").says("As it was yesterday", "Bring back the whole page", "Nothing is lost. What’s live stays live until you put this live", "Most people come")
	if n := strings.Count(shown.body, "Bring back just this part…"); n != 2 {
		t.Errorf("got %d blocks to bring back, want 2: the section that changed and the callout", n)
	}
	v.open(page(first) + "/versions/2").says("The latest version").saysNot("Bring back")
	for _, wrong := range []string{"/versions/9", "/versions/0", "/versions/x", "/preview?version=-1", "/compare?from=1&to=9", "/put-live?version=9"} {
		if got := v.send("GET", page(first)+wrong, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", wrong, got.status)
		}
	}
}
