package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/cms/access"
)

type signInView struct {
	Base
	Next  string // where to go afterwards
	Email string // as it was typed
	Fault string // why it did not work; empty at first
	Kept  kept
}

// kept is a form that somebody sent after their session had ended. It travels in the
// sign-in page, so that what they typed is not lost: once they are signed in they
// send it again with one click.
type kept struct {
	To     string // where it was sent; empty: nothing is kept
	Values string // URL-encoded
}

func (s *Server) signInForm(c echo.Context) error {
	if visitOf(c).session != "" {
		return seeOther(c, "/admin")
	}
	return s.show(c, "door_sign_in", &signInView{Base: s.base(c, "Sign in", ""), Next: ownPath(c.QueryParam("next"))})
}

// keepUntilSignedIn answers a form that came without a session. It changes nothing.
func (s *Server) keepUntilSignedIn(c echo.Context) error {
	r := c.Request()
	values := r.PostForm
	values.Del("token")
	return s.render(c, http.StatusUnauthorized, "door_sign_in", &signInView{
		Base: s.base(c, "Sign in", ""), Next: documentPage(r.URL.Path), Kept: kept{r.URL.Path, values.Encode()},
	})
}

// busySeconds is when to try again while too many people sign in.
const busySeconds = "5"

func (s *Server) signIn(c echo.Context) error {
	form := c.Request().PostForm
	view := &signInView{
		Base: s.base(c, "Sign in", ""), Next: ownPath(form.Get("next")), Email: form.Get("email"),
		Kept: kept{form.Get("kept-to"), form.Get("kept")},
	}
	if view.Kept.To != "" && ownPath(view.Kept.To) != view.Kept.To {
		view.Kept = kept{}
	}
	in, err := s.edit.SignIn(c.Request().Context(), s.attempt(c, view.Email, form.Get("password")))
	if slow := (*access.SlowDownError)(nil); errors.As(err, &slow) {
		view.Fault = fmt.Sprintf("That was too many attempts in a short time. Please wait %s, then try again. Nothing else is blocked.", view.Waiting(slow.Wait))
		c.Response().Header().Set("Retry-After", fmt.Sprintf("%.0f", slow.Wait.Seconds()+1))
		return s.render(c, http.StatusTooManyRequests, "door_sign_in", view)
	}
	if errors.Is(err, cms.ErrBusy) {
		view.Fault = "Very many people are signing in at this moment, and your password was not looked at yet. Please wait a few seconds, then try again."
		c.Response().Header().Set("Retry-After", busySeconds)
		return s.render(c, http.StatusServiceUnavailable, "door_sign_in", view)
	}
	if errors.Is(err, cms.ErrUnauthenticated) {
		view.Fault = "That e-mail address and password do not belong together. Check both and try again."
		return s.render(c, http.StatusUnauthorized, "door_sign_in", view)
	}
	if err != nil {
		return err
	}
	s.begin(c, in)
	if view.Kept.To == "" {
		return seeOther(c, view.Next)
	}
	values, err := url.ParseQuery(view.Kept.Values)
	if err != nil {
		return seeOther(c, view.Next)
	}
	return s.show(c, "door_signed_in_again", &signedInAgainView{Base: s.base(c, "Signed in again", ""), To: view.Kept.To, Values: values, Away: documentPage(view.Kept.To)})
}

// signedInAgainView offers to send the form that was kept.
type signedInAgainView struct {
	Base
	To     string
	Values url.Values
	Away   string // where to go without sending it
}

func (s *Server) signOut(c echo.Context) error {
	if session := s.onlyCookie(c, "cms"); session != "" {
		if err := s.edit.SignOut(c.Request().Context(), session); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie("cms", "", -1))
	c.SetCookie(s.cookie("toast", "", -1))
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`) // the browser stays known, see browserDays
	return seeOther(c, "/admin/sign-in")
}

// firstName is what a greeting calls somebody.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
