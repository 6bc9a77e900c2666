package richtext

import (
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	tables "github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
)

// toMarkdown writes Markdown for HTML that is sanitised already. A list or a line break in a table cell becomes HTML
// otherwise, which is what must not be in it.
var toMarkdown = converter.NewConverter(converter.WithPlugins(
	base.NewBasePlugin(),
	commonmark.NewCommonmarkPlugin(commonmark.WithBulletListMarker("-")),
	strikethrough.NewStrikethroughPlugin(),
	tables.NewTablePlugin(tables.WithNewlineBehavior(tables.NewlineBehaviorPreserve)),
))

// Source returns a text as Markdown that is safe to hand on: whoever renders it, even with raw HTML let through, gets what result.HTML
// says. result is what Render or RenderInline made of markdown.
//
// A text from which nothing had to be removed, which leads to no document and in which nothing is ours alone, such as footnotes, is its
// own source. Any other is written anew from the sanitised HTML, so its marks may differ (`*` for `_`), its words do not.
func Source(markdown string, result Result) string {
	if len(result.Removed) == 0 && len(result.Broken) == 0 && !result.reworded && !strings.Contains(markdown, "document:") {
		return markdown
	}
	written, err := toMarkdown.ConvertString(result.HTML)
	if err == nil {
		if again, err := Render(written, nil); err == nil && len(again.Removed) == 0 && sameWords(again.Text, result.Text) {
			return written
		}
	}
	return escaped(result.Text)
}

func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// punctuation may follow a backslash in Markdown (CommonMark 0.31, section 2.4).
var punctuation = regexp.MustCompile("[!-/:-@\\[-`{-~]")

// indentation would make a line code.
var indentation = regexp.MustCompile(`(?m)^[ \t]+`)

// escaped writes plain text as Markdown without any marks.
func escaped(text string) string {
	return punctuation.ReplaceAllString(indentation.ReplaceAllString(text, ""), `\$0`)
}
