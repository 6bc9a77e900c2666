package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"practicecms/cms"
)

//go:embed practice/*.json
var files embed.FS

const peopleFile = "practice/people.json"

// person is an entry of people.json.
type person struct {
	Key   string    // how the other files call them
	Name  string    // as history shows it
	Title string    // what they are in the practice
	Role  cms.Role  // owner or editor
	When  string    // when they were added
	at    time.Time // When, as a time
}

// script is one file: a document and what was done to it.
type script struct {
	Type    string
	History []act
}

// act is one thing that somebody did to a document. Exactly one of Write, Change,
// Restore and Publish is set.
type act struct {
	When    string
	By      string // key of a person
	Note    string
	Write   tree
	Change  []step
	Restore *restore
	Publish bool

	document string // name of the file
	typ      string
	at       time.Time
}

// things counts what an act does.
func (a act) things() int {
	n := 0
	for _, does := range []bool{a.Write != nil, a.Change != nil, a.Restore != nil, a.Publish} {
		if does {
			n++
		}
	}
	return n
}

type restore struct {
	Version int      // from 1
	Blocks  []string // names
}

// step is one edit of a tree. Exactly one of Set, Add and Remove is a path.
type step struct {
	Set, Add, Remove string
	To               any
}

// read reads all files. The acts are in the order in which they happen.
func read(w week) (people []person, acts []act, err error) {
	if err := decode(peopleFile, &people); err != nil {
		return nil, nil, err
	}
	for i, p := range people {
		if people[i].at, err = w.time(p.When); err != nil {
			return nil, nil, fmt.Errorf("%s: %s: %w", peopleFile, p.Key, err)
		}
	}
	entries, err := files.ReadDir("practice")
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		file := path.Join("practice", e.Name())
		if file == peopleFile {
			continue
		}
		var s script
		if err := decode(file, &s); err != nil {
			return nil, nil, err
		}
		for i, a := range s.History {
			a.document, a.typ = strings.TrimSuffix(e.Name(), ".json"), s.Type
			if a.at, err = w.time(a.When); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", file, err)
			}
			if a.things() != 1 {
				return nil, nil, fmt.Errorf("%s: %s: one entry does one thing: write, change, restore or publish", file, a.When)
			}
			if i > 0 && !a.at.After(acts[len(acts)-1].at) {
				return nil, nil, fmt.Errorf("%s: %s comes after %s", file, a.When, acts[len(acts)-1].When)
			}
			if (i == 0) != (a.Write != nil) {
				return nil, nil, fmt.Errorf("%s: %s: the first entry writes the document, and no other does", file, a.When)
			}
			acts = append(acts, a)
		}
	}
	slices.SortStableFunc(acts, func(a, b act) int { return a.at.Compare(b.at) })
	return people, acts, nil
}

// decode reads one file strictly: a misspelt name in it is an error.
func decode(file string, into any) error {
	b, err := files.ReadFile(file)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: something stands behind its end", file)
	}
	return nil
}

// week is the week that the files count from: the one in which the time lies, in
// the practice's zone.
type week struct{ time.Time }

// time reads "-7 Mon 11:10".
func (w week) time(s string) (time.Time, error) {
	day, clock, _ := strings.Cut(s, " ")
	weekday, clock, found := strings.Cut(clock, " ")
	if !found {
		return time.Time{}, fmt.Errorf("%q is not a time such as %q", s, "-7 Mon 11:10")
	}
	date, err := w.day(day + " " + weekday)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a time of day such as %q", clock, "09:05")
	}
	return time.Date(date.Year(), date.Month(), date.Day(), t.Hour(), t.Minute(), 0, 0, w.Location()), nil
}

var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// day reads "-7 Mon": the Monday seven weeks before this week's.
func (w week) day(s string) (time.Time, error) {
	var weeks int
	var name string
	_, err := fmt.Sscanf(s, "%d %s", &weeks, &name)
	weekday := slices.Index(weekdays, name)
	if err != nil || weekday < 0 {
		return time.Time{}, fmt.Errorf("%q is not a day such as %q", s, "-7 Mon")
	}
	sinceMonday := (int(w.Weekday()) + 6) % 7
	return time.Date(w.Year(), w.Month(), w.Day()-sinceMonday+7*weeks+weekday, 0, 0, 0, 0, w.Location()), nil
}
