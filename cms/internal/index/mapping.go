package index

import (
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
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
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
	"golang.org/x/text/unicode/norm"
)

// Names of the fields. Those of words as they are written have a name of their own, for
// the same text is in the index twice: by stems, and so that a beginning can be found.
const (
	fieldTitle      = "title"
	fieldTitlePlain = "titlePlain"
	fieldHeadings   = "headings"
	fieldText       = "text"
	fieldTextPlain  = "textPlain"
	fieldPath       = "path"
	fieldLocale     = "locale"
	fieldType       = "type"
	fieldVersion    = "version"
)

// plain is the analysis of words as they are written, in lower case.
const plain = "plain"

// stemmers are the languages whose words are brought to their stem, and whose words that
// say nothing do not count. In others words count as they are written.
var stemmers = map[string]string{
	"ar": ar.AnalyzerName, "da": da.AnalyzerName, "de": de.AnalyzerName, "en": en.AnalyzerName, "es": es.AnalyzerName, "fi": fi.AnalyzerName,
	"fr": fr.AnalyzerName, "hu": hu.AnalyzerName, "it": it.AnalyzerName, "nl": nl.AnalyzerName, "nb": no.AnalyzerName, "nn": no.AnalyzerName,
	"no": no.AnalyzerName, "pt": pt.AnalyzerName, "ro": ro.AnalyzerName, "ru": ru.AnalyzerName, "sv": sv.AnalyzerName, "tr": tr.AnalyzerName,
	"ja": cjk.AnalyzerName, "ko": cjk.AnalyzerName, "zh": cjk.AnalyzerName,
}

// analyzerOf names the analysis of a language's words.
func analyzerOf(locale string) string {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if name, ok := stemmers[language]; ok {
		return name
	}
	return plain
}

// newMapping says how each field of a document is indexed, by its analysis.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	m.TypeField, m.ScoringModel = "analyzer", index.BM25Scoring
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	err := m.AddCustomAnalyzer(plain, map[string]any{"type": custom.Name, "tokenizer": unicode.Name, "token_filters": []string{lowercase.Name}})
	if err != nil {
		return nil, err
	}
	m.AddDocumentMapping(plain, documentMapping(plain))
	for _, name := range stemmers {
		m.AddDocumentMapping(name, documentMapping(name))
	}
	return m, m.Validate()
}

func documentMapping(analyzer string) *mapping.DocumentMapping {
	words := func(name, analyzer string, change ...func(*mapping.FieldMapping)) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Name, f.Analyzer = name, analyzer
		f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, false
		for _, do := range change {
			do(f)
		}
		return f
	}
	kept := func(f *mapping.FieldMapping) { f.Store = true }
	placed := func(f *mapping.FieldMapping) { f.IncludeTermVectors = true } // where in the text each word stands
	unscored := func(f *mapping.FieldMapping) { f.SkipFreqNorm = true }
	exact := func(name string, change ...func(*mapping.FieldMapping)) *mapping.FieldMapping {
		f := bleve.NewKeywordFieldMapping()
		f.Name, f.Store, f.IncludeInAll, f.DocValues, f.SkipFreqNorm = name, false, false, false, true
		for _, do := range change {
			do(f)
		}
		return f
	}
	onlyKept := func(f *mapping.FieldMapping) { f.Store, f.Index = true, false }

	d := bleve.NewDocumentStaticMapping()
	d.AddFieldMappingsAt(fieldTitle, words(fieldTitle, analyzer, kept, placed), words(fieldTitlePlain, plain, placed))
	d.AddFieldMappingsAt(fieldHeadings, words(fieldHeadings, analyzer, placed))
	d.AddFieldMappingsAt(fieldText, words(fieldText, analyzer, kept, placed), words(fieldTextPlain, plain, unscored))
	d.AddFieldMappingsAt(fieldPath, words(fieldPath, plain, kept, unscored))
	d.AddFieldMappingsAt(fieldLocale, exact(fieldLocale))
	d.AddFieldMappingsAt(fieldType, exact(fieldType, kept))
	d.AddFieldMappingsAt(fieldVersion, exact(fieldVersion, onlyKept))
	return d
}

// fields is the document as bleve takes it. A text stands on one line, and lines keep
// texts apart.
func (d Document) fields() map[string]any {
	return map[string]any{
		"analyzer": analyzerOf(d.Locale), fieldTitle: line(d.Title), fieldHeadings: lines(d.Headings), fieldText: lines(d.Texts),
		fieldPath: d.Path, fieldLocale: d.Locale, fieldType: d.Type, fieldVersion: d.Version,
	}
}

// line is a text on one line, with its letters composed: é is one character.
func line(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

func lines(texts []string) string {
	var out strings.Builder
	for _, t := range texts {
		if t = line(t); t != "" {
			out.WriteString(t)
			out.WriteByte('\n')
		}
	}
	return out.String()
}
