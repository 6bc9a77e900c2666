//go:build race

package pictures

// raced: the race detector takes several times the memory.
const raced = true
