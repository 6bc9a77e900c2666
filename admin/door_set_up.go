package admin

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/content"
)

// errSetUpLink is returned for a set-up link that is wrong, or not needed any more.
var errSetUpLink = errors.New("the set-up link is not valid")

type setUpView struct {
	Base
	Name, Email, PracticeName string // as they were typed
	Least                     int    // characters of a password
	Has                       string // name of the practice that is there already, such as the demo; empty: none
	Faults                    map[string]string
}

func (s *Server) setUpForm(c echo.Context) error {
	if err := s.checkSetUp(c); err != nil {
		return err
	}
	return s.show(c, "door_set_up", s.setUpView(c))
}

func (s *Server) setUpView(c echo.Context) *setUpView {
	return &setUpView{
		Base: s.base(c, "Set up your practice", ""), Least: access.MinPassword, Has: visitOf(c).practice.Name, Faults: map[string]string{},
	}
}

func (s *Server) checkSetUp(c echo.Context) error {
	err := s.edit.CheckSetUpSecret(c.Request().Context(), c.Param("secret"))
	if errors.Is(err, cms.ErrNotFound) {
		return errSetUpLink
	}
	return err
}

// setUp makes the first owner and signs them in.
func (s *Server) setUp(c echo.Context) error {
	if err := s.checkSetUp(c); err != nil {
		return err
	}
	ctx, form := c.Request().Context(), c.Request().PostForm
	view := s.setUpView(c)
	view.Name, view.Email, view.PracticeName = form.Get("name"), form.Get("email"), form.Get("practice")
	if view.Has == "" && strings.TrimSpace(view.PracticeName) == "" {
		view.Faults["practice"] = "Write the practice’s name as your clients know it."
		return s.render(c, http.StatusUnprocessableEntity, "door_set_up", view)
	}
	// The password is taken exactly as it was typed, spaces included.
	_, err := s.edit.SetUp(ctx, access.NewPerson{Name: view.Name, Email: view.Email, Password: form.Get("password")}, view.PracticeName)
	invalid := (*content.InvalidError)(nil)
	switch {
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			view.Faults[p.Path] = p.Message
		}
		return s.render(c, http.StatusUnprocessableEntity, "door_set_up", view)
	case errors.Is(err, cms.ErrWeakPassword):
		_, why, _ := strings.Cut(err.Error(), ": ")
		view.Faults["password"] = "Choose another password" + strings.TrimRight(" – "+why, " –") + "."
		return s.render(c, http.StatusUnprocessableEntity, "door_set_up", view)
	case errors.Is(err, cms.ErrExists):
		return errSetUpLink
	case err != nil:
		return err
	}
	in, err := s.edit.SignIn(ctx, s.attempt(c, view.Email, form.Get("password")))
	if err != nil {
		return fmt.Errorf("sign in after set-up: %w", err)
	}
	s.begin(c, in)
	s.say(c, Toast{Text: "Your practice is set up, and you are signed in."})
	return seeOther(c, "/admin")
}
