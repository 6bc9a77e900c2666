package record

import (
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// The spaces: everything that is kept is in one of them. FORMAT.md beside the store
// describes every key and value. The records of the model are declared in this package,
// those of people, webhooks and the like beside what they are for.
const (
	SpaceDocuments    store.Space = "documents"    // document → Document
	SpaceHeads        store.Space = "heads"        // document, locale → Head
	SpaceVersions     store.Space = "versions"     // document, locale, number → Version
	SpaceBodies       store.Space = "bodies"       // SHA-256 of the encoded body → Body
	SpaceNames        store.Space = "names"        // document, locale, number → Name
	SpaceErasures     store.Space = "erasures"     // SHA-256 of the body that was there → Erasure
	SpacePublications store.Space = "publications" // document, locale, sequence → Publication
	SpaceChanges      store.Space = "changes"      // sequence → Change
	SpaceWorking      store.Space = "working"      // document, locale, person → WorkingCopy
	SpaceRedirects    store.Space = "redirects"    // locale, path → Redirect
	SpaceAudit        store.Space = "audit"        // sequence → Entry of package audit
	SpacePeople       store.Space = "people"       // person → package access
	SpaceSessions     store.Space = "sessions"     // SHA-256 of the cookie's value → package access
	SpaceTokens       store.Space = "tokens"       // token → package access
	SpaceAttempts     store.Space = "attempts"     // SHA-256 of what is counted → package access
	SpaceShares       store.Space = "shares"       // SHA-256 of the link's secret → package cms
	SpaceHooks        store.Space = "hooks"        // webhook → package webhooks
	SpaceFiles        store.Space = "files"        // SHA-256 of the bytes → FileRecord
	SpaceOutbox       store.Space = "outbox"       // webhook, number of the change → package webhooks
	SpaceSetBacks     store.Space = "setbacks"     // number of the last change then → SetBack

	// Derived from the others: package derived moves and rebuilds them.

	SpacePaths store.Space = "paths" // locale, path → the document that is live there
	SpaceUses  store.Space = "uses"  // target document, source document, locale → Use
	SpaceShelf store.Space = "shelf" // document, locale, block → Shelved
	SpaceDue   store.Space = "due"   // time, document, locale → number of the version that goes live
	SpaceShown store.Space = "shown" // SHA-256 of a file's bytes → Shown
)

// Spaces lists all of them, for opening a store.
func Spaces() []store.Space {
	return []store.Space{
		SpaceDocuments, SpaceHeads, SpaceVersions, SpaceBodies, SpaceNames, SpaceErasures, SpacePublications, SpaceChanges, SpaceWorking,
		SpacePeople, SpaceSessions, SpaceTokens, SpaceAttempts, SpaceAudit, SpaceRedirects, SpaceShares, SpaceHooks, SpaceOutbox, SpaceSetBacks, SpaceFiles,
		SpacePaths, SpaceUses, SpaceShelf, SpaceDue, SpaceShown,
	}
}

// The tables of the model's records.
var (
	Documents    = Table[Document]{SpaceDocuments}
	Heads        = Table[Head]{SpaceHeads}
	Versions     = VersionTable{Table[Version]{SpaceVersions}}
	Bodies       = BodyTable{SpaceBodies}
	Names        = Table[Name]{SpaceNames}
	Erasures     = Table[Erasure]{SpaceErasures}
	Publications = Table[Publication]{SpacePublications}
	Changes      = Table[Change]{SpaceChanges}
	Working      = Table[WorkingCopy]{SpaceWorking}
	Redirects    = Table[Redirect]{SpaceRedirects}
	SetBacks     = Table[SetBack]{SpaceSetBacks}
	Paths        = Table[content.DocumentID]{SpacePaths}
	Uses         = Table[Use]{SpaceUses}
	Shelf        = Table[Shelved]{SpaceShelf}
	Due          = Table[uint64]{SpaceDue}
	Files        = Table[FileRecord]{SpaceFiles}
	ShownFiles   = Table[Shown]{SpaceShown}
)
