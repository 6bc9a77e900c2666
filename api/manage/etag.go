package manage

import (
	"net/http"
	"strconv"
	"strings"

	"practicecms/api/internal/wire"
)

// etag is the tag of a version: "v5". A version never changes, so its number says
// all there is to compare.
func etag(version uint64) string { return `"v` + strconv.FormatUint(version, 10) + `"` }

// ifMatch reads the version that an edit started from. The header must name exactly
// one: with "*" or a list nobody could say what the edit is to be compared with.
func ifMatch(h http.Header) (uint64, error) {
	values := h["If-Match"]
	if len(values) == 0 {
		return 0, &wire.Error{Status: http.StatusPreconditionRequired, Detail: `Send the ETag of the version that the edit started from as If-Match, such as "v5".`}
	}
	number, ok := strings.CutPrefix(values[0], `"v`)
	number, closed := strings.CutSuffix(number, `"`)
	version, isNumber := wire.Number(number)
	if len(values) != 1 || !ok || !closed || !isNumber {
		return 0, wire.BadRequest(`If-Match must be the one ETag that was given with the version, such as "v5".`)
	}
	return version, nil
}
