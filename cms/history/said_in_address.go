package history

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gosimple/slug"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"practicecms/content"
)

// saidInAddress matches the addresses that say words, by every rule that has ever made
// one; nil is returned for words that no address can say. As in a text, the words may be
// part of a longer one: "dangelo" says Angelo. Where little is left of them, or letters
// were lost, they begin a word, so that "s-ren" is not found in "fees-renewed".
func saidInAddress(words string) *regexp.Regexp {
	words = strings.Join(strings.Fields(words), " ")
	var either []string
	for _, form := range append(content.AddressForms(words), formerlyPasted(words)...) {
		if len(form) >= MinPhrase {
			either = append(either, form)
		} else if form != "" {
			either = append(either, `\b`+form+`\b`)
		}
	}
	if form := formerlyTyped(words); len(form) >= MinPhrase {
		either = append(either, `\b`+form)
	} else if form != "" {
		either = append(either, `\b`+form+`\b`)
	}
	if len(either) == 0 {
		return nil
	}
	slices.Sort(either)
	return regexp.MustCompile(strings.Join(slices.Compact(either), "|"))
}

// formerlyTyped is how the address of a new page was made of its title before
// content.Address: marks are taken off letters, and a letter that then is not a–z is
// lost. Addresses of that time stand in the chain of versions for good.
func formerlyTyped(title string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), title)
	if err != nil {
		plain = title
	}
	return cutFormer(strings.Join(strings.FieldsFunc(strings.ToLower(strings.NewReplacer("'", "", "’", "").Replace(plain)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-"))
}

// formerlyPasted is how the address of a pasted page was made before content.Address: as
// English in every language, with the title composed as it came.
func formerlyPasted(title string) []string {
	title = strings.ReplaceAll(title, "_", " ")
	return []string{cutFormer(slug.Make(norm.NFC.String(title))), cutFormer(slug.Make(norm.NFD.String(title)))}
}

// cutFormer shortens an address to what a segment holds, as both rules did.
func cutFormer(address string) string {
	if len(address) > content.MaxSegmentBytes {
		address = address[:content.MaxSegmentBytes]
		if cut := strings.LastIndexByte(address, '-'); cut > 0 {
			address = address[:cut]
		}
	}
	return address
}
