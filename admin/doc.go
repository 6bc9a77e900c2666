// Package admin is the editing UI: pages of HTML for the people of a practice, on
// echo. Everything works as ordinary forms (POST, then redirect); scripts only make
// it quicker. It changes content through cms.Editor and in no other way.
//
// One screen is one file of Go and one of HTML: page_list.go holds the handler and
// the view, templates/page_list.html the words. routes.go lists every route and who
// may call it.
package admin
