// Package pages reads the pages of a bbolt file from plain bytes. bbolt reads the same
// pages through pointers into mapped memory and trusts every length in them; here each one
// is held against the bytes there are, so that a damaged page is an error. It says whether
// a file may be given to bbolt.
package pages
