package admin

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/cms/access"
)

// cookie makes a cookie as all of ours are: for the whole host, out of reach of
// scripts, not sent along when another site asks for something.
func (s *Server) cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
	}
}

// cookieName adds the prefix that keeps other hosts of the domain from setting it.
func (s *Server) cookieName(name string) string {
	if s.secure {
		return "__Host-" + name
	}
	return name
}

// onlyCookie returns the value of a cookie of ours, or "". Two cookies of the name mean
// that somebody planted one: then neither counts.
func (s *Server) onlyCookie(c echo.Context, name string) string {
	if all := c.Request().CookiesNamed(s.cookieName(name)); len(all) == 1 {
		return all[0].Value
	}
	return ""
}

// browserDays is how long a browser is known in which somebody signed in: as long as
// browsers keep a cookie. It lets nobody in; see access.Admission.
const browserDays = 400

// attempt is what somebody signs in with in this request.
func (s *Server) attempt(c echo.Context, email, password string) access.Attempt {
	return access.Attempt{
		Email: email, Password: password, From: s.origin(c.Request()),
		Browser: s.onlyCookie(c, "browser"), Session: s.onlyCookie(c, "cms"),
	}
}

// begin gives the browser its session, and signs the person in for what is left of
// this request. The session's cookie ends with its absolute limit.
func (s *Server) begin(c echo.Context, in access.Admission) {
	c.SetCookie(s.cookie("cms", in.Session, int(access.SessionAbsolute.Seconds())))
	c.SetCookie(s.cookie("browser", in.Browser, browserDays*24*60*60))
	v := visitOf(c)
	v.session, v.person = in.Session, in.Person
}

// formToken is what the forms of a session carry.
func formToken(session string) string { return sealed(session, "form token") }

// sealed says that words come from a session of ours. It follows from the session's
// secret, so it needs no keeping and ends with the session; it does not give the
// secret away.
func sealed(session, words string) string {
	mac := hmac.New(sha256.New, []byte(session))
	mac.Write([]byte("practicecms " + words))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// askToSignIn sends a reader to the sign-in page, and afterwards back to where they
// were. To somebody who sent a form it shows the page at once: see signInView.Kept.
func (s *Server) askToSignIn(c echo.Context) error {
	r := c.Request()
	if wantsJSON(c) {
		return cms.ErrUnauthenticated
	}
	if r.Method == http.MethodPost {
		return s.keepUntilSignedIn(c)
	}
	target := "/admin/sign-in"
	if r.URL.Path != "/admin" {
		target += "?" + url.Values{"next": {r.URL.RequestURI()}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, target)
}

// documentPage is the page of the document that a path is about, or the page list.
func documentPage(path string) string {
	if rest, ok := strings.CutPrefix(path, "/admin/d/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		return "/admin/d/" + id
	}
	return "/admin"
}
