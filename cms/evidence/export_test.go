package evidence

import (
	"cmp"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
)

// Seal computes the fingerprint of evidence that a test has changed.
func (v *Evidence) Seal() error { return v.seal() }

// Respan claims another span than the one that the evidence was made for, with all hashes
// made anew.
func (v *Evidence) Respan(from, to record.Stamp) (err error) {
	v.From, v.To, v.Made.Subject = from, to, spanSubject(from, to)
	v.Made.Hash, err = audit.Entry(v.Made).Sum()
	return cmp.Or(err, v.seal())
}
