package main

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestWhereARequestComesFrom(t *testing.T) {
	proxy := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		name      string
		secure    bool
		proxies   []netip.Prefix
		peer      string
		forwarded []string
		want      string
	}{
		{"straight", false, nil, "192.0.2.1:5000", nil, "192.0.2.1"},
		{"straight, with a header anybody can write", false, nil, "192.0.2.1:5000", []string{"203.0.113.9"}, "192.0.2.1"},
		{"through a proxy that nobody named", true, nil, "127.0.0.1:5000", []string{"203.0.113.9"}, "invalid IP"},
		{"through the proxy", true, proxy, "127.0.0.1:5000", []string{"203.0.113.9"}, "203.0.113.9"},
		{"through the proxy over http", false, proxy, "127.0.0.1:5000", []string{"203.0.113.9"}, "203.0.113.9"},
		{"through the proxy, with a lie", true, proxy, "127.0.0.1:5000", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"with a lie in a header of its own", true, proxy, "127.0.0.1:5000", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		{"with a lie that names the proxy", true, proxy, "127.0.0.1:5000", []string{"203.0.113.9, 10.0.0.1, 198.51.100.1"}, "198.51.100.1"},
		{"through two proxies", true, proxy, "127.0.0.1:5000", []string{"198.51.100.1, 203.0.113.9, 10.1.2.3"}, "203.0.113.9"},
		{"past the proxy", true, proxy, "192.0.2.1:5000", []string{"203.0.113.9"}, "192.0.2.1"},
		{"the proxy says nothing", true, proxy, "127.0.0.1:5000", nil, "invalid IP"},
		{"the proxy itself", true, proxy, "127.0.0.1:5000", []string{"10.0.0.1"}, "invalid IP"},
		{"the proxy says nonsense", true, proxy, "127.0.0.1:5000", []string{"203.0.113.9, unknown"}, "invalid IP"},
		{"with ports", true, proxy, "127.0.0.1:5000", []string{"203.0.113.9:1234"}, "203.0.113.9"},
		{"IPv6", true, proxy, "[::ffff:127.0.0.1]:5000", []string{"[2001:db8::1]:1234"}, "2001:db8::1"},
		{"IPv6 without a port", true, proxy, "127.0.0.1:5000", []string{"[2001:db8::1]"}, "2001:db8::1"},
	} {
		r := httptest.NewRequest("POST", "/admin/sign-in", nil)
		r.RemoteAddr = c.peer
		for _, f := range c.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := (origin{c.secure, c.proxies}).of(r).String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
