package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/content"
)

// settingsView is for owners: the practice, its people, and the programs that may
// read or write.
type settingsView struct {
	Base
	Tokens []access.Token // those that work, newest first
	Ended  int            // how many do not work any more
	People []access.Person
	Scopes []scope

	Hooks    int // webhooks
	Troubled int // how many of them do not get through

	Backups backupNews

	Made   string // a new token, shown this once
	Name   string // of the token just made, or as it was typed
	Scope  cms.Role
	Typed  access.NewPerson // who is to be added, without the password
	Faults map[string]string
}

// scope is what a token may do, in words.
type scope struct {
	Role  cms.Role
	Words string
}

var scopes = []scope{
	{cms.ScopeDeliver, "Read what is live"},
	{cms.ScopePreview, "Read drafts too"},
	{cms.ScopeManage, "Write, put live, bring back and export"},
}

func (s *Server) settings(c echo.Context) error {
	view, err := s.settingsView(c)
	if err != nil {
		return err
	}
	return s.show(c, "owner_settings", view)
}

func (s *Server) settingsView(c echo.Context) (*settingsView, error) {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	view := &settingsView{
		Base: s.base(c, "Settings", "settings"), Scopes: scopes, Scope: cms.ScopeDeliver,
		Typed: access.NewPerson{Role: cms.RoleEditor}, Faults: map[string]string{},
	}
	all, err := s.edit.Tokens(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, t := range slices.Backward(all) {
		if t.Revoked.IsZero() {
			view.Tokens = append(view.Tokens, t)
		} else {
			view.Ended++
		}
	}
	hooks, err := s.edit.Hooks(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, h := range hooks {
		if h.Ended.IsZero() {
			view.Hooks++
			if view.hookItem(h).Trouble() {
				view.Troubled++
			}
		}
	}
	if view.Backups, err = s.backupNews(c); err != nil {
		return nil, err
	}
	view.People, err = s.edit.People(ctx, who)
	return view, err
}

// Does says what a token or a person may do.
func (v *settingsView) Does(r cms.Role) string {
	for _, s := range v.Scopes {
		if s.Role == r {
			return s.Words
		}
	}
	if r == cms.RoleOwner {
		return "Owner"
	}
	return "Editor"
}

// addToken makes a token and answers with the page that shows it, instead of a
// redirect to one: so the secret is in no cookie, no address and no history.
func (s *Server) addToken(c echo.Context) error {
	form := c.Request().PostForm
	name, role := form.Get("name"), cms.Role(form.Get("scope"))
	secret, token, err := s.edit.CreateToken(c.Request().Context(), visitOf(c).actor(), name, role)
	faults, err := faultsOf(err)
	if err != nil {
		return err
	}
	view, err := s.settingsView(c)
	if err != nil {
		return err
	}
	view.Name, view.Scope, view.Faults = name, role, faults
	if len(faults) > 0 {
		return s.render(c, http.StatusUnprocessableEntity, "owner_settings", view)
	}
	view.Made, view.Name = secret, token.Name
	return s.show(c, "owner_settings", view)
}

// faultsOf takes what is wrong with a form, by field, out of an error.
func faultsOf(err error) (map[string]string, error) {
	faults := map[string]string{}
	invalid := (*content.InvalidError)(nil)
	if !errors.As(err, &invalid) {
		return faults, err
	}
	for _, p := range invalid.Problems {
		faults[p.Path] = p.Message
	}
	return faults, nil
}

func (s *Server) endToken(c echo.Context) error {
	var id content.TokenID
	if err := id.UnmarshalText([]byte(c.Param("token"))); err != nil || id.IsZero() {
		return cms.ErrNotFound
	}
	ctx, who := c.Request().Context(), visitOf(c).actor()
	names, err := s.edit.Names(ctx, who)
	if err != nil {
		return err
	}
	if err := s.edit.RevokeToken(ctx, who, id); err != nil {
		return err
	}
	s.say(c, Toast{Text: fmt.Sprintf("“%s” does not work any more.", words.Clip(names.Of(content.Author{Token: id}), 80))})
	return seeOther(c, "/admin/settings#tokens")
}

func (s *Server) addPerson(c echo.Context) error {
	form := c.Request().PostForm
	typed := access.NewPerson{Name: form.Get("name"), Title: form.Get("title"), Email: form.Get("email"), Role: cms.Role(form.Get("role"))}
	asked := typed
	asked.Password = form.Get("password")
	faults := map[string]string{}
	if asked.Password == "" {
		faults["password"] = "Choose a password to begin with. They need it to sign in."
	}
	if len(faults) == 0 {
		_, err := s.edit.AddPerson(c.Request().Context(), visitOf(c).actor(), asked)
		switch {
		case errors.Is(err, cms.ErrExists):
			faults["email"] = "Somebody has this e-mail address already."
		case errors.Is(err, cms.ErrWeakPassword):
			faults["password"] = words.UpperFirst(err.Error()) + "."
		default:
			if faults, err = faultsOf(err); err != nil {
				return err
			}
		}
	}
	if len(faults) > 0 {
		view, err := s.settingsView(c)
		if err != nil {
			return err
		}
		view.Typed, view.Faults = typed, map[string]string{}
		for field, words := range faults {
			view.Faults["person-"+field] = words
		}
		return s.render(c, http.StatusUnprocessableEntity, "owner_settings", view)
	}
	s.say(c, Toast{Text: words.Clip(asked.Name, 80) + " can sign in now. Give them the password yourself; we do not send it."})
	return seeOther(c, "/admin/settings#people")
}
