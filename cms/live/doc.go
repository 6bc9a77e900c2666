// Package live is what readers see of a practice, now or as it was at a moment: pages with
// what they refer to, lists in an order, addresses, and the practice's own settings. It
// knows the live number of a head and no other, so nothing that was only a draft is in it.
package live
