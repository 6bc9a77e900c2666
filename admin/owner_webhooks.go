package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// webhooksView lists the webhooks, and has the form for another.
type webhooksView struct {
	Base
	Hooks  []hookItem // those that have not ended
	Ended  int        // how many have
	Typed  hookForm
	Faults map[string]string
}

// hookItem is a webhook in words.
type hookItem struct {
	webhooks.Hook
	Link string
	Host string // of the address
	Chip chip
	Says string // what the chip leaves open
}

// hookForm is a webhook as it is typed.
type hookForm struct{ Name, URL, Allow string }

func (f hookForm) settings() webhooks.Settings {
	return webhooks.Settings{Name: f.Name, URL: f.URL, Allow: strings.FieldsFunc(f.Allow, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) })}
}

func hookTyped(form url.Values) hookForm {
	return hookForm{form.Get("name"), strings.TrimSpace(form.Get("url")), form.Get("allow")}
}

const webhooksPath = "/admin/settings/webhooks"

func hookLink(id content.HookID) string { return webhooksPath + "/" + id.String() }

func (s *Server) webhooks(c echo.Context) error {
	view, err := s.webhooksView(c)
	if err != nil {
		return err
	}
	return s.show(c, "owner_webhooks", view)
}

func (s *Server) webhooksView(c echo.Context) (*webhooksView, error) {
	view := &webhooksView{Base: s.base(c, "Webhooks", "settings"), Faults: map[string]string{}}
	all, err := s.edit.Hooks(c.Request().Context(), visitOf(c).actor())
	for _, h := range all {
		if h.Ended.IsZero() {
			view.Hooks = append(view.Hooks, view.hookItem(h))
		} else {
			view.Ended++
		}
	}
	return view, err
}

// hookItem says how a webhook is.
func (b Base) hookItem(h webhooks.Hook) hookItem {
	out := hookItem{Hook: h, Link: hookLink(h.ID), Host: h.URL}
	if u, err := url.Parse(h.URL); err == nil {
		out.Host = u.Host
	}
	switch {
	case h.Why == webhooks.PausedGone:
		out.Chip, out.Says = chip{"off", "Paused"}, "Its receiver wants no more."
	case h.Why == webhooks.PausedMoved:
		out.Chip, out.Says = chip{"off", "Paused"}, "It needs a new secret."
	case !h.Paused.IsZero():
		out.Chip = chip{"off", "Paused"}
	case h.Last.Change == 0:
		out.Chip = chip{"off", "Nothing sent yet"}
	case h.Last.Fault != "":
		out.Chip, out.Says = chip{"draft", "Does not get through"}, outcome(h.Last)
	default:
		out.Chip, out.Says = chip{"live", "Works"}, b.LastCalled(h.Last.Tried)
	}
	switch {
	case h.Waiting == 1:
		out.Says += " One change waits."
	case h.Waiting > 1:
		out.Says += fmt.Sprintf(" %d changes wait.", h.Waiting)
	}
	return out
}

// Trouble reports whether somebody should look at a webhook.
func (h hookItem) Trouble() bool {
	return h.Why == webhooks.PausedGone || h.Why == webhooks.PausedMoved || h.Paused.IsZero() && h.Last.Fault != ""
}

// outcome says how the last attempt of a call ended.
func outcome(c webhooks.Call) string {
	switch c.Fault {
	case "":
		return fmt.Sprintf("It answered %d.", c.Status)
	case webhooks.FaultPrivate:
		return "Its address is a private one. If that is meant, name it below Private addresses."
	case webhooks.FaultInsecure:
		return "It would have gone unencrypted over the internet. Let the address begin with https."
	case webhooks.FaultNoHost:
		return "There is no such host."
	case webhooks.FaultConnection:
		return "Nothing answered there, or the connection broke off."
	case webhooks.FaultCertificate:
		return "Its certificate cannot be trusted."
	case webhooks.FaultSlow:
		return "It took longer than 15 seconds."
	case webhooks.FaultRedirect:
		return fmt.Sprintf("It answered %d, that it has moved. We do not follow: write the address where it is now.", c.Status)
	case webhooks.FaultGone:
		return "It answered 410: it wants no more."
	case webhooks.FaultRefused:
		return fmt.Sprintf("It answered %d.", c.Status)
	}
	return "Something went wrong on our side. Tell whoever looks after practicecms for you."
}

// addHook makes a webhook and answers with its page, which shows the secret this once:
// so it is in no cookie, no address and no history.
func (s *Server) addHook(c echo.Context) error {
	typed := hookTyped(c.Request().PostForm)
	secret, made, err := s.edit.AddHook(c.Request().Context(), visitOf(c).actor(), typed.settings())
	faults, err := faultsOf(err)
	if errors.Is(err, cms.ErrExists) {
		faults["name"], err = fmt.Sprintf("There are %d webhooks, and that is as many as there may be. End one that is not needed first.", webhooks.MaxHooks), nil
	}
	if err != nil {
		return err
	}
	if len(faults) == 0 {
		return s.showHook(c, made.ID, func(v *webhookView) { v.Made = secret })
	}
	view, err := s.webhooksView(c)
	if err != nil {
		return err
	}
	view.Typed, view.Faults = typed, faults
	return s.render(c, http.StatusUnprocessableEntity, "owner_webhooks", view)
}
