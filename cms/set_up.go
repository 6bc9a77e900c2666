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
	return access.AddFirst(ctx, e.Desk, p, func(owner audit.Actor) error { return e.ensurePractice(ctx, owner, practice) })
}

// ensurePractice makes and publishes the practice's settings when there are none. A set-up that
// was interrupted may have left them as a draft.
func (e *Editor) ensurePractice(ctx context.Context, who audit.Actor, name string) error {
	typ, _ := e.model.SettingsType()
	settings, err := e.List(ctx, who, Filter{Types: []string{typ.Name}, Locale: live.FallbackLocale})
	if err != nil {
		return err
	}
	switch {
	case len(settings) > 0 && settings[0].Live > 0:
		return nil
	case len(settings) > 0:
		_, err := e.Publish(ctx, who, settings[0].Document, live.FallbackLocale, settings[0].Latest)
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "Our practice"
	}
	v, err := e.Create(ctx, who, New{Type: typ.Name, Locale: live.FallbackLocale, Content: typ.NewSettings(name, live.FallbackLocale, "UTC")})
	if err != nil {
		return err
	}
	_, err = e.Publish(ctx, who, v.Document, v.Locale, v.Number)
	return err
}
