package paste

import (
	"net/url"
	"regexp"
	"strings"

	"practicecms/content"
)

// maxLink bounds an address as it is written in Markdown, in bytes.
const maxLink = content.MaxURLBytes

// cleaned is an address as it is kept.
type cleaned struct {
	link  string   // in its canonical form; "" when it is not kept
	why   string   // why not; "" when it is kept
	notes []string // what was done to it that the person should know
}

// cleanLink gives an address as it is kept: as content.CanonicalURL has it, without the
// redirects and the tracking parameters that others put around it, and encrypted. What
// the other site's address surely means is mended, as content.SuggestURL has it.
func cleanLink(raw string) cleaned {
	raw = strings.TrimSpace(raw)
	var notes []string
	meant := direct(raw)
	if meant != raw {
		notes = append(notes, "redirect around a link")
	}
	link, err := content.CanonicalURL(meant)
	if err != nil {
		var ok bool
		// A path that somebody forgot to write the slash of leads elsewhere from another page.
		if link, ok = content.SuggestURL(meant); !ok || strings.HasPrefix(link, "/") {
			return cleaned{why: notKept(meant)}
		}
		notes = append(notes, mended(meant, link))
	}
	if undisguised, dropped := dropTrackers(link); dropped {
		link, notes = undisguised, append(notes, "tracking in a link")
	}
	return cleaned{link: link, notes: notes}
}

// mended says what was done to an address that content.CanonicalURL does not take.
func mended(raw, link string) string {
	if strings.HasPrefix(strings.ToLower(raw), "http:") && strings.HasPrefix(link, "https:") {
		return "made https of a link that was http"
	}
	return "mended the address of a link"
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

// entity is what Markdown would read as another character.
var entity = regexp.MustCompile(`&(#?\w+;)`)

// destination writes a link so that it can stand between Markdown's parentheses, and
// leads where it did. The editor writes the same: address in admin/ui/src/markdown/parse.ts.
func destination(link string) string {
	link = entity.ReplaceAllString(link, "&amp;$1")
	if strings.ContainsAny(link, "()") {
		return "<" + link + ">"
	}
	return link
}

// note tells what was done to a link, which words say, that the person should know.
func (c cleaned) note(words string, removed *removals) {
	if c.why != "" {
		removed.add(c.why+"; its words are kept", words)
	}
	for _, note := range c.notes {
		removed.add(note, words)
	}
}
