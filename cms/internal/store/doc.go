// Package store keeps ordered keys in named spaces, with transactions.
//
// Everything above this package speaks to [Store], [Reader] and [Writer] and
// nothing else. Those three promise no more than a cluster engine can keep:
// a caller may not know which engine runs, may not hold bytes past a
// transaction, and may not rely on being the only process. The engine that
// stands here today is bbolt, in one file, behind [Open]; what only an embedded
// engine can do (Backup, Check, Stats, Compact) are methods of [DB] and plain
// functions, not part of Store.
//
// # What the engine promises
//
//   - An Update is all or nothing, and on the disk when it returns nil.
//   - A View sees one state, whatever is written meanwhile.
//   - A record is never handed out changed: each one carries a checksum over its
//     space, its key and its value, and a wrong one is a [DamageError].
//   - A damaged file is an error, not a crash. The file's tree is walked with
//     bounds on every step before it is mapped into memory (see walk.go), and
//     every call into bbolt is fenced (see guard.go).
//   - A full disk is [ErrFull] and changes nothing. Any other failed write stops
//     all writing until a restart, because after a failed fsync nobody can know
//     what the disk holds.
//
// FORMAT.md describes the file byte by byte.
package store
