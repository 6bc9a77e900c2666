// Package wire holds what the two halves of the HTTP API share: writing JSON in a
// fixed order, reading JSON strictly, reading query parameters, and answering with
// a problem (RFC 9457).
package wire
