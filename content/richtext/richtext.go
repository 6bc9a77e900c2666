package richtext

import (
	"errors"
	"strings"

	"github.com/yuin/goldmark"
)

// Removal is one thing that was taken out of a text; the list of them is the receipt that the person who saved it sees.
type Removal struct {
	// What is a stable code: "html" (a tag), "script", "style", "iframe" (with its content), "comment", "image" (its description stays
	// as text), "link" (its words stay), "title" (of a link), "code-language".
	What string `json:"what"`
	// Text shows what was removed, as it was written: one line, at most 80 runes, the last one … when it was cut. It is not HTML: escape it.
	Text string `json:"text"`
}

// maxExcerpt is the length of Removal.Text, in runes.
const maxExcerpt = 80

// Target is where a link to a document leads.
type Target struct {
	Path  string // begins with one slash; a target with another path counts as not live
	Title string // the document's title; it stands in for the words of a link that has none
}

// Resolver finds the target of a link to a document, by the document's id in lower case. ok is false when the document does not exist or
// is not live. It may be called more than once for an id.
type Resolver func(id string) (to Target, ok bool)

// Link is one link that stands in the HTML.
type Link struct {
	Text     string `json:"text"`               // the words that are linked, in one line
	URL      string `json:"url"`                // as it stands in href: an https, mailto, tel or sms address, a path, or #place
	Document string `json:"document,omitempty"` // id, when it was written as document:id; "" otherwise
	Title    string `json:"title,omitempty"`    // the document's title as the Resolver gave it
}

// Result is what a text renders to.
type Result struct {
	// HTML is sanitised and balanced; Sanitize changes nothing in it. Headings begin at h3, because a block's own heading is h2.
	HTML string
	// Text holds every word that a reader of the HTML sees: blocks are separated by a blank line; list items, table rows and hard breaks
	// begin a new line. It has no markup and no control characters other than line feed.
	Text string
	// Links are in the order of the text. nil when there are none; so are the other lists.
	Links []Link
	// Broken holds each document id once that the Resolver did not find. The words of such a link are in HTML and Text.
	Broken []string
	// Removed is the receipt.
	Removed []Removal

	reworded bool // what the HTML says is not what another reader of Markdown makes of the text
}

// Render turns a text into HTML and plain text. A nil Resolver finds nothing. It returns what Check returns, and a *LimitError
// with Limit "output" when the HTML would be longer than MaxOutput.
func Render(markdown string, resolve Resolver) (Result, error) {
	if err := Check(markdown); err != nil {
		return Result{}, err
	}
	return render(blockMarkdown, normalise(markdown), resolve)
}

// RenderInline is Render for a field of one line: emphasis, code and links, but no blocks. A beginning such as `# `, `- ` or `1. ` stays as
// words, and line ends count as spaces. The HTML has no <p> around it. Use its Text, and its Broken with a nil Resolver, for such a field:
// PlainText and Documents read a text as blocks.
func RenderInline(markdown string, resolve Resolver) (Result, error) {
	if err := Check(markdown); err != nil {
		return Result{}, err
	}
	line := fold(markdown)
	if err := Check(line); err != nil { // all its lines together are one now
		return Result{}, err
	}
	result, err := render(inlineMarkdown, line, resolve)
	result.HTML = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(result.HTML, "<p>"), "</p>"))
	return result, err
}

// Removed returns the receipt alone. Its errors are those of Render.
func Removed(markdown string) ([]Removal, error) {
	result, err := Render(markdown, nil)
	return result.Removed, err
}

// Documents returns the ids of the documents that a text links to, in lower case, in order, each once. A text that Check refuses
// links to nothing.
func Documents(markdown string) []string {
	if Check(markdown) != nil {
		return nil
	}
	source := []byte(normalise(markdown))
	r, err := rewrite(parse(blockMarkdown, source), source, nil)
	if err != nil {
		return nil
	}
	return r.broken // without a Resolver all of them are
}

// PlainText returns Result.Text. A text that cannot be rendered comes back as it is, so that no word is lost in a summary or a comparison.
func PlainText(markdown string) string {
	result, err := Render(markdown, nil)
	if err != nil {
		return markdown
	}
	return result.Text
}

// render is what Render and RenderInline share.
func render(md goldmark.Markdown, markdown string, resolve Resolver) (Result, error) {
	source := []byte(markdown)
	tree := parse(md, source)
	r, err := rewrite(tree, source, resolve)
	if err != nil {
		return Result{}, outputError(err)
	}
	rendered, err := renderTree(md, source, tree)
	if err != nil {
		return Result{}, outputError(err)
	}
	safe, nodes := sanitize(strings.TrimSpace(rendered))
	if len(safe) > MaxOutput {
		return Result{}, outputError(errOutputFull)
	}
	return Result{HTML: safe, Text: plainText(nodes), Links: r.links, Broken: r.broken, Removed: r.removed, reworded: r.reworded}, nil
}

// outputError says errOutputFull in words for people.
func outputError(err error) error {
	if errors.Is(err, errOutputFull) {
		return &LimitError{Limit: "output", Got: MaxOutput + 1, Max: MaxOutput}
	}
	return err
}

// excerpt makes one line of at most maxExcerpt runes.
func excerpt(s string) string {
	if len(s) > 16*maxExcerpt { // enough for any 80 runes and their spaces
		s = strings.ToValidUTF8(s[:16*maxExcerpt], "")
	}
	runes := []rune(strings.Join(strings.Fields(withoutControls(s)), " "))
	if len(runes) <= maxExcerpt {
		return string(runes)
	}
	return string(runes[:maxExcerpt-1]) + "…"
}
