package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// ErrOtherKey is returned for what cannot be opened because the key is not there, or is not
// the one that it was sealed with.
var ErrOtherKey = errors.New("the key that opens this secret is not here")

// keyBytes is the length of a key: AES-256.
const keyBytes = 32

// version begins everything that is sealed: AES-256-GCM, with a nonce of 12 random bytes before
// the text and a tag of 16 bytes after it.
const version = 1

// Box seals with the key in a file, and makes that file at first need. It is safe for concurrent
// use; nobody else may make the file at the same time.
type Box struct {
	file string

	mu   sync.Mutex
	aead cipher.AEAD // nil: the file was not read yet
}

// NewBox is a box whose key is in a file, 64 hexadecimal digits; it need not be there.
func NewBox(file string) *Box { return &Box{file: file} }

// Seal encrypts a secret. It is opened with the same about only, which says whose it is and is
// no secret. The errors are those of reading and writing the key.
func (b *Box) Seal(secret []byte, about string) ([]byte, error) {
	aead, err := b.key()
	if errors.Is(err, ErrOtherKey) {
		aead, err = b.makeKey()
	}
	if err != nil {
		return nil, err
	}
	return aead.Seal([]byte{version}, nil, secret, []byte(about)), nil
}

// Open decrypts what Seal made. It returns ErrOtherKey, or why the key cannot be read.
func (b *Box) Open(sealed []byte, about string) ([]byte, error) {
	aead, err := b.key()
	if err != nil {
		return nil, err
	}
	if len(sealed) == 0 || sealed[0] != version {
		return nil, errors.New("this secret was sealed in a way that this program does not know; use the newest one")
	}
	secret, err := aead.Open(nil, nil, sealed[1:], []byte(about))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.file, ErrOtherKey) // a record has its own checksum: it is not the bytes
	}
	return secret, nil
}

// key reads the key, once there is one.
func (b *Box) key() (cipher.AEAD, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.aead != nil {
		return b.aead, nil
	}
	text, err := os.ReadFile(b.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: %w", b.file, ErrOtherKey)
	}
	if err != nil {
		return nil, fmt.Errorf("the key for secrets cannot be read: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("%s is no key: it has to be %d hexadecimal digits. Put the right file there, or move this one away and make new secrets", b.file, 2*keyBytes)
	}
	b.aead, err = newAEAD(key)
	return b.aead, err
}

// makeKey makes the key, and its file unless somebody was faster.
func (b *Box) makeKey() (cipher.AEAD, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.aead != nil {
		return b.aead, nil
	}
	key := make([]byte, keyBytes)
	rand.Read(key) // never fails
	if err := writeNew(b.file, hex.EncodeToString(key)+"\n"); err != nil {
		return nil, fmt.Errorf("the key for secrets cannot be written: %w", err)
	}
	var err error
	b.aead, err = newAEAD(key)
	return b.aead, err
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
