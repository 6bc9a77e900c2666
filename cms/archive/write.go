package archive

import (
	"bufio"
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// fileOf is the file of a space.
func fileOf(s store.Space) string { return string(s) + ".jsonl" }

// WriteRecords writes every record of the forms, a file each. Without secrets, what only the
// practice should have is left out of them.
func (w *Writer) WriteRecords(ctx context.Context, r store.Reader, forms []record.Form, secrets bool) error {
	w.manifest.Secrets = secrets
	last, ok, err := audit.Entries.Last(r, store.Range{})
	if err != nil {
		return err
	}
	if ok {
		w.manifest.Last = &Last{Sequence: last.Record.Sequence, At: last.Record.At, Hash: last.Record.Hash}
	}
	for _, form := range forms {
		err := w.Write(fileOf(form.Space), func(out *bufio.Writer) (records int, err error) {
			for line, err := range form.Lines(r, !secrets, last.Record.At) {
				if err != nil {
					return records, err
				}
				if err := ctx.Err(); err != nil {
					return records, err
				}
				if _, err := out.Write(line); err != nil {
					return records, err
				}
				records++
			}
			return records, ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}
