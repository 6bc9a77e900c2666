// Package admin is the editing UI: pages of HTML for the people of a practice, on
// echo. Everything works as ordinary forms (POST, then redirect); scripts only make
// it quicker. It changes content through cms.Editor and in no other way.
//
// # Where things are
//
// One screen is one file of Go and one of HTML by the same name: version_compare.go holds
// the handler and the view, templates/version_compare.html the words. What a screen asks or
// does without one of its own (to undo, to name a version) has a file of Go alone. The name
// is a family and a verb or a thing:
//
//	page_     what a page goes through: it is listed, found, made, pasted, previewed and shared,
//	          put live now or on a day, and put in the trash. Records too: page_records
//	edit_     the page while somebody writes: the workspace (a person's working copy), its
//	          screen with forms (show, keep) and with the live editor (live…), who else is
//	          there, two texts for one place, and undoing
//	version_  what was: the list of versions, one of them, what changed between two, how it was
//	          on a date, who wrote it, when words were said, removed parts, evidence, and
//	          bringing any of it back (undo_change, restore, put_together)
//	owner_    what only owners do: activity, settings, webhooks, backup, erasing, thinning out,
//	          the clock
//	door_     coming in: signing in, setting up
//
// What stands beside the families is for all of them: routes.go lists every route and who
// may call it; server.go, middleware.go, session.go and static.go serve it; render.go has
// what every view knows (Base) and the one template set; document.go reads what the routes
// below /admin/d/:id are about; errors.go is the one table from errors to answers, toast.go
// what is said after a redirect, and funcs.go and icon.go what templates call.
//
// # Libraries
//
// They know neither requests nor this package, and can be read alone. Each imports only
// what stands below it, and content and cms:
//
//	internal/redline    how a comparison is shown, and what takes a change of it back
//	internal/rendering  how content and its history are shown
//	internal/form       forms of declared fields, and reading them back
//	internal/words      the sentences about times, people, history and deeds
//
// The partials that set what they return are named after them: rendered.html, changes.html,
// form.html, history.html.
//
// # Where does a change go?
//
//	a word on a screen                    its template
//	a sentence with a time or a name      internal/words
//	a new screen                          a file in its family, its template, a row in routes.go
//	how a kind of block looks             templates/partials/rendered.html, and live.html
//	how a type of field is filled in      internal/form and form.html; ui/src/live/fields.ts
//	what an error says                    errors.go
//	colours, sizes, scripts               ui/src, see README.md
package admin
