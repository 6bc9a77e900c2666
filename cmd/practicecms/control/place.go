package control

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Socket is the name of the socket in the data folder.
const Socket = "server.socket"

// fresh is its name until it is ready: of the right mode, and listened to.
const fresh = Socket + ".new"

// maxPath is the longest path of a socket, in bytes, on every system that has them.
const maxPath = 103

// within gives use a path of a name in dir that is short enough for a socket. It is good
// while use runs. A path that is too long leads through the open folder where the system has
// names for what a process has open; elsewhere it is an error.
func within(dir, name string, use func(path string) error) error {
	path := filepath.Join(dir, name)
	if len(path) <= maxPath {
		return use(path)
	}
	if runtime.GOOS != "linux" {
		return fmt.Errorf("the path %s is too long for a socket: it has %d bytes, and at most %d are possible", path, len(path), maxPath)
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return use(fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), name))
}
