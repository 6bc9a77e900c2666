package control

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// protocol is the version of what goes over the socket. It changes when a program of the
// version before would misread it; a command that one side does not know is refused by name.
const protocol = "1"

// versionHeader names the program at the other end.
const versionHeader = "Practicecms-Version"

// Command is what a server is asked to carry out.
type Command struct {
	Name string          `json:"name"` // as on the command line: "token create"
	Args json.RawMessage `json:"args"` // what it was called with
}

// Streams are where a command writes to.
type Streams struct {
	Out, Errors io.Writer
	File        io.Writer // the file that the command makes; nil: it makes none
}

// The streams, as the first byte of a frame.
const (
	toOut byte = iota + 1
	toErrors
	toFile
	ended // one byte: the exit code
)

// maxFrame is the most bytes that one frame holds.
const maxFrame = 64 << 10

// frames writes frames. It is safe for concurrent use.
type frames struct {
	mu    sync.Mutex
	w     io.Writer
	flush func() error
}

// streams are the streams that the other end sees.
func (f *frames) streams() Streams {
	return Streams{Out: stream{f, toOut}, Errors: stream{f, toErrors}, File: stream{f, toFile}}
}

func (f *frames) write(to byte, b []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	head := binary.BigEndian.AppendUint32([]byte{to}, uint32(len(b)))
	if _, err := f.w.Write(append(head, b...)); err != nil {
		return err
	}
	if to == toFile {
		return nil // nobody waits for a part of it
	}
	return f.flush()
}

// stream is one of the streams, as a Writer.
type stream struct {
	frames *frames
	to     byte
}

func (s stream) Write(b []byte) (n int, err error) {
	for n < len(b) {
		part := b[n:min(len(b), n+maxFrame)]
		if err := s.frames.write(s.to, part); err != nil {
			return n, err
		}
		n += len(part)
	}
	return n, nil
}

// ErrUnknownOutcome is returned when the answer breaks off.
var ErrUnknownOutcome = errors.New("the server ended before it had answered: whether this was done is not known. Look before you try again")

// read brings frames to their streams until the exit code comes. An error of Out or Errors
// does not keep the command from its end; that of File ends it.
func read(from io.Reader, to Streams) (code int, err error) {
	r := bufio.NewReaderSize(from, maxFrame)
	for {
		var head [5]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0, errors.Join(ErrUnknownOutcome, err)
		}
		size := binary.BigEndian.Uint32(head[1:])
		if size > maxFrame {
			return 0, fmt.Errorf("the server's answer has a part of %d bytes, and at most %d are possible", size, maxFrame)
		}
		b := make([]byte, size)
		if _, err := io.ReadFull(r, b); err != nil {
			return 0, errors.Join(ErrUnknownOutcome, err)
		}
		switch head[0] {
		case toOut:
			_, _ = to.Out.Write(b) // it is the writer's to remember
		case toErrors:
			_, _ = to.Errors.Write(b)
		case toFile:
			if to.File == nil {
				return 0, errors.New("the server sends a file, and none was asked for")
			}
			if _, err := to.File.Write(b); err != nil {
				return 0, err
			}
		case ended:
			if len(b) != 1 {
				return 0, ErrUnknownOutcome
			}
			return int(b[0]), nil
		default:
			return 0, fmt.Errorf("the server's answer has a part of kind %d, which this program does not know", head[0])
		}
	}
}
