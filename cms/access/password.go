package access

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// PasswordCost is what one password hash costs (argon2id, RFC 9106).
type PasswordCost struct {
	Time      uint32 // passes over the memory
	MemoryKiB uint32
	Threads   uint8
}

// DefaultPasswordCost is above the floor of OWASP ASVS 5.0, appendix C.
var DefaultPasswordCost = PasswordCost{Time: 3, MemoryKiB: 64 << 10, Threads: 1}

// Bounds of a password, in bytes. The lower one is counted in characters.
const (
	MinPassword = 12
	MaxPassword = 1024
)

//go:embed common-passwords.txt
var commonPasswords string

// CheckPassword returns nil when a password may be used, else ErrWeakPassword with
// what to do. A password is taken exactly as it was typed. personal are words that
// others know of the person, such as name and address.
func CheckPassword(password string, personal ...string) error {
	switch {
	case len([]rune(password)) < MinPassword:
		return fmt.Errorf("%w: it needs at least %d characters", ErrWeakPassword, MinPassword)
	case len(password) > MaxPassword:
		return fmt.Errorf("%w: it is longer than %d bytes", ErrWeakPassword, MaxPassword)
	}
	low := strings.ToLower(password)
	for common := range strings.Lines(commonPasswords) {
		if common = strings.TrimSpace(common); common != "" && strings.Trim(strings.ReplaceAll(low, common, ""), "0123456789!.-_ ") == "" {
			return fmt.Errorf("%w: many people use this one", ErrWeakPassword)
		}
	}
	for _, p := range personal {
		if p = strings.ToLower(p); len(p) > 3 && strings.Trim(strings.ReplaceAll(low, p, ""), "0123456789!.-_ ") == "" {
			return fmt.Errorf("%w: it is made of your name or address", ErrWeakPassword)
		}
	}
	return nil
}

const (
	saltBytes = 16
	keyBytes  = 32
)

// passwords hashes and compares. It bounds how many hashes are made at a time, for each
// takes cost.MemoryKiB.
type passwords struct {
	cost   PasswordCost
	random io.Reader
	slots  chan struct{}
}

// hash gives the PHC string of a password. It waits while too many hashes
// are being made already, for each takes cost.MemoryKiB.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(p.random, salt); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	key, err := p.argon2id(ctx, password, salt, p.cost)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.cost.MemoryKiB, p.cost.Time, p.cost.Threads, b64(salt), b64(key)), err
}

// match compares in constant time. For an empty hash it does the same work
// and says no, so that an unknown address takes as long as a known one.
func (p *passwords) match(ctx context.Context, hash, password string) (bool, error) {
	if len(password) > MaxPassword {
		return false, nil
	}
	cost, salt, want, err := parsePHC(hash)
	known := err == nil
	if !known {
		if hash != "" {
			return false, err
		}
		cost, salt, want = p.cost, make([]byte, saltBytes), make([]byte, keyBytes)
	}
	got, err := p.argon2id(ctx, password, salt, cost)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

func (p *passwords) argon2id(ctx context.Context, password string, salt []byte, cost PasswordCost) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, cost.Time, cost.MemoryKiB, cost.Threads, keyBytes), nil
}

var errBadHash = errors.New("a stored password hash cannot be read")

// parsePHC reads "$argon2id$v=19$m=65536,t=3,p=1$salt$key".
func parsePHC(s string) (cost PasswordCost, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, errBadHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.MemoryKiB, &cost.Time, &cost.Threads); err != nil {
		return cost, nil, nil, errBadHash
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(key) != keyBytes || cost.Time == 0 || cost.Threads == 0 {
		return cost, nil, nil, errBadHash
	}
	return cost, salt, key, nil
}
