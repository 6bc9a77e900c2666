package cms

import "practicecms/cms/audit"

// Who acts, and what they may do. Package audit has the table of it.
type (
	Actor = audit.Actor
	Role  = audit.Role
)

// The roles of people and the scopes of tokens.
const (
	RoleOwner    = audit.RoleOwner
	RoleEditor   = audit.RoleEditor
	ScopeDeliver = audit.ScopeDeliver
	ScopePreview = audit.ScopePreview
	ScopeManage  = audit.ScopeManage
)

// System is the program itself.
func System() Actor { return audit.System() }
