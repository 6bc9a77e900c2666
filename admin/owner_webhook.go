package admin

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/feed"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// callsOnPage is how many calls of a webhook one page lists.
const callsOnPage = 40

// webhookView is one webhook: what was sent, and its settings.
type webhookView struct {
	Base
	Hook   hookItem
	By     string // who made it
	Calls  []callItem
	Older  uint64 // older calls stand below this change; 0: there are none
	Newest bool
	Made   string // a new secret, shown this once
	Typed  hookForm
	Faults map[string]string
}

// callItem is a call in words.
type callItem struct {
	webhooks.Call
	Title string // of the document, in quotes
	Link  string
	Did   string
	Chip  chip
	Says  string // how the last attempt ended; empty: there was none
	Again string // what the button says that makes it once more; empty: there is none
}

func (s *Server) webhook(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	return s.showHook(c, id, func(*webhookView) {})
}

func hookID(c echo.Context) (id content.HookID, err error) {
	if err := id.UnmarshalText([]byte(c.Param("hook"))); err != nil || id.IsZero() {
		return id, cms.ErrNotFound
	}
	return id, nil
}

// showHook answers with a webhook's page, to which fill adds what just happened. What is
// wrong with what was typed makes it a refusal.
func (s *Server) showHook(c echo.Context, id content.HookID, fill func(*webhookView)) error {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	hook, err := s.edit.Hook(ctx, who, id)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, who)
	if err != nil {
		return err
	}
	before, err := pageBefore(c)
	if err != nil {
		return err
	}
	view := &webhookView{Base: s.base(c, hook.Name+" · Webhooks", "settings"), By: visitOf(c).english().You(names, hook.By), Newest: before == 0, Faults: map[string]string{}}
	view.Hook = view.hookItem(hook)
	view.Typed = hookForm{hook.Name, hook.URL, strings.Join(hook.Allow, ", ")}
	calls, err := s.edit.Calls(ctx, who, id, before, callsOnPage+1)
	if err != nil {
		return err
	}
	if len(calls) > callsOnPage {
		calls = calls[:callsOnPage]
		view.Older = calls[callsOnPage-1].Change
	}
	titles := titles{server: s, c: c, known: map[documentIn]string{}}
	for _, call := range calls {
		item := view.callItem(call)
		if item.Title, err = titles.of(documentIn{call.Document, call.Locale}); err != nil {
			return err
		}
		view.Calls = append(view.Calls, item)
	}
	if fill(view); len(view.Faults) > 0 {
		return s.render(c, http.StatusUnprocessableEntity, "owner_webhook", view)
	}
	return s.show(c, "owner_webhook", view)
}

// callItem says how a call is.
func (v *webhookView) callItem(c webhooks.Call) callItem {
	out := callItem{Call: c, Link: "/admin/d/" + c.Document.String(), Did: "was taken off the site"}
	if c.Op == feed.OpPublish {
		out.Did = fmt.Sprintf("went live, version %d", c.Version)
	}
	if !c.Tried.IsZero() {
		out.Says = outcome(c)
	}
	paused := !v.Hook.Paused.IsZero()
	switch {
	case !c.Delivered.IsZero():
		out.Chip, out.Again = chip{"live", "Delivered"}, "Send again"
	case !c.GivenUp.IsZero():
		out.Chip, out.Again = chip{"draft", "Given up"}, "Send again"
	case v.Hook.Why == webhooks.PausedMoved:
		out.Chip = chip{"off", "Waits for a new secret"}
	case paused:
		out.Chip = chip{"off", "Waits until you resume"}
	case c.Behind:
		out.Chip = chip{"plan", "Waits for an earlier one"}
	case c.Next.IsZero():
		out.Chip = chip{"plan", "On its way"}
	default:
		out.Chip, out.Again = chip{"plan", v.NextTry(c.Next)}, "Try now"
	}
	if paused {
		out.Again = "" // it would not go
	}
	return out
}

// changeHook changes a webhook's settings.
func (s *Server) changeHook(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	typed := hookTyped(c.Request().PostForm)
	faults, err := faultsOf(s.edit.ChangeHook(c.Request().Context(), visitOf(c).actor(), id, typed.settings()))
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.showHook(c, id, func(v *webhookView) { v.Typed, v.Faults = typed, faults })
	}
	s.say(c, Toast{Text: "The settings of “" + words.Clip(strings.TrimSpace(typed.Name), 80) + "” are saved."})
	return seeOther(c, hookLink(id))
}

func (s *Server) pauseHook(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	if err := s.edit.PauseHook(c.Request().Context(), visitOf(c).actor(), id); err != nil {
		return err
	}
	s.say(c, Toast{Text: "It is paused. What happens now waits for it, for 30 days.", Undo: &Undo{Action: hookLink(id) + "/resume"}})
	return seeOther(c, hookLink(id))
}

func (s *Server) resumeHook(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	if err := s.edit.ResumeHook(c.Request().Context(), visitOf(c).actor(), id); err != nil {
		return err
	}
	s.say(c, Toast{Text: "It is called again, beginning with what waited."})
	return seeOther(c, hookLink(id))
}

// newHookSecret answers with the page that shows the secret, as addHook does.
func (s *Server) newHookSecret(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	secret, err := s.edit.NewHookSecret(c.Request().Context(), visitOf(c).actor(), id)
	if err != nil {
		return err
	}
	return s.showHook(c, id, func(v *webhookView) { v.Made = secret })
}

func (s *Server) endHook(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), visitOf(c).actor()
	hook, err := s.edit.Hook(ctx, who, id)
	if err != nil {
		return err
	}
	if err := s.edit.EndHook(ctx, who, id); err != nil {
		return err
	}
	s.say(c, Toast{Text: "“" + words.Clip(hook.Name, 80) + "” is told of nothing any more."})
	return seeOther(c, webhooksPath)
}

func (s *Server) testHook(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	test, err := s.edit.TestHook(c.Request().Context(), visitOf(c).actor(), id)
	if err != nil {
		return err
	}
	text := "The test arrived. "
	if test.Fault != "" {
		text = "The test did not get through. "
	}
	s.say(c, Toast{Text: text + outcome(test)})
	return seeOther(c, hookLink(id))
}

func (s *Server) sendAgain(c echo.Context) error {
	id, err := hookID(c)
	if err != nil {
		return err
	}
	change, err := strconv.ParseUint(c.Param("change"), 10, 64)
	if err != nil {
		return cms.ErrNotFound
	}
	if err := s.edit.SendAgain(c.Request().Context(), visitOf(c).actor(), id, change); err != nil {
		return err
	}
	call, err := s.awaitCall(c, id, change)
	if err != nil {
		return err
	}
	text := "It is sent again. Load this page once more to see how it goes."
	switch {
	case !call.Delivered.IsZero():
		text = "It arrived. " + outcome(call)
	case call.Attempts > 0:
		text = "It did not get through. " + outcome(call)
	}
	s.say(c, Toast{Text: text})
	return seeOther(c, hookLink(id)+"#calls")
}

// How long a page waits for a call that it asked for, so that it can say how it went.
const (
	callWait = 2 * time.Second
	callLook = 20 * time.Millisecond
)

// awaitCall returns a call once it was tried, or as it is after callWait.
func (s *Server) awaitCall(c echo.Context, id content.HookID, change uint64) (webhooks.Call, error) {
	for began := time.Now(); ; time.Sleep(callLook) {
		calls, err := s.edit.Calls(c.Request().Context(), visitOf(c).actor(), id, change+1, 1)
		if err != nil || len(calls) == 0 || calls[0].Change != change {
			return webhooks.Call{}, err
		}
		if calls[0].Attempts > 0 || time.Since(began) > callWait {
			return calls[0], nil
		}
	}
}
