package words

import (
	"strconv"
	"strings"

	"practicecms/cms"
)

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

// Deed says what was done, without who did it: did stands before the thing that it was done
// to, and rest behind it, where there is anything to say. An action that is not known is
// said as it is written.
func (English) Deed(e cms.AuditEntry) (did, rest string) {
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
