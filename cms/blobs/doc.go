// Package blobs keeps bytes under their SHA-256, in a folder beside the data file:
//
//	originals/ab/abcdef…  the bytes whose hash that is; instead, a bucket can keep them
//	made/abcdef…/NAME     what was made of them; it can be made anew at any time
//	parts/ID              what has arrived of an upload
//
// Under its hash there is all of a file or nothing, and what is given out is what was put
// there: each state of a file is read through and hashed before it is first given out.
package blobs
