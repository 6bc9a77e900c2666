// Package richtext turns Markdown into sanitised HTML and into plain text.
//
// The Markdown is CommonMark with tables, task lists and bare addresses as on GitHub, and with what people bring along from elsewhere:
//
//   - ~~two tildes~~ strike; any other number of them is text
//   - signs beside Chinese, Japanese and Korean work without spaces
//   - <br> is a line break, in tables too; in a heading it is a space
//   - <sup> and <sub> become characters or words that still say the same, see [Raise]
//   - a footnote, [^1] with [^1]: Note, is delivered as [1], and as a paragraph that begins with [1] at the end of the text
//   - what looks like the definition of a link, such as [Fees]: $150, is words when nothing refers to it
//
// testdata/dialect.json shows it all, and the editor reads the same file.
//
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
// ([Removal]). The language of a code block is listed too.
//
// Every function is pure and safe for concurrent use. The package does no I/O, knows no time and imports nothing of ours. It is the
// only one that imports goldmark and bluemonday.
package richtext
