// Package seal encrypts small secrets that the program itself has to use, so that the data
// file and its backups alone do not tell them: the key is in a file of its own, which no
// backup has.
package seal
