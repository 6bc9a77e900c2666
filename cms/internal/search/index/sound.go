package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/pages"
)

// checkRoot walks the file that bleve keeps its segments' names in, a bbolt file: bbolt
// follows a page that leads back to itself until the stack is full, and that ends the
// process. The error is ErrDamaged, or what reading says. No file is no error: bleve
// says that.
func checkRoot(dir string) error {
	f, err := os.Open(filepath.Join(dir, "root.bolt"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	file := pages.File{ReaderAt: f, Size: info.Size(), PageSize: os.Getpagesize()} // bleve's choice, when it made the file
	newest, damaged, err := file.Meta()
	if err == nil && damaged >= 0 {
		err = fmt.Errorf("header %d of root.bolt", damaged+1)
	}
	if err == nil {
		var report store.Report
		if report, err = file.Walk(context.Background(), newest, pages.Records{Nested: true}); err == nil && len(report.Problems) > 0 {
			err = errors.New(report.Problems[0].String())
		}
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// removeUnsound removes the segments whose bytes are not those that were written, so that
// opening an index that needs them fails. bleve ends each with a CRC-32 and does not look
// at it.
func removeUnsound(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil {
		return err
	}
	for _, file := range files {
		ok, err := sound(file)
		if err == nil && !ok {
			err = os.Remove(file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sound reports whether a file ends with the CRC-32 (IEEE, big-endian) of all before it.
func sound(file string) (bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	size := info.Size() - crc32.Size
	if size < 0 {
		return false, nil
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, size); err != nil {
		return false, err
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	return binary.BigEndian.Uint32(want[:]) == sum.Sum32(), nil
}
