// Package backups takes a backup every night and proves it: the copy is restored into a
// scratch folder and checked in full, put into its Place, read back from there, and only then
// gets a proof beside it. What has no proof counts for nothing. How things stand is read
// from the place itself, so it is true after a restart, and when somebody deletes a backup.
package backups
