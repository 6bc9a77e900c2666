package paste

import (
	"regexp"
	"strings"
)

// This file reads the head of a Markdown file, which the programs that keep such files
// write: its title, its date and other details, between two lines of --- or +++.

var (
	fileHead = regexp.MustCompile(`^\n*(?:---[ \t]*\n((?s:.*?)\n)(?:---|\.\.\.)|\+\+\+[ \t]*\n((?s:.*?)\n)\+\+\+)[ \t]*(?:\n|$)`)
	// headLine is a line of a head: a detail, what goes on below one, or a remark.
	headLine = regexp.MustCompile(`^(?:([A-Za-z][\w-]*) ?[:=](?: .*|[ \t]*)|[ \t]+\S.*|- .*|\[+[\w.-]+\]+|[\]}],?|#.*|)$`)
	// headNames are details that such files have, and pages do not.
	headNames = setOf("title date layout draft slug permalink tags categories category aliases published lastmod weight description author authors keywords template")
)

// maxHead bounds a head, in bytes.
const maxHead = 8 << 10

// headDetails is what the list of removals calls the details of a head.
const headDetails = "details at the head of the file"

// cutHead takes the head off a Markdown file. title is the page's, as the head says;
// details are its other lines. Both are "" for a text without a head.
func cutHead(text string) (title, details, rest string) {
	m := fileHead.FindStringSubmatch(text)
	if m == nil || len(m[0]) > maxHead {
		return "", "", text
	}
	known := false
	var others []string
	for l := range strings.SplitSeq(strings.TrimSpace(m[1]+m[2]), "\n") {
		name := headLine.FindStringSubmatch(l)
		if name == nil {
			return "", "", text
		}
		known = known || headNames[strings.ToLower(name[1])]
		if value := strings.Trim(strings.TrimLeft(l[len(name[1]):], " :="), `"' `); strings.EqualFold(name[1], "title") && title == "" && !strings.ContainsAny(value, "|>") {
			title = value
		} else if l = strings.TrimSpace(l); l != "" {
			others = append(others, l)
		}
	}
	if !known {
		return "", "", text
	}
	return title, strings.Join(others, ", "), text[len(m[0]):]
}

// hasHead reports whether an input begins with a head.
func hasHead(input string) bool {
	input = normalise(input[:min(len(input), 2*maxHead)])
	_, _, rest := cutHead(input)
	return len(rest) < len(input)
}
