package cms

import (
	"context"

	"practicecms/cms/internal/store"
)

// Verify reads everything and checks every promise that a file can show. Its error
// is about not being able to look; what is wrong with the data is in the report.
func (c *CMS) Verify(ctx context.Context) (Report, error) {
	var out Report
	file := Line{Name: "file", Problems: []string{}}
	if checker, ok := c.store.(store.Checker); ok {
		found, err := checker.Check(ctx)
		if err != nil {
			return out, err
		}
		file.Checked = found.Records
		for _, p := range found.Problems {
			file.fault("%s", p)
		}
	} else {
		file.note("this store has no file that could be examined: its records are, as they are read")
	}
	out.Lines = append(out.Lines, file)
	if !out.OK() {
		return out, nil // what a damaged file says of the rest means nothing
	}
	err := c.store.View(ctx, func(r store.Reader) error {
		lines, err := runChecks(r, append(checksOf(c.model, c.site), outboxCheck))
		out.Lines = append(out.Lines, lines...)
		return err
	})
	return out, err
}
