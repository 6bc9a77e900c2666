package evidence

// Seal computes the fingerprint of evidence that a test has changed.
func (v *Evidence) Seal() error { return v.seal() }
