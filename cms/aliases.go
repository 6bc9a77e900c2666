package cms

import (
	"practicecms/cms/internal/record"
	"practicecms/content"
)

const (
	FaultPathTaken = record.FaultPathTaken
	OriginMerged   = content.OriginMerged
	OriginPasted   = content.OriginPasted
	OriginRestored = content.OriginRestored
	OriginWritten  = content.OriginWritten
	TakenErased    = content.RemovedErased
	TakenThinned   = content.RemovedThinned
)

type (
	Author    = content.Author
	Hash      = content.Hash
	PlanFault = record.PlanFault
)

var (
	ErrExists   = record.ErrExists
	ErrMovedOn  = record.ErrMovedOn
	ErrNotFound = record.ErrNotFound
	ErrTaken    = record.ErrTextRemoved
	ErrTrashed  = record.ErrTrashed
)
