package cms

import (
	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/content"
)

const (
	ActionAddHook        = audit.ActionAddHook
	ActionAddPerson      = audit.ActionAddPerson
	ActionAddToken       = audit.ActionAddToken
	ActionBackup         = audit.ActionBackup
	ActionCancelSchedule = audit.ActionCancelSchedule
	ActionChangeHook     = audit.ActionChangeHook
	ActionCreate         = audit.ActionCreate
	ActionEndHook        = audit.ActionEndHook
	ActionEndShare       = audit.ActionEndShare
	ActionEndToken       = audit.ActionEndToken
	ActionErase          = audit.ActionErase
	ActionEvidence       = audit.ActionEvidence
	ActionHookGone       = audit.ActionHookGone
	ActionHookSecret     = audit.ActionHookSecret
	ActionMerge          = audit.ActionMerge
	ActionName           = audit.ActionName
	ActionPauseHook      = audit.ActionPauseHook
	ActionPlanFailed     = audit.ActionPlanFailed
	ActionPublish        = audit.ActionPublish
	ActionPublishPlanned = audit.ActionPublishPlanned
	ActionRestore        = audit.ActionRestore
	ActionResumeHook     = audit.ActionResumeHook
	ActionSave           = audit.ActionSave
	ActionSchedule       = audit.ActionSchedule
	ActionSendAgain      = audit.ActionSendAgain
	ActionSetUp          = audit.ActionSetUp
	ActionShare          = audit.ActionShare
	ActionSignIn         = audit.ActionSignIn
	ActionSignInFail     = audit.ActionSignInFail
	ActionSignOut        = audit.ActionSignOut
	ActionTakeBack       = audit.ActionTakeBack
	ActionTestHook       = audit.ActionTestHook
	ActionThin           = audit.ActionThin
	ActionTrash          = audit.ActionTrash
	ActionUndo           = audit.ActionUndo
	ActionUnpublish      = audit.ActionUnpublish
	ActionUntrash        = audit.ActionUntrash
	FaultPathTaken       = record.FaultPathTaken
	OriginMerged         = content.OriginMerged
	OriginPasted         = content.OriginPasted
	OriginRestored       = content.OriginRestored
	OriginWritten        = content.OriginWritten
	RoleEditor           = audit.RoleEditor
	RoleOwner            = audit.RoleOwner
	ScopeDeliver         = audit.ScopeDeliver
	ScopeManage          = audit.ScopeManage
	ScopePreview         = audit.ScopePreview
	TakenErased          = content.RemovedErased
	TakenThinned         = content.RemovedThinned
)

type (
	Action     = audit.Action
	Actor      = audit.Actor
	AuditEntry = audit.Entry
	Author     = content.Author
	Hash       = content.Hash
	PlanFault  = record.PlanFault
	Role       = audit.Role
)

var (
	ErrExists    = record.ErrExists
	ErrForbidden = audit.ErrForbidden
	ErrMovedOn   = record.ErrMovedOn
	ErrNotFound  = record.ErrNotFound
	ErrTaken     = record.ErrTextRemoved
	ErrTrashed   = record.ErrTrashed
	System       = audit.System
)
