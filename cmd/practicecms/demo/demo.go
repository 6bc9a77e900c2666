package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"practicecms/cms"
	"practicecms/content"
)

// Zone is where the practice keeps its hours.
const Zone = "America/Denver"

// Locale is the language in which the practice writes.
const Locale content.Locale = "en-US"

// ErrNotEmpty is returned when something was done in the data folder already.
var ErrNotEmpty = errors.New("the data folder is not empty; the demo practice goes into a new one")

// Load makes the demo practice in an empty data folder, which it opens and closes
// itself. What it writes lies in the seven weeks before the week of now; o.Clock is
// not used. Nobody can sign in yet: set-up is still to be done.
//
// The errors are ErrNotEmpty, when nothing was changed, and those of cms.Open. When
// another error or the end of ctx stops it midway, the folder holds a part of the
// practice and is to be deleted.
func Load(ctx context.Context, dir string, o cms.Options, now time.Time) (err error) {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return fmt.Errorf("the demo practice's time zone: %w", err)
	}
	people, acts, err := read(week{now.In(zone)})
	if err != nil {
		return err
	}
	var clock time.Time
	o.Clock = func() time.Time { return clock }
	c, err := cms.Open(dir, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	// Every change is audited, so no entry means that nothing was ever done here.
	switch done, err := c.Editor().Audit(ctx, cms.System(), 0, 1); {
	case err != nil:
		return err
	case len(done) > 0:
		return ErrNotEmpty
	}
	p := player{
		editor: c.Editor(), model: c.Model(), week: week{now.In(zone)},
		people: map[string]cms.Actor{}, documents: map[string]*document{},
	}
	for _, person := range people {
		clock = person.at
		if err := p.add(ctx, person); err != nil {
			return fmt.Errorf("people.json: %s: %w", person.Key, err)
		}
	}
	for _, a := range acts {
		clock = a.at
		if err := p.play(ctx, a); err != nil {
			return fmt.Errorf("%s.json, %s: %w", a.document, a.When, err)
		}
	}
	return nil
}
