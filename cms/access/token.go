package access

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

var tokens = record.TableOf[tokenRecord](record.SpaceTokens)

type tokenRecord struct {
	Name    string       `cbor:"1,keyasint" json:"name"`
	Scope   audit.Role   `cbor:"2,keyasint" json:"scope"`
	Secret  content.Hash `cbor:"3,keyasint" json:"secret"` // SHA-256 of the secret part
	Created record.Stamp `cbor:"4,keyasint" json:"created"`
	Revoked record.Stamp `cbor:"5,keyasint,omitempty" json:"revoked,omitzero"` // 0: it is valid
}

// Token is an API token, without its secret.
type Token struct {
	ID      content.TokenID
	Name    string
	Scope   audit.Role
	Created time.Time
	Revoked time.Time // zero: it is valid
}

// tokenPrefix begins every token, so that secret scanners can know one.
const tokenPrefix = "pcms_"

// CreateToken makes a token and returns what the client sends; it cannot be had
// again. It needs the permission of an owner. A token reads
// pcms_<id, 32 hex digits>_<secret, 43 characters>_<CRC-32 of what stands before, 8 hex digits>.
func (d *Desk) CreateToken(ctx context.Context, who audit.Actor, name string, scope audit.Role) (string, Token, error) {
	if err := d.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil {
		return "", Token{}, err
	}
	if name = strings.TrimSpace(name); name == "" || len([]rune(name)) > 80 || strings.ContainsFunc(name, content.IsControl) {
		return "", Token{}, content.Invalid("name", "required", "Give the token a name of at most 80 characters, so that you know later what it is for.")
	}
	if scope != audit.ScopeDeliver && scope != audit.ScopePreview && scope != audit.ScopeManage {
		return "", Token{}, content.Invalid("scope", "choice", "Choose deliver, preview or manage.")
	}
	secret, err := NewSecret(d.random)
	if err != nil {
		return "", Token{}, err
	}
	id := content.TokenID(d.newID())
	rec := tokenRecord{Name: name, Scope: scope, Secret: content.Hash(SecretKey(secret))}
	entry := audit.Entry{Action: audit.ActionAddToken, Subject: id.String()}
	err = d.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		rec.Created = now
		return tokens.Put(w, tokenKey(id), rec)
	})
	text := fmt.Sprintf("%s%x_%s", tokenPrefix, id[:], secret)
	return fmt.Sprintf("%s_%08x", text, crc32.ChecksumIEEE([]byte(text))), rec.token(id), err
}

func (t tokenRecord) token(id content.TokenID) Token {
	return Token{ID: id, Name: t.Name, Scope: t.Scope, Created: t.Created.Time(), Revoked: t.Revoked.Time()}
}

// Token returns who a token stands for, or ErrUnauthenticated.
func (d *Door) Token(ctx context.Context, text string) (audit.Actor, error) {
	id, secret, ok := splitToken(text)
	if !ok {
		return audit.Actor{}, ErrUnauthenticated
	}
	var rec tokenRecord
	err := d.store.View(ctx, func(r store.Reader) (err error) {
		rec, err = tokens.Get(r, tokenKey(id))
		return err
	})
	if errors.Is(err, record.ErrNotFound) {
		return audit.Actor{}, ErrUnauthenticated
	}
	if err != nil {
		return audit.Actor{}, err
	}
	if rec.Revoked != 0 || subtle.ConstantTimeCompare(rec.Secret[:], SecretKey(secret)) != 1 {
		return audit.Actor{}, ErrUnauthenticated
	}
	return audit.Actor{Author: content.Author{Token: id}, Role: rec.Scope}, nil
}

// splitToken takes a token apart and checks its sum, which catches typing mistakes.
func splitToken(text string) (id content.TokenID, secret string, ok bool) {
	const idEnd, sumLen = len(tokenPrefix) + 32, 9
	if len(text) != idEnd+1+43+sumLen || !strings.HasPrefix(text, tokenPrefix) || text[idEnd] != '_' {
		return id, "", false
	}
	body := text[:len(text)-sumLen]
	if fmt.Sprintf("_%08x", crc32.ChecksumIEEE([]byte(body))) != text[len(body):] {
		return id, "", false
	}
	if _, err := hex.Decode(id[:], []byte(text[len(tokenPrefix):idEnd])); err != nil {
		return id, "", false
	}
	return id, body[idEnd+1:], true
}

// RevokeToken ends a token at once. It needs the permission of an owner.
func (d *Desk) RevokeToken(ctx context.Context, who audit.Actor, id content.TokenID) error {
	entry := audit.Entry{Action: audit.ActionEndToken, Subject: id.String()}
	return d.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(w store.Writer, now record.Stamp) error {
		rec, err := tokens.Get(w, tokenKey(id))
		if err != nil {
			return err
		}
		if rec.Revoked != 0 {
			return audit.ErrNoChange
		}
		rec.Revoked = now
		return tokens.Put(w, tokenKey(id), rec)
	})
}

// Tokens lists all tokens, oldest first. It needs the permission of an owner.
func (d *Desk) Tokens(ctx context.Context, who audit.Actor) ([]Token, error) {
	out := []Token{}
	err := d.log.Look(ctx, who, audit.MayAdminister, audit.OnNone, func(r store.Reader) error {
		for row, err := range tokens.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			out = append(out, row.Record.token(content.TokenID(row.Key)))
		}
		return nil
	})
	return out, err
}

func tokenKey(id content.TokenID) []byte { return id[:] }
