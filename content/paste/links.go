package paste

import (
	"fmt"
	"net/url"
	"strings"

	"practicecms/content"
)

// maxLink bounds an address as it is written in Markdown, in bytes.
const maxLink = content.MaxURLBytes

// trackers are the parameters that tell others who followed a link; "utm_" stands
// for all that start so.
var trackers = map[string]bool{"fbclid": true, "gclid": true}

// cleanLink gives an address as it is kept: as content.CanonicalURL has it, without
// tracking parameters, and written so that it can stand between Markdown's parentheses.
// It gives "" and the reason for a link that is not kept, and notes tracking parameters
// that it took off.
func cleanLink(raw string) (link, why string, tracked bool) {
	raw = strings.TrimSpace(raw)
	link, err := content.CanonicalURL(raw)
	if err != nil {
		return "", notKept(raw), false
	}
	if strings.HasPrefix(link, "https:") {
		link, tracked = dropTrackers(link)
	}
	if link = inMarkdown(link); len(link) > maxLink {
		return "", "link with an address that is too long", false
	}
	return link, "", tracked
}

// notKept says why content.CanonicalURL does not take an address, as a kind of link.
func notKept(raw string) string {
	if len(raw) > maxLink {
		return "link with an address that is too long"
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "broken link"
	}
	switch strings.ToLower(u.Scheme) {
	case "https", "mailto", "tel", "sms", "document":
		return "broken link"
	case "http":
		return "link that is not encrypted (http)"
	case "javascript", "vbscript", "data":
		return "link that runs code"
	case "":
		return "link inside the other site"
	}
	return "link of an unknown kind"
}

// dropTrackers takes tracking parameters off an address and leaves the others as they
// are written.
func dropTrackers(address string) (string, bool) {
	address, place, hasPlace := strings.Cut(address, "#")
	address, query, _ := strings.Cut(address, "?")
	var keep []string
	dropped := false
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		if trackers[name] || strings.HasPrefix(name, "utm_") {
			dropped = true
		} else {
			keep = append(keep, p)
		}
	}
	if query = strings.Join(keep, "&"); query != "" {
		address += "?" + query
	}
	if hasPlace {
		address += "#" + place
	}
	return address, dropped
}

// inMarkdown percent-encodes what would end or change a link's destination.
func inMarkdown(address string) string {
	var b strings.Builder
	start := 0
	if strings.HasPrefix(address, "https://[") { // brackets around a host are not brackets when they are encoded
		start = strings.IndexByte(address, ']') + 1
		b.WriteString(address[:start])
	}
	for i := start; i < len(address); i++ {
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
