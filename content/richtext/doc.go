// Package richtext turns Markdown into sanitised HTML and into plain text.
//
// The Markdown is CommonMark with the GitHub additions (tables, strikethrough, task lists, bare addresses become links).
// A text passes through five steps, and each one does not trust the one before:
//
//	Check      refuses texts that would cost the parser too much; linear, nothing is parsed
//	parse      goldmark
//	rewrite    changes the parsed tree: raw HTML and pictures become their words, links are resolved or become their words
//	render     goldmark again, with an upper limit on the output
//	Sanitize   the one policy: allow list, then parse and render to balance, until nothing changes any more
//
// The words of a text survive: what is taken out is markup, the content of elements that a browser would not show either
// (scripts, styles, comments), addresses that no link may lead to, and the titles of links. All of it is listed in the receipt
// ([Removal]). Reference definitions that no link uses and the language of a code block are listed too.
//
// Every function is pure and safe for concurrent use. The package does no I/O, knows no time and imports nothing of ours. It is the
// only one that imports goldmark and bluemonday.
package richtext
