//go:build lostfield

package main

import (
	"slices"

	"practicecms/content"
)

// A program of some later year, in which an opening has no sentence any more. A browser
// journey serves yesterday's data with it: what was written then is still shown, and comes
// back.
func init() {
	model = content.Standard()
	for i := range model.Kinds {
		if k := &model.Kinds[i]; k.Name == "hero" {
			k.Version++
			k.Fields = slices.DeleteFunc(k.Fields, func(f content.Field) bool { return f.Name == "lede" })
		}
	}
}
