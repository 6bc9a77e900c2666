// Package limit bounds how many requests each client makes (Rate), how many things it has
// open (Seats), and how much work is done at once (Work).
package limit

import (
	"math"
	"net/http"
	"strconv"
	"sync"

	"golang.org/x/time/rate"

	"practicecms/api/internal/wire"
)

// reserve is how many seconds' worth of requests a client may make at once: a static
// build asks for a whole site in one go.
const reserve = 10

// maxClients bounds the memory: about 150 bytes each. When there are more, those who
// have asked for nothing lately are forgotten, and after them anybody.
const maxClients = 50_000

// Rate allows each client so many requests a second: a token bucket. K names a client.
// The nil Rate allows everything. It is safe for concurrent use.
type Rate[K comparable] struct {
	perSecond int
	mu        sync.Mutex
	clients   map[K]*rate.Limiter
}

// NewRate returns a Rate, or nil when perSecond is 0.
func NewRate[K comparable](perSecond int) *Rate[K] {
	if perSecond <= 0 {
		return nil
	}
	return &Rate[K]{perSecond: perSecond, clients: map[K]*rate.Limiter{}}
}

// Take counts a request of a client. The error is a 429 that says when to try again, and
// left is how many more requests would be answered right now.
func (r *Rate[K]) Take(client K) (left int, err error) {
	if r == nil {
		return 0, nil
	}
	r.mu.Lock()
	bucket := r.clients[client]
	if bucket == nil {
		r.makeRoom()
		bucket = rate.NewLimiter(rate.Limit(r.perSecond), r.perSecond*reserve)
		r.clients[client] = bucket
	}
	r.mu.Unlock()
	if bucket.Allow() {
		return int(bucket.Tokens()), nil
	}
	wait := strconv.Itoa(int(math.Max(1, math.Ceil((1-bucket.Tokens())/float64(r.perSecond)))))
	h := http.Header{"Retry-After": {wait}}
	r.Say(h, 0)
	return 0, &wire.Error{Status: http.StatusTooManyRequests, Detail: "That was more than " + strconv.Itoa(r.perSecond) + " requests a second. Wait for as many seconds as Retry-After says.", Header: h}
}

// Say writes what is left into the header (draft-ietf-httpapi-ratelimit-headers-10). It
// has no place in answers that others are given, too, by a cache.
func (r *Rate[K]) Say(h http.Header, left int) {
	if r == nil {
		return
	}
	h.Set("RateLimit-Policy", `"requests";q=`+strconv.Itoa(r.perSecond*reserve)+`;w=`+strconv.Itoa(reserve))
	h.Set("RateLimit", `"requests";r=`+strconv.Itoa(left)+`;t=`+strconv.Itoa((r.perSecond*reserve-left)/r.perSecond))
}

// makeRoom forgets clients when there are too many.
func (r *Rate[K]) makeRoom() {
	if len(r.clients) < maxClients {
		return
	}
	for client, bucket := range r.clients {
		if int(bucket.Tokens()) >= r.perSecond*reserve {
			delete(r.clients, client)
		}
	}
	for client := range r.clients {
		if len(r.clients) < maxClients*9/10 {
			return
		}
		delete(r.clients, client)
	}
}
