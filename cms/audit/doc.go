// Package audit is who may do what and who did it. Log is the one door to the store for
// all who act: there is no change without the permission and an entry, and no look without
// the permission. Entries form a chain of hashes, and hold no content.
package audit
