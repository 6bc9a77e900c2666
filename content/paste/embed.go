package paste

import (
	"net/url"
	"strings"
)

// embeds are the hosts of what practices embed, and what it is called.
var embeds = []struct{ host, what string }{
	{"google.com/maps", "map"}, {"maps.google.", "map"}, {"openstreetmap.org", "map"}, {"bing.com/maps", "map"}, {"mapbox.com", "map"},
	{"youtube.com", "video"}, {"youtube-nocookie.com", "video"}, {"youtu.be", "video"}, {"vimeo.com", "video"}, {"wistia.", "video"}, {"loom.com", "video"},
	{"calendly.com", "booking widget"}, {"acuityscheduling.com", "booking widget"}, {"squarespacescheduling.com", "booking widget"}, {"simplepractice.com", "booking widget"},
	{"janeapp.com", "booking widget"}, {"therapynotes.com", "booking widget"}, {"cal.com", "booking widget"}, {"setmore.com", "booking widget"}, {"headway.co", "booking widget"},
	{"docs.google.com/forms", "form"}, {"forms.gle", "form"}, {"jotform.com", "form"}, {"typeform.com", "form"}, {"hsforms.", "form"}, {"wufoo.com", "form"}, {"forms.office.com", "form"},
	{"spotify.com", "sound"}, {"soundcloud.com", "sound"},
}

// embedOf gives what an element embeds and its address; "" when it embeds nothing
// that has one.
func embedOf(e htmlEvent) (what, address string) {
	for _, name := range []string{"src", "data", "data-src", "data-url"} {
		if address = e.attrs[name]; address != "" {
			break
		}
	}
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	link := cleanLink(address).link
	if !strings.HasPrefix(link, "https:") {
		return "", ""
	}
	place := link
	if u, err := url.Parse(link); err == nil {
		place = strings.ToLower(u.Host + u.Path)
	}
	for _, known := range embeds {
		if strings.Contains(place, known.host) {
			return known.what, link
		}
	}
	return "embedded page", link
}

// unseen notes an element that is not shown as text. What is embedded is linked to
// when that was decided, and otherwise offered.
func (r *htmlReader) unseen(e htmlEvent) {
	switch e.tag {
	case "iframe", "object", "embed", "video", "audio":
		if what, address := embedOf(e); address != "" {
			if e.tag == "video" || e.tag == "audio" {
				what = map[string]string{"video": "video", "audio": "sound"}[e.tag]
			}
			r.embed(what, address)
			return
		}
	}
	if e.what[0] != "" {
		r.removed.count(e.what[0], e.what[1])
	}
}

func (r *htmlReader) embed(what, address string) {
	if !r.decided.Link[address] {
		r.removed.offer(what, address)
		return
	}
	r.flush()
	words := strings.ToUpper(what[:1]) + what[1:]
	r.append(element{kind: paragraph, text: rich{{text: words, style: style{link: address}}}})
	r.space = setApart
}
