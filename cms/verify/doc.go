// Package verify holds the checks of what is kept against what is promised. A check takes a
// reader and reports on one line; a room with promises of its own brings its check along.
package verify
