package paste

import (
	"strconv"
	"sync"

	"practicecms/content"
)

// kindsMade are the kinds of block that this package makes.
var kindsMade = []string{"hero", "section", "checklist", "callout", "steps", "suitability", "cta", "faq", "quote", "divider"}

// standard is the model whose kinds the blocks are of. It is read only.
var standard = sync.OnceValue(content.Standard)

// eachText visits every text and Markdown value of the blocks in reading order:
// fields in the order in which their kind declares them, list items in theirs.
// path is the place inside the block, such as "steps[1].body".
func eachText(c content.Content, visit func(block int, path string, f content.Field, value string)) {
	for i, b := range c.Blocks {
		kind, _ := standard().Kind(b.Kind)
		eachField(kind.Fields, b.Fields, "", func(path string, f content.Field, value string) { visit(i, path, f, value) })
	}
}

func eachField(fields []content.Field, values content.Fields, prefix string, visit func(string, content.Field, string)) {
	for _, f := range fields {
		if v, ok := values[f.Name]; ok {
			eachValue(f, v, prefix+f.Name, visit)
		}
	}
}

func eachValue(f content.Field, v any, path string, visit func(string, content.Field, string)) {
	switch v := v.(type) {
	case string:
		if f.Type == content.Text || f.Type == content.Markdown {
			visit(path, f, v)
		}
	case []any:
		for i, item := range v {
			eachValue(*f.Item, item, path+"["+strconv.Itoa(i)+"]", visit)
		}
	case map[string]any:
		eachField(f.Fields, v, path+".", visit)
	}
}
