// Package manage is the write API: drafts, versions, publishing, for programs that
// hold a token. It does what the editing UI does, through the same cms.Editor, and
// is the only place in package api that holds one. Delivery of live content is
// package api.
//
// # Where things are
//
// An address has a file of the name of its last word: what answers
// /documents/{id}/compare is in compare.go. Where several are one thing, the file has the
// name of that:
//
//	documents.go  make, read and save            list.go  the list of them
//	publish.go    publish, unpublish, undo-publish, schedule, unschedule
//	trash.go      trash, untrash
//	versions.go   the history, one version, its name
//	restore.go    a version, or blocks from several; rehearse.go tells what that would do
//	owners.go     what no token may: erase, thin
//
// What stands beside them is for all of them:
//
//	routes.go     every address, its parameters, and who answers
//	server.go     who may come in, and how a refusal looks
//	request.go    a request as handlers have it, and the answer to it
//	read.go       what bodies of requests say
//	write.go      what answers say; a function that takes a wire.Writer writes a value, or
//	              the members of an object where its comment says so
//	etag.go       If-Match and ETag
//	conflict.go   the answer to a save that lost a race
//	summary.go    what a version changed, in English
//
// How JSON is read and written, parameters, problems and cursors are in api/internal/wire,
// which the delivery API has too; the table from errors to statuses is problem.go there.
//
// # Where does a change go?
//
//	a new address             its file, a row in routes.go, one in openapi/operations.go
//	a new query parameter     its row in both; wire/params.go reads it
//	a new member of an answer write.go or the address's file, and openapi/stored.go
//	what an error says        wire/problem.go
//	who may do what           not here: cms.Editor asks for a permission, act by act
package manage
