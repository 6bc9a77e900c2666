package cms

import (
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/store"
)

// Format is the version of the data file that this program writes. It brings older ones up
// to date when it opens them for writing, and refuses newer ones. FORMAT.md in
// internal/store describes it.
const Format = 2

// upgrades brings what is stored from one format to the next: upgrades[n] leads from n to
// n+1. Whoever raises Format adds a line here and in FORMAT.md, and a file of the format
// before in testdata. What the engine keeps beside the records is its own affair.
var upgrades = [Format]func(store.Writer) error{
	1: derived.AddShelf,
}

// upgrade brings what is stored up to date, in one transaction.
func upgrade(from uint32, w store.Writer) error {
	for _, step := range upgrades[from:] {
		if err := step(w); err != nil {
			return err
		}
	}
	return nil
}
