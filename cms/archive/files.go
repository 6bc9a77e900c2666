package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// filesPrefix begins the names of uploaded files; the rest is the hash of their bytes.
const filesPrefix = "files/"

// WriteFile writes an uploaded file, under the hash of its bytes in hexadecimal.
func (w *Writer) WriteFile(ctx context.Context, hash string, from io.Reader) error {
	return w.Write(filesPrefix+hash, func(out *bufio.Writer) (int, error) {
		_, err := io.Copy(out, contextReader{ctx, from})
		return 0, err
	})
}

// ReadFiles gives every uploaded file of the folder that was written to take, with the hash
// that it was written under. The errors name the file that is missing or is not as it was
// written.
func ReadFiles(ctx context.Context, path string, take func(hash string, from io.Reader) error) error {
	dir, err := os.OpenRoot(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	for _, want := range m.Files {
		hash, is := strings.CutPrefix(want.Name, filesPrefix)
		if !is {
			continue
		}
		if err := readUpload(ctx, dir, want, hash, take); err != nil {
			return err
		}
	}
	return nil
}

func readUpload(ctx context.Context, dir *os.Root, want File, hash string, take func(string, io.Reader) error) error {
	f, size, err := openPlain(dir, want.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing", want.Name)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	sum := newDigest()
	if err := take(hash, contextReader{ctx, io.TeeReader(io.LimitReader(f, size), sum)}); err != nil {
		return fmt.Errorf("%s: %w", want.Name, err)
	}
	if got := sum.file(want.Name, 0); got.Bytes != want.Bytes || got.SHA256 != want.SHA256 {
		return fmt.Errorf("%s is not what was written: its sum is another", want.Name)
	}
	return nil
}

type contextReader struct {
	ctx context.Context
	io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(b)
}
