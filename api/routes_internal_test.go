package api

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"practicecms/api/internal/openapi"
)

// TestRoutesAreDescribed: the OpenAPI description has these routes and no others, with the
// query parameters that each takes. Events and previews, which are no answers that can be
// kept, read theirs themselves.
func TestRoutesAreDescribed(t *testing.T) {
	var served, described []string
	for _, r := range append([]route{{pattern: eventsPath, params: []string{"since"}}, {pattern: previewPath, params: []string{"token"}},
		{pattern: assetsPath + ":hash/{what}"}, {pattern: previewAssets + ":hash/{what}", params: []string{"token"}}}, routes...) {
		path := strings.ReplaceAll(regexp.MustCompile(`:(\w+)`).ReplaceAllString(r.pattern, "{$1}"), "*", "{path}")
		served = append(served, fmt.Sprint("GET ", Prefix, path, " ", r.params))
	}
	for _, op := range openapi.Operations() {
		if strings.HasPrefix(op.Path, Prefix) {
			described = append(described, fmt.Sprint(op.Method, " ", op.Path, " ", op.Params))
		}
	}
	slices.Sort(served)
	slices.Sort(described)
	if !slices.Equal(served, described) {
		t.Errorf("routes\n%s\ndescribed\n%s", strings.Join(served, "\n"), strings.Join(described, "\n"))
	}
}
