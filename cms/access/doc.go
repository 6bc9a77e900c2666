// Package access is who is let in: people with their passwords and sessions, and the tokens
// of programs. A Door finds out who somebody is; at a Desk owners add people and tokens.
package access
