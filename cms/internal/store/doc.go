// Package store says what it is to keep ordered keys in named spaces, with
// transactions. It holds no engine: everything above speaks to [Store], [Reader] and
// [Writer], and an engine is a package of its own that implements them. Today there is
// one, store/bolt: one file, for one process at a time.
//
// The three promise no more than a cluster engine can keep: a caller may not know which
// engine runs, may not hold bytes past a transaction, and may not rely on being the only
// process. What only some engines can do is an optional interface ([Checker], [Backuper],
// [Rewriter], [Doubter]): a caller asks whether its Store has it, and the interface says what to do
// when it has not. Opening is the engine's own affair, and so is what can be done to a
// store that nobody has open.
//
// # What every engine promises
//
//   - An Update is all or nothing, and durable when it returns nil.
//   - A View sees one state, whatever is written meanwhile.
//   - A record is never handed out changed: a damaged one is a [DamageError].
//   - No room is [ErrFull] and changes nothing. Any other failed write, of which nobody
//     can know whether it was kept, is [ErrUnknown], and there is no writing after it
//     until a restart.
//
// Package storetest holds the tests that show it of an engine. FORMAT.md describes what
// is stored: the file of the engine, and every key and value.
package store
