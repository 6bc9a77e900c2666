package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// How much of a file one transaction takes in.
const (
	batchBytes   = 4 << 20
	batchRecords = 4096
)

// ReadRecords takes the folder that WriteRecords wrote into a store that is empty. Every line is
// checked by its form, every file by its sum. The errors name the file and the line; what was
// written until then is of no use.
func ReadRecords(ctx context.Context, path string, s store.Store, forms []record.Form) error {
	dir, err := os.OpenRoot(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	files, err := m.records(forms)
	if err != nil {
		return err
	}
	for _, form := range forms {
		if _, there := files[form.Space]; !there {
			continue
		}
		if err := readFile(ctx, dir, s, form, files[form.Space]); err != nil {
			return err
		}
	}
	return s.View(ctx, m.checkLast)
}

// addedLater are the spaces that the first exports did not have.
var addedLater = []store.Space{record.SpaceSetBacks, record.SpaceFiles}

// records finds the file of each form.
func (m Manifest) records(forms []record.Form) (map[store.Space]File, error) {
	if m.Format != Records {
		return nil, fmt.Errorf("%s: its format is %.60q, and this program reads %q", ManifestFile, m.Format, Records)
	}
	byName := map[string]File{}
	for _, f := range m.Files {
		if _, twice := byName[f.Name]; twice {
			return nil, fmt.Errorf("%s names %.60q twice", ManifestFile, f.Name)
		}
		byName[f.Name] = f
	}
	out := map[store.Space]File{}
	for _, form := range forms {
		f, ok := byName[fileOf(form.Space)]
		if !ok && slices.Contains(addedLater, form.Space) {
			continue // an older program wrote it, which had none of these
		}
		if !ok {
			return nil, fmt.Errorf("%s does not name %s", ManifestFile, fileOf(form.Space))
		}
		out[form.Space] = f
		delete(byName, f.Name)
	}
	for name := range byName {
		if strings.HasPrefix(name, filesPrefix) {
			continue // see ReadFiles
		}
		return nil, fmt.Errorf("%s names %.60q, which this program does not know: a newer one wrote it", ManifestFile, name)
	}
	return out, nil
}

// checkLast compares the end of the audit with what the manifest says.
func (m Manifest) checkLast(r store.Reader) error {
	n, hash, err := audit.Last(r)
	if err != nil {
		return err
	}
	if m.Last == nil {
		m.Last = &Last{}
	}
	if n != m.Last.Sequence || hash != m.Last.Hash {
		return fmt.Errorf("%s says that the audit ends with entry %d, and it ends with entry %d", ManifestFile, m.Last.Sequence, n)
	}
	return nil
}

// readFile takes in one file.
func readFile(ctx context.Context, dir *os.Root, s store.Store, form record.Form, want File) error {
	f, size, err := openPlain(dir, want.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing", want.Name)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	sum := newDigest()
	lines, taker, done := newLines(io.TeeReader(io.LimitReader(f, size), sum)), form.Taker(), false
	for !done {
		err := s.Update(ctx, func(w store.Writer) error {
			begin := sum.bytes
			for n := 0; n < batchRecords && sum.bytes-begin < batchBytes; n++ {
				line, err := lines.next()
				if done = err == io.EOF; done {
					return nil
				}
				if err == nil {
					err = taker.Take(w, line)
				}
				if err = errors.Join(err, ctx.Err()); err != nil {
					return fmt.Errorf("%s, line %d: %w", want.Name, lines.number, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if have := sum.file(want.Name, lines.number); have != want {
		return fmt.Errorf("%s is not the file that %s tells of: it has %d records, %d bytes and the SHA-256 %s, and there should be %d, %d and %.64s",
			want.Name, ManifestFile, have.Records, have.Bytes, have.SHA256, want.Records, want.Bytes, want.SHA256)
	}
	return nil
}

// lines reads a file line by line.
type lines struct {
	in     *bufio.Reader
	buffer []byte
	number int // of the last line, from 1
}

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 1<<16)} }

// next returns a line without its line feed, good until the next call; io.EOF after the last.
func (l *lines) next() ([]byte, error) {
	l.buffer = l.buffer[:0]
	for {
		piece, err := l.in.ReadSlice('\n')
		if len(l.buffer)+len(piece) == 0 && err == io.EOF {
			return nil, io.EOF
		}
		if len(l.buffer) == 0 {
			l.number++
		}
		l.buffer = append(l.buffer, piece...)
		switch {
		case len(l.buffer) > record.MaxLine:
			return nil, fmt.Errorf("it is longer than %d bytes", record.MaxLine)
		case err == io.EOF:
			return nil, errors.New("it has no end: the file was cut off")
		case err == nil:
			return l.buffer[:len(l.buffer)-1], nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}
