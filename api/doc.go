// Package api delivers a practice's live content as JSON. It holds a cms.Delivery,
// which can read nothing else, and never an Editor; the write API is package manage.
//
// # A read
//
//	GET /api/v1/pages/services/emdr
//	      │
//	      ▼
//	server.go    is the answer in the cache, and still of this epoch? ──yes──▶ entry.go: a few
//	      │ no                                                                 assignments, one write
//	      ▼
//	query.go     parameters, checked; the canonical form of the request is the cache's key
//	routes.go    which answer the address gives
//	document.go  values.go  links.go
//	             live content, written as JSON in declared order
//	entry.go     ETag, gzip and brotli, once; kept in cache.go until the next publication
//
// Whatever is published moves the epoch, so the very next request sees it.
package api
