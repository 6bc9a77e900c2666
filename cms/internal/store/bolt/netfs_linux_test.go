package bolt

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestNetworkFileSystems(t *testing.T) {
	for magic, remote := range map[uint32]bool{
		unix.NFS_SUPER_MAGIC:  true,
		unix.FUSE_SUPER_MAGIC: true,
		unix.CIFS_SUPER_MAGIC: true, // does not fit a signed 32-bit number
		unix.EXT4_SUPER_MAGIC: false,
		unix.TMPFS_MAGIC:      false,
	} {
		if _, got := networkFS[magic]; got != remote {
			t.Errorf("%#x: network %t, want %t", magic, got, remote)
		}
	}
}
