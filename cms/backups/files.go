package backups

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"

	"filippo.io/age"

	"practicecms/cms/place"
)

// Uploaded files lie beside the backups that need them, each once, under the hash of its
// bytes. They never change, so a night brings those that are new.
const filePrefix = "file-"

func fileName(hash string, encrypted bool) string {
	if encrypted {
		return filePrefix + hash + ".age"
	}
	return filePrefix + hash
}

// PutFile puts a file into a place, encrypted when there is a recipient.
func PutFile(ctx context.Context, p place.Place, hash string, open func() (io.ReadCloser, error), to age.Recipient) (err error) {
	from, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	var out bytes.Buffer // a file is bounded
	w := io.Writer(&out)
	if to != nil {
		sealed, err := age.Encrypt(&out, to)
		if err != nil {
			return err
		}
		defer sealed.Close()
		if _, err := io.Copy(sealed, place.Reader(ctx, from)); err != nil {
			return err
		}
		if err := sealed.Close(); err != nil {
			return err
		}
	} else if _, err := io.Copy(w, place.Reader(ctx, from)); err != nil {
		return err
	}
	return p.Put(ctx, fileName(hash, to != nil), bytes.NewReader(out.Bytes()), int64(out.Len()))
}

// Decrypter reads what was encrypted; nil: nothing was.
type Decrypter func(io.Reader) (io.Reader, error)

// GetFile reads a file from a place, plain or encrypted. The error is fs.ErrNotExist for one
// that is not there, and for an encrypted one without decrypt.
func GetFile(ctx context.Context, p place.Place, hash string, decrypt Decrypter) (io.ReadCloser, error) {
	r, err := p.Get(ctx, fileName(hash, false))
	if err == nil {
		return r, nil
	}
	if !errors.Is(err, fs.ErrNotExist) || decrypt == nil {
		return nil, err
	}
	if r, err = p.Get(ctx, fileName(hash, true)); err != nil {
		return nil, err
	}
	plain, err := decrypt(r)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{plain, r}, nil
}

// storeFiles puts the files into the place that are not there yet.
func (k *Keeper) storeFiles(ctx context.Context, p Plan) error {
	if k.source.Files == nil {
		return nil
	}
	there := map[string]bool{}
	for o, err := range p.Place.List(ctx, "") {
		if err != nil {
			return err
		}
		there[o.Name] = o.Size > 0
	}
	return k.source.Files(ctx, func(hash string, open func() (io.ReadCloser, error)) error {
		if there[fileName(hash, p.Recipient != nil)] {
			return nil
		}
		return PutFile(ctx, p.Place, hash, open, p.Recipient)
	})
}
