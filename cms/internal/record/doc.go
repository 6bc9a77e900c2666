// Package record is what is kept, as it is kept: the spaces of the store and their keys,
// the records in them, and how a record becomes bytes. Everything above reads and writes
// the store through the tables of this package, or with records of its own through
// [TableOf].
//
// A record never changes its meaning: FORMAT.md beside the store describes each member,
// and a number that was once a member's is given to no other. Nothing here decides
// anything; what may be written, and what follows from it, is for the packages above.
package record
