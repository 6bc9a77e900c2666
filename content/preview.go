package content

import (
	"net/netip"
	"net/url"
	"strings"
)

// PreviewAddress fills a path and a token into the address at which a site shows
// drafts, such as https://example.org/preview?path={path}&token={token}. The host is
// the name of a website, or over http this machine, where developers try things;
// nothing that is filled in can change it, and nothing in it means anything in a
// header. The error is ErrBadURL with what to do.
func PreviewAddress(template, path, token string) (*url.URL, error) {
	if !strings.Contains(template, "{token}") || !strings.Contains(template, "{path}") {
		return nil, badURL("say where {path} and {token} go, as in https://example.org/preview?path={path}&token={token}")
	}
	before, _, _ := strings.Cut(template, "{path}")
	if strings.Contains(before, "?") {
		path = url.QueryEscape(path)
	} else if strings.HasSuffix(before, "/") {
		path = strings.TrimPrefix(path, "/")
	}
	filled := strings.NewReplacer("{path}", path, "{token}", url.QueryEscape(token)).Replace(template)
	if err := checkURLCharacters(filled); err != nil {
		return nil, err
	}
	u, err := url.Parse(filled)
	if err != nil {
		return nil, badURL("it is not complete; copy it again from the browser")
	}
	before, _, _ = strings.Cut(template, "{")
	fixed, err := url.Parse(before)
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())):
		return nil, badURL("begin with https://")
	case u.User != nil:
		return nil, badURL("take the name or password before the @ out")
	case err != nil || fixed.Host != u.Host || !isHost(u.Hostname()) && !isLoopback(u.Hostname()):
		return nil, badURL("after https:// comes the name of your website, as in https://example.org/preview?path={path}&token={token}")
	}
	return u, nil
}

// isLoopback reports whether a host is this machine. A zone, which may hold any
// character, is none of its names.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback() && ip.Zone() == ""
}
