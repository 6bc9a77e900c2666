package paste_test

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// This file reads what a person sees of an input. It shares no code with the importer, and
// knows it only by the contract: what is a word, and how a raised sign is written.

// unseen are elements of which a browser shows no text.
var unseen = []string{"head", "title", "style", "script", "template", "noscript", "iframe", "object", "svg", "textarea", "select", "video", "audio", "xml"}

// inlineElements do not begin a line.
var inlineElements = []string{"a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label",
	"mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "path", "st1:place", "st1:city"}

var (
	hiddenStyle = regexp.MustCompile(`(?i)(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)`)
	markerStyle = regexp.MustCompile(`(?i)mso-list\s*:\s*ignore`)
	raisedStyle = regexp.MustCompile(`(?i)vertical-align\s*:\s*(super|sub)\b`)
)

// seenHTML gives the text that a browser shows of HTML, line by line. Of the clipboard's
// HTML it is what stands between the marks of the fragment.
func seenHTML(input string) string {
	root, err := html.Parse(strings.NewReader(input))
	if err != nil {
		return err.Error()
	}
	r := seeing{all: !strings.Contains(input, "<!--StartFragment-->")}
	r.inside = r.all
	r.walk(root, false)
	return r.out.String()
}

type seeing struct {
	out         strings.Builder
	all, inside bool // there are no fragment marks; what is read now is between them
	raised      bool // all of it is raised already
	lifted      bool // the last thing written was raised, and stands as words
}

func (s *seeing) walk(n *html.Node, pre bool) {
	switch n.Type {
	case html.CommentNode:
		switch mark := strings.TrimSpace(n.Data); {
		case s.all:
		case mark == "StartFragment":
			s.inside = true
		case mark == "EndFragment":
			s.inside = false
		}
		return
	case html.TextNode:
		s.write(n.Data, pre)
		return
	case html.ElementNode:
		if isUnseen(n) {
			return
		}
	}
	if class := attribute(n, "class"); class == "sdfootnoteanc" || class == "sdfootnotesym" {
		sign := seeing{all: true, inside: true, raised: true}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			sign.walk(c, false)
		}
		s.write("["+sign.out.String()+"]", false) // delivery writes the sign of a footnote so
		return
	}
	style := attribute(n, "style")
	if raised := raisedStyle.FindStringSubmatch(style); !s.raised && (n.Data == "sup" || n.Data == "sub" || raised != nil) {
		s.raise(n, n.Data == "sub" || raised != nil && raised[1] == "sub")
		return
	}
	block := n.Type == html.ElementNode && !slices.Contains(inlineElements, n.Data)
	if block {
		s.write("\n", true)
	}
	pre = pre || n.Data == "pre" || strings.Contains(style, "white-space:pre") || strings.Contains(style, "white-space: pre")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c, pre)
	}
	if block {
		s.write("\n", true)
	}
}

func isUnseen(n *html.Node) bool {
	style := attribute(n, "style")
	return slices.Contains(unseen, n.Data) || hasAttribute(n, "hidden") || hiddenStyle.MatchString(style) || markerStyle.MatchString(style) ||
		n.Data == "input" || attribute(n, "type") == "hidden"
}

func hasAttribute(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (s *seeing) write(text string, pre bool) {
	if !s.inside || text == "" {
		return
	}
	if !pre {
		text = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(text)
	}
	if r := []rune(text)[0]; s.lifted && unicode.IsDigit(r) {
		last := strings.LastIndexAny(s.out.String(), "\x01")
		written := s.out.String()
		s.out.Reset()
		s.out.WriteString(written[:last] + "(" + written[last+1:] + ")")
	}
	s.lifted = false
	s.out.WriteString(text)
}

// raise writes what is raised or lowered by the rule of the dialect.
func (s *seeing) raise(n *html.Node, sub bool) {
	inner := seeing{all: true, inside: true, raised: true}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inner.walk(c, false)
	}
	text := inner.out.String()
	if strings.TrimSpace(text) == "" || !s.inside {
		s.write(text, false)
		return
	}
	before := []rune(strings.TrimRight(s.out.String(), "\x01"))
	afterDigit := len(before) > 0 && unicode.IsDigit(before[len(before)-1])
	switch written, ok := shifted(text, sub); {
	case ok:
		s.write(written, true)
	case regexp.MustCompile(`^[(\[].*[)\]]$`).MatchString(strings.TrimSpace(text)), afterDigit && isOrdinal(text):
		s.write(text, true)
	case afterDigit || strings.ContainsFunc(text, unicode.IsDigit):
		s.write("("+text+")", true)
	default:
		s.write("\x01"+text, true)
		s.lifted = true
	}
}

func isOrdinal(s string) bool {
	return slices.Contains([]string{"st", "nd", "rd", "th", "er", "re", "e", "ème", "º", "ª"}, strings.ToLower(strings.TrimSpace(s)))
}

// shifted writes s in Unicode's raised or lowered signs.
func shifted(s string, sub bool) (string, bool) {
	from, to := []rune("0123456789+-−=()ni"), []rune("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
	if sub {
		from, to = []rune("0123456789"), []rune("₀₁₂₃₄₅₆₇₈₉")
	}
	var out strings.Builder
	for _, r := range s {
		i := slices.Index(from, r)
		if i < 0 {
			return "", false
		}
		out.WriteRune(to[i])
	}
	return out.String(), true
}

var (
	quoteSigns   = regexp.MustCompile(`(?m)^(> ?)+`)
	listMarker   = regexp.MustCompile(`^(\(?([0-9]{1,3}|[a-zA-Z]|[ivxlcIVXLC]+)[.)]|[0-9]{1,3} [-–]|[-–—•·*▪●◦○‣⁃➢➤✓✔§o\x{F0B7}\x{F0A7}\x{F0D8}\x{F0FC}■□☐☑–]|[QA][:.])\s+`)
	onlySigns    = regexp.MustCompile(`^[-–—•·*_=~|+:▪●◦○\x{F0B7}]+$`)
	brokenWord   = regexp.MustCompile(`(\pL)[-\x{FFFE}\x02]\n(\p{Ll})`)
	invisible    = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\x01", "", "\ufffe", "")
	ligatures    = strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl")
	markdownMark = regexp.MustCompile(`\*{1,2}([^*\n]+)\*{1,2}`)
	markdownRef  = regexp.MustCompile(`\[([^\]\n]+)\]\(<?[^)\s>]+>?\)`)
)

// seenText gives the text of a plain-text clipboard as a person reads it: the signs of
// quoted lines are not words, nor are Markdown's own where a program copies Markdown.
func seenText(input string) string {
	s := strings.ReplaceAll(input, "\r\n", "\n")
	s = brokenWord.ReplaceAllString(s, "$1$2")
	s = quoteSigns.ReplaceAllString(s, "")
	if strings.Contains("\n"+s, "\n# ") || strings.Contains("\n"+s, "\n## ") {
		s = markdownRef.ReplaceAllString(s, "$1")
		s = markdownMark.ReplaceAllString(s, "$1")
		s = strings.NewReplacer("~~", "", "\n# ", "\n", "\n## ", "\n", "\n### ", "\n", "|", " ").Replace("\n" + s)
	}
	return s
}

// wordsOf gives the words of lines of text. The sign of a list is no word, nor is a line
// or a bar made of signs.
func wordsOf(text string) (words []string) {
	text = norm.NFC.String(ligatures.Replace(invisible.Replace(text)))
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " "))
		for listMarker.MatchString(line + " ") {
			was := line
			line = strings.TrimSpace(listMarker.ReplaceAllString(line+" ", ""))
			if line == was {
				break
			}
		}
		for word := range strings.FieldsSeq(line) {
			if !onlySigns.MatchString(word) {
				words = append(words, word)
			}
		}
	}
	return words
}

var digits = regexp.MustCompile(`[0-9]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[₀₁₂₃₄₅₆₇₈₉]+`)

// digitsOf gives every number that is seen, so that two which were joined stand out.
func digitsOf(text string) []string {
	return digits.FindAllString(strings.Join(wordsOf(text), " "), -1)
}

// targetsOf gives where the links of delivered HTML lead, each once, sorted.
func targetsOf(delivered string) (targets []string) {
	root, err := html.Parse(strings.NewReader(delivered))
	if err != nil {
		return []string{err.Error()}
	}
	for n := range root.Descendants() {
		if n.Data == "a" {
			targets = append(targets, attribute(n, "href"))
		}
	}
	slices.Sort(targets)
	return slices.Compact(targets)
}
