package cms

import (
	"fmt"

	"practicecms/cms/internal/record"
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
	ScopeManage  Role = "manage"  // write, publish, restore through the write API
)

// permission is one thing that a role may hold.
type permission uint8

const (
	mayRead       permission = 1 << iota // read drafts and history
	mayWrite                             // save, restore, trash
	mayPublish                           // move what is live
	mayAdminister                        // people, tokens, the practice's settings
)

var grants = map[Role]permission{
	RoleOwner:    mayRead | mayWrite | mayPublish | mayAdminister,
	RoleEditor:   mayRead | mayWrite | mayPublish,
	ScopeManage:  mayRead | mayWrite | mayPublish,
	ScopePreview: mayRead,
}

// Actor is who acts: a signed-in person, a token, or the system itself. The zero
// Actor may do nothing.
type Actor struct {
	content.Author
	Role Role
}

// System is the program itself: the demo and set-up act as it.
func System() Actor { return Actor{Role: RoleOwner} }

// needFor returns ErrForbidden for a document of a type that only owners may change,
// when the actor is none.
func (c *CMS) needFor(who Actor, doc record.Document) error {
	if typ, _ := c.model.Type(doc.Type); typ.Owners {
		return who.need(mayAdminister)
	}
	return nil
}

// need returns nil when the actor holds the permission, else ErrForbidden.
func (a Actor) need(p permission) error {
	if grants[a.Role]&p == p {
		return nil
	}
	return fmt.Errorf("%w for %q", ErrForbidden, a.Role)
}
