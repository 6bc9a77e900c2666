package cms

import (
	"encoding/binary"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// The spaces. internal/store/FORMAT.md describes every key and value; the four
// below the line are derived: Verify compares them with a rebuild.
var (
	documents    = table[documentRecord]{"documents"}             // document
	heads        = table[headRecord]{"heads"}                     // document, locale
	versions     = versionTable{table[versionRecord]{"versions"}} // document, locale, number
	bodies       = bodyTable{"bodies"}                            // SHA-256 of the encoded body
	names        = table[nameRecord]{"names"}                     // document, locale, number
	erasures     = table[erasureRecord]{"erasures"}               // SHA-256 of the body that was there
	publications = table[publicationRecord]{"publications"}       // document, locale, sequence
	changes      = table[changeRecord]{"changes"}                 // sequence
	working      = table[workingRecord]{"working"}                // document, locale, person
	people       = table[personRecord]{"people"}                  // person
	sessions     = table[sessionRecord]{"sessions"}               // SHA-256 of the cookie's value
	tokens       = table[tokenRecord]{"tokens"}                   // token
	attempts     = table[attemptRecord]{"attempts"}               // SHA-256 of what is counted
	audit        = table[AuditEntry]{"audit"}                     // sequence
	redirects    = table[redirectRecord]{"redirects"}             // locale, path
	shares       = table[shareRecord]{"shares"}                   // SHA-256 of the link's secret
	hooks        = table[hookRecord]{"hooks"}                     // webhook
	outbox       = table[callRecord]{"outbox"}                    // webhook, number of the change

	paths = table[content.DocumentID]{"paths"} // locale, path
	uses  = table[useRecord]{"uses"}           // target document, source document, locale
	shelf = table[shelfRecord]{"shelf"}        // document, locale, block
	due   = table[uint64]{"due"}               // time, document, locale
)

func allSpaces() []store.Space {
	return []store.Space{
		documents.space, heads.space, versions.space, bodies.space, names.space, erasures.space, publications.space, changes.space, working.space,
		people.space, sessions.space, tokens.space, attempts.space, audit.space, redirects.space, shares.space, hooks.space, outbox.space, paths.space, uses.space, shelf.space, due.space,
	}
}

// Keys are built here and nowhere else. Ids have 16 bytes and numbers 8, big-endian;
// a locale is led by its length, so that no key of one document or locale is a
// prefix of another's. Text comes last in a key.

func documentKey(id content.DocumentID) []byte { return id[:] }
func personKey(id content.PersonID) []byte     { return id[:] }
func tokenKey(id content.TokenID) []byte       { return id[:] }
func hookKey(id content.HookID) []byte         { return id[:] }

// localeKey: length (1 byte) ‖ tag. A Locale has at most 35 bytes.
func localeKey(l content.Locale) []byte { return append([]byte{byte(len(l))}, l...) }

// headKey: document (16) ‖ locale.
func headKey(id content.DocumentID, l content.Locale) []byte { return append(id[:], localeKey(l)...) }

// numberedKey: document (16) ‖ locale ‖ number (8). A scan of headKey's prefix gives
// the history, oldest first.
func numberedKey(id content.DocumentID, l content.Locale, n uint64) []byte {
	return binary.BigEndian.AppendUint64(headKey(id, l), n)
}

// sequenceKey: number (8).
func sequenceKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// callKey: webhook (16) ‖ number of the change (8).
func callKey(id content.HookID, n uint64) []byte { return binary.BigEndian.AppendUint64(id[:], n) }

// workingKey: document (16) ‖ locale ‖ person (16).
func workingKey(id content.DocumentID, l content.Locale, p content.PersonID) []byte {
	return append(headKey(id, l), p[:]...)
}

// pathKey: locale ‖ path.
func pathKey(l content.Locale, path string) []byte { return append(localeKey(l), path...) }

// dueKey: time (8, microseconds since 1970) ‖ document (16) ‖ locale. A scan gives what
// is due soonest.
func dueKey(at stamp, id content.DocumentID, l content.Locale) []byte {
	return append(sequenceKey(uint64(at)), headKey(id, l)...)
}

// shelfKey: document (16) ‖ locale ‖ block (16).
func shelfKey(id content.DocumentID, l content.Locale, b content.BlockID) []byte {
	return append(headKey(id, l), b[:]...)
}

// useKey: target (16) ‖ source (16) ‖ locale.
func useKey(target, source content.DocumentID, l content.Locale) []byte {
	return append(append(target[:], source[:]...), localeKey(l)...)
}

// localeAt reads the locale that localeKey wrote at the start of b, and what follows.
func localeAt(b []byte) (content.Locale, []byte) {
	n := int(b[0])
	return content.Locale(b[1 : 1+n]), b[1+n:]
}
