package admin

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Toast says what just happened, once, on the page after a redirect.
type Toast struct {
	Text string `json:"text"`           // a sentence in the words of the thing
	Undo *Undo  `json:"undo,omitempty"` // how to take it back; nil: it cannot be, or need not
}

// Undo is a small form that takes back what the toast tells of.
type Undo struct {
	Action string            `json:"action"` // path that it posts to
	Fields map[string]string `json:"fields,omitempty"`
	Label  string            `json:"label,omitempty"` // empty: Undo
}

// toastSeconds is how long a toast waits for the page that shows it.
const toastSeconds = 60

// say keeps a toast for the next page. The text is cut so that it fits a cookie.
func (s *Server) say(c echo.Context, t Toast) {
	t.Text = clip(t.Text, 300)
	b, err := json.Marshal(t)
	if err != nil {
		return // strings always marshal
	}
	c.SetCookie(s.cookie("toast", base64.RawURLEncoding.EncodeToString(b), toastSeconds))
}

// takeToast returns the toast that waits, and forgets it. What a cookie says is not
// to be trusted: an Undo that leads elsewhere is dropped.
func (s *Server) takeToast(c echo.Context) *Toast {
	waiting, err := c.Cookie(s.cookieName("toast"))
	if err != nil || waiting.Value == "" {
		return nil
	}
	c.SetCookie(s.cookie("toast", "", -1))
	b, err := base64.RawURLEncoding.DecodeString(waiting.Value)
	if err != nil {
		return nil
	}
	var t Toast
	if json.Unmarshal(b, &t) != nil || t.Text == "" {
		return nil
	}
	if t.Undo != nil && (ownPath(t.Undo.Action) != t.Undo.Action || !strings.HasPrefix(t.Undo.Action, "/admin/")) {
		t.Undo = nil
	}
	return &t
}

// seeOther ends a POST: the browser goes to a page that may be reloaded.
func seeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
