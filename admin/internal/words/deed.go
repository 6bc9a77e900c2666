package words

import (
	"strconv"
	"strings"

	"practicecms/cms/audit"
)

// deeds are the actions in words, with the thing in the place of the gap.
var deeds = map[audit.Action][2]string{
	audit.ActionCreate:         {"started", ""},
	audit.ActionUpload:         {"added the file", ""},
	audit.ActionChangeAsset:    {"changed", ""},
	audit.ActionEraseFiles:     {"erased for good the files of", ""},
	audit.ActionSave:           {"saved version %d of", ""},
	audit.ActionMerge:          {"saved version %d of", ", put together with what others had saved"},
	audit.ActionRestore:        {"brought an earlier text back into", ", as version %d"},
	audit.ActionTakeBack:       {"took a single change back in", ", as version %d"},
	audit.ActionPublish:        {"put version %d of", "live"},
	audit.ActionUnpublish:      {"took", "off the site"},
	audit.ActionUndo:           {"undid the last publish of", ""},
	audit.ActionSchedule:       {"planned that version %d of", "goes live"},
	audit.ActionCancelSchedule: {"dropped the plan for version %d of", ""},
	audit.ActionPublishPlanned: {"had planned that version %d of", "goes live, and it did"},
	audit.ActionPlanFailed:     {"had planned that version %d of", "goes live, and it could not"},
	audit.ActionName:           {"named version %d of", ""},
	audit.ActionTrash:          {"put", "in the trash"},
	audit.ActionUntrash:        {"took", "out of the trash"},
	audit.ActionSetUp:          {"set up practicecms", ""},
	audit.ActionAddPerson:      {"added", ""},
	audit.ActionSignIn:         {"signed in", ""},
	audit.ActionSignInFail:     {"tried to sign in, and was not let in", ""},
	audit.ActionSignOut:        {"signed out", ""},
	audit.ActionAddToken:       {"made the token", ""},
	audit.ActionEndToken:       {"ended the token", ""},
	audit.ActionShare:          {"made a link to version %d of", ""},
	audit.ActionEndShare:       {"ended a link to version %d of", ""},
	audit.ActionAddHook:        {"made the webhook", ""},
	audit.ActionChangeHook:     {"changed the webhook", ""},
	audit.ActionHookSecret:     {"made a new secret for the webhook", ""},
	audit.ActionPauseHook:      {"paused the webhook", ""},
	audit.ActionHookGone:       {"paused the webhook", ", because its receiver wants no more"},
	audit.ActionResumeHook:     {"resumed the webhook", ""},
	audit.ActionEndHook:        {"ended the webhook", ""},
	audit.ActionTestHook:       {"sent a test to the webhook", ""},
	audit.ActionSendAgain:      {"sent a change once more to the webhook", ""},
	audit.ActionBackup:         {"downloaded a backup", ""},
	audit.ActionExport:         {"downloaded an export", ""},
	audit.ActionErase:          {"erased words for good in", ""},
	audit.ActionThin:           {"thinned out old drafts", ""},
	audit.ActionEvidence:       {"made evidence of", ""},
	audit.ActionTrustClock:     {"said that the clock is right", ""},
}

// Deed says what was done, without who did it: did stands before the thing that it was done
// to, and rest behind it, where there is anything to say. An action that is not known is
// said as it is written.
func (English) Deed(e audit.Entry) (did, rest string) {
	deed, ok := deeds[e.Action]
	if !ok {
		return string(e.Action), ""
	}
	return numbered(deed[0], e.Version), numbered(deed[1], e.Version)
}

// numbered puts a version's number where the words want one.
func numbered(words string, n uint64) string {
	return strings.Replace(words, "%d", strconv.FormatUint(n, 10), 1)
}

// AllOfHistory is what an action was about that was about no document in particular.
func (English) AllOfHistory() string { return "all of history" }

// NoSuchPage stands for a document that was there when something was done to it.
func (English) NoSuchPage() string { return "a page that is not there any more" }
