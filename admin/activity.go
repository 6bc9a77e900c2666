package admin

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// activityOnPage is how many entries one page of the activity lists.
const activityOnPage = 60

type activityView struct {
	Base
	Days   []activityDay
	Older  uint64 // older entries stand below this number; 0: there are none
	Newest bool
}

type activityDay struct {
	Heading string
	Entries []activityEntry
}

// activityEntry is one sentence: Who, Did, the thing with its link, and the rest.
type activityEntry struct {
	At    time.Time
	Who   string
	Did   string
	Thing string // a title or a name; empty: none
	Link  string // of the thing; empty: it has none
	Rest  string
}

// activity tells the audit in words, newest first.
func (s *Server) activity(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	before, err := pageBefore(c)
	if err != nil {
		return err
	}
	entries, err := s.edit.Audit(ctx, v.actor(), before, activityOnPage+1)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &activityView{Base: s.base(c, "Activity", "activity"), Newest: before == 0}
	if len(entries) > activityOnPage {
		view.Older = entries[activityOnPage-1].Sequence
		entries = entries[:activityOnPage]
	}
	titles := titles{server: s, c: c, known: map[documentIn]string{}}
	if titles.hooks, err = s.edit.Hooks(ctx, v.actor()); err != nil {
		return err
	}
	for _, e := range entries {
		told, err := titles.tell(e, names)
		if err != nil {
			return err
		}
		told.Who = you(v.person, names, e.By)
		heading := view.Day(e.Time())
		if n := len(view.Days); n == 0 || view.Days[n-1].Heading != heading {
			view.Days = append(view.Days, activityDay{Heading: heading})
		}
		day := &view.Days[len(view.Days)-1]
		day.Entries = append(day.Entries, told)
	}
	return s.show(c, "activity", view)
}

// deeds are the actions in words, with the thing in the place of the gap.
var deeds = map[cms.Action][2]string{
	cms.ActionCreate:         {"started", ""},
	cms.ActionSave:           {"saved version %d of", ""},
	cms.ActionMerge:          {"saved version %d of", ", put together with what others had saved"},
	cms.ActionRestore:        {"brought an earlier text back into", ", as version %d"},
	cms.ActionTakeBack:       {"took a single change back in", ", as version %d"},
	cms.ActionPublish:        {"put version %d of", "live"},
	cms.ActionUnpublish:      {"took", "off the site"},
	cms.ActionUndo:           {"undid the last publish of", ""},
	cms.ActionSchedule:       {"planned that version %d of", "goes live"},
	cms.ActionCancelSchedule: {"dropped the plan for version %d of", ""},
	cms.ActionPublishPlanned: {"had planned that version %d of", "goes live, and it did"},
	cms.ActionPlanFailed:     {"had planned that version %d of", "goes live, and it could not"},
	cms.ActionName:           {"named version %d of", ""},
	cms.ActionTrash:          {"put", "in the trash"},
	cms.ActionUntrash:        {"took", "out of the trash"},
	cms.ActionSetUp:          {"set up practicecms", ""},
	cms.ActionAddPerson:      {"added", ""},
	cms.ActionSignIn:         {"signed in", ""},
	cms.ActionSignInFail:     {"tried to sign in, and was not let in", ""},
	cms.ActionSignOut:        {"signed out", ""},
	cms.ActionAddToken:       {"made the token", ""},
	cms.ActionEndToken:       {"ended the token", ""},
	cms.ActionShare:          {"made a link to version %d of", ""},
	cms.ActionEndShare:       {"ended a link to version %d of", ""},
	cms.ActionAddHook:        {"made the webhook", ""},
	cms.ActionChangeHook:     {"changed the webhook", ""},
	cms.ActionHookSecret:     {"made a new secret for the webhook", ""},
	cms.ActionPauseHook:      {"paused the webhook", ""},
	cms.ActionHookGone:       {"paused the webhook", ", because its receiver wants no more"},
	cms.ActionResumeHook:     {"resumed the webhook", ""},
	cms.ActionEndHook:        {"ended the webhook", ""},
	cms.ActionTestHook:       {"sent a test to the webhook", ""},
	cms.ActionSendAgain:      {"sent a change once more to the webhook", ""},
	cms.ActionBackup:         {"downloaded a backup", ""},
	cms.ActionErase:          {"erased words for good in", ""},
	cms.ActionThin:           {"thinned out old drafts", ""},
	cms.ActionEvidence:       {"made evidence of", ""},
}

// documentIn is a document in one locale.
type documentIn struct {
	id     content.DocumentID
	locale content.Locale
}

// titles finds what documents are called, each once.
type titles struct {
	server *Server
	c      echo.Context
	known  map[documentIn]string
	hooks  []cms.Hook // all webhooks; only tell needs them
}

// tell says what was done, without who did it.
func (t titles) tell(e cms.AuditEntry, names cms.Names) (activityEntry, error) {
	deed, ok := deeds[e.Action]
	if !ok {
		deed = [2]string{string(e.Action), ""}
	}
	out := activityEntry{At: e.Time(), Did: numbered(deed[0], e.Version), Rest: numbered(deed[1], e.Version)}
	switch {
	case !e.Document.IsZero():
		title, err := t.of(documentIn{e.Document, e.Locale})
		out.Thing, out.Link = title, document{State: cms.State{Document: e.Document}}.Page()
		return out, err
	case e.Action == cms.ActionErase:
		out.Thing = "all of history"
	case e.Action == cms.ActionAddPerson:
		var id content.PersonID
		_ = id.UnmarshalText([]byte(e.Subject)) // none for what is no id
		out.Thing = names.Of(cms.Author{Person: id})
	case e.Action == cms.ActionAddToken, e.Action == cms.ActionEndToken:
		var id content.TokenID
		_ = id.UnmarshalText([]byte(e.Subject))
		out.Thing = "“" + names.Of(cms.Author{Token: id}) + "”"
	default:
		for _, h := range t.hooks {
			if h.ID.String() != e.Subject {
				continue
			}
			out.Thing = "“" + h.Name + "”"
			if h.Ended.IsZero() {
				out.Link = hookLink(h.ID)
			}
		}
	}
	return out, nil
}

// numbered puts a version's number where the words want one.
func numbered(words string, n uint64) string {
	return strings.Replace(words, "%d", strconv.FormatUint(n, 10), 1)
}

// of is a document's latest title.
func (t titles) of(d documentIn) (string, error) {
	if title, ok := t.known[d]; ok {
		return title, nil
	}
	v := visitOf(t.c)
	if d.locale == "" {
		d.locale = v.practice.Locale
	}
	title := "a page that is not there any more"
	latest, err := t.server.edit.Latest(t.c.Request().Context(), v.actor(), d.id, d.locale)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return "", err
	}
	if err == nil {
		title = "“" + clip(or(latest.Content.Title, "Without a title"), 80) + "”"
	}
	t.known[d] = title
	return title, nil
}
