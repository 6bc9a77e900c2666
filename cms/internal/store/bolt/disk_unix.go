//go:build linux || darwin || freebsd

package bolt

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// diskRoom is the size of the disk that a file is on, and how much of it this program may
// still use, in bytes. Known is false when the disk does not tell.
func diskRoom(path string) (size, free int64, known bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(filepath.Dir(path), &st); err != nil || st.Blocks == 0 {
		return 0, 0, false
	}
	block := int64(st.Bsize)
	return int64(st.Blocks) * block, int64(st.Bavail) * block, true
}
