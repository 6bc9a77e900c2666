package index

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/hu"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ro"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/lang/tr"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"
)

// languages are those whose words are brought to their stem, and whose words that say
// nothing do not count, with the analysis that does it. In others words count as they are
// written.
var languages = map[string]string{
	"ar": ar.AnalyzerName, "da": da.AnalyzerName, "de": de.AnalyzerName, "en": en.AnalyzerName, "es": es.AnalyzerName, "fi": fi.AnalyzerName,
	"fr": fr.AnalyzerName, "hu": hu.AnalyzerName, "it": it.AnalyzerName, "nl": nl.AnalyzerName, "nb": no.AnalyzerName, "nn": no.AnalyzerName,
	"no": no.AnalyzerName, "pt": pt.AnalyzerName, "ro": ro.AnalyzerName, "ru": ru.AnalyzerName, "sv": sv.AnalyzerName, "tr": tr.AnalyzerName,
	"ja": cjk.AnalyzerName, "ko": cjk.AnalyzerName, "zh": cjk.AnalyzerName,
}

// bounded begins the names of our analyses: each is one of bleve's, with maxMentions.
const bounded = "bounded-"

// plain is the analysis of words as they are written, in lower case.
const plain = bounded + "plain"

// analysisOf names the analysis of a language's words.
func analysisOf(locale string) string {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if name, ok := languages[language]; ok {
		return bounded + name
	}
	return plain
}

// analyses names all of them.
func analyses() []string {
	out := []string{plain}
	for _, name := range languages {
		out = append(out, bounded+name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func init() {
	for _, name := range analyses() {
		if err := registry.RegisterAnalyzer(name, newAnalysis(name)); err != nil {
			panic(err)
		}
	}
}

func newAnalysis(name string) registry.AnalyzerConstructor {
	return func(_ map[string]any, cache *registry.Cache) (analysis.Analyzer, error) {
		if name != plain {
			a, err := cache.AnalyzerNamed(strings.TrimPrefix(name, bounded))
			return mentions{a}, err
		}
		words, err := cache.TokenizerNamed(unicode.Name)
		if err != nil {
			return nil, err
		}
		lower, err := cache.TokenFilterNamed(lowercase.Name)
		return mentions{&analysis.DefaultAnalyzer{Tokenizer: words, TokenFilters: []analysis.TokenFilter{lower}}}, err
	}
}

// maxMentions is how often a text can say a word before it does not count any more. Where
// a word stands is read whenever a hit is shown, so a text that says one a hundred
// thousand times would make each search costly.
const maxMentions = 1000

// mentions is an analysis that keeps to maxMentions.
type mentions struct{ analysis.Analyzer }

// Analyze implements analysis.Analyzer.
func (m mentions) Analyze(text []byte) analysis.TokenStream {
	all := m.Analyzer.Analyze(text)
	if len(all) <= maxMentions {
		return all
	}
	said := map[string]int{}
	return slices.DeleteFunc(all, func(t *analysis.Token) bool {
		said[string(t.Term)]++
		return said[string(t.Term)] > maxMentions
	})
}
