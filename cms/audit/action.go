package audit

// Action is what was done, as the audit names it.
type Action string

// The actions. Every change of stored state is one of them.
const (
	ActionCreate         Action = "create"
	ActionSave           Action = "save"
	ActionMerge          Action = "merge"
	ActionRestore        Action = "restore"
	ActionTakeBack       Action = "take-back" // one change, of those since an earlier version
	ActionPublish        Action = "publish"
	ActionUnpublish      Action = "unpublish"
	ActionUndo           Action = "undo-publish"
	ActionSchedule       Action = "schedule"
	ActionCancelSchedule Action = "cancel-schedule"
	ActionPublishPlanned Action = "publish-planned" // by the schedule, for who planned it
	ActionPlanFailed     Action = "plan-failed"     // the schedule could not publish
	ActionName           Action = "name-version"
	ActionErase          Action = "erase"
	ActionThin           Action = "thin-out"
	ActionTrash          Action = "trash"
	ActionUntrash        Action = "untrash"
	ActionSetUp          Action = "set-up"
	ActionAddPerson      Action = "add-person"
	ActionSignIn         Action = "sign-in"
	ActionSignInFail     Action = "sign-in-failed"
	ActionSignOut        Action = "sign-out"
	ActionAddToken       Action = "add-token"
	ActionEndToken       Action = "revoke-token"
	ActionShare          Action = "share-preview"
	ActionEndShare       Action = "end-preview"
	ActionAddHook        Action = "add-webhook" // the subject of these is the webhook's id
	ActionChangeHook     Action = "change-webhook"
	ActionHookSecret     Action = "new-webhook-secret"
	ActionPauseHook      Action = "pause-webhook"
	ActionHookGone       Action = "webhook-gone" // paused, because its receiver wants no more
	ActionResumeHook     Action = "resume-webhook"
	ActionEndHook        Action = "end-webhook"
	ActionTestHook       Action = "test-webhook"
	ActionSendAgain      Action = "send-again"
	ActionBackup         Action = "take-backup"
	ActionUpload         Action = "upload"
	ActionChangeAsset    Action = "change-asset" // what is known of it, or its file
	ActionEraseFiles     Action = "erase-files"
	ActionExport         Action = "export"
	ActionEvidence       Action = "make-evidence" // the subject is its span
	ActionTrustClock     Action = "trust-clock"   // the subject is the time until then, when that was later
)
