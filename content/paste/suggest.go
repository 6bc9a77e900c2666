package paste

import (
	"strings"

	"practicecms/content"
)

// name is one way in which a known record is named.
type name struct {
	words []string // folded
	known Known
}

// suggest finds the names of known records in the blocks' texts (rule 8). Each
// record is suggested once for a block, where it is named first. Where two names
// overlap the longer one counts. A record with the page's own title is left out.
func suggest(c content.Content, known []Known) []Suggestion {
	index := indexNames(known, c.Title)
	out := []Suggestion{}
	if len(index) == 0 {
		return out
	}
	type place struct {
		block int
		id    content.DocumentID
	}
	seen := map[place]bool{}
	eachText(c, func(block int, path string, f content.Field, value string) {
		if f.Type != content.Markdown {
			return // a heading cannot hold a link
		}
		for line := range strings.SplitSeq(readable(f, value), "\n") {
			words := strings.Fields(line)
			folded := make([]string, len(words))
			for i, w := range words {
				folded[i] = foldName(w)
			}
			for i := 0; i < len(words); {
				found := longest(index[folded[i]], folded[i:])
				if len(found) == 0 {
					i++
					continue
				}
				n := len(found[0].words)
				for _, f := range found {
					if p := (place{block, f.known.ID}); !seen[p] {
						seen[p] = true
						out = append(out, Suggestion{
							Block: block, Field: path, Text: bare(strings.Join(words[i:i+n], " ")),
							Type: f.known.Type, ID: f.known.ID, Name: f.known.Names[0],
						})
					}
				}
				i += n
			}
		}
	})
	return out
}

// indexNames lists names by their first word.
func indexNames(known []Known, title string) map[string][]name {
	index := map[string][]name{}
	self := foldAll(title)
	for _, k := range known {
		if len(k.Names) == 0 || strings.Join(foldAll(k.Names[0]), " ") == strings.Join(self, " ") {
			continue
		}
		names := k.Names
		if first, _, more := strings.Cut(k.Names[0], " "); more && k.Person {
			names = append(names[:len(names):len(names)], first)
		}
		for _, n := range names {
			if words := foldAll(n); len(words) > 0 {
				index[words[0]] = append(index[words[0]], name{words, k})
			}
		}
	}
	return index
}

// longest gives the longest names that words start with: several when records
// share a name, and the editor has to choose.
func longest(names []name, words []string) []name {
	var found []name
	for _, n := range names {
		if len(n.words) > len(words) || (len(found) > 0 && len(n.words) < len(found[0].words)) || !hasPrefix(words, n.words) {
			continue
		}
		if len(found) > 0 && len(n.words) > len(found[0].words) {
			found = nil
		}
		found = append(found, n)
	}
	return found
}

func hasPrefix(words, prefix []string) bool {
	for i := range prefix {
		if words[i] != prefix[i] {
			return false
		}
	}
	return true
}

func foldAll(s string) []string {
	var out []string
	for _, w := range strings.Fields(s) {
		if f := foldName(w); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// foldName is foldWord without a possessive: "Dana’s" names Dana.
func foldName(word string) string { return strings.TrimSuffix(foldWord(word), "'s") }
