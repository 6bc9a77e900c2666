package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
)

// ownersOnly refuses to take texts out of history: POST /erase, GET and POST /thin.
//
// It cannot be undone, so a person has to answer for it, and a token is kept in files
// and programs. Nor may a token list what would go: that is a search for a client's name.
func ownersOnly(*request) error {
	return &wire.Error{Status: http.StatusForbidden, Detail: "No token may take texts out of history. An owner does it, signed in to the editor."}
}
