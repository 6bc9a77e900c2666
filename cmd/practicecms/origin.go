package main

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// origin finds out where requests come from, to count what somebody tries or takes.
type origin struct {
	secure  bool           // people reach us over https
	proxies []netip.Prefix // whose X-Forwarded-For is believed
}

// of finds the address that a request comes from. It is that of the peer, unless the
// peer is a proxy that is trusted: then it is the last one in X-Forwarded-For that is
// not such a proxy, for what stands before it anybody could write.
//
// It is the zero Addr when it is not known. So it is for everybody when we are served
// over https and no proxy is named: there is one, for we speak no TLS, and to count
// by its address would make one place of the whole world.
func (o origin) of(r *http.Request) netip.Addr {
	trusted := func(a netip.Addr) bool {
		return slices.ContainsFunc(o.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	peer := address(r.RemoteAddr)
	if o.secure && len(o.proxies) == 0 {
		return netip.Addr{}
	}
	if !trusted(peer) {
		return peer
	}
	for _, hop := range slices.Backward(strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")) {
		if a := address(strings.TrimSpace(hop)); !trusted(a) {
			return a // the zero Addr when it cannot be read
		}
	}
	return netip.Addr{}
}

// address reads an address, with or without a port. The zero Addr is none.
func address(s string) netip.Addr {
	if with, err := netip.ParseAddrPort(s); err == nil {
		return with.Addr().Unmap().WithZone("")
	}
	a, _ := netip.ParseAddr(strings.Trim(s, "[]")) // the zero Addr says that it is none
	return a.Unmap().WithZone("")
}
