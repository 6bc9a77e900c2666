package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"practicecms/content"
)

// This file finds questions with their answers. There are at least two of them: one alone
// stays what it is.

// maxQuestion bounds a question, in characters: what its field advises.
const maxQuestion = 160

var (
	// questionSign and answerSign stand before a question and its answer. They are signs,
	// as those of a list are, and no words.
	questionSign = regexp.MustCompile(`^Q[0-9]{0,2}[:.] *`)
	answerSign   = regexp.MustCompile(`^A[0-9]{0,2}[:.] *`)
	askedSign    = regexp.MustCompile(`^[QA][0-9]{0,2}[:.]$`)
	// questionsHeading is the heading of questions that have no signs.
	questionsHeading = regexp.MustCompile(`(?i)^(?:(?:frequently|commonly) asked questions\b.*|faqs?|(?:common )?questions|questions (?:and|&) answers|q ?(?:&|and) ?a)[:.]?$`)
)

// isAsked reports whether a text is a question, by its mark.
func isAsked(text string) bool {
	return strings.HasSuffix(text, "?") && utf8.RuneCountInString(text) <= maxQuestion
}

// findQuestions finds the questions that signs mark, those in bold, and those below a
// heading that says so. Others are marked by the source.
func findQuestions(elements []element) []element {
	elements = signedQuestions(elements)
	for i := 0; i < len(elements); {
		n := 1
		for i+n < len(elements) && elements[i+n].kind != heading && elements[i+n].kind != rule {
			n++
		}
		part := elements[i : i+n]
		if asked := boldQuestions(part); len(asked) > 0 {
			elements = slices.Replace(elements, i, i+n, asked...)
			n = len(asked)
		}
		i += n
	}
	headedQuestions(elements)
	elements = plainQuestions(elements)
	for i := 1; i < len(elements); i++ {
		above := &elements[i-1]
		if elements[i].kind == question && above.kind == paragraph && !above.quote && questionsHeading.MatchString(above.text.plain()) {
			above.kind, above.level, above.why = heading, 2, "questions and their answers follow"
			above.text = above.text.mapStyle(func(s style) style { s.bold = false; return s })
		}
	}
	return elements
}

// place is a line of an element.
type place struct{ element, line int }

// signedQuestions finds the lines that begin with "Q:", each with one below it that begins
// with "A:".
func signedQuestions(elements []element) []element {
	questions, answers, asked := map[place]bool{}, map[place]bool{}, 0
	var open []place // the question that has no answer yet: where it begins, and its next line when its sign stands alone
	alone := false   // a sign of a question stands alone on the line before
	for i, e := range elements {
		if e.kind != paragraph && e.kind != heading || e.quote {
			continue
		}
		for n, l := range e.text.lines() {
			text, at := l.plain(), place{i, n}
			switch sign := questionSign.FindString(text); {
			case sign != "":
				open, alone = []place{at}, sign == text
			case alone:
				open, alone = append(open, at), false
			case len(open) > 0 && answerSign.FindString(text) != "":
				for _, line := range open {
					questions[line] = true
				}
				answers[at], open = true, nil
				asked++
			}
		}
	}
	if asked < 2 {
		return elements
	}
	var out []element
	for i, e := range elements {
		lines := e.text.lines()
		var rest []rich
		emit := func() {
			if len(rest) > 0 {
				p := e
				p.text, rest = joinLines(rest), nil
				out = append(out, p)
			}
		}
		touched := false
		for n, l := range lines {
			switch at := (place{i, n}); {
			case questions[at]:
				emit()
				touched = true
				if l = l.cut(len(questionSign.FindString(l.plain()))).trim(); len(l) > 0 {
					out = append(out, e.asQuestion(l))
				}
			case answers[at]:
				emit()
				if e.kind == heading {
					e.kind, e.level = paragraph, 0
				}
				touched = true
				if l = l.cut(len(answerSign.FindString(l.plain()))).trim(); len(l) > 0 {
					rest = append(rest, l)
				}
			default:
				rest = append(rest, l)
			}
		}
		if !touched {
			out, rest = append(out, e), nil
		}
		emit()
	}
	return endAnswers(out)
}

// asQuestion is a line of an element as a question.
func (e element) asQuestion(l rich) element {
	l = l.mapStyle(func(s style) style { s.bold = false; return s })
	return element{kind: question, text: l, gap: e.gap, frame: e.frame}
}

// boldQuestions makes questions of the bold lines of a part that end with a question
// mark, when two of them have an answer; nil when not.
func boldQuestions(part []element) []element {
	var out []element
	asked := 0
	for i, e := range part {
		lines := e.text.lines()
		if e.kind != paragraph || e.quote || len(lines) == 0 || !isBoldQuestion(lines[0]) {
			out = append(out, e)
			continue
		}
		below := i+1 < len(part) && !isBoldQuestion(part[i+1].text) && part[i+1].kind != question
		if len(lines) == 1 && !below {
			out = append(out, e)
			continue
		}
		asked++
		out = append(out, e.asQuestion(lines[0]))
		if len(lines) > 1 {
			e.text, e.gap = joinLines(lines[1:]), false
			out = append(out, e)
		}
	}
	if asked < 2 {
		return nil
	}
	return endAnswers(out)
}

func isBoldQuestion(l rich) bool {
	return isAsked(l.plain()) && l.all(func(s style) bool { return s.bold })
}

// plainQuestions makes questions of lines that end with a question mark, below a heading
// that says that questions follow.
func plainQuestions(elements []element) []element {
	for i := range elements {
		e := elements[i]
		if e.kind != heading && e.kind != paragraph || e.quote || !questionsHeading.MatchString(e.text.plain()) {
			continue
		}
		end, asked := i+1, 0
		for end < len(elements) && elements[end].kind != heading && elements[end].kind != rule && elements[end].kind != question {
			if isPlainQuestion(elements[end]) {
				asked++
			}
			end++
		}
		part := elements[i+1 : end]
		if asked < 2 || !isPlainQuestion(part[0]) || isPlainQuestion(part[len(part)-1]) {
			continue
		}
		for n := range part {
			if isPlainQuestion(part[n]) && !isPlainQuestion(part[n+1]) {
				part[n] = part[n].asQuestion(part[n].text)
			}
		}
		endAnswers(part)
	}
	return elements
}

// headedQuestions makes questions of the headings that end with a question mark, below a
// heading of a higher rank that says that questions follow. The next heading ends the last
// answer.
func headedQuestions(elements []element) {
	for i, above := range elements {
		if above.kind != heading || !questionsHeading.MatchString(above.text.plain()) {
			continue
		}
		var asked []int
		end := i + 1
		for end < len(elements) && elements[end].kind == heading && elements[end].level > above.level && isAsked(elements[end].text.plain()) {
			answer := end + 1
			for answer < len(elements) && (elements[answer].kind == paragraph || elements[answer].kind == item) {
				answer++
			}
			if answer == end+1 {
				break
			}
			asked, end = append(asked, end), answer
		}
		if len(asked) < 2 || end < len(elements) && elements[end].kind != heading {
			continue
		}
		for _, n := range asked {
			elements[n] = elements[n].asQuestion(elements[n].text)
		}
	}
}

func isPlainQuestion(e element) bool {
	return e.kind == paragraph && !e.quote && isAsked(e.text.plain()) && len(e.text.lines()) == 1
}

// endAnswers finds where the last answer ends when the source does not say so: it is no
// longer than the longest of the others, in elements.
func endAnswers(elements []element) []element {
	longest, last := 0, -1
	for i, e := range elements {
		if e.kind == question {
			if last >= 0 {
				longest = max(longest, i-last-1)
			}
			last = i
		}
	}
	if end := last + 1 + longest; last >= 0 && longest > 0 && end < len(elements) && elements[end-1].kind != heading {
		elements[end].outside = elements[end].kind != item || elements[end-1].kind != item
	}
	return elements
}

// answered gives the questions at the front with their answers, and how many elements
// they are. None of them is without an answer.
func answered(body []element) (asked []part, n int) {
	for n < len(body) && body[n].kind == question && len(asked) < maxItems {
		end := n + 1
		for end < len(body) && body[end].kind != question && body[end].kind != heading && body[end].kind != rule && !body[end].outside {
			end++
		}
		if end == n+1 {
			break
		}
		asked = append(asked, part{heading: &body[n], body: body[n+1 : end]})
		n = end
	}
	return asked, n
}

// questions makes a block of two questions or more at the front, and gives how many
// elements it took. The heading above them, if any, becomes its heading.
func (w *writer) questions(body []element) int {
	asked, n := answered(body)
	if len(asked) < 2 || sizeOf(body[:n]) > maxBody || len(w.b.blocks) > maxBlocks {
		return 0
	}
	block := w.block
	if block >= 0 && len(w.texts) == 0 && w.kind == "section" {
		w.b.blocks[block].Kind = "faq"
	} else {
		w.close()
		block = w.b.add("faq", content.Fields{})
	}
	w.close()
	var items []any
	for _, q := range asked {
		items = append(items, fieldsOf("question", w.b.headingText(block, "items", q.heading), "answer", bodyMarkdown(q.body)))
	}
	w.b.blocks[block].Fields["items"], w.b.asked = items, true
	w.b.infer(block, "kind", "faq", "questions, and their answers below them")
	return n
}

// subQuestions makes questions of the sub-headings of a body, when all are questions that
// have answers.
func subQuestions(body []element) []element {
	intro, subs := subParts(body)
	if len(subs) < 2 || slices.ContainsFunc(subs, func(p part) bool {
		return !isAsked(p.heading.text.plain()) || len(p.body) == 0 || slices.ContainsFunc(p.body, isHeading)
	}) {
		return body
	}
	out := slices.Clone(intro)
	for _, p := range subs {
		out = append(append(out, p.heading.asQuestion(p.heading.text)), p.body...)
	}
	return out
}

// sameRankQuestions takes the questions that stand below a heading that says so, but with
// headings of the same rank. It gives the first part with them, and how many parts it took.
func sameRankQuestions(parts []part) (part, int) {
	p := parts[0]
	if p.heading == nil || !questionsHeading.MatchString(p.heading.text.plain()) {
		return p, 1
	}
	body, n := slices.Clone(p.body), 1
	for n < len(parts) && isAsked(parts[n].heading.text.plain()) && len(parts[n].body) > 0 && !slices.ContainsFunc(parts[n].body, isHeading) {
		body = append(append(body, parts[n].heading.asQuestion(parts[n].heading.text)), parts[n].body...)
		n++
	}
	if n < 3 {
		return p, 1
	}
	return part{p.heading, body}, n
}
