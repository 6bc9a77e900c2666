package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"practicecms/cms"
	"practicecms/content"
)

// Zone is where the practice keeps its hours.
const Zone = "America/Denver"

// Locale is the language in which the practice writes.
const Locale content.Locale = "en-US"

// ErrNotEmpty is returned when there is a practice in the data folder already.
var ErrNotEmpty = errors.New("the data folder is not empty; the demo practice goes into a new one")

// Load makes the demo practice in an empty data folder. What it writes lies in the
// seven weeks before the week of now; o.Clock is not used. Nobody can sign in yet:
// set-up is still to be done.
//
// The errors are ErrNotEmpty and those of cms.Open, cms.ErrDataMissing among them. With any error the folder is as
// it was: the practice is made beside its place and put there when it is whole.
func Load(ctx context.Context, dir string, o cms.Options, now time.Time) error {
	if err := cms.CheckNew(dir); errors.Is(err, cms.ErrExists) {
		return ErrNotEmpty
	} else if err != nil {
		return err
	}
	file := filepath.Join(dir, cms.DataFile)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(dir, cms.DataFile+".demo.*.tmp") // a name that the next Open removes
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	if err := fill(ctx, beside, o, now); err != nil {
		return err
	}
	err = os.Link(filepath.Join(beside, cms.DataFile), file) // a rename would replace what came there meanwhile
	if errors.Is(err, fs.ErrExist) {
		return ErrNotEmpty
	}
	return err
}

// fill writes the practice into a new data file in dir.
func fill(ctx context.Context, dir string, o cms.Options, now time.Time) (err error) {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return fmt.Errorf("the demo practice's time zone: %w", err)
	}
	people, acts, err := read(week{now.In(zone)})
	if err != nil {
		return err
	}
	clock := people[0].at
	o.Clock = func() time.Time { return clock }
	c, err := cms.Open(dir, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
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
