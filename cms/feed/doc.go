// Package feed is what readers saw change. Log is the change log, read back as Changes with
// their cursors; Epochs tell caches what moved, whoever moved it.
package feed
