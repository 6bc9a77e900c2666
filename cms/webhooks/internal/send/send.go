package send

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Message is what is sent. Its ID stays the same when it is sent again, so that a
// receiver knows what it has had; it has no full stop in it.
type Message struct {
	ID   string
	Body []byte // JSON
}

// Fault is why a message did not arrive. The empty Fault says that it did.
type Fault string

// The faults.
const (
	FaultPrivate     Fault = "private"     // the address is not public, and nobody allowed it
	FaultInsecure    Fault = "insecure"    // without TLS, to an address that nobody allowed
	FaultName        Fault = "name"        // there is no such host
	FaultConnection  Fault = "connection"  // nothing answers there, or it broke off
	FaultCertificate Fault = "certificate" // its TLS is not to be trusted
	FaultTime        Fault = "time"        // it took too long
	FaultRedirect    Fault = "redirect"    // it answered with another address
	FaultGone        Fault = "gone"        // 410: it wants no more
	FaultStatus      Fault = "status"      // another answer than 2xx
	FaultOurs        Fault = "ours"        // something went wrong on our side
)

// Answer is how sending a message ended.
type Answer struct {
	Fault  Fault
	Status int           // of HTTP; 0: there was no answer
	Wait   time.Duration // how long the receiver asks to be left alone (Retry-After of a 429 or 503); 0: it does not
	Cause  error         // for the log, without the address; nil without a fault
}

// Limits of one sending.
const (
	Timeout   = 15 * time.Second // in all, from looking the name up to the end of the answer
	maxHeader = 16 << 10         // bytes
	maxAnswer = 4 << 10          // bytes of the body that are read, and thrown away
)

// Sender sends messages. The zero Sender is right for a server; it is safe for
// concurrent use.
type Sender struct {
	Timeout  time.Duration  // 0: Timeout
	Resolver *net.Resolver  // nil: net.DefaultResolver
	Roots    *x509.CertPool // whom to trust; nil: whom this machine trusts
}

// Send sends a message once, signed with each of the secrets.
func (s Sender) Send(ctx context.Context, t Target, m Message, at time.Time, secrets ...Secret) Answer {
	timeout := s.Timeout
	if timeout == 0 {
		timeout = Timeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url.String(), bytes.NewReader(m.Body))
	if err != nil {
		return Answer{Fault: FaultOurs, Cause: withoutAddress(err)}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "practicecms")
	r.Header.Set("webhook-id", m.ID)
	r.Header.Set("webhook-timestamp", seconds(at))
	r.Header.Set("webhook-signature", Sign(m.ID, at, m.Body, secrets...))
	response, err := s.client(t).Do(r)
	if err != nil {
		return Answer{Fault: faultOf(err), Cause: withoutAddress(err)}
	}
	defer response.Body.Close()
	// A receiver that is still writing should not see the connection break; what it
	// writes, and whether it gets to its end, does not matter. After 101 the connection is
	// not HTTP any more, and ctx does not end reading from it.
	if response.StatusCode != http.StatusSwitchingProtocols {
		_, _ = io.CopyN(io.Discard, response.Body, maxAnswer)
	}
	return judge(response, at)
}

// client makes a client for one sending: its connections are judged by what the target
// allows, and none is kept.
func (s Sender) client(t Target) *http.Client {
	dialer := &net.Dialer{
		Resolver:       s.Resolver,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error { return t.admit(address) },
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12},
			DisableKeepAlives:      true,
			DisableCompression:     true,
			MaxResponseHeaderBytes: maxHeader,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func judge(response *http.Response, at time.Time) Answer {
	out := Answer{Status: response.StatusCode, Cause: errors.New(response.Status)}
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
		out.Cause = nil
	case status >= 300 && status < 400:
		out.Fault = FaultRedirect
	case status == http.StatusGone:
		out.Fault = FaultGone
	default:
		out.Fault = FaultStatus
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			out.Wait = retryAfter(response.Header.Get("Retry-After"), at)
		}
	}
	return out
}

// retryAfter reads the header, which has seconds or a date; 0 for anything else.
func retryAfter(text string, now time.Time) time.Duration {
	const most = 1 << 31 // seconds: what is more overflows nothing and is bounded by the caller
	if n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 63); err == nil {
		return time.Duration(min(n, most)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// faultOf tells the faults of a connection apart.
func faultOf(err error) Fault {
	var (
		refused *refusal
		name    *net.DNSError
		timeout net.Error
		broken  *tls.CertificateVerificationError
		noTLS   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &refused):
		return refused.fault
	case errors.As(err, &name) && !name.IsTimeout:
		return FaultName
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return FaultTime
	case errors.As(err, &broken), errors.As(err, &noTLS), errors.Is(err, http.ErrSchemeMismatch):
		return FaultCertificate
	}
	return FaultConnection
}

// withoutAddress takes the address out of an error of net/http: it may hold a secret.
func withoutAddress(err error) error {
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		return fmt.Errorf("%s: %w", strings.ToLower(wrapped.Op), wrapped.Err)
	}
	return err
}
