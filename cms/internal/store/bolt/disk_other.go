//go:build !linux && !darwin && !freebsd

package bolt

// diskRoom is not known on these systems.
func diskRoom(string) (size, free int64, known bool) { return 0, 0, false }
