package send

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
)

// Target is where messages go. The zero Target is not usable.
type Target struct {
	url     *url.URL
	host    string // as hostName makes it; an IP address as it stands
	allowed Allowed
}

// maxAddress is the longest address, in bytes.
const maxAddress = 2000

// ParseTarget reads an address. It begins with https://, or http:// where what it leads
// to is allowed by name; a name is not looked up here, but at each connection. The error
// is for the one who typed it.
func ParseTarget(address string, allowed Allowed) (Target, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Opaque != "" || u.Hostname() == "" || len(address) > maxAddress {
		return Target{}, errors.New("write the whole address, such as https://example.org/hooks/cms")
	}
	if u.User != nil {
		return Target{}, errors.New("leave out the name and the password: the signature says who calls")
	}
	u.Fragment, u.RawFragment = "", ""
	t := Target{url: u, host: u.Hostname(), allowed: allowed}
	ip, notIP := netip.ParseAddr(t.host)
	if notIP != nil {
		if t.host, err = hostName(t.host); err != nil {
			return Target{}, fmt.Errorf("“%.60s” is not the name of a host", u.Hostname())
		}
		if port := u.Port(); port != "" {
			u.Host = t.host + ":" + port
		} else {
			u.Host = t.host
		}
	}
	if u.Scheme == "https" {
		return t, nil
	}
	// A name may lead into an allowed network: that is seen when it is called.
	if notIP == nil && !allowed.names(t.host, ip.Unmap().WithZone("")) || notIP != nil && allowed.none() {
		return Target{}, errors.New("begin it with https, so that nobody on the way can read it; only for private addresses that are allowed by name it may be http")
	}
	return t, nil
}

// String is the address. It may hold a secret of the receiver's: it is not for logs.
func (t Target) String() string { return t.url.String() }

// refusal is an address that is not connected to.
type refusal struct {
	fault Fault
	ip    netip.Addr
}

func (r *refusal) Error() string { return fmt.Sprintf("%s is not connected to: %s", r.ip, r.fault) }

// admit judges the address that a connection really goes to.
func (t Target) admit(address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := to.Addr().Unmap().WithZone("")
	switch {
	case nobody(ip):
		return &refusal{FaultPrivate, ip}
	case t.allowed.names(t.host, ip):
		return nil
	case !public(ip):
		return &refusal{FaultPrivate, ip}
	case t.url.Scheme != "https":
		return &refusal{FaultInsecure, ip}
	}
	return nil
}
