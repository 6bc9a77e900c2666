package cms

import (
	"context"
	"crypto/subtle"
	"strings"
	"sync"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/live"
)

// setUpLink is the one-time secret of a practice that nobody can sign in to yet.
// It lives in memory only: each start prints a new one.
type setUpLink struct {
	sync.Mutex
	secret string
}

// SetUpSecret returns the secret of the set-up link, or "" when somebody can sign in
// already.
func (c *CMS) SetUpSecret(ctx context.Context) (string, error) {
	needed, err := access.NeedsSetUp(ctx, c.store)
	if err != nil || !needed {
		return "", err
	}
	c.setUp.Lock()
	defer c.setUp.Unlock()
	if c.setUp.secret == "" {
		if c.setUp.secret, err = access.NewSecret(c.rand); err != nil {
			return "", err
		}
	}
	return c.setUp.secret, nil
}

// CheckSetUpSecret returns nil for the right secret while it is needed, else ErrNotFound.
func (c *CMS) CheckSetUpSecret(ctx context.Context, secret string) error {
	want, err := c.SetUpSecret(ctx)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(want)) != 1 {
		return record.ErrNotFound
	}
	return nil
}

// CheckSetUpSecret is that of the CMS, for the screen that asks SetUp.
func (e *Editor) CheckSetUpSecret(ctx context.Context, secret string) error {
	return e.cms.CheckSetUpSecret(ctx, secret)
}

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
	now, err := e.cms.Practice(ctx)
	if err != nil || !now.Document.IsZero() {
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "Our practice"
	}
	typ, _ := e.cms.model.SettingsType()
	v, err := e.Create(ctx, who, New{Type: typ.Name, Locale: live.FallbackLocale, Content: typ.NewSettings(name, live.FallbackLocale, "UTC")})
	if err != nil {
		return err
	}
	_, err = e.Publish(ctx, who, v.Document, v.Locale, v.Number)
	return err
}
