// Package control lets a running server carry out commands for other processes of the same
// user on the same machine. It listens on a Unix socket in the data folder, which no network
// reaches; who may open the data file may ask, and nobody else.
//
// A command travels as its name and what it was called with, in JSON. What comes back is a
// stream of frames, in the order in which they were written: a byte that says which stream, the
// length of the bytes in four, big-endian, the bytes. The last frame is the exit code. A stream
// that breaks off before it leaves open whether the command was carried out: ErrUnknownOutcome.
//
// Each part of it has a file: what goes over the socket (frame.go), who listens (server.go) and
// who asks (ask.go), where the socket is although its path may be too long for one (place.go),
// and who is at the other end (peer_*.go).
package control
