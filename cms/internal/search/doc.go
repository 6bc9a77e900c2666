// Package search finds documents by their words. A Finder keeps an index beside the data
// file and brings it in step with the audit log before it answers; one holds what is live
// and nothing else, and one the latest versions, for staff.
package search
