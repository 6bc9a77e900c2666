// Package blobs keeps bytes under their SHA-256, in a folder beside the data file.
//
//	ab/abcdef…            the bytes whose hash that is
//	made/abcdef…/NAME     what was made of them; it can be made anew at any time
//	parts/ID              what has arrived of an upload, and parts/ID.size how much will
//
// A file is written under another name, flushed, and renamed: under its hash there is all of
// it or nothing.
package blobs
