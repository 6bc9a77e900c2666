package admin

import (
	"fmt"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/cms"
)

// thinView thins out old drafts: an age is chosen, it says how many would go, and does it.
type thinView struct {
	Base
	Ages []form.Option // in days
	Days int           // the chosen one; 0: none yet
	Age  string        // in words
	Go   cms.Thinned
}

// thinAges are the ages that can be chosen.
var thinAges = []struct {
	days  int
	words string
}{{90, "90 days"}, {365, "1 year"}, {730, "2 years"}}

func (s *Server) thinForm(c echo.Context) error {
	view := &thinView{Base: s.base(c, "Thin out old drafts", "settings")}
	days, age := thinAge(c.QueryParam("days"))
	for _, a := range thinAges {
		view.Ages = append(view.Ages, form.Option{Value: strconv.Itoa(a.days), Label: a.words, Chosen: a.days == days})
	}
	if days == 0 {
		view.Ages[len(view.Ages)-1].Chosen = true
		return s.show(c, "owner_thin", view)
	}
	view.Days, view.Age = days, age
	var err error
	if view.Go, err = s.edit.Thinnable(c.Request().Context(), visitOf(c).actor(), ageOf(days)); err != nil {
		return err
	}
	return s.show(c, "owner_thin", view)
}

func (s *Server) thin(c echo.Context) error {
	days, age := thinAge(c.Request().PostForm.Get("days"))
	if days == 0 {
		return cms.ErrNotFound
	}
	done, err := s.edit.Thin(c.Request().Context(), visitOf(c).actor(), ageOf(days))
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%d drafts older than %s were thinned out.", done.Versions, age)
	switch done.Versions {
	case 0:
		text = "Nothing was thinned out: no draft is older than " + age + " that nobody needs."
	case 1:
		text = "One draft older than " + age + " was thinned out."
	}
	s.say(c, Toast{Text: text})
	return seeOther(c, "/admin/settings#drafts")
}

// thinAge reads an age from a form; 0 for what is none of the choices.
func thinAge(text string) (days int, words string) {
	for _, a := range thinAges {
		if text == strconv.Itoa(a.days) {
			return a.days, a.words
		}
	}
	return 0, ""
}

func ageOf(days int) time.Duration { return time.Duration(days) * 24 * time.Hour }
