// Package derived keeps the spaces that follow from the others: the address book, the uses,
// the shelf of removed blocks and the plans that are due. Beside what moves each stands what
// rebuilds it; Verify compares the two.
package derived
