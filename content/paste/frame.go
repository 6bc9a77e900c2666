package paste

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file knows the frame of a website: what stands around a page's text and is
// copied with it. It only proposes; the person who pastes decides.

// Why something looks like the frame.
const (
	looksLikeMenu   = "looks like a menu"
	looksLikeHead   = "looks like the head of the website"
	looksLikeSide   = "looks like the side of the website"
	looksLikeNews   = "looks like an announcement of the website"
	looksLikeFooter = "looks like the foot of the website"
	looksLikeSkip   = "looks like a link for keyboards and screen readers"
	looksLikeCookie = "looks like a notice about cookies"
	looksLikeShare  = "looks like buttons to share the page"
	looksLikePages  = "looks like page numbers"
	looksLikeTop    = "looks like a link to the top"
	looksLikeCrumbs = "looks like the way to this page"
	looksLikeSearch = "looks like a search field"
	looksLikeSignUp = "looks like the form of a newsletter"
)

var (
	frameTags  = map[string]string{"nav": looksLikeMenu, "footer": looksLikeFooter}
	frameRoles = map[string]string{"navigation": looksLikeMenu, "contentinfo": looksLikeFooter, "banner": looksLikeHead, "menu": looksLikeMenu, "search": looksLikeSearch}
	frameNames = []struct {
		name *regexp.Regexp
		why  string
	}{
		{regexp.MustCompile(`(?i)\bskip[-_]?(?:link|to|nav)`), looksLikeSkip},
		{regexp.MustCompile(`(?i)cookie|gdpr|consent[-_]?(?:banner|notice|bar)`), looksLikeCookie},
		{regexp.MustCompile(`(?i)\bannouncement[-_]?bar(?:\s|$)`), looksLikeNews},
		{regexp.MustCompile(`(?i)\bwidget[-_]?area\b|^sidebar(?:\s|$)|\bsite-sidebar\b`), looksLikeSide},
		{regexp.MustCompile(`(?i)breadcrumb`), looksLikeCrumbs},
		{regexp.MustCompile(`(?i)\b(?:nav|navigation|menu)(?:[-_](?:list|links?|item|folder|content|wrapper|container|bar|main|primary|toggle|previous|next|controls)[\w-]*|bar)?(?:\s|$)`), looksLikeMenu},
		{regexp.MustCompile(`(?i)\b(?:social|share|sharing)[-_]?(?:links?|buttons?|icons?|bar|list)?(?:\s|$)|\bsharedaddy\b`), looksLikeShare},
		{regexp.MustCompile(`(?i)\bpagination|\bpager\b|item-pagination`), looksLikePages},
		{regexp.MustCompile(`(?i)back[-_]?to[-_]?top`), looksLikeTop},
		{regexp.MustCompile(`(?i)\bsite[-_]?footer\b|^footer$`), looksLikeFooter},
		{regexp.MustCompile(`(?i)newsletter[-_](?:form|block)`), looksLikeSignUp},
	}
	// frameLines are lines that no page says in its own text.
	frameLines = []struct {
		line *regexp.Regexp
		why  string
	}{
		{regexp.MustCompile(`(?i)^skip to (?:main |primary )?(?:content|navigation|menu|footer)$`), looksLikeSkip},
		{regexp.MustCompile(`(?i)^(?:(?:open|close|toggle|show|hide|main) (?:menu|navigation)|menu|(?:folder|back to menu)\b.*|back)$`), looksLikeMenu},
		{regexp.MustCompile(`(?i)^(?:back to top|return to top|to the top|top of page|bottom of page|scroll to top|↑.*top)$`), looksLikeTop},
		{regexp.MustCompile(`(?i)\b(?:uses? cookies|cookie (?:policy|settings|preferences))\b|^(?:accept(?: all)?(?: cookies)?|decline(?: all)?|reject all|manage (?:cookies|preferences)|cookie settings)$`), looksLikeCookie},
		{regexp.MustCompile(`(?i)^(?:share(?: this(?: page| post)?)?|tweet|pin it|share on .*|facebook|instagram|twitter|linkedin|pinterest|youtube|x)$`), looksLikeShare},
		{regexp.MustCompile(`(?i)^(?:©|\(c\)|copyright\b).*[0-9]{4}|\ball rights reserved\b|^(?:powered|made|built|designed) (?:by|with) (?:squarespace|wix|wordpress|webflow|weebly|godaddy|brighter ?vision)\b|^(?:privacy policy|terms of (?:use|service)|sitemap)$`), looksLikeFooter},
		{regexp.MustCompile(`(?i)^(?:(?:[0-9]+ )+(?:next|…|»|›)?|« ?prev(?:ious)?|prev(?:ious)?|next(?: page)?|older posts|newer posts)$`), looksLikePages},
		{pageLine, looksLikePages},
		{regexp.MustCompile(`(?i)^(?:home|start) ?[›»>/] ?.*`), looksLikeCrumbs},
		{regexp.MustCompile(`(?i)^(?:subscribe|sign up|email address|first name|last name|thank you!|we respect your privacy\.)$`), looksLikeSignUp},
	}
)

// pageLine finds the number of a printed page, perhaps with a title beside it.
var pageLine = regexp.MustCompile(`(?i)^(?:(?:.{1,40} ?[|·•–—-] ?)?(?:page|seite|página|pagina) ([0-9]{1,4})(?: ?(?:of|von|de|/) ?[0-9]{1,4})?(?: ?[|·•–—-] ?.{1,40})?|([0-9]{1,4}) ?\| ?p ?a ?g ?e|[-–—] ?([0-9]{1,4}) ?[-–—])$`)

var headingTags = setOf("h1 h2 h3 h4 h5 h6")

// siteHeader is how the head of a website is called, and not that of an article.
var siteHeader = regexp.MustCompile(`(?i)(?:^|\s)(?:(?:site|main)?[-_]?header|masthead)(?:\s|$)`)

// frameOf says why an element looks like the frame of a website; "" when it does not.
// What a heading is called by is taken from its words.
func frameOf(e htmlEvent) string {
	if headingTags[e.tag] {
		return ""
	}
	if why := frameTags[e.tag]; why != "" {
		return why
	}
	if why := frameRoles[e.attrs["role"]]; why != "" {
		return why
	}
	for _, f := range frameNames {
		if f.name.MatchString(e.attrs["class"]) || f.name.MatchString(e.attrs["id"]) {
			return f.why
		}
	}
	if e.tag == "header" && (siteHeader.MatchString(e.attrs["class"]) || siteHeader.MatchString(e.attrs["id"])) {
		return looksLikeHead
	}
	return ""
}

// maxFrameLine is how long a line of a frame is at most, in characters; a notice about
// cookies may be longer.
const maxFrameLine = 60

// markFrame finds what looks like the frame by its words.
func markFrame(elements []element) []element {
	for i := range elements {
		e := &elements[i]
		if e.frame != "" || e.kind == rule || e.kind == tabular || e.kind == heading {
			continue
		}
		text := e.text.plain()
		for _, f := range frameLines {
			if i == 0 && f.why == looksLikeFooter {
				continue // it is what the page is about, such as Privacy Policy
			}
			if f.line.MatchString(text) && (utf8.RuneCountInString(text) <= maxFrameLine || f.why == looksLikeCookie || f.why == looksLikeFooter) && utf8.RuneCountInString(text) <= 4*maxFrameLine {
				e.frame = f.why
				break
			}
		}
	}
	markMenus(elements)
	markPageNumbers(elements)
	return elements
}

// markPageNumbers finds the numbers of pages that stand alone: another page's number, which
// says so, is the one before or behind.
func markPageNumbers(elements []element) {
	last, bare, said := 0, -1, false // the last page's number, where it stands when it says nothing else, and whether it says so
	for i := range elements {
		e := &elements[i]
		if e.kind != paragraph {
			continue
		}
		text := e.text.plain()
		n, err := strconv.Atoi(text)
		alone := err == nil && len(text) <= 4
		if !alone {
			m := pageLine.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			n, _ = strconv.Atoi(m[1] + m[2] + m[3])
		}
		follows := n == last+1
		if alone && follows && said {
			e.frame = looksLikePages
		} else if !alone && follows && bare >= 0 {
			elements[bare].frame = looksLikePages
		}
		last, said = n, !alone || e.frame != ""
		if bare = -1; alone && !said {
			bare = i
		}
	}
}

// markMenus finds links between two lines of a menu, such as those of a folder.
func markMenus(elements []element) {
	short := func(e element) bool {
		return e.frame == "" && e.kind != tabular && e.kind != rule && utf8.RuneCountInString(e.text.plain()) <= maxFrameLine && e.text.all(func(s style) bool { return s.link != "" })
	}
	for i := 0; i < len(elements); i++ {
		if elements[i].frame != looksLikeMenu {
			continue
		}
		end := i + 1
		for end < len(elements) && short(elements[end]) {
			end++
		}
		for j := i + 1; j < end; j++ {
			elements[j].frame = looksLikeMenu
		}
		i = end - 1
	}
}

// leaveFrame takes out what looks like the frame, if the person wants that, and lists
// it in either case.
func leaveFrame(elements []element, d Decisions) (rest []element, left []LeftOut) {
	left = []LeftOut{}
	keys := map[string]int{}
	for i := 0; i < len(elements); {
		why := elements[i].frame
		if why == "" {
			rest = append(rest, elements[i])
			i++
			continue
		}
		end := i
		var lines []string
		words := 0
		for end < len(elements) && elements[end].frame == why {
			for _, text := range elements[end].texts() {
				for _, l := range text.lines() {
					lines = append(lines, l.apartByLinks())
					words += len(wordsIn(l.plain()))
				}
			}
			end++
		}
		text := strings.Join(lines, "\n")
		sum := sha256.Sum256([]byte(why + "\n" + text))
		key := hex.EncodeToString(sum[:6])
		if keys[key]++; keys[key] > 1 {
			key += "-" + strconv.Itoa(keys[key])
		}
		out := LeftOut{Key: key, Text: text, Why: why, Words: words, Kept: !d.LeaveFrame || d.Keep[key]}
		left = append(left, out)
		if out.Kept {
			rest = append(rest, elements[i:end]...)
		}
		i = end
	}
	return rest, left
}

// cutKept takes what was kept of the frame off the end: it says nothing about the part
// that it would stand in. Where nobody chose to keep it, or it is all there is, it stays.
func cutKept(elements []element, chosen bool) (page, kept []element) {
	n := len(elements)
	for chosen && n > 0 && elements[n-1].frame != "" {
		n--
	}
	if n == 0 {
		return elements, nil
	}
	return elements[:n], elements[n:]
}

// apartByLinks gives the visible text of a line with a space between links that touch
// each other: on the website a style keeps them apart.
func (r rich) apartByLinks() string {
	var b strings.Builder
	for i, s := range r {
		if i > 0 && s.style.link != r[i-1].style.link && isWordEdge(r[i-1].text, s.text) {
			b.WriteByte(' ')
		}
		b.WriteString(s.text)
	}
	return b.String()
}

// isWordEdge reports whether two texts would be one word together.
func isWordEdge(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return isWordRune(last) && isWordRune(first)
}
