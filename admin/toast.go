package admin

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"practicecms/admin/internal/words"

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
	t.Text = words.Clip(t.Text, 300)
	b, err := json.Marshal(t)
	if err != nil {
		return // strings always marshal
	}
	text := base64.RawURLEncoding.EncodeToString(b)
	c.SetCookie(s.cookie("toast", text+"."+toastSeal(c, text), toastSeconds))
}

// toastSeal ties a toast to the session, so that nobody else can have a button of
// theirs shown among ours: any program on this host may set a cookie.
func toastSeal(c echo.Context, text string) string {
	return sealed(visitOf(c).session, "toast "+text)
}

// takeToast returns the toast that waits, and forgets it. One that this session did
// not say is dropped, and without a session there is none.
func (s *Server) takeToast(c echo.Context) *Toast {
	waiting := c.Request().CookiesNamed(s.cookieName("toast"))
	if len(waiting) > 0 {
		c.SetCookie(s.cookie("toast", "", -1))
	}
	for _, w := range waiting {
		text, seal, _ := strings.Cut(w.Value, ".")
		if visitOf(c).session == "" || !hmac.Equal([]byte(seal), []byte(toastSeal(c, text))) {
			continue
		}
		var t Toast
		if b, err := base64.RawURLEncoding.DecodeString(text); err == nil && json.Unmarshal(b, &t) == nil {
			return &t
		}
	}
	return nil
}

// seeOther ends a POST: the browser goes to a page that may be reloaded.
func seeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
