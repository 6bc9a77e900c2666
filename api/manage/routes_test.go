package manage

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"practicecms/api/internal/openapi"
)

// TestRoutesAreDescribed: the OpenAPI description has these routes and no others, with the
// query parameters that each takes.
func TestRoutesAreDescribed(t *testing.T) {
	var routes, described []string
	for _, r := range (&Server{}).routes() {
		routes = append(routes, fmt.Sprint(r.method, " ", Prefix, regexp.MustCompile(`:(\w+)`).ReplaceAllString(r.pattern, "{$1}"), " ", r.params))
	}
	for _, op := range openapi.Operations() {
		if strings.HasPrefix(op.Path, Prefix) {
			described = append(described, fmt.Sprint(op.Method, " ", op.Path, " ", op.Params))
		}
	}
	slices.Sort(routes)
	slices.Sort(described)
	if !slices.Equal(routes, described) {
		t.Errorf("routes\n%s\ndescribed\n%s", strings.Join(routes, "\n"), strings.Join(described, "\n"))
	}
}
