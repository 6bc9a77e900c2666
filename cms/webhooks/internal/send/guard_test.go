package send

import (
	"errors"
	"net/netip"
	"testing"
)

func target(t *testing.T, address string, allow ...string) Target {
	t.Helper()
	allowed, err := ParseAllowed(allow)
	if err != nil {
		t.Fatal(err)
	}
	out, err := ParseTarget(address, allowed)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// faultAt is what a connection to an address comes to; empty: it is let through.
func faultAt(t *testing.T, to Target, ip string) Fault {
	t.Helper()
	err := to.admit(netip.AddrPortFrom(netip.MustParseAddr(ip), 443).String())
	refused := (*refusal)(nil)
	if err != nil && !errors.As(err, &refused) {
		t.Fatalf("%s: %v", ip, err)
	}
	if refused == nil {
		return ""
	}
	return refused.fault
}

func TestOnlyPublicAddressesAreConnectedTo(t *testing.T) {
	to := target(t, "https://example.org/hook")
	for _, ip := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
		"198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456::1",
		"fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		if got := faultAt(t, to, ip); got != FaultPrivate {
			t.Errorf("%s: got %q, want %q", ip, got, FaultPrivate)
		}
	}
	for _, ip := range []string{"1.1.1.1", "9.255.255.255", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "223.255.255.255",
		"::ffff:1.1.1.1", "64:ff9b::101:101", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1"} {
		if got := faultAt(t, to, ip); got != "" {
			t.Errorf("%s is refused: %s", ip, got)
		}
	}
}

func TestWhatIsNamedIsConnectedToAndNothingBesideIt(t *testing.T) {
	for _, c := range []struct {
		address string
		allow   []string
		ip      string
		want    Fault
	}{
		{"http://10.1.2.3/hook", []string{"10.0.0.0/8"}, "10.1.2.3", ""},
		{"http://10.1.2.3/hook", []string{"10.0.0.0/8"}, "192.168.1.1", FaultPrivate},
		{"https://hook.example.org", []string{"10.0.0.0/8"}, "10.1.2.3", ""},
		{"https://hook.example.org", []string{"10.0.0.0/8"}, "127.0.0.1", FaultPrivate},
		{"https://hook.example.org", []string{"::1"}, "::1", ""},
		{"https://hook.example.org", []string{"127.0.0.1"}, "::ffff:127.0.0.1", ""},
		{"https://hook.example.org", []string{"127.0.0.1"}, "127.0.0.2", FaultPrivate},
		{"https://hook.example.org", []string{"fe80::/10"}, "fe80::1%eth0", ""},
		{"http://Builder.Internal.:8080", []string{"builder.internal"}, "127.0.0.1", ""},
		{"http://builder.internal", []string{"BUILDER.internal."}, "8.8.8.8", ""}, // who names a host trusts it
		{"http://other.internal", []string{"builder.internal"}, "127.0.0.1", FaultPrivate},
		{"http://other.internal", []string{"builder.internal"}, "8.8.8.8", FaultInsecure},
		{"http://bücher.example", []string{"xn--bcher-kva.example"}, "10.0.0.1", ""},
		{"http://builder.internal", []string{"builder.internal"}, "0.0.0.0", FaultPrivate},
		{"http://builder.internal", []string{"builder.internal"}, "224.0.0.1", FaultPrivate},
		{"http://builder.internal", []string{"builder.internal"}, "255.255.255.255", FaultPrivate},
	} {
		if got := faultAt(t, target(t, c.address, c.allow...), c.ip); got != c.want {
			t.Errorf("%s, which may reach %q, at %s: got %q, want %q", c.address, c.allow, c.ip, got, c.want)
		}
	}
}

func TestAnAddressThatCannotBeCalledIsRefusedWhenItIsTyped(t *testing.T) {
	for _, address := range []string{
		"", "example.org/hook", "//example.org/hook", "ftp://example.org", "file:///etc/passwd", "javascript:alert(1)", "https:example.org", "https://", "https:///hook",
		"https://robin:secret@example.org/hook", "https://exa mple.org", "https://example.org:port", "https://ex[ample.org", "https://a..b", "https://%00", "https://example.org/\n",
		"http://example.org/hook", "http://127.0.0.1/hook", "gopher://example.org",
	} {
		if got, err := ParseTarget(address, Allowed{}); err == nil {
			t.Errorf("%q is taken, as %s", address, got)
		}
	}
	if _, err := ParseTarget("https://example.org/"+string(make([]byte, maxAddress)), Allowed{}); err == nil {
		t.Error("an endless address is taken")
	}
	for _, item := range []string{"", " ", "10.0.0.0/33", "0.0.0.0/0", "0.0.0.0/7", "::/0", "*", "*.example.org", "http://example.org", "example.org:80", "a b"} {
		if got, err := ParseAllowed([]string{item}); err == nil {
			t.Errorf("%q may be allowed, as %+v", item, got)
		}
	}
	allowed, err := ParseAllowed([]string{"192.168.0.0/16"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseTarget("http://10.0.0.1/", allowed); err == nil {
		t.Error("another network than the allowed one is taken without https")
	}
	for typed, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c", "https://Bücher.Example.:8443/": "https://xn--bcher-kva.example:8443/", "https://[2606:4700::1]:444/": "https://[2606:4700::1]:444/",
	} {
		if got := target(t, typed).String(); got != want {
			t.Errorf("%s became %s, want %s", typed, got, want)
		}
	}
}
