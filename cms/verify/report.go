package verify

import (
	"errors"
	"fmt"
	"slices"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// Report is what Verify found.
type Report struct {
	Lines []Line `json:"lines"`
}

// Line is the finding on one promise.
type Line struct {
	Name     string   `json:"name"`            // such as "bodies-resolve"; see the package comment
	Checked  int      `json:"checked"`         // how many things were looked at
	Problems []string `json:"problems"`        // what is wrong and where; empty: all is well
	Notes    []string `json:"notes,omitempty"` // what is not wrong, and still good to know
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool {
	return !slices.ContainsFunc(r.Lines, func(l Line) bool { return len(l.Problems) > 0 })
}

// maxProblems is how many problems a line lists before it only counts.
const maxProblems = 50

// Fault adds a problem, up to the number that a line lists.
func (l *Line) Fault(format string, args ...any) {
	if len(l.Problems) < maxProblems {
		l.Problems = append(l.Problems, fmt.Sprintf(format, args...))
	}
}

// Note adds a note, as Fault does.
func (l *Line) Note(format string, args ...any) {
	if len(l.Notes) < maxProblems {
		l.Notes = append(l.Notes, fmt.Sprintf(format, args...))
	}
}

// Check looks at one promise.
type Check struct {
	Name string
	Run  func(r store.Reader, line *Line) error
}

// Run runs checks in a transaction. What cannot be read because the data is damaged is a
// problem of the line; other errors are returned.
func Run(r store.Reader, checks []Check) ([]Line, error) {
	var out []Line
	for _, check := range checks {
		line := Line{Name: check.Name, Problems: []string{}}
		if err := check.Run(r, &line); err != nil {
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, record.ErrNotFound) {
				return out, err
			}
			line.Fault("%v", err)
		}
		out = append(out, line)
	}
	return out, nil
}

// FirstProblem is the first thing that is wrong; empty: nothing is.
func (r Report) FirstProblem() string {
	for _, l := range r.Lines {
		for _, p := range l.Problems {
			return p
		}
	}
	return ""
}
