package content

import (
	"strings"
	"testing"
)

func TestWhatAPathMayBe(t *testing.T) {
	segment := strings.Repeat("a", MaxSegmentBytes)
	for path, want := range map[string]bool{
		"/": true, "/services": true, "/services/emdr": true, "/services/emdr-2-a": true, "/7": true, "/" + segment: true,
		"": false, "services": false, "//": false, "/services/": false, "/services//emdr": false,
		"/a--b": false, "/-a": false, "/a-": false, "/a/-": false, "/A": false, "/é": false, "/a_b": false, "/a.html": false, "/a b": false, " /a": false, "/a?b": false,
		"/" + segment + "a": false, strings.Repeat("/a", MaxPathBytes/2) + "a": false, strings.Repeat("/a", MaxPathBytes/2): true,
	} {
		if err := CheckPath(path); (err == nil) != want {
			t.Errorf("%.60q: got %v, want it to be one: %v", path, err, want)
		}
	}
}
