package paste

import (
	"cmp"
	"net/url"
	"strings"
)

// embeds are the hosts of what practices embed, and what it is called.
var embeds = []struct{ host, what string }{
	{"google.com/maps", "map"}, {"maps.google.", "map"}, {"openstreetmap.org", "map"}, {"bing.com/maps", "map"}, {"mapbox.com", "map"},
	{"youtube.com", "video"}, {"youtube-nocookie.com", "video"}, {"youtu.be", "video"}, {"vimeo.com", "video"}, {"wistia.", "video"}, {"loom.com", "video"},
	{"calendly.com", "booking widget"}, {"acuityscheduling.com", "booking widget"}, {"squarespacescheduling.com", "booking widget"}, {"simplepractice.com", "booking widget"},
	{"janeapp.com", "booking widget"}, {"therapynotes.com", "booking widget"}, {"cal.com", "booking widget"}, {"setmore.com", "booking widget"}, {"headway.co", "booking widget"}, {"clientsecure.me", "booking widget"},
	{"docs.google.com/forms", "form"}, {"forms.gle", "form"}, {"jotform.com", "form"}, {"typeform.com", "form"}, {"hsforms.", "form"}, {"wufoo.com", "form"}, {"forms.office.com", "form"},
	{"spotify.com", "sound"}, {"soundcloud.com", "sound"},
}

// embedAttrs are the attributes that hold the address of what is embedded; widgets have
// names of their own for it.
var embedAttrs = []string{"src", "data", "data-src", "data-url", "data-embed-url"}

const embeddedPage = "embedded page"

// embedOf gives what an element embeds and its address; "" when it embeds nothing
// that has one.
func embedOf(e htmlEvent) (what, address string) {
	for _, name := range embedAttrs {
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
	return embeddedPage, link
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
			r.embed(what, "", address)
			return
		}
	}
	if e.what[0] != "" {
		r.removed.count(e.what[0], e.what[1])
	}
}

// widget notes what a script would have put into an element, when its place is a known one.
func (r *htmlReader) widget(e htmlEvent) {
	if what, address := embedOf(e); address != "" && what != embeddedPage {
		r.embed(what, "", address)
	}
}

// embed offers a link, or puts it there when that was decided; name may be empty.
func (r *htmlReader) embed(what, name, address string) {
	if !r.decided.Link[address] {
		r.removed.offer(what, name, address)
		return
	}
	r.flush()
	words := cmp.Or(name, strings.ToUpper(what[:1])+what[1:])
	r.append(element{kind: paragraph, text: rich{{text: words, style: style{link: address}}}})
	r.space = setApart
}

// bareLink is a link that shows no words, but a picture.
type bareLink struct{ what, name, address string }

// endBareLink keeps a link without words, to be offered. One to the top of the page or of
// the site is none of the text, and neither are those of a frame.
func (r *htmlReader) endBareLink(address string) {
	if !r.link.shows || address == "" || address == "/" || strings.HasPrefix(address, "#") || r.now.frame != "" {
		return
	}
	bare := bareLink{"link without words", normalise(r.link.name), address}
	if r.decided.Link[address] {
		r.embed(bare.what, bare.name, address)
		return
	}
	r.bare = append(r.bare, bare)
}

// offerBareLinks offers the links without words that no words lead to as well.
func (r *htmlReader) offerBareLinks() {
	for _, bare := range r.bare {
		if !r.linked[bare.address] {
			r.embed(bare.what, bare.name, bare.address)
			r.linked[bare.address] = true
		}
	}
}
