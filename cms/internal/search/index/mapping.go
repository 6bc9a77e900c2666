package index

import (
	"strings"

	"github.com/blevesearch/bleve/v2"
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

// newMapping says how each field of a document is indexed, by its analysis.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	m.TypeField, m.ScoringModel = "analyzer", index.BM25Scoring
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	for _, name := range analyses() {
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
		"analyzer": analysisOf(d.Locale), fieldTitle: line(d.Title), fieldHeadings: lines(d.Headings), fieldText: lines(d.Texts),
		fieldPath: d.Path, fieldLocale: d.Locale, fieldType: d.Type, fieldVersion: d.Version,
	}
}

// line is a text on one line, with its letters composed: é is one character.
func line(s string) string {
	return norm.NFC.String(strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " "))
}

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
