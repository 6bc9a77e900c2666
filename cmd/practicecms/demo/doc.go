// Package demo fills an empty data folder with an invented practice, Juniper & Tide
// Therapy: four pages with histories worth looking at, and the records they show.
// People, licences and telephone numbers are made up; crisis lines and sources are
// real.
//
// # Adding a page
//
// Each file in the folder practice is one document; its file name is the name by
// which others refer to it. A file says of which type the document is, and what was
// done to it, oldest first. Copy the file that comes nearest, and run the tests:
// they say what is missing.
//
//	{"type": "service", "history": [
//	  {"when": "-7 Mon 11:10", "by": "marisol", "write": {"path": …, "title": …, "fields": {…}, "blocks": [
//	    {"name": "opening", "kind": "hero", "heading": "EMDR therapy"}]}},
//	  {"when": "-6 Fri 10:24", "by": "dana", "note": "…", "change": [
//	    {"set": "blocks/opening/heading", "to": "What EMDR is"}]},
//	  {"when": "-6 Fri 12:31", "by": "marisol", "publish": true}]}
//
// An entry of the history says when it happened ("-6 Fri 10:24" is 10:24 on the
// Friday six weeks before this week's), who did it (a key in people.json), and one of
//
//	write    the first version, in full; only the first entry does this
//	change   a new version, by steps (below)
//	restore  a new version with blocks brought back: {"version": 4, "blocks": ["pause"]}
//	publish  the latest version goes live
//
// A block has a name, for this file only, and beside it its kind and its fields as
// content.Standard declares them. Some values are written in a shorter form:
//
//   - a text of several paragraphs is a list of them;
//   - a link field holds the name of a document, and document:NAME in a text or a
//     web address leads to one; the document must have been written earlier;
//   - a date is written like when, without the time of day: "-7 Mon" or "+60 Fri".
//
// A step of a change names its place by a path such as blocks/how/steps/0/body:
// blocks by name, items of lists by number from 0. "set" puts a value there, "add"
// puts one in front of what stands there (- stands for the end), and "remove" takes
// it away.
package demo
