// Package archive is a practice outside of its store: a folder of files that anybody can read,
// described in EXPORT.md of package cms, and the way back. What is in it comes from the forms of package
// record; the folder is [Stage]d beside its place and gets its name when it is whole, or is
// sent as a [Zip].
package archive
