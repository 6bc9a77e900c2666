package manage

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"practicecms/api/internal/openapi"
)

// TestRoutesAreDescribed: the OpenAPI description has these routes and no others.
func TestRoutesAreDescribed(t *testing.T) {
	var routes, described []string
	for _, r := range (&Server{}).routes() {
		routes = append(routes, r.method+" "+Prefix+regexp.MustCompile(`:(\w+)`).ReplaceAllString(r.pattern, "{$1}"))
	}
	for _, op := range openapi.Operations() {
		if strings.HasPrefix(op[1], Prefix) {
			described = append(described, op[0]+" "+op[1])
		}
	}
	slices.Sort(routes)
	slices.Sort(described)
	if !slices.Equal(routes, described) {
		t.Errorf("routes\n%s\ndescribed\n%s", strings.Join(routes, "\n"), strings.Join(described, "\n"))
	}
}
