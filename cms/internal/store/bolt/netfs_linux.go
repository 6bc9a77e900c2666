package bolt

import (
	"fmt"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// networkFS names the file systems whose locks or shared mappings do not hold, by
// the magic number that statfs gives.
var networkFS = map[uint32]string{
	unix.NFS_SUPER_MAGIC:   "NFS",
	unix.SMB_SUPER_MAGIC:   "SMB",
	unix.SMB2_SUPER_MAGIC:  "SMB",
	unix.CIFS_SUPER_MAGIC:  "CIFS",
	unix.FUSE_SUPER_MAGIC:  "FUSE",
	unix.V9FS_MAGIC:        "9P",
	unix.AFS_SUPER_MAGIC:   "AFS",
	unix.AFS_FS_MAGIC:      "AFS",
	unix.CODA_SUPER_MAGIC:  "Coda",
	unix.CEPH_SUPER_MAGIC:  "Ceph",
	unix.OCFS2_SUPER_MAGIC: "OCFS2",
	unix.NCP_SUPER_MAGIC:   "NCP",
}

func refuseNetworkFS(path string) error {
	var st unix.Statfs_t
	if err := unix.Statfs(filepath.Dir(path), &st); err != nil {
		return fmt.Errorf("store: examine the file system of %s: %w", path, err)
	}
	if name, ok := networkFS[uint32(st.Type)]; ok {
		return fmt.Errorf("%w (%s): move %s to a local disk", ErrNetworkFS, name, filepath.Dir(path))
	}
	return nil
}
