//go:build !race

package pictures

const raced = false
