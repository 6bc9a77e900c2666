package control

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
)

// guarded is a listener that lets in who runs as the same user, and the administrator of the
// machine.
type guarded struct {
	*net.UnixListener
	log *slog.Logger
}

func (g guarded) Accept() (net.Conn, error) {
	for {
		c, err := g.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if err := admit(c, uint32(os.Geteuid())); err != nil {
			g.log.Warn("a command was turned away at the socket", "error", err)
			c.Close()
			continue
		}
		return c, nil
	}
}

// admit returns nil when the other end runs as a user, or as the administrator.
func admit(c *net.UnixConn, user uint32) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var peer uint32
	var peerErr error
	if err := raw.Control(func(fd uintptr) { peer, peerErr = peerUser(int(fd)) }); err != nil || peerErr != nil {
		return errors.Join(err, peerErr)
	}
	if peer != user && peer != 0 {
		return fmt.Errorf("it came from user %d, and this server is of user %d", peer, user)
	}
	return nil
}
