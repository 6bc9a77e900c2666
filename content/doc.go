// Package content says what content is: documents, their types, and the blocks
// they are made of. It has no I/O, no clock and no HTTP, and imports nothing of
// ours but its own sub-packages.
//
// # Words
//
// Each word has one meaning, here and in every other package:
//
//	Document      one thing the practice keeps: a service page, a practitioner, a
//	              crisis snippet. It has an id, a Type, and one Content per Locale.
//	Type          what a document is: its fields, whether it has a path (then it is
//	              a page), and which block kinds it takes.
//	Block         one typed piece of a document's content, with an id that stays the
//	              same in every version.
//	Kind          what a block is: its fields. Declared once as data; forms,
//	              validation, JSON Schema and OpenAPI are derived from it.
//	Field         one value of a type or a kind.
//	Version       one immutable state of a document in one locale: number 1, 2, 3 …,
//	              never reused; with author, time, note, origin and parent.
//	Working copy  one person's edits that are not a version yet; it says from which
//	              version it started.
//	Draft         the latest version, when it is not the live one.
//	Live          the version that the public API serves.
//	Publish       point live at a version.
//	Restore       write a new version equal to an old one (the whole document, or
//	              single blocks). It never publishes and never overwrites.
//	Record        a document without a path (practitioner, snippet …), shown inside
//	              pages by reference, always in its live state.
//	Asset         an uploaded file, and what is known of it: a document of a type that
//	              is an asset. Where it is used, the use names the asset, and the bytes
//	              by their hash, so that no later upload changes what a version shows.
//	Redirect      an old path that leads to where its page is now.
//	Receipt       what the sanitiser takes out of a text, by block and field.
//	Gap           something that a text still lacks or has too much of. Gaps advise;
//	              they never stop a save.
//
// # Life of an edit
//
//	      typing                 save                    publish
//	base ───────▶ working copy ───────▶ version n+1 ───────────────▶ live
//	                              │  merged by block and by field
//	                              │  when somebody saved meanwhile
//	                              ▼
//	                     conflict: both texts are kept
//
// Restoring is a save whose content comes from an earlier version. Nothing but
// publish, unpublish and undo moves live.
package content
