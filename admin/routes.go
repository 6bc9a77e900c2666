package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// guard says who may call a route.
type guard int

const (
	signedIn guard = iota // the default: whoever signed in
	owner                 // owners only
	watching              // whoever signed in, by what a window does while nobody is at it
	public                // anybody
	shown                 // anybody, also where nobody can sign in
)

// route is one route and its guard.
type route struct {
	method string
	path   string
	who    guard
	handle func(*Server, echo.Context) error
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is every route there is. A route that does not say who may call it is for
// people who signed in.
var routes = []route{
	{get, "/", public, (*Server).home},
	{get, "/admin/static/:hash/*", shown, (*Server).serveStatic},

	{get, "/preview/:secret", shown, (*Server).shared},
	{get, "/preview/:secret/files/:hash/:width", shown, (*Server).sharedFile},

	{get, "/admin/set-up/:secret", public, (*Server).setUpForm},
	{post, "/admin/set-up/:secret", public, (*Server).setUp},
	{get, "/admin/sign-in", public, (*Server).signInForm},
	{post, "/admin/sign-in", public, (*Server).signIn},
	{post, "/admin/sign-out", public, (*Server).signOut},

	{get, "/admin", signedIn, (*Server).pageList},
	{get, "/admin/said", signedIn, (*Server).findWords},
	{get, "/admin/records", signedIn, (*Server).recordList},
	{get, "/admin/put-live", signedIn, (*Server).putManyForm},
	{post, "/admin/put-live", signedIn, (*Server).putMany},
	{get, "/admin/planned", signedIn, (*Server).planList},
	{get, "/admin/trash", signedIn, (*Server).trashList},
	{get, "/admin/new", signedIn, (*Server).newForm},
	{post, "/admin/new", signedIn, (*Server).newDocument},

	{get, "/admin/d/:id", signedIn, (*Server).editor},
	{post, "/admin/d/:id/edit", signedIn, (*Server).keepAndDo},
	{post, "/admin/d/:id/take-back", signedIn, (*Server).undoEdit},
	{post, "/admin/d/:id/live/keep", signedIn, (*Server).keepLive},
	{post, "/admin/d/:id/live/save", signedIn, (*Server).saveLive},
	{post, "/admin/d/:id/live/take-in", signedIn, (*Server).takeIn},
	{post, "/admin/d/:id/live/here", watching, (*Server).here},
	{get, "/admin/d/:id/removed", signedIn, (*Server).removedList},
	{post, "/admin/d/:id/removed", signedIn, (*Server).putPartBack},
	{get, "/admin/d/:id/copy/:block", signedIn, (*Server).copyForm},
	{post, "/admin/d/:id/copy/:block", signedIn, (*Server).copyTo},
	{get, "/admin/d/:id/settle", signedIn, (*Server).settleForm},
	{post, "/admin/d/:id/settle", signedIn, (*Server).settle},
	{post, "/admin/d/:id/trash", signedIn, (*Server).trash},
	{post, "/admin/d/:id/put-back", signedIn, (*Server).putBack},

	{get, "/admin/d/:id/preview", signedIn, (*Server).previewPage},
	{post, "/admin/d/:id/share", signedIn, (*Server).share},
	{post, "/admin/d/:id/share/:share/end", signedIn, (*Server).endShare},
	{post, "/admin/d/:id/on-site", signedIn, (*Server).openOnSite},
	{get, "/admin/d/:id/versions", signedIn, (*Server).versions},
	{get, "/admin/d/:id/versions/:n", signedIn, (*Server).versionPage},
	{get, "/admin/d/:id/written", signedIn, (*Server).authors},
	{get, "/admin/d/:id/on-that-day", signedIn, (*Server).onDate},
	{get, "/admin/d/:id/evidence", signedIn, (*Server).evidenceForm},
	{post, "/admin/d/:id/evidence", signedIn, (*Server).makeEvidence},
	{get, "/admin/d/:id/evidence/:n", signedIn, (*Server).evidence},
	{get, "/admin/d/:id/evidence/:n/file", signedIn, (*Server).evidenceFile},
	{get, "/admin/d/:id/compare", signedIn, (*Server).compare},
	{post, "/admin/d/:id/compare", signedIn, (*Server).undoChange},
	{get, "/admin/d/:id/bring-back", signedIn, (*Server).restoreForm},
	{get, "/admin/d/:id/put-together", signedIn, (*Server).putTogether},
	{post, "/admin/d/:id/restore", signedIn, (*Server).restore},
	{post, "/admin/d/:id/versions/:n/name", signedIn, (*Server).nameVersion},
	{post, "/admin/d/:id/undo-restore", signedIn, (*Server).undoRestore},
	{get, "/admin/d/:id/put-live", signedIn, (*Server).putLiveForm},
	{post, "/admin/d/:id/put-live", signedIn, (*Server).putLive},
	{post, "/admin/d/:id/undo-publish", signedIn, (*Server).undoPublish},
	{post, "/admin/d/:id/plan", signedIn, (*Server).plan},
	{post, "/admin/d/:id/unplan", signedIn, (*Server).unplan},
	{get, "/admin/d/:id/take-off", signedIn, (*Server).takeOffForm},
	{post, "/admin/d/:id/take-off", signedIn, (*Server).takeOff},

	{get, "/admin/paste", signedIn, (*Server).pasteForm},
	{post, "/admin/paste", signedIn, (*Server).pasted},
	{post, "/admin/insert", signedIn, (*Server).insert},
	{post, "/admin/link", signedIn, (*Server).judgeLink},

	{get, "/admin/library", signedIn, (*Server).library},
	{get, "/admin/library/:id", signedIn, (*Server).asset},
	{post, "/admin/library/:id", signedIn, (*Server).describeAsset},
	{post, "/admin/library/:id/replace", signedIn, (*Server).replaceAsset},
	{post, "/admin/library/:id/everywhere", signedIn, (*Server).replaceUses},
	{post, "/admin/library/:id/trash", signedIn, (*Server).trashAsset},
	{post, "/admin/library/:id/erase", owner, (*Server).eraseAsset},
	{post, "/admin/library/:id/put-back", signedIn, (*Server).putAssetBack},
	{get, "/admin/library/choose", signedIn, (*Server).chooseAsset},
	{get, "/admin/files/:hash/:width", signedIn, (*Server).file},
	{post, "/admin/uploads", signedIn, (*Server).beginUpload},
	{get, "/admin/uploads/:id", signedIn, (*Server).uploadAt},
	{post, "/admin/uploads/:id/piece", signedIn, (*Server).appendUpload},
	{post, "/admin/uploads/:id/done", signedIn, (*Server).finishUpload},

	{get, "/admin/activity", owner, (*Server).activity},
	{get, "/admin/settings", owner, (*Server).settings},
	{post, "/admin/settings/people", owner, (*Server).addPerson},
	{post, "/admin/settings/tokens", owner, (*Server).addToken},
	{post, "/admin/settings/tokens/:token/end", owner, (*Server).endToken},
	{get, "/admin/settings/webhooks", owner, (*Server).webhooks},
	{post, "/admin/settings/webhooks", owner, (*Server).addHook},
	{get, "/admin/settings/webhooks/:hook", owner, (*Server).webhook},
	{post, "/admin/settings/webhooks/:hook", owner, (*Server).changeHook},
	{post, "/admin/settings/webhooks/:hook/test", owner, (*Server).testHook},
	{post, "/admin/settings/webhooks/:hook/pause", owner, (*Server).pauseHook},
	{post, "/admin/settings/webhooks/:hook/resume", owner, (*Server).resumeHook},
	{post, "/admin/settings/webhooks/:hook/secret", owner, (*Server).newHookSecret},
	{post, "/admin/settings/webhooks/:hook/end", owner, (*Server).endHook},
	{post, "/admin/settings/webhooks/:hook/calls/:change/again", owner, (*Server).sendAgain},
	{get, "/admin/erase", owner, (*Server).eraseForm},
	{post, "/admin/erase", owner, (*Server).eraseRehearsal},
	{post, "/admin/erase/for-good", owner, (*Server).erase},
	{get, "/admin/thin", owner, (*Server).thinForm},
	{post, "/admin/thin", owner, (*Server).thin},
	{post, "/admin/settings/backup", owner, (*Server).backup},
	{post, "/admin/clock", owner, (*Server).trustClock},
	{post, "/admin/settings/export", owner, (*Server).export},
}
