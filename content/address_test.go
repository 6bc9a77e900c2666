package content

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gosimple/slug"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestAddressSpellsATitleInTheLanguageOfItsDocument(t *testing.T) {
	for _, one := range []struct {
		title  string
		locale Locale
		want   string
	}{
		{"EMDR Therapy", "en-US", "/services/emdr-therapy"},
		{"Søren’s group", "en-US", "/services/sorens-group"},
		{"Søren’s group", "nb-NO", "/services/soerens-group"},
		{"Søren’s group", "no", "/services/soerens-group"},
		{"Ψυχή", "en-US", "/services/psukhe"},
		{"Ψυχή", "el-GR", "/services/psychi"},
		{"ΨΥΧΉ", "el-GR", "/services/psychi"},
		{"Zoë Müller", "en-US", "/services/zoe-muller"},
		{"Zoë Müller", "de-AT", "/services/zoe-mueller"},
		{norm.NFD.String("Zoë Müller"), "de-AT", "/services/zoe-mueller"},
		{"Łukasz", "pl-PL", "/services/lukasz"},
		{"You & me", "en-US", "/services/you-and-me"},
		{"Toi & moi", "fr-CA", "/services/toi-et-moi"},
		{"Me & te", "br", "/services/me-and-te"}, // Breton is no Portuguese
		{"O’Brien", "en-US", "/services/obrien"},
		{"O'Brien", "en-US", "/services/obrien"},
		{"O‘Brien", "en-US", "/services/obrien"},
		{"OʼBrien", "en-US", "/services/obrien"},
		{"O`Brien", "en-US", "/services/obrien"},
		{"a_b — c", "", "/services/a-b-c"},
		{"From $150¹", "en-US", "/services/from-150-1"}, // not 1501
		{"1½ hours, ²3", "en-US", "/services/1-1-2-hours-2-3"},
		{"H₂O at 20", "en-US", "/services/h2o-at-20"},
		{"北京", "zh-Hans", "/services/bei-jing"},
		{"𐌰𐌱", "en-US", "/services/page"}, // Gothic
		{"¿…?", "en-US", ""},
		{"🌱", "en-US", ""},
		{"", "en-US", ""},
		{strings.Repeat("long ", 40), "en-US", "/services/" + strings.Repeat("long-", 15) + "long"},
		{strings.Repeat("x", 200), "en-US", "/services/" + strings.Repeat("x", MaxSegmentBytes)},
	} {
		if got := Address("/services/", one.title, one.locale); got != one.want {
			t.Errorf("%q in %s: got %q, want %q", one.title, one.locale, got, one.want)
		}
	}
	if got := Address("", "EMDR", "en-US"); got != "" {
		t.Errorf("a type without a folder gives %q, want none", got)
	}
}

func TestAddressIsOneThatAPageMayHave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.String().Draw(t, "title")
		lang := rapid.SampledFrom(addressLanguages).Draw(t, "language")
		home := rapid.SampledFrom([]string{"/", "/services/", "/" + strings.Repeat("a/", 80)}).Draw(t, "home")
		path := Address(home, title, Locale(lang))
		if path != "" && CheckPath(path) != nil {
			t.Fatalf("%q in %s gives %q: %v", title, lang, path, CheckPath(path))
		}
	})
}

func TestAddressFormsHoldWhatAddressMakesInEveryLanguage(t *testing.T) {
	if got, want := AddressForms("Müller"), []string{"mueller", "muller"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := AddressForms("𐌰𐌱"); len(got) != 0 {
		t.Errorf("words without a spelling have the forms %q, want none", got)
	}
	for _, name := range []string{"Søren Kjær", "Ψυχή", "O’Brien", "Zoë Müller", "Łukasz", "Đorđe & Юлия", "Şengül"} {
		for _, lang := range addressLanguages {
			path := Address("/", "About "+strings.ToUpper(name)+" today", Locale(lang))
			if !slices.ContainsFunc(AddressForms(name), func(form string) bool { return strings.Contains(path, form) }) {
				t.Errorf("%q in %s is %q, which holds none of %q", name, lang, path, AddressForms(name))
			}
		}
	}
}

func TestTheLanguagesOfAddressesAreThoseOfTheLibrary(t *testing.T) {
	var all strings.Builder
	for r := rune('!'); r < 0x600; r++ {
		if utf8.ValidRune(r) {
			all.WriteRune(r)
		}
	}
	names := map[string]bool{"gr": true, "kz": true, "br": true} // other names for el, kk and pt
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			lang := string(a) + string(b)
			known := slug.MakeLang(all.String(), lang) != slug.Make(all.String())
			if known && !names[lang] && !slices.Contains(addressLanguages, lang) {
				t.Errorf("the library spells %s in a way of its own; addressLanguages lacks it", lang)
			}
			if !known && lang != "en" && slices.Contains(addressLanguages, lang) {
				t.Errorf("the library spells %s as English", lang)
			}
		}
	}
}
