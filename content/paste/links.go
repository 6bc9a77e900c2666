package paste

import (
	"fmt"
	"net/url"
	"strings"

	"practicecms/content"
)

// maxLink bounds an address, in bytes: what every browser and server takes.
const maxLink = 2000

// trackers are the parameters that tell others who followed a link; "utm_" stands
// for all that start so.
var trackers = map[string]bool{"fbclid": true, "gclid": true}

// cleanLink gives an address as it is kept: https, mailto or tel, without tracking
// parameters, and written so that it can stand between Markdown's parentheses. It
// gives "" and the reason for a link that is not kept, and notes tracking
// parameters that it took off.
func cleanLink(raw string) (link, why string, tracked bool) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxLink {
		return "", "link with an address that is too long", false
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", "broken link", false
	}
	switch strings.ToLower(u.Scheme) {
	case "https":
		if u.Host == "" || u.User != nil {
			return "", "broken link", false
		}
	case "mailto", "tel":
		if u.Opaque == "" {
			return "", "broken link", false
		}
	case "http":
		return "", "link that is not encrypted (http)", false
	case "javascript", "vbscript", "data":
		return "", "link that runs code", false
	case "":
		return "", "link inside the other site", false
	default:
		return "", "link of an unknown kind", false
	}
	if strings.EqualFold(u.Scheme, "tel") { // "tel:+1 505 555 0142" is common, and wrong
		u.Opaque = strings.ReplaceAll(strings.ReplaceAll(u.Opaque, "%20", ""), " ", "")
	}
	u.RawQuery, tracked = dropTrackers(u.RawQuery)
	link = inMarkdown(u.String())
	if content.CheckURL(link) != nil {
		return "", "broken link", false
	}
	return link, "", tracked
}

// dropTrackers takes tracking parameters off a query and leaves the others as they
// are written.
func dropTrackers(query string) (string, bool) {
	if query == "" {
		return "", false
	}
	var keep []string
	dropped := false
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		if trackers[name] || strings.HasPrefix(name, "utm_") {
			dropped = true
			continue
		}
		keep = append(keep, p)
	}
	return strings.Join(keep, "&"), dropped
}

// inMarkdown percent-encodes what would end or change a link's destination.
func inMarkdown(address string) string {
	var b strings.Builder
	for i := range len(address) {
		c := address[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("()<>\\\"'*_`[];|~!", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// keepLink gives the address of a link as it is kept, or "", and notes what was
// taken off. words are the link's words, which always stay.
func keepLink(raw, words string, removed *removals) string {
	link, why, tracked := cleanLink(raw)
	if why != "" {
		removed.add(why+"; its words are kept", strings.TrimSpace(words))
	} else if tracked {
		removed.add("tracking in a link", strings.TrimSpace(words))
	}
	return link
}
