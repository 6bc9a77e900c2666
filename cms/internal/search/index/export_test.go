package index

// Ended is closed when the index begins to close.
func (x *Index) Ended() <-chan struct{} { return x.ended }

// Damage is damage.
func (x *Index) Damage(err error) error { return x.damage(err) }
