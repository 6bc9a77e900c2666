package paste

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"practicecms/content"
)

// Bounds of the short headings of rule 5.
const (
	maxStepWords = 4
	maxStepChars = 40
)

// stepCount finds "three phases", "the 4 main steps".
var stepCount = regexp.MustCompile(`(?i)\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1[0-2])\s+(?:[a-z]+\s+)?(?:phases|stages|steps|parts)\b`)

var numberWords = strings.Fields("two three four five six seven eight nine ten eleven twelve")

// steps is rule 5: it makes one block of the first part when its introduction
// counts the steps that follow. It gives the number of parts used, 0 when the rule
// does not hold.
func (b *builder) steps(parts []part) int {
	p := parts[0]
	if kind, _ := kindOf(p.heading); p.heading == nil || kind != "section" {
		return 0
	}
	intro, steps := subParts(p.body)
	phrase, want := countedSteps(intro)
	if want == 0 {
		return 0
	}
	used := 1
	if len(steps) == 0 { // headings of the same rank: short ones are steps
		for _, next := range parts[1:] {
			if len(steps) > want || !isStep(next) {
				break
			}
			steps = append(steps, next)
		}
		used += len(steps)
	}
	var tail []element // a divider below the last step
	if n := len(steps); n > 0 {
		last := &steps[n-1]
		if m := len(last.body); m > 1 && last.body[m-1].kind == rule {
			last.body, tail = last.body[:m-1], last.body[m-1:]
		}
	}
	if len(steps) != want || !allHaveText(steps) || sizeOfAll(intro, steps) > maxBody {
		if len(steps) > 0 {
			b.ask(len(b.blocks), "kind", "steps",
				fmt.Sprintf("the text says “%s”, but another number of short headings with a text follows: are these the steps?", phrase))
		}
		return 0
	}

	fields := content.Fields{}
	n := b.add("steps", fields)
	fields["heading"] = b.headingText(n, "heading", p.heading)
	b.infer(n, "kind", "steps", fmt.Sprintf("the text says “%s”, and as many short headings follow", phrase))
	if len(intro) > 0 {
		fields["intro"] = bodyMarkdown(intro)
	}
	var list []any
	for i, s := range steps {
		list = append(list, map[string]any{
			"title": b.headingText(n, fmt.Sprintf("steps[%d].title", i), s.heading),
			"body":  bodyMarkdown(s.body),
		})
	}
	fields["steps"] = list
	if len(tail) > 0 {
		b.add("divider", content.Fields{})
	}
	return used
}

// subParts splits a body at its sub-headings of the highest rank.
func subParts(body []element) (intro []element, subs []part) {
	for i, e := range body {
		if e.kind == heading {
			return body[:i], outline(body[i:])
		}
	}
	return body, nil
}

// countedSteps finds how many steps the paragraphs speak of; 0 when they do not.
func countedSteps(intro []element) (phrase string, n int) {
	for _, e := range intro {
		m := stepCount.FindStringSubmatch(e.text.plain())
		if m == nil {
			continue
		}
		if n, err := strconv.Atoi(m[1]); err == nil {
			return m[0], n
		}
		for i, w := range numberWords {
			if strings.EqualFold(w, m[1]) {
				return m[0], i + 2
			}
		}
	}
	return "", 0
}

// isStep reports whether a part of the same rank may be a step.
func isStep(p part) bool {
	text := p.heading.text.plain()
	kind, _ := kindOf(p.heading)
	return kind == "section" && len(strings.Fields(text)) <= maxStepWords && utf8.RuneCountInString(text) <= maxStepChars
}

func allHaveText(parts []part) bool {
	for _, p := range parts {
		if len(p.body) == 0 || p.body[0].kind == rule {
			return false
		}
	}
	return true
}

// sizeOfAll is sizeOf for an introduction and its steps.
func sizeOfAll(intro []element, steps []part) int {
	size := sizeOf(intro)
	for _, s := range steps {
		size += sizeOf(s.body)
	}
	return size
}

// sizeOf bounds the Markdown of elements from above, in bytes.
func sizeOf(elements []element) int {
	size := 0
	for _, e := range elements {
		for _, text := range e.texts() {
			for _, s := range text {
				size += 2*len(s.text) + len(s.style.link) + 32
			}
		}
	}
	return size
}

// bodyMarkdown writes elements as one Markdown text.
func bodyMarkdown(body []element) string {
	var texts []string
	for len(body) > 0 {
		front, n := frontMarkdown(body)
		texts, body = append(texts, front...), body[n:]
	}
	return strings.Join(texts, "\n\n")
}
