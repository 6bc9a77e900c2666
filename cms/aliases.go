package cms

import (
	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/evidence"
	"practicecms/cms/feed"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search"
	"practicecms/cms/live"
	"practicecms/cms/verify"
	"practicecms/cms/webhooks"
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
	CallCertificate      = webhooks.FaultCertificate
	CallConnection       = webhooks.FaultConnection
	CallGone             = webhooks.FaultGone
	CallInsecure         = webhooks.FaultInsecure
	CallNoHost           = webhooks.FaultNoHost
	CallPrivate          = webhooks.FaultPrivate
	CallRedirect         = webhooks.FaultRedirect
	CallRefused          = webhooks.FaultRefused
	CallSlow             = webhooks.FaultSlow
	CallsKept            = webhooks.CallsKept
	ErasedMark           = history.ErasedMark
	EvidenceFormat       = evidence.Format
	FallbackLocale       = live.FallbackLocale
	FaultPathTaken       = record.FaultPathTaken
	KeyLists             = feed.KeyLists
	KeyMany              = feed.KeyMany
	MaxEvidence          = evidence.MaxBytes
	MaxHooks             = webhooks.MaxHooks
	MaxPassword          = access.MaxPassword
	MaxSearchReach       = search.MaxSearchReach
	MaxSearchWords       = search.MaxSearchWords
	MinPassword          = access.MinPassword
	OldSecretLasts       = webhooks.OldSecretLasts
	OpPublish            = feed.OpPublish
	OpUnpublish          = feed.OpUnpublish
	OriginMerged         = content.OriginMerged
	OriginPasted         = content.OriginPasted
	OriginRestored       = content.OriginRestored
	OriginWritten        = content.OriginWritten
	PausedGone           = webhooks.PausedGone
	PutTogether          = history.PutTogether
	RoleEditor           = audit.RoleEditor
	RoleOwner            = audit.RoleOwner
	ScopeDeliver         = audit.ScopeDeliver
	ScopeManage          = audit.ScopeManage
	ScopePreview         = audit.ScopePreview
	SearchFolder         = search.SearchFolder
	SessionAbsolute      = access.SessionAbsolute
	SessionIdle          = access.SessionIdle
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
	Admission      = access.Admission
	Alternate      = live.Alternate
	Attempt        = access.Attempt
	AuditEntry     = audit.Entry
	Author         = content.Author
	BlamedSentence = history.BlamedSentence
	BlamedText     = history.BlamedText
	Call           = webhooks.Call
	CallFault      = webhooks.Fault
	Change         = feed.Change
	ChangedPage    = feed.ChangedPage
	Entry          = history.Entry
	Erasure        = history.Erasure
	Evidence       = evidence.Evidence
	EvidenceReport = evidence.Report
	Feed           = feed.Feed
	Found          = search.Found
	Hash           = content.Hash
	Hook           = webhooks.Hook
	HookSettings   = webhooks.Settings
	Listed         = live.Listed
	Live           = live.Live
	LiveVersion    = evidence.LiveVersion
	Marked         = search.Marked
	Moment         = history.Revision
	Names          = access.Names
	NewPerson      = access.NewPerson
	Page           = live.Page
	PartPast       = history.PartPast
	PartText       = history.PartText
	PasswordCost   = access.PasswordCost
	Past           = history.Filter
	Period         = evidence.Period
	Person         = access.Person
	PlanFault      = record.PlanFault
	Practice       = live.Practice
	Query          = live.Query
	Report         = verify.Report
	Role           = audit.Role
	Said           = history.Said
	Shelved        = history.RemovedBlock
	SlowDownError  = access.SlowDownError
	Sort           = live.Sort
	SortKey        = live.SortKey
	Span           = history.Interval
	Token          = access.Token
	Told           = live.AsOf
	Trace          = history.Trace
	TraceKind      = history.TraceKind
	Turn           = feed.Move
)

var (
	CallPauses         = webhooks.CallPauses
	CheckPassword      = access.CheckPassword
	ErrBusy            = access.ErrBusy
	ErrErased          = record.ErrErased
	ErrExists          = record.ErrExists
	ErrForbidden       = audit.ErrForbidden
	ErrMovedOn         = record.ErrMovedOn
	ErrNotFound        = record.ErrNotFound
	ErrPathTaken       = record.ErrAddressInUse
	ErrPreparing       = search.ErrPreparing
	ErrStartOver       = feed.ErrStartOver
	ErrTaken           = record.ErrTextRemoved
	ErrThinned         = record.ErrThinned
	ErrTrashed         = record.ErrTrashed
	ErrUnauthenticated = access.ErrUnauthenticated
	ErrWeakPassword    = access.ErrWeakPassword
	ReadEvidence       = evidence.Read
	System             = audit.System
	VerifyEvidence     = evidence.Verify
)
