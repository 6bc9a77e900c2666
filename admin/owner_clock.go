package admin

import (
	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
)

// clockQuestion asks on the first page whether the computer's clock is right. Its zero value
// asks nothing.
type clockQuestion struct {
	words.ClockQuestion
	MayAnswer bool // the reader is an owner
}

func (s *Server) clockQuestion(c echo.Context) (clockQuestion, error) {
	if s.reading {
		return clockQuestion{}, nil // nothing planned goes live anyway
	}
	v := visitOf(c)
	state, err := s.edit.ClockState(c.Request().Context(), v.actor())
	return clockQuestion{v.english().IsTheClockRight(state), v.person.Role == cms.RoleOwner}, err
}

// trustClock is the answer that the clock is right.
func (s *Server) trustClock(c echo.Context) error {
	if err := s.edit.TrustClock(c.Request().Context(), visitOf(c).actor()); err != nil {
		return err
	}
	s.say(c, Toast{Text: "The clock is taken for right. What is planned goes live by it."})
	return seeOther(c, "/admin")
}
