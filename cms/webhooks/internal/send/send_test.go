package send

import (
	"context"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

var (
	now     = time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
	message = Message{ID: "one", Body: []byte(`{"type":"test"}`)}
	key     = Secret("0123456789abcdef0123456789abcdef")
)

// receiver answers as fn does, and is closed when the test ends.
func receiver(t *testing.T, fn http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(fn)
	t.Cleanup(s.Close)
	return s.URL
}

func send(t *testing.T, s Sender, to Target) Answer {
	t.Helper()
	return s.Send(t.Context(), to, message, now, key)
}

func TestAMessageArrivesAsItWasSigned(t *testing.T) {
	got := make(chan *http.Request, 1)
	var body []byte
	address := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		got <- r
	})
	if a := send(t, Sender{}, target(t, address+"/hook?token=x", "127.0.0.1")); a.Fault != "" || a.Status != http.StatusAccepted || a.Cause != nil {
		t.Fatalf("got %+v", a)
	}
	r := <-got
	for name, want := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "practicecms", "Webhook-Id": "one", "Webhook-Timestamp": "1772467200",
		"Webhook-Signature": Sign("one", now, body, key), "Cookie": "", "Authorization": "", "Accept-Encoding": "", "Referer": "",
	} {
		if r.Header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, r.Header.Get(name), want)
		}
	}
	if r.Method != http.MethodPost || r.URL.String() != "/hook?token=x" || string(body) != string(message.Body) {
		t.Errorf("%s %s: %s", r.Method, r.URL, body)
	}
}

func TestEachAnswerIsToldApart(t *testing.T) {
	for _, c := range []struct {
		status  int
		after   string
		want    Fault
		waiting time.Duration
	}{
		{200, "", "", 0},
		{204, "", "", 0},
		{301, "", FaultRedirect, 0},
		{307, "", FaultRedirect, 0},
		{304, "", FaultRedirect, 0},
		{400, "90", FaultStatus, 0},
		{404, "", FaultStatus, 0},
		{410, "", FaultGone, 0},
		{429, "90", FaultStatus, 90 * time.Second},
		{503, "Mon, 02 Mar 2026 16:02:00 GMT", FaultStatus, 2 * time.Minute},
		{503, "Mon, 02 Mar 2020 16:02:00 GMT", FaultStatus, 0},
		{503, "soon", FaultStatus, 0},
		{503, "-5", FaultStatus, 0},
		{503, "9223372036854775807", FaultStatus, (1 << 31) * time.Second},
		{500, "", FaultStatus, 0},
	} {
		address := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			if c.after != "" {
				w.Header().Set("Retry-After", c.after)
			}
			w.WriteHeader(c.status)
		})
		got := send(t, Sender{}, target(t, address, "127.0.0.1"))
		if got.Fault != c.want || got.Status != c.status || got.Wait != c.waiting || (got.Cause == nil) != (c.want == "") {
			t.Errorf("%d, Retry-After %q: got %+v, want fault %q and wait %s", c.status, c.after, got, c.want, c.waiting)
		}
	}
}

func TestNothingLeadsIntoThisMachineUnlessItIsNamed(t *testing.T) {
	var reached atomic.Int32
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) })
	plain, secure := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	defer plain.Close()
	defer secure.Close()
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	port := secure.URL[strings.LastIndex(secure.URL, ":"):]
	lying := nameServer(t, net.IPv4(127, 0, 0, 1))
	for _, address := range []string{"https://127.0.0.1" + port, "https://localhost" + port, "https://[::ffff:127.0.0.1]" + port, "https://example.com" + port, "https://0.0.0.0" + port} {
		s := Sender{Roots: roots}
		if strings.Contains(address, "example.com") { // the name that the certificate has, and DNS leads here
			s.Resolver = lying
		}
		if got := send(t, s, target(t, address)); got.Fault != FaultPrivate || got.Status != 0 {
			t.Errorf("%s: got %+v, want %q", address, got, FaultPrivate)
		}
	}
	// A receiver outside that redirects here is not followed.
	outside := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL, http.StatusTemporaryRedirect)
	})
	if got := send(t, Sender{}, target(t, outside, "127.0.0.1")); got.Fault != FaultRedirect || got.Status != http.StatusTemporaryRedirect {
		t.Errorf("a redirect: got %+v", got)
	}
	if n := reached.Load(); n != 0 {
		t.Fatalf("%d requests came here", n)
	}
	// The same, named.
	if got := send(t, Sender{Roots: roots, Resolver: lying}, target(t, "https://example.com"+port, "example.com")); got.Fault != "" {
		t.Errorf("the named host: got %+v", got)
	}
	if got := send(t, Sender{Roots: roots}, target(t, "https://127.0.0.1"+port, "127.0.0.0/8")); got.Fault != "" {
		t.Errorf("the named network: got %+v", got)
	}
	if n := reached.Load(); n != 2 {
		t.Errorf("%d requests arrived, want 2", n)
	}
}

func TestAReceiverThatHangsIsGivenUpInTime(t *testing.T) {
	release := make(chan struct{})
	hold := func(w http.ResponseWriter, _ *http.Request) { <-release }
	drip := func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush() // 200, and then a body that does not end
		for {
			select {
			case <-release:
				return
			case <-r.Context().Done():
				return
			case <-time.After(10 * time.Millisecond):
				io.WriteString(w, ".")
				w.(http.Flusher).Flush()
			}
		}
	}
	other := func(w http.ResponseWriter, _ *http.Request) { // the connection belongs to another protocol, and no deadline to it
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set("Upgrade", "echo")
		w.WriteHeader(http.StatusSwitchingProtocols)
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		select {
		case <-release:
		case <-time.After(2 * time.Minute):
		}
	}
	s := Sender{Timeout: 3 * time.Second} // in which a busy machine has said the first word
	var all sync.WaitGroup
	for _, c := range []struct {
		name string
		fn   http.HandlerFunc
		want Fault
	}{{"without an answer", hold, FaultTime}, {"in the answer, after it said that all is well", drip, ""}, {"in another protocol", other, FaultStatus}} {
		to := target(t, receiver(t, c.fn), "127.0.0.1")
		all.Go(func() {
			began := time.Now()
			if got := send(t, s, to); got.Fault != c.want {
				t.Errorf("%s: got %+v, want %q", c.name, got, c.want)
			}
			if took := time.Since(began); took > time.Minute {
				t.Errorf("%s: it took %s", c.name, took)
			}
		})
	}
	all.Wait()
	close(release)
}

func TestFaultsOfConnectionsAreToldApart(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	plain := receiver(t, func(http.ResponseWriter, *http.Request) {})
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	big := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Big", strings.Repeat("x", 2*maxHeader))
	})
	nowhere := nameServer(t, nil)
	for _, c := range []struct {
		address string
		s       Sender
		want    Fault
	}{
		{"http://" + closed.Addr().String() + "/SECRET", Sender{}, FaultConnection},
		{secure.URL + "/SECRET", Sender{}, FaultCertificate},
		{"https" + strings.TrimPrefix(plain, "http") + "/SECRET", Sender{}, FaultCertificate},
		{"https://nowhere.example/SECRET", Sender{Resolver: nowhere}, FaultName},
		{big + "/SECRET", Sender{}, FaultConnection},
	} {
		got := send(t, c.s, target(t, c.address, "127.0.0.1"))
		if got.Fault != c.want || got.Cause == nil {
			t.Errorf("%s: got %+v, want %q", c.address, got, c.want)
		} else if strings.Contains(got.Cause.Error(), "SECRET") {
			t.Errorf("the log would say %q", got.Cause)
		}
	}
}

func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	proxy := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") })
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"} {
		t.Setenv(name, proxy)
	}
	if (Sender{}).client(target(t, "https://example.org")).Transport.(*http.Transport).Proxy != nil {
		t.Error("a proxy is looked for")
	}
	address := receiver(t, func(http.ResponseWriter, *http.Request) {})
	if got := send(t, Sender{}, target(t, address, "127.0.0.1")); got.Fault != "" {
		t.Errorf("got %+v", got)
	}
}

// nameServer is a DNS that leads every name to one address, or with nil knows no name.
func nameServer(t *testing.T, to net.IP) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	go func() {
		for b := make([]byte, 512); ; {
			n, from, err := server.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response, m.Additionals = true, nil
			switch q := m.Questions[0]; {
			case to == nil:
				m.RCode = dnsmessage.RCodeNameError
			case q.Type == dnsmessage.TypeA:
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &dnsmessage.AResource{A: [4]byte(to.To4())}}}
			}
			if answer, err := m.Pack(); err == nil {
				server.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}
