package audit

import (
	"errors"
	"fmt"

	"practicecms/content"
)

// Role is what somebody may do. The zero Role may do nothing.
type Role string

// Roles of people, and below them the scopes of tokens.
const (
	RoleOwner  Role = "owner"  // everything, people and tokens included
	RoleEditor Role = "editor" // write, publish, restore

	ScopeDeliver Role = "deliver" // read what is live
	ScopePreview Role = "preview" // read drafts too
	ScopeManage  Role = "manage"  // write, publish, restore, export through the write API
)

// Permission is one thing that a role may hold, or several.
type Permission uint8

// The permissions.
const (
	MayRead       Permission = 1 << iota // read drafts and history
	MayWrite                             // save, restore, trash
	MayPublish                           // move what is live
	MayAdminister                        // people, tokens, the practice's settings
	MayExport                            // take everything out that is no secret: drafts, the log, names of people
)

var grants = map[Role]Permission{
	RoleOwner:    MayRead | MayWrite | MayPublish | MayAdminister | MayExport,
	RoleEditor:   MayRead | MayWrite | MayPublish,
	ScopeManage:  MayRead | MayWrite | MayPublish | MayExport,
	ScopePreview: MayRead,
}

// Actor is who acts: a signed-in person, a token, or the system itself. The zero
// Actor may do nothing.
type Actor struct {
	content.Author
	Role Role
}

// System is the program itself: the demo and set-up act as it.
func System() Actor { return Actor{Role: RoleOwner} }

// ErrForbidden is returned when the actor may not do this.
var ErrForbidden = errors.New("not allowed")

// need returns nil when the actor holds the permission, else ErrForbidden.
func (a Actor) need(p Permission) error {
	if grants[a.Role]&p == p {
		return nil
	}
	return fmt.Errorf("%w for %q", ErrForbidden, a.Role)
}
