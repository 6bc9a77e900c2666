// Package paste turns what people paste (plain text, Markdown, or the HTML that a
// browser or a word processor puts on the clipboard) into a page: title, web
// address and blocks. It is pure: no I/O, no clock, no ids.
//
// # The promise
//
// The words that go in are the words that come out, in the same order, none added
// and none lost. Whatever had to be guessed is listed as inferred, whatever was
// taken out (scripts, tracking pictures, unsafe links) as removed, and where the
// text does not say, the editor is asked. Result.Words counts both ends.
//
// # The pipeline
//
//	input ── normalise ──▶ reader ──▶ elements ──▶ outline ──▶ blocks
//	                       text.go     headings,     parts:      section, steps,
//	                       markdown.go paragraphs,   a heading   checklist …
//	                       html.go     list items,   and what
//	                                   tables, rules is below it
//
//	normalise.go, spaces.go
//	              one form of Unicode, of line ends and of spaces
//	file_head.go  the title and other details at the head of a Markdown file
//	markdown_lines.go
//	              which ends of lines of a Markdown source part lines
//	viewer.go     the lines that viewers of PDF copy, and words that are broken there
//	lines.go      the lines of a text: blank ones, replies, dividers, rows of a table
//	mail_text.go, cells.go
//	              addresses as mail programs write them, cells as spreadsheets do
//	signs.go, ordinal.go
//	              which lines are items of lists, and how they are nested
//	text.go, markdown.go, html.go
//	              one reader per format; each gives a flat list of elements
//	html_walk.go, html_look.go, html_sheet.go
//	              what HTML shows: the words, and the style that each of them has
//	html_read.go, html_table.go, ordinal.go
//	              headings, lists (Word's too), quotations and tables of HTML
//	notes.go      footnotes, and where both their sign and their note stand in one text
//	embed.go, frame.go
//	              what is embedded or only a picture shows; what is a website's frame and no part of its text
//	table_head.go which first rows name the columns
//	small_table.go
//	              which tables may as well be lists
//	stanza.go     what paragraphs without a blank line between them are: one that a
//	              window broke, or lines such as those of an address
//	headings.go, people.go
//	              which short lines are headings, which two are one, and who is a person
//	quotation.go, signed.go
//	              who said what is quoted, and what else begins with a dash
//	question.go   what is asked and answered
//	blocks.go, steps.go
//	              elements to blocks
//	rich.go, write.go, escape.go
//	              text with bold, italic, strike and links; writing it as Markdown
//	address.go, links.go, redirects.go
//	              addresses that are typed, which links are kept and in which form,
//	              and what others put around them
//	title.go      title and web address
//	suggest.go    names of known services and practitioners
//	words.go      what a word is, counted in the source and in the result
//	insert.go     what a clip becomes in the editor, by the same rules
//	kind.go       another kind for a block that was made, as AsKind does it
//
// # What is a word
//
// A word is a run of characters without white space that a reader of the source
// sees. Not words: list markers at the start of a line, dashes, Q: and A:, dividing
// lines, Markdown's own marks, HTML tags, addresses behind links, alternative texts
// of pictures, hidden text, and the head of a Markdown file. The title is inferred from the words and not counted.
//
// # The rules
//
// The rules for plain text were derived from real pages of therapy practices.
//
//  1. Unicode NFC, line feeds, plain spaces but where a language needs one at which no
//     line ends; if every gap between two lines has at
//     least n blank lines, n of them mean nothing.
//  2. A list marker on a line of its own and the next line are one list item. A
//     line without its own marker ends the list, unless it goes on from an item that
//     was too long for a line. Two numbers that count on, in any form, are a list;
//     a single one is a word.
//  3. A heading has at most 70 characters and 10 words, does not end in . , : ; or
//     ! and has at least 80 % of its main words capitalised, or stands alone between
//     two blank lines and above a text. Three lines in a row are no headings.
//  4. Two headings one below the other are one when the word pair across the break
//     occurs elsewhere in the text. Without that evidence the editor is asked.
//  5. Steps: the introduction says "three phases" (stages, steps, parts) and
//     exactly that many short headings with text follow.
//  6. A callout is one to three lines of at most 100 characters directly between a
//     list and a heading.
//  7. "… right for you?", "Is … for me?" and "Who can …" head a suitability block;
//     a heading that starts with begin, start, schedule, book, contact, call or
//     request heads an invitation.
//  8. Names are matched against known records only, and offered, never inserted.
//  9. A quotation (marks of quotation around it, or the source says so) and below it a
//     dash and a name are a quotation with its author. A single dash before a name is
//     no list, and neither are dashes before what people say to each other. A name
//     without a dash is an author when it stands closer to the quotation than to what
//     follows, or when quotations and names alternate.
//  10. Two questions or more that have answers are questions and answers: those with Q:
//     and A:, those in bold that end in a question mark, sub-headings that all do, what
//     a page unfolds, and lines below a heading such as "Frequently asked questions".
//  11. A footnote is one where its note ends the text that its sign stands in; elsewhere
//     sign and note are words, [1], since delivery keeps both on their page only so.
//  12. Short lines without a blank line between them are one paragraph, and lines with
//     equally many tabs are a table.
//  13. A name with letters behind it, above what the person is, heads what is said
//     about them.
//  14. The title is what the head of a file says, the phrase that is repeated most and
//     stands in a heading, or the first heading; it is no hour, no day, no insurer and no
//     button, and nothing in it is struck out.
//
// Headings that HTML or Markdown marks as such are trusted; rule 3 is used there
// only when the source has no heading at all.
package paste
