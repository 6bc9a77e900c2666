package paste

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// This file finds footnotes: a short sign that leads to a note, which leads back to it. So
// do Word, LibreOffice, Google Docs, WordPress and the importers of Markdown write them.

// noteSign is the sign of a note: a word in brackets, or a number or a letter.
var noteSign = regexp.MustCompile(`^(?:\[([\pL\pN]{1,20})\]|\(?(\pN{1,4}|[A-Za-z]|[ivxlc]{1,6})\)?)$`)

// labelOf gives what stands in the sign of a note; "" when a text is none.
func labelOf(sign string) string {
	m := noteSign.FindStringSubmatch(sign)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// noteAddress is an address of a note that was left behind when the text was copied.
var noteAddress = regexp.MustCompile(`^(?:_(?:ftn|edn)(?:ref)?[0-9]+|sd(?:foot|end)note[0-9]+(?:anc|sym)|(?:ftnt|fn|fnref|cmnt)_?(?:ref)?[0-9]+)$`)

// anchor is a link inside the page.
type anchor struct {
	to   string   // the id that it leads to
	ids  []string // its own, and those of what it stands in
	text string   // without white space
}

// noteSigns says what the links and the elements of HTML have to do with its footnotes, by
// their numbers in reading order.
type noteSigns struct {
	signs  map[int]string // links that are signs, with their labels
	starts map[int]string // elements with which a note starts
	gone   map[int]bool   // links that lead back, and that no reader needs
	lost   map[int]bool   // links to a note that is not there
}

// findNotes pairs the links that lead to each other.
func findNotes(input string) noteSigns {
	anchors, elements := anchorsOf(input)
	found := noteSigns{map[int]string{}, map[int]string{}, map[int]bool{}, map[int]bool{}}
	to := map[string][]int{}
	order := slices.Sorted(maps.Keys(anchors))
	for _, n := range order {
		to[anchors[n].to] = append(to[anchors[n].to], n)
	}
	taken := map[string]bool{}
	for _, n := range order {
		sign := anchors[n]
		label := labelOf(sign.text)
		if label == "" || taken[strings.ToLower(label)] || found.starts[n] != "" {
			continue
		}
		back, ok := leadsBack(anchors, to, n)
		if !ok {
			continue
		}
		start := back
		if labelOf(anchors[back].text) != label {
			found.gone[back] = true // an arrow
			if start, ok = elements[sign.to]; !ok {
				continue
			}
		}
		taken[strings.ToLower(label)] = true
		found.signs[n], found.starts[start] = label, label
	}
	for n, a := range anchors {
		if found.signs[n] == "" && found.starts[n] == "" && noteAddress.MatchString(a.to) {
			found.lost[n] = true
		}
	}
	return found
}

// leadsBack finds the link behind n that stands where n leads to, and leads to where n
// stands.
func leadsBack(anchors map[int]anchor, to map[string][]int, n int) (back int, ok bool) {
	for _, id := range anchors[n].ids {
		for _, m := range to[id] {
			if m > n && slices.Contains(anchors[m].ids, anchors[n].to) {
				return m, true
			}
		}
	}
	return 0, false
}

// maxIDs bounds how many ids around a link are looked at.
const maxIDs = 8

// anchorsOf gives the links inside the page, and where the ids of its elements are, by the
// numbers of elements in reading order.
func anchorsOf(input string) (anchors map[int]anchor, elements map[string]int) {
	anchors, elements = map[int]anchor{}, map[string]int{}
	type openTag struct {
		tag string
		ids int // of all open ids
	}
	var open []openTag
	var ids []string
	n, inside := 0, -1
	walkHTML(input, func(e htmlEvent) {
		switch {
		case e.kind == textEvent && inside >= 0:
			a := anchors[inside]
			if a.text += strings.Join(strings.Fields(e.text), ""); len(a.text) > 64 {
				a.text = strings.Repeat("-", 64)
			}
			anchors[inside] = a
		case e.kind == startEvent && !voidTags[e.tag]:
			n++
			open = append(open, openTag{e.tag, len(ids)})
			for _, name := range []string{"id", "name"} {
				if id := e.attrs[name]; id != "" && (name == "id" || e.tag == "a") {
					ids = append(ids, id)
					if _, twice := elements[id]; !twice {
						elements[id] = n
					}
				}
			}
			if _, fragment, ok := strings.Cut(e.attrs["href"], "#"); ok && e.tag == "a" && fragment != "" {
				anchors[n] = anchor{to: fragment, ids: slices.Clone(ids[max(0, len(ids)-maxIDs):])}
				inside = n
			}
		case e.kind == endEvent && !e.alone:
			if e.tag == "a" {
				inside = -1
			}
			for i := len(open) - 1; i >= 0; i-- {
				if open[i].tag == e.tag {
					ids, open = ids[:open[i].ids], open[:i]
					break
				}
			}
		}
	})
	return anchors, elements
}

var fragmentLink = regexp.MustCompile(`(?i)\shref\s*=\s*["']?[^"'\s<>]*#`)

// walkNotes is walkHTML, with signs of footnotes as texts of their own, and the start of
// each note as an event.
func walkNotes(input string, visit func(htmlEvent)) {
	if !fragmentLink.MatchString(input) {
		walkHTML(input, visit)
		return
	}
	notes := findNotes(input)
	n, skip := 0, false
	walkHTML(input, func(e htmlEvent) {
		if skip {
			if e.kind == startEvent && !voidTags[e.tag] {
				n++
			}
			skip = !(e.kind == endEvent && (e.tag == "a" || blockTags[e.tag]))
			if skip || e.tag == "a" {
				return
			}
		}
		if e.kind != startEvent || voidTags[e.tag] {
			visit(e)
			return
		}
		n++
		skip = notes.signs[n] != "" || notes.gone[n] || notes.starts[n] != "" && e.tag == "a"
		if notes.lost[n] {
			delete(e.attrs, "href")
		}
		if !skip {
			visit(e)
		}
		if label := notes.starts[n]; label != "" {
			visit(htmlEvent{kind: noteEvent, text: label})
		}
		if label := notes.signs[n]; label != "" {
			visit(htmlEvent{kind: textEvent, text: "[" + label + "]", style: style{note: label}})
		}
	})
}

// noteMark stands before a written sign of a note, until settleNotes knows whether the
// note stands in the same text. A text cannot hold it: control characters are taken out.
const noteMark = "\x02"

var (
	writtenSign = regexp.MustCompile(noteMark + `\[\^([\pL\pN]+)\](\(?)`) // before ( it would be the words of a link
	writtenNote = regexp.MustCompile(`^` + noteMark + `\[\^([\pL\pN]+)\]: `)
)

// settleNotes makes footnotes of signs and notes of one text. Those of which the other
// stands elsewhere are words, and so are notes with other words below them: delivery would
// put them behind those.
func settleNotes(text string) string {
	if !strings.Contains(text, noteMark) {
		return text
	}
	parts := strings.Split(text, "\n\n")
	first := len(parts)
	for first > 0 && writtenNote.MatchString(parts[first-1]) {
		first--
	}
	signs := map[string]bool{}
	for _, p := range parts[:first] {
		for _, m := range writtenSign.FindAllStringSubmatch(p, -1) {
			signs[m[1]] = signs[m[1]] || m[2] == ""
		}
	}
	whole := map[string]bool{}
	for i := len(parts) - 1; i >= first; i-- {
		label := writtenNote.FindStringSubmatch(parts[i])[1]
		if !signs[label] || whole[label] {
			break
		}
		whole[label] = true
	}
	for i, p := range parts {
		if m := writtenNote.FindStringSubmatch(p); m != nil && (i < first || !whole[m[1]]) {
			p = `\[` + m[1] + `\] ` + p[len(m[0]):]
		}
		parts[i] = writtenSign.ReplaceAllStringFunc(p, func(sign string) string {
			if m := writtenSign.FindStringSubmatch(sign); !whole[m[1]] || m[2] != "" {
				return `\[` + m[1] + `\]` + m[2]
			}
			return sign[len(noteMark):]
		})
	}
	return strings.Join(parts, "\n\n")
}

// settleNotes is settleNotes for all blocks.
func (b *builder) settleNotes() {
	for i := range b.blocks {
		settleAllNotes(b.blocks[i].Fields)
	}
}

// settleAllNotes is settleNotes for every text of the fields of a block.
func settleAllNotes(v any) any {
	switch v := v.(type) {
	case string:
		return settleNotes(v)
	case []any:
		for i := range v {
			v[i] = settleAllNotes(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = settleAllNotes(v[name])
		}
	}
	return v
}
