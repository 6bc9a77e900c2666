// Package bolt is the engine of package store that keeps everything in one bbolt file,
// for one process at a time. It is all that knows of the file: its header, locks, pages,
// fsyncs, backups and compaction. Besides [store.Store] it implements [store.Checker],
// [store.Backuper], [store.Rewriter] and [store.Doubter]; [CheckFile], [Compact], [CopyFile] and
// [Place] take care of files that nobody has open.
//
// # What it does for the promises of package store
//
//   - An Update is on the disk when it returns nil.
//   - Each record carries a checksum over its space, its key and its value.
//   - The file says how many records there are, and of what hashes, so that one that is
//     lost, or older than the last, is noticed (see tally.go).
//   - A damaged file is an error, not a crash. The file's tree is walked with
//     bounds on every step before it is mapped into memory (see walk.go), and
//     every call into bbolt is fenced (see guard.go).
//   - A full disk changes nothing. Any other failed write stops all writing until a
//     restart, because after a failed fsync nobody can know what the disk holds.
//
// FORMAT.md of package store describes the file byte by byte.
package bolt
