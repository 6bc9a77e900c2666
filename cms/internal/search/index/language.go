package index

import (
	"fmt"
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

// ours begins the names of our analyses: each is one of bleve's, of words that are folded.
const ours = "folded-"

// plain is the analysis of words as they are written but for their spelling.
const plain = ours + "plain"

// analysisOf names the analysis of a language's words.
func analysisOf(locale string) string {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if name, ok := languages[language]; ok {
		return ours + name
	}
	return plain
}

// analyses names all of them.
func analyses() []string {
	out := []string{plain}
	for _, name := range languages {
		out = append(out, ours+name)
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
		if name == plain {
			tokenizer, err := cache.TokenizerNamed(unicode.Name)
			return words{tokenizer: tokenizer}, err
		}
		a, err := cache.AnalyzerNamed(strings.TrimPrefix(name, ours))
		if err != nil {
			return nil, err
		}
		of, ok := a.(*analysis.DefaultAnalyzer)
		if !ok || len(of.CharFilters) > 0 {
			return nil, fmt.Errorf("the analysis %s is made otherwise than was known", name)
		}
		return words{of.Tokenizer, of.TokenFilters, name != ours+cjk.AnalyzerName}, nil
	}
}
