package admin

import (
	"strings"
	"testing"
)

func TestTextsThatBeginAlikeAreToldApart(t *testing.T) {
	long := strings.Repeat("the same words ", 20)
	for name, tt := range map[string]struct{ words, others, want string }{
		"they differ at once":           {"We rest.", "We walk.", "We rest."},
		"they are the same":             {"We rest.", "We rest.", "We rest."},
		"the difference stands far on":  {long + "end here", long + "go on", "…same words the same words the same words end here"},
		"the other goes on":             {strings.TrimSpace(long), long + "and on", "…same words the same words the same words"},
		"what differs is cut at an end": {long + strings.Repeat("x", 300), long + "y", "…same words the same words the same words " + strings.Repeat("x", 198) + "…"},
	} {
		if got := unlike(tt.words, tt.others); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
