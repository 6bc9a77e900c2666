package bolt

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"
)

// isFull reports whether a commit failed for want of room, and failed in a way
// that bbolt undoes: before the write, or in a write. An fsync that says "no space"
// is not among them, because it leaves open what is on the disk; bbolt hands that
// one on as a bare number, a failed write as a PathError.
func isFull(err error) bool {
	if errors.Is(err, bolterrors.ErrMaxSizeReached) {
		return true
	}
	if write, ok := errors.AsType[*fs.PathError](err); ok {
		return write.Op == "write" && isNoSpace(write)
	}
	// Growing the file keeps only the text of its error.
	return strings.HasPrefix(err.Error(), "file resize error: ") &&
		(strings.Contains(err.Error(), syscall.ENOSPC.Error()) || strings.Contains(err.Error(), syscall.EFBIG.Error()))
}
