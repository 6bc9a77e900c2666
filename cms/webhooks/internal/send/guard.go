package send

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// Allowed are hosts and networks that may be called although they are not public. The
// zero Allowed is none.
type Allowed struct {
	hosts    []string // as hostName makes them
	networks []netip.Prefix
}

// The broadest networks that Allowed takes: whoever names more names everything.
const (
	leastBits4 = 8 // 10.0.0.0/8
	leastBits6 = 7 // fc00::/7
)

// ParseAllowed reads hosts ("builder.internal"), addresses ("192.168.1.20", "::1") and
// networks ("10.0.0.0/8"). Its error is for the one who typed them.
func ParseAllowed(items []string) (Allowed, error) {
	var out Allowed
	for _, item := range items {
		if ip, err := netip.ParseAddr(item); err == nil {
			ip = ip.Unmap().WithZone("")
			out.networks = append(out.networks, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		if strings.Contains(item, "/") {
			network, err := netip.ParsePrefix(item)
			if err != nil {
				return Allowed{}, fmt.Errorf("“%.60s” is no network; write it like 10.0.0.0/8", item)
			}
			if network.Bits() < leastBits6 || network.Addr().Is4() && network.Bits() < leastBits4 {
				return Allowed{}, fmt.Errorf("“%.60s” is too much; name the network that the receiver is in", item)
			}
			out.networks = append(out.networks, network.Masked())
			continue
		}
		host, err := hostName(item)
		if err != nil {
			return Allowed{}, fmt.Errorf("“%.60s” is no host, address or network; write it like builder.internal, 192.168.1.20 or 10.0.0.0/8", item)
		}
		out.hosts = append(out.hosts, host)
	}
	return out, nil
}

// asName also takes underscores: hosts inside a network have them.
var asName = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(false))

// hostName is the one form of a name that can be compared: lower-case ASCII without a
// dot at the end.
func hostName(name string) (string, error) {
	host, err := asName.ToASCII(strings.TrimSuffix(name, "."))
	if err == nil && (len(host) > 253 || !plainName.MatchString(host)) {
		err = errors.New("not the name of a host")
	}
	return host, err
}

var plainName = regexp.MustCompile(`^[a-z0-9_-]+(\.[a-z0-9_-]+)*$`)

// none reports whether nothing is allowed.
func (a Allowed) none() bool { return len(a.hosts) == 0 && len(a.networks) == 0 }

// names reports whether a connection for a host, to this address, is allowed by name.
func (a Allowed) names(host string, ip netip.Addr) bool {
	return slices.Contains(a.hosts, host) || slices.ContainsFunc(a.networks, func(n netip.Prefix) bool { return n.Contains(ip) })
}

// Of the IPv6 addresses only these were given out for use on the internet at all.
var global6 = netip.MustParsePrefix("2000::/3")

// nat64 holds the IPv4 addresses as a gateway of an IPv6 network makes them (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// notPublic are the parts of IPv4, and of global6, that are not the public internet, or
// hide an address that may not be (IANA's special-purpose registries).
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // shared behind a provider's translation
	netip.MustParsePrefix("127.0.0.0/8"),     // this machine
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local; where clouds tell machines their secrets
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocols
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // relays to IPv6
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // measurements
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("2001::/23"),       // protocols; Teredo hides IPv4 addresses
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4 hides IPv4 addresses
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

// public reports whether an address is on the public internet. It has no zone, and is
// not an IPv4 address in the clothes of IPv6.
func public(ip netip.Addr) bool {
	if nat64.Contains(ip) {
		all := ip.As16()
		ip = netip.AddrFrom4([4]byte(all[12:]))
	}
	if !ip.Is4() && !global6.Contains(ip) {
		return false
	}
	return !slices.ContainsFunc(notPublic, func(n netip.Prefix) bool { return n.Contains(ip) })
}

// nobody reports whether an address is none of any one machine: there is nothing to
// connect to, also where somebody allows it.
func nobody(ip netip.Addr) bool {
	return ip.IsUnspecified() || ip.IsMulticast() || ip == netip.AddrFrom4([4]byte{255, 255, 255, 255})
}
