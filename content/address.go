package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gosimple/slug"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// addressLanguages are the languages whose letters and signs the library spells in
// their own way: ü is "ue" in German and "u" in Turkish. It takes others as English.
var addressLanguages = []string{
	"bg", "cs", "de", "el", "en", "es", "fi", "fr", "hu", "id", "it", "kk", "nb", "nl", "nn", "pl", "pt", "ro", "sl", "sv", "tr",
}

// Address makes the web address of a title, in a type's folder: "Über EMDR & me"
// becomes "/services/ueber-emdr-und-me" in German. Letters of other scripts are
// spelled in a–z, apostrophes vanish, and a long title ends between words. CheckPath
// takes the result. It is empty for a title without letters and digits, and for a
// type without a folder; "page" stands for letters that nobody has a spelling for.
func Address(home, title string, l Locale) string {
	if home == "" || !strings.ContainsFunc(title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return ""
	}
	if path := home + cutSlug(slugIn(title, addressLanguage(l)), MaxPathBytes-len(home)); CheckPath(path) == nil {
		return path
	}
	return home + "page"
}

// AddressForms lists how Address may have written words that stand somewhere in a
// title, in whatever language: "Müller" is "muller" and "mueller".
func AddressForms(words string) []string {
	var forms []string
	for _, lang := range addressLanguages {
		if form := cutSlug(slugIn(words, lang), MaxSegmentBytes); form != "" {
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// addressLanguage is the library's name of a locale's language. Its own reading of
// tags is not asked: it takes Breton (br) for Portuguese.
func addressLanguage(l Locale) string {
	base, _ := language.Make(string(l)).Base()
	switch lang := base.String(); {
	case lang == "no":
		return "nb"
	case slices.Contains(addressLanguages, lang):
		return lang
	}
	return "en"
}

// withoutApostrophes takes out what people type for an apostrophe, and turns the
// underline, which an address cannot hold, into a space.
var withoutApostrophes = strings.NewReplacer(
	"'", "", "’", "", "‘", "", "‛", "", "ʼ", "", "ʻ", "", "`", "", "´", "", "′", "", "＇", "", "_", " ")

// slugIn spells a text in a–z, 0–9 and single hyphens. Small and capital letters,
// composed or not, are spelled alike.
func slugIn(text, lang string) string {
	return slug.MakeLang(withoutApostrophes.Replace(apartDigits(norm.NFC.String(strings.ToLower(text)))), lang)
}

var (
	numberAndSign = regexp.MustCompile(`(\p{Nd})(\p{No})`)
	signAndNumber = regexp.MustCompile(`(\p{No})(\p{Nd})`)
)

// apartDigits puts a space between a number and the raised number or the fraction beside
// it, so that a fee and the sign of its footnote ($150¹) do not become one number.
func apartDigits(s string) string {
	return signAndNumber.ReplaceAllString(numberAndSign.ReplaceAllString(s, "$1 $2"), "$1 $2")
}

// cutSlug shortens a slug to at most limit bytes, and to what a segment holds,
// between words where it can.
func cutSlug(s string, limit int) string {
	if limit = max(0, min(limit, MaxSegmentBytes)); len(s) <= limit {
		return s
	}
	s = s[:limit]
	if i := strings.LastIndexByte(s, '-'); i > 0 {
		s = s[:i]
	}
	return s
}
