// Package cms is what the system does, and the only way to change anything.
//
// Open gives a CMS. Two views of it go to the front doors:
//
//   - Editor makes every change. Each of its methods takes the Actor who acts, and
//     authorises, applies and audits the change in one transaction.
//   - Delivery reads what is live, or with At what was, and by construction nothing
//     else: the public API holds a Delivery and never an Editor.
//
// Around them stand the people who may sign in, their sessions, the API tokens, the
// audit, search, the webhooks that are told of what is live, and the care of the data
// file: backup, verify, compact.
//
// # Invariants
//
// Each has a test of its name and a line in the report of Verify.
//
//	1 versions-never-change    A version never changes once written; numbers grow by
//	                           one and are never reused.
//	2 live-exists              Live is none or an existing version; restore and save
//	                           never move it.
//	3 bodies-resolve           Every reference to a body resolves.
//	4 one-page-per-path        One live page per locale and path; redirects lead to
//	                           live pages in one hop.
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
package cms
