// Package cms is what the system does, and the only way to change anything.
//
// Open gives a CMS. Two views of it go to the front doors:
//
//   - Editor makes every change. Each of its methods takes the Actor who acts, and
//     authorises, applies and audits the change in one transaction.
//   - Delivery reads what is live, or with At what was, and by construction nothing
//     else: the public API holds a Delivery and never an Editor.
//
// A Preview opens the links that were shared, and nothing else.
//
// # Rooms
//
// This package holds the Editor's verbs about documents, a file each (editor.go creates and
// saves), and Delivery, which embeds nothing: that it returns only what is live can be read
// in one file. cms.go opens everything, engine.go alone knows which engine keeps the
// records, and actor.go and errors.go repeat the names that callers need. All else stands in
// rooms; Editor embeds those that people act in. From the bottom up, with what each imports
// of this folder. Every room may import content, and a test asserts the rest:
//
//	internal/store            ordered keys and transactions: interfaces, errors, limits ←
//	internal/store/storetest  what every engine has to keep, and one in memory ← internal/store
//	internal/store/pages      the pages of a bbolt file, read without trust ← internal/store
//	internal/store/bolt       the engine: one file, by bbolt ← internal/store internal/store/pages
//	internal/record           what is kept: spaces, keys, records, bytes ← internal/store
//	internal/seal             small secrets, encrypted with a key in a file of its own ←
//	internal/clock            what time it is, whatever happens to the computer's clock ←
//	audit                     who may do what, who did; the one door to the store ← internal/clock internal/record internal/store
//	archive                   a practice as a folder or ZIP of files, and back ← audit internal/record internal/store
//	feed                      what readers saw change: the log, its cursors, epochs ← audit internal/clock internal/record internal/store
//	internal/derived          paths, uses, shelf, due: each with its mover and rebuild ← internal/record internal/store
//	live                      what readers see, now or at a moment ← feed internal/derived internal/record internal/store
//	verify                    whether the file keeps the promises ← audit feed internal/derived internal/record internal/store live
//	history                   what was, who wrote it, where words stand; reads only ← audit internal/record internal/store
//	access                    people, sessions, tokens, passwords ← audit internal/record internal/store
//	evidence                  proof of what a page said, and its check ← access audit history internal/record internal/store live verify
//	internal/search/index     words and documents: one search index on the disk ← internal/store internal/store/pages
//	internal/search           indexes kept in step with the store ← audit internal/record internal/search/index internal/store live
//	place                     a folder or a bucket that keeps bytes under names ←
//	place/s3test              a real S3-compatible server, for tests ← place
//	blobs                     bytes under their hash, and uploads on their way ← place
//	pictures                  safe pictures of what people upload, and their sizes ←
//	backups                   a backup each night, proven: when, where, how many are kept ← place
//	webhooks/internal/send    one call of one receiver ←
//	webhooks                  receivers, the outbox and its sender ← access audit feed internal/record internal/seal internal/store verify webhooks/internal/send
//	cmstest                   a practice for tests ← . access live
//
// A new capability is one more room with its records in it, a line in internal/record's
// table of spaces, and a line in Editor.
//
// # Where does a change go?
//
//	a kind of block or a type        content/standard.go
//	a space with records             internal/record/spaces.go and layout.go, a table beside its verbs,
//	                                 and its form in export.go
//	an action of the audit           audit/action.go, and its words in admin/internal/words
//	a permission or a role           audit/actor.go
//	what a version is told to be     history/deed.go and list.go
//	a member of the change feed      feed/change.go
//	an event of webhooks             webhooks/sender.go
//	a promise that verify checks     verify/checks.go, and the list below
//	an engine                        a package in internal/store, and engine.go
//
// # Invariants
//
// Each has a test, and those that a file can show, all but 8 and 9, have a line of this
// name in the report of Verify.
//
//	1 versions-never-change    A version never changes once written; numbers grow by
//	                           one and are never reused.
//	2 live-exists              Live is none or an existing version; restore and save
//	                           never move it.
//	3 bodies-resolve           Every reference to a body resolves.
//	4 one-page-per-path        One live page per locale and path; redirects lead to
//	                           live pages in one hop: to the one that left last.
//	5 delivery-is-live-only    Nothing that Delivery returns was only in a draft, a
//	                           working copy or the trash.
//	6 one-audit-entry          Every change has exactly one audit entry, written in
//	                           the same transaction. A working copy is no change: it
//	                           is one person's own until it is saved.
//	7 derived-equals-rebuild   Derived spaces equal their rebuild.
//	8 acknowledged-is-there    A save that was acknowledged survives SIGKILL and power
//	                           loss; a write that failed changed nothing.
//	9 old-bodies-restore       Restoring never fails because a kind changed since.
//	10 outbox-has-every-change What moved what is live wrote, in the same transaction,
//	                           a call for every webhook.
//	11 uploaded-files          Each file that the records know of is there, as it was
//	                           uploaded.
package cms
