package cms

import (
	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search"
	"practicecms/cms/live"
	"practicecms/cms/verify"
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
	Began                = history.Began
	BroughtAllBack       = history.BroughtAllBack
	BroughtBack          = history.BroughtBack
	ByAge                = live.ByAge
	ByFirst              = live.ByFirst
	ByPath               = live.ByPath
	BySince              = live.BySince
	ByTitle              = live.ByTitle
	ErasedMark           = history.ErasedMark
	FallbackLocale       = live.FallbackLocale
	FaultPathTaken       = record.FaultPathTaken
	KeyLists             = feed.KeyLists
	KeyMany              = feed.KeyMany
	MaxSearchReach       = search.MaxSearchReach
	MaxSearchWords       = search.MaxSearchWords
	OpPublish            = feed.OpPublish
	OpUnpublish          = feed.OpUnpublish
	OriginMerged         = content.OriginMerged
	OriginPasted         = content.OriginPasted
	OriginRestored       = content.OriginRestored
	OriginWritten        = content.OriginWritten
	PutTogether          = history.PutTogether
	RoleEditor           = audit.RoleEditor
	RoleOwner            = audit.RoleOwner
	ScopeDeliver         = audit.ScopeDeliver
	ScopeManage          = audit.ScopeManage
	ScopePreview         = audit.ScopePreview
	SearchFolder         = search.SearchFolder
	TakenErased          = content.RemovedErased
	TakenThinned         = content.RemovedThinned
	ThinnedOut           = history.ThinnedOut
	TraceAddress         = history.TraceAddress
	TraceNote            = history.TraceNote
	TracePasted          = history.TracePasted
	TraceText            = history.TraceText
	TraceWorking         = history.TraceWorking
)

type (
	Action         = audit.Action
	Actor          = audit.Actor
	Address        = live.Address
	Alternate      = live.Alternate
	AuditEntry     = audit.Entry
	Author         = content.Author
	BlamedSentence = history.BlamedSentence
	BlamedText     = history.BlamedText
	Change         = feed.Change
	ChangedPage    = feed.ChangedPage
	Entry          = history.Entry
	Erasure        = history.Erasure
	Feed           = feed.Feed
	Found          = search.Found
	Hash           = content.Hash
	Listed         = live.Listed
	Live           = live.Live
	Marked         = search.Marked
	Moment         = history.Revision
	Page           = live.Page
	PartPast       = history.PartPast
	PartText       = history.PartText
	Past           = history.Filter
	PlanFault      = record.PlanFault
	Practice       = live.Practice
	Query          = live.Query
	Report         = verify.Report
	Role           = audit.Role
	Said           = history.Said
	Shelved        = history.RemovedBlock
	Sort           = live.Sort
	SortKey        = live.SortKey
	Span           = history.Interval
	Told           = live.AsOf
	Trace          = history.Trace
	TraceKind      = history.TraceKind
	Turn           = feed.Move
)

var (
	ErrErased    = record.ErrErased
	ErrExists    = record.ErrExists
	ErrForbidden = audit.ErrForbidden
	ErrMovedOn   = record.ErrMovedOn
	ErrNotFound  = record.ErrNotFound
	ErrPathTaken = record.ErrAddressInUse
	ErrPreparing = search.ErrPreparing
	ErrStartOver = feed.ErrStartOver
	ErrTaken     = record.ErrTextRemoved
	ErrThinned   = record.ErrThinned
	ErrTrashed   = record.ErrTrashed
	System       = audit.System
)
