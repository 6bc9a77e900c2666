package blobs

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Hash is the SHA-256 of some bytes.
type Hash = [sha256.Size]byte

// File is an open file.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// ErrTooLarge is returned for bytes beyond a limit.
var ErrTooLarge = errors.New("it is too large")

// Store keeps bytes in a folder. It is safe for concurrent use.
type Store struct{ dir string }

// Open gives the Store in a folder, which is made when something is first put there.
func Open(dir string) *Store { return &Store{dir} }

func (s *Store) path(h Hash) string {
	name := hex.EncodeToString(h[:])
	return filepath.Join(s.dir, name[:2], name)
}

// Put stores bytes, at most limit of them, and returns their hash and how many they are.
// What is there already stays as it is.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (h Hash, size int64, err error) {
	temp, err := s.temp(s.dir)
	if err != nil {
		return h, 0, err
	}
	defer func() { err = errors.Join(err, gone(os.Remove(temp.Name()))) }()
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(temp, sum), io.LimitReader(contextReader{ctx, r}, limit+1))
	if err == nil && size > limit {
		err = ErrTooLarge
	}
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return h, size, err
	}
	h = Hash(sum.Sum(nil))
	if info, err := os.Stat(s.path(h)); err == nil && info.Size() == size {
		return h, size, nil
	}
	return h, size, s.name(temp.Name(), s.path(h))
}

// Open opens the bytes of a hash; fs.ErrNotExist when they are not there.
func (s *Store) Open(h Hash) (File, error) { return os.Open(s.path(h)) }

// Read reads all bytes of a hash, and makes sure that they are those.
func (s *Store) Read(h Hash) ([]byte, error) {
	data, err := os.ReadFile(s.path(h))
	if err == nil && sha256.Sum256(data) != h {
		err = fmt.Errorf("the file %x is damaged", h)
	}
	return data, err
}

// Delete removes bytes, and what was made of them. What is not there is as it should be.
func (s *Store) Delete(h Hash) error {
	return errors.Join(os.RemoveAll(s.madeOf(h)), gone(os.Remove(s.path(h))))
}

// All lists the hashes of what is there, in no order.
func (s *Store) All() iter.Seq2[Hash, error] {
	return func(yield func(Hash, error) bool) {
		folders, err := os.ReadDir(s.dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(Hash{}, err)
			return
		}
		for _, folder := range folders {
			if len(folder.Name()) != 2 || !folder.IsDir() {
				continue
			}
			files, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
			if err != nil && !yield(Hash{}, err) {
				return
			}
			for _, f := range files {
				b, err := hex.DecodeString(f.Name())
				if err == nil && len(b) == sha256.Size && !yield(Hash(b), nil) {
					return
				}
			}
		}
	}
}

func (s *Store) madeOf(h Hash) string {
	return filepath.Join(s.dir, "made", hex.EncodeToString(h[:]))
}

// OpenMade opens what was made of some bytes; fs.ErrNotExist when it is not there.
func (s *Store) OpenMade(h Hash, name string) (File, error) {
	return os.Open(filepath.Join(s.madeOf(h), filepath.Base(name)))
}

// PutMade keeps what was made of some bytes.
func (s *Store) PutMade(h Hash, name string, data []byte) (err error) {
	temp, err := s.temp(s.madeOf(h))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, gone(os.Remove(temp.Name()))) }()
	_, err = io.Copy(temp, bytes.NewReader(data))
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), filepath.Join(s.madeOf(h), filepath.Base(name)))
}

const tempSuffix = ".tmp"

func (s *Store) temp(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(dir, strings.ToLower(rand.Text())+tempSuffix), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// name gives a file its name for good.
func (s *Store) name(from, to string) error {
	folder := filepath.Dir(to)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(syncFolder(folder), syncFolder(s.dir))
}

func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // folders can't be synced there
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
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
