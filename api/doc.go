// Package api delivers a practice's live content as JSON. It holds a cms.Delivery,
// which can read nothing else, and never an Editor; the write API is package manage.
//
// # A read
//
//	GET /api/v1/pages/services/emdr
//	      │
//	      ▼
//	server.go     is the answer in the cache, and still of this epoch? ──yes──▶ entry.go: a few
//	      │ no                                                                  assignments, one write
//	      ▼
//	query.go      parameters, checked; the canonical form of the request is the cache's key
//	routes.go     which answer the address gives
//	documents.go  what it tells, read from the cms.Delivery
//	render*.go    live content, written as JSON in declared order
//	encode.go     gzip and brotli, once
//	entry.go      ETag and header fields; kept in cache.go until the next publication
//
// Whatever is published moves the epoch, so the very next request sees it.
//
// # Where things are
//
// An address has a file of the name of its last word, as search.go, or of what it is about:
//
//	documents.go    the practice, pages and documents, one and in lists
//	redirects.go    old paths: the list of them, and what is at one (resolve)
//	changes.go      the feed of changes          events.go    the same as it happens
//	description.go  the description of this API, for people's tools, as TypeScript and schemas
//	preview.go      what a shared link shows: no live content, and never cached
//
// What stands beside them is for all of them:
//
//	server.go     who is admitted, which pool answers, and how a refusal looks
//	cors.go       whose pages may read in a browser, and what of an answer
//	query.go      a request as answers have it
//	render.go     the renderer, which notes what an answer depends on; render_document.go writes
//	              documents, render_value.go fields, render_link.go what leads elsewhere
//	pool.go       how many answers are made at once, and cache.go, where they are kept
//	entry.go      an answer made ready; negotiate.go chooses the encoding that a client gets
//
// # Libraries
//
//	internal/wire     JSON in a fixed order and strictly read, parameters, cursors, problems:
//	                  what both halves of the API share
//	internal/openapi  the description: its operations, what is delivered, what is stored
//	internal/limit    bounds of requests, of what is open, and of work
//	internal/apitest  a client for tests, which holds each answer against the description
//	internal/bench    load on a running server, and what it costs
//	client            the client for Go and TypeScript that users copy
//
// # Where does a change go?
//
//	a new address              its file, a row in routes.go, one in openapi/operations.go
//	a new query parameter      its row in both; query.go reads it, and says it in canonical
//	a member of documents      render_document.go and openapi/delivered.go
//	how a type of field looks  render_value.go and openapi/delivered.go
//	what an error says         wire/problem.go
//	how long a cache keeps     entry.go, and errorCaching in server.go
package api
