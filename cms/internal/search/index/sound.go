package index

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

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
