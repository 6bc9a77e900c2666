// Package evidence makes and checks proof of what a document said to readers during a span
// of time. A file can be checked with nothing but itself; EVIDENCE.md in package cms
// describes it.
package evidence
