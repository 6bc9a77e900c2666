package admin

import (
	"errors"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/history"
)

// templateFuncs are the functions that templates may call. What depends on the
// request (time, zone) is a method of Base instead: the templates are shared.
func templateFuncs(s static) template.FuncMap {
	return template.FuncMap{
		"asset":      s.url,            // asset "app.css"
		"icon":       s.icon,           // {{icon "plus"}}
		"kindIcon":   s.kindIcon,       // {{kindIcon .Icon}}
		"chip":       chipOf,           // {{template "chip" (chip .State)}}
		"initials":   initials,         // of a person's name
		"lowerFirst": words.LowerFirst, // a label in the middle of a sentence
		"clip":       words.Clip,       // clip .Title 60
		"args":       args,             // {{template "editor_tab" (args "View" . "Panel" "checks")}}
	}
}

// chip is the state of a document in a word and a shape.
type chip struct {
	Class string // live, draft, plan or off: colour and shape of the dot
	Words string
}

func chipOf(s cms.State) chip {
	switch {
	case !s.TrashedAt.IsZero():
		return chip{"off", "In the trash"}
	case s.Live == 0:
		return chip{"draft", "Not live yet"}
	case s.Live != s.Latest:
		return chip{"draft", "Live, newer draft"}
	}
	return chip{"live", "Live"}
}

// LiveChip says when a version was live: "Live now, since Wednesday", "was live 46
// days". It is nil for a version that never was.
func (b Base) LiveChip(spans []history.Interval) *chip {
	switch since, was := b.WhenLive(spans); {
	case since != "":
		return &chip{"live", b.LiveNow(since)}
	case was != "":
		return &chip{"off", was}
	}
	return nil
}

// initials gives one or two letters that stand for a person.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	var b strings.Builder
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(first))
	}
	return b.String()
}

// args hands a partial several things by name.
func args(pairs ...any) (map[string]any, error) {
	out := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, errors.New("args: a name is not a string")
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

// compareFold orders titles as people expect: without regard to case.
func compareFold(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
