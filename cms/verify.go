package cms

import (
	"context"

	"practicecms/cms/internal/store"
	"practicecms/cms/verify"
	"practicecms/cms/webhooks"
)

// Verify reads everything and checks every promise that a file can show, and uploaded files
// too. Its error is about not being able to look; what is wrong with the data is in the report.
func (c *CMS) Verify(ctx context.Context) (verify.Report, error) {
	out, err := c.verifyRecords(ctx)
	if err != nil || !out.OK() {
		return out, err
	}
	line := verify.Line{Name: "uploaded-files", Problems: []string{}}
	err = c.store.View(ctx, func(r store.Reader) error { return c.files.verify(ctx, r, &line) })
	out.Lines = append(out.Lines, line)
	return out, err
}

// verifyRecords is Verify of the data file.
func (c *CMS) verifyRecords(ctx context.Context) (verify.Report, error) {
	var out verify.Report
	file := verify.Line{Name: "file", Problems: []string{}}
	if checker, ok := c.store.(store.Checker); ok {
		found, err := checker.Check(ctx)
		if err != nil {
			return out, err
		}
		file.Checked = found.Records
		for _, p := range found.Problems {
			file.Fault("%s", p)
		}
	} else {
		file.Note("this store has no file that could be examined: its records are, as they are read")
	}
	out.Lines = append(out.Lines, file)
	if !out.OK() {
		return out, nil // what a damaged file says of the rest means nothing
	}
	err := c.store.View(ctx, func(r store.Reader) error {
		lines, err := verify.Run(r, append(verify.Checks(c.model, c.site), webhooks.Check))
		out.Lines = append(out.Lines, lines...)
		return err
	})
	return out, err
}
