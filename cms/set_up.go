package cms

import (
	"context"
	"strings"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/live"
)

// SetUpSecret returns the secret of the set-up link, or "" when somebody can sign in
// already.
func (c *CMS) SetUpSecret(ctx context.Context) (string, error) { return c.door.SetUpSecret(ctx) }

// SetUp makes the first person who can sign in, as owner, and the practice's own
// settings when there are none. The errors are *content.InvalidError,
// ErrWeakPassword, and ErrExists when somebody can sign in already.
func (e *Editor) SetUp(ctx context.Context, p access.NewPerson, practice string) (access.Person, error) {
	person, err := access.AddFirst(ctx, e.Desk, p)
	if err != nil {
		return access.Person{}, err
	}
	return person, e.ensurePractice(ctx, person.Actor(), practice)
}

// ensurePractice makes and publishes the practice's settings when there are none.
func (e *Editor) ensurePractice(ctx context.Context, who audit.Actor, name string) error {
	now, err := e.site.Practice(ctx)
	if err != nil || !now.Document.IsZero() {
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "Our practice"
	}
	typ, _ := e.model.SettingsType()
	v, err := e.Create(ctx, who, New{Type: typ.Name, Locale: live.FallbackLocale, Content: typ.NewSettings(name, live.FallbackLocale, "UTC")})
	if err != nil {
		return err
	}
	_, err = e.Publish(ctx, who, v.Document, v.Locale, v.Number)
	return err
}
