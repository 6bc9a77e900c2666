package backups

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"practicecms/cms/place"
)

// ParseRecipient reads whom backups are encrypted to: the public key of an age identity, which
// begins with age1. Who holds it can encrypt, and not read.
func ParseRecipient(text string) (age.Recipient, error) {
	r, err := age.ParseX25519Recipient(text)
	if err != nil {
		return nil, errors.New("this is not a public key that begins with age1; practicecms backup-key FILE makes one")
	}
	return r, nil
}

// NewIdentity makes a key that reads what is encrypted to its recipient. The text is the
// contents of the key's file, for Decrypt and for the program age.
func NewIdentity() (text, recipient string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	recipient = id.Recipient().String()
	return fmt.Sprintf("# public key: %s\n%s\n", recipient, id), recipient, nil
}

// ageMagic begins every encrypted file.
const ageMagic = "age-encryption.org/"

// ErrWrongKey is returned when a backup was encrypted to another key.
var ErrWrongKey = errors.New("this key does not open the backup; it was encrypted to another one")

// IsEncrypted reports whether a file is encrypted.
func IsEncrypted(file io.ReaderAt) (bool, error) {
	start := make([]byte, len(ageMagic))
	n, err := file.ReadAt(start, 0)
	if err == io.EOF {
		err = nil
	}
	return string(start[:n]) == ageMagic, err
}

// Decrypt reads an encrypted backup with the identities in keys. What was changed on the way
// is an error of reading. The error is ErrWrongKey, or what is wrong with the keys.
func Decrypt(backup, keys io.Reader) (io.Reader, error) {
	identities, err := age.ParseIdentities(keys)
	if err != nil {
		return nil, fmt.Errorf("the file of the key: %w", err)
	}
	out, err := age.Decrypt(backup, identities...)
	if errors.As(err, new(*age.NoIdentityMatchError)) {
		return nil, ErrWrongKey
	}
	return out, err
}

// encryptFile writes a file anew, encrypted.
func encryptFile(ctx context.Context, from, to string, r age.Recipient) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w, err := age.Encrypt(out, r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, place.Reader(ctx, in)); err != nil {
		return err
	}
	return w.Close()
}
