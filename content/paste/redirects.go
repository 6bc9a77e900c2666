package paste

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"

	"practicecms/content"
)

// A redirector is a service that writes addresses anew, so that whoever follows a link
// comes by it first: to count, or to check where the link leads.
type redirector struct {
	host   *regexp.Regexp
	path   string   // how its path begins
	in     []string // the parameters that may hold where the link leads
	target func(*url.URL) string
}

// redirectors are those whose addresses say where they lead. Others keep it to
// themselves, and their links stay as they are.
var redirectors = []redirector{
	{host: hosts(`(www\.|m\.)?google\.(com|[a-z]{2}|com?\.[a-z]{2})`), path: "/url", in: []string{"q", "url"}},
	{host: hosts(`([a-z0-9-]+\.)*safelinks\.protection\.(outlook\.com|office365\.us)`), path: "/", in: []string{"url"}},
	{host: hosts(`lm?\.facebook\.com|l\.(messenger|instagram|threads)\.com|l\.threads\.net`), path: "/", in: []string{"u"}},
	{host: hosts(`(www\.|m\.)?youtube\.com`), path: "/redirect", in: []string{"q"}},
	{host: hosts(`(www\.)?linkedin\.com`), path: "/safety/go", in: []string{"url"}},
	{host: hosts(`(www\.)?linkedin\.com`), path: "/redir/redirect", in: []string{"url"}},
	{host: hosts(`slack-redir\.net`), path: "/link", in: []string{"url"}},
	{host: hosts(`linkprotect\.cudasvc\.com`), path: "/url", in: []string{"a"}},
	{host: hosts(`urldefense\.proofpoint\.com`), path: "/v1/url", in: []string{"u"}},
	{host: hosts(`urldefense\.proofpoint\.com`), path: "/v2/url", target: proofpoint2},
	{host: hosts(`urldefense(\.proofpoint)?\.(com|us)`), path: "/v3/", target: proofpoint3},
	{host: hosts(`([a-z0-9-]+\.)*(mimecast|mimecastprotect)\.com`), path: "/", in: []string{"url", "u"}},
	{host: hosts(`secure-web\.cisco\.com`), path: "/", target: lastSegment},
	{host: hosts(`([a-z0-9-]+\.)*protection\.sophos\.com`), path: "/", target: sophos},
	{host: hosts(`([a-z0-9-]+\.)*trendmicro\.com`), path: "/wis/clicktime/", in: []string{"url"}},
	{host: hosts(`clicktime\.symantec\.com`), path: "/", in: []string{"u"}},
	{host: hosts(`protect2?\.fireeye\.com`), path: "/", in: []string{"u"}},
}

func hosts(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(` + pattern + `)$`) }

// maxRedirects bounds how many redirects inside each other are undone.
const maxRedirects = 8

// direct gives where an address leads in the end: it undoes redirects, one inside the
// other too, as long as where they lead is a link that may be kept.
func direct(address string) string {
	for range maxRedirects {
		next, ok := target(address)
		if !ok {
			break
		}
		address = next
	}
	return address
}

// absolute is how a link begins that leads out of a redirector's site.
var absolute = regexp.MustCompile(`^(?i:https?://|mailto:|tel:|sms:)`)

// target gives where an address of a redirector leads. ok is false for other addresses.
func target(address string) (to string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	for _, r := range redirectors {
		if !r.host.MatchString(host) || !strings.HasPrefix(u.Path, r.path) {
			continue
		}
		to = strings.TrimSpace(r.leads(u))
		if _, known := content.SuggestURL(to); known && absolute.MatchString(to) {
			return to, true
		}
	}
	return "", false
}

func (r redirector) leads(u *url.URL) string {
	if r.target != nil {
		return r.target(u)
	}
	for _, name := range r.in {
		if to := parameter(u, name); to != "" {
			return to
		}
	}
	return ""
}

// parameter gives the first value of a parameter, decoded; "" when there is none.
func parameter(u *url.URL, name string) string {
	for p := range strings.SplitSeq(u.RawQuery, "&") {
		if n, value, _ := strings.Cut(p, "="); n == name {
			if plain, err := url.QueryUnescape(value); err == nil {
				return plain
			}
		}
	}
	return ""
}

// proofpoint2 reads version 2 of URL Defense, which writes "-" for "%" and "_" for "/".
func proofpoint2(u *url.URL) string {
	to, err := url.PathUnescape(strings.NewReplacer("-", "%", "_", "/").Replace(parameter(u, "u")))
	if err != nil {
		return ""
	}
	return to
}

var (
	proofpointParts = regexp.MustCompile(`/v3/__(.+?)__;([A-Za-z0-9_=-]*)!`)
	proofpointStars = regexp.MustCompile(`\*(\*[A-Za-z0-9_-])?`)
	oneSlash        = regexp.MustCompile(`^(?i:(https?):/([^/]))`)
)

// runLengths are the signs for 2, 3, 4 … characters in a row.
const runLengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// proofpoint3 reads version 3 of URL Defense: the address stands between underscores, with
// a star for each character that comes, in order, in base64 after it; two stars and a
// letter stand for several in a row.
func proofpoint3(u *url.URL) string {
	whole := u.EscapedPath()
	if u.RawQuery != "" {
		whole += "?" + u.RawQuery // the address has its own query
	}
	if u.Fragment != "" {
		whole += "#" + u.EscapedFragment()
	}
	m := proofpointParts.FindStringSubmatch(whole)
	if m == nil {
		return ""
	}
	taken, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(m[2], "="))
	if err != nil {
		return ""
	}
	left := []rune(string(taken))
	complete := true
	to := proofpointStars.ReplaceAllStringFunc(m[1], func(star string) string {
		n := 1
		if len(star) == 3 {
			n = strings.IndexByte(runLengths, star[2]) + 2
		}
		if n > len(left) {
			complete = false
			return ""
		}
		run := string(left[:n])
		left = left[n:]
		return run
	})
	if !complete {
		return ""
	}
	return oneSlash.ReplaceAllString(to, "$1://$2") // mail servers make one slash of two
}

// lastSegment reads an address that stands percent-encoded at the end of the path.
func lastSegment(u *url.URL) string {
	path := u.EscapedPath()
	to, err := url.PathUnescape(path[strings.LastIndexByte(path, '/')+1:])
	if err != nil {
		return ""
	}
	return to
}

// sophos reads an address that stands in base64.
func sophos(u *url.URL) string {
	to, err := base64.StdEncoding.DecodeString(parameter(u, "u"))
	if err != nil {
		return ""
	}
	return string(to)
}

// trackers are the parameters that tell others who followed a link, and nothing to the
// page itself; "utm_" stands for all that start so.
var trackers = map[string]bool{
	"fbclid": true, "igshid": true, "igsh": true, // Meta
	"gclid": true, "gclsrc": true, "gbraid": true, "wbraid": true, "dclid": true, "_ga": true, "_gl": true, // Google
	"msclkid": true, "yclid": true, "twclid": true, "ttclid": true, "li_fat_id": true, "ref_src": true, // other networks
	"mc_cid": true, "mc_eid": true, "_hsenc": true, "_hsmi": true, "mkt_tok": true, "vero_id": true, // newsletters
}

// dropTrackers takes tracking parameters off an address of the web or of this site, and
// leaves all else as it is written.
func dropTrackers(address string) (clean string, dropped bool) {
	if !strings.HasPrefix(address, "https:") && !strings.HasPrefix(address, "/") {
		return address, false
	}
	before, place, hasPlace := strings.Cut(address, "#")
	before, query, _ := strings.Cut(before, "?")
	var keep []string
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		if trackers[name] || strings.HasPrefix(name, "utm_") {
			dropped = true
		} else {
			keep = append(keep, p)
		}
	}
	if !dropped {
		return address, false
	}
	clean = before
	if query = strings.Join(keep, "&"); query != "" {
		clean += "?" + query
	}
	if hasPlace {
		clean += "#" + place
	}
	return clean, true
}
