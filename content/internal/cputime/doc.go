// Package cputime measures what a function costs for tests that bound it: what else runs on
// the machine does not count, as it would on the clock.
package cputime
