package fold_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"practicecms/content/fold"
)

func TestSpellingsOfTheSameWords(t *testing.T) {
	for _, all := range [][]string{
		{"don't", "don’t", "don‘t", "DON‛T", "don´t", "donʼt", "don′t", "don＇t"},
		{`"slow" breath`, "“slow” breath", "„slow“ breath", "«slow» breath", "＂slow＂ breath"},
		{"José Núñez", "jose nunez", "JOSÉ NÚÑEZ", "Jose\u0301 Nu\u0301n\u0303ez", "José\u00a0Núñez", "Jo\u00adsé  Nú\u200bñez", "José\nNúñez", "Ｊｏｓé Núñez"},
		{"niños", "ninos", "nin\u0303os"},
		{"Müller", "muller", "Mu\u0308ller"},
		{"Straße", "strasse", "STRASSE", "STRAẞE", "ſtraſſe"},
		{"Søren Kjær", "soren kjaer", "SØREN KJÆR"},
		{"œuvre", "oeuvre"}, {"Łukasz Đorđe", "lukasz dorde"}, {"þórr", "thorr"},
		{"ışık", "isik", "IŞIK", "İşik"},
		{"ﬁne oﬃce", "fine office"},
		{"Ｆｅｅｓ １５０", "fees 150"}, {"ｶﾞ", "ガ", "カ\u3099"},
		{"𝐛𝐨𝐥𝐝", "bold"},
		{"psycho\u00addynamic", "psychodynamic", "psycho\u200bdynamic", "psy\u2060cho\u200ddynamic", "psycho\u00ad\ndynamic", "psycho\u00ad dynamic"},
		{"co-pay", "co‑pay", "co‐pay", "co–pay", "co—pay", "co−pay"},
		{"20 €", "20\u00a0€", "20\u202f€", "20 \t\n €"},
		{"wait…", "wait..."},
		{"1½ hours", "1 1/2 hours"}, {"H₂O", "h2o"}, {"5ᵗʰ", "5th"}, {"Ⅳ", "iv"},
		{"$150¹", "$150"}, {"Brand® method™", "brand method"},
		{"한국어", norm.NFD.String("한국어")}, {"が", "か\u3099"},
		{"Αθήνα ΟΔΟΣ", "αθηνα οδος"}, {"ёлка", "елка", "е\u0308лка"}, {"до́ма", "дома"},
		{"שָׁלוֹם", "שלום"}, {"مُحَمَّد", "محمد"}, {"أحمد", "احمد"}, {"٥٠٥", "505"},
		{"tâm lý", "tam ly"}, {"❤\ufe0f", "❤"},
	} {
		for _, one := range all {
			if a, b := fold.String(all[0]), fold.String(one); a != b {
				t.Errorf("%q is folded to %q, and %q to %q", all[0], a, one, b)
			}
		}
	}
}

func TestOtherWordsStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"resume", "resumes"}, {"can't", "cant"}, {"we’ll", "well"}, {"co-pay", "copay"}, {"co-pay", "co pay"}, {"no space", "nospace"},
		{"psycho\ndynamic", "psychodynamic"}, {"psycho\u200b\ndynamic", "psychodynamic"}, {"psycho\u00ad\n\ndynamic", "psychodynamic"},
		{"1½", "11/2"}, {"①②", "12"}, {"$150¹", "$1501"}, {"й", "и"}, {"が", "か"}, {"की", "क"}, {"ö", "oe"}, {"$5", "5"}, {"a.m.", "am"}, {"心理", "心"},
	} {
		if fold.String(pair[0]) == fold.String(pair[1]) {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], fold.String(pair[0]))
		}
	}
}

func TestASpellingKeepsItsLetters(t *testing.T) {
	for s, want := range map[string]string{"D’É\u00adté": "d'été", "STRASSE Straße": "strasse straße", "Nu\u0301n\u0303ez": "núñez", "ﬁne": "fine", "co‑pay": "co-pay"} {
		if got := fold.Spelled(s); got != want {
			t.Errorf("%q is spelled %q, want %q", s, got, want)
		}
	}
}

func TestWhatIsFoundStandsInTheText(t *testing.T) {
	for _, c := range []struct{ text, find, want string }{
		{"Dr. José Núñez, MD", "jose nunez", "José Núñez"},
		{"Dr. Jose\u0301 Nu\u0301n\u0303ez\u0301, MD", "jose nunez", "Jose\u0301 Nu\u0301n\u0303ez\u0301"},
		{"in der Straße 5", "strasse", "Straße"}, {"in der Straße 5", "stras", "Straß"}, {"in der Straße 5", "se 5", "ße 5"}, {"Kjær", "kja", "Kjæ"},
		{"psy\u00adcho\u200bdynamic\u200b work", "psychodynamic", "psy\u00adcho\u200bdynamic"},
		{"\u200bwork\u00ad", "work", "work"}, {"\u200b\u200bwork", "w", "w"},
		{"two   \n words", "two words", "two   \n words"},
		{"wait… now", "... now", "… now"}, {"1½", "1/2", "½"},
		{"か\u3099です", "が", "か\u3099"}, {"①②", "2", "②"}, {"$150¹ a", "150", "150"}, {"$150¹ a", "150 a", "150¹ a"},
		{"ёлка", "елка", "ёлка"}, {"(505)\u00a0555‑0142", "(505) 555-0142", "(505)\u00a0555‑0142"},
	} {
		folded := fold.Of(c.text)
		at := strings.Index(folded.String(), c.find)
		if at < 0 {
			t.Errorf("%q is folded to %q, which does not say %q", c.text, folded, c.find)
			continue
		}
		if from, to := folded.Span(at, at+len(c.find)); c.text[from:to] != c.want {
			t.Errorf("%q in %q is %q, want %q", c.find, c.text, c.text[from:to], c.want)
		}
	}
}

// check is what holds for any text.
func check(t interface{ Errorf(string, ...any) }, s string) {
	folded := fold.String(s)
	if again := fold.String(folded); again != folded {
		t.Errorf("%+q is folded to %+q, and that to %+q", s, folded, again)
	}
	if of := fold.Of(s).String(); of != folded {
		t.Errorf("%+q is folded to %+q and to %+q", s, folded, of)
	}
	if !utf8.ValidString(folded) {
		t.Errorf("%+q is folded to %+q", s, folded)
	}
	if after := string(fold.Append([]byte("1 "), s)); after != "1 "+folded {
		t.Errorf("%+q after another text is folded to %+q", s, after)
	}
	if utf8.ValidString(s) {
		for name, other := range map[string]string{"NFC": norm.NFC.String(s), "NFD": norm.NFD.String(s), "upper case": strings.ToUpper(s)} {
			if name == "upper case" && fold.Spelled(other) != fold.Spelled(s) {
				continue // some letters have none of their own
			}
			if got := fold.String(other); got != folded {
				t.Errorf("%+q is folded to %+q, in %s to %+q", s, folded, name, got)
			}
		}
	}
	text := fold.Of(s)
	last := 0
	for at, r := range folded {
		from, to := text.Span(at, at+utf8.RuneLen(r))
		if from < 0 || to > len(s) || from > to || from < last {
			t.Errorf("%+q: the character %d of %+q is from %d to %d, after %d", s, at, folded, from, to, last)
		}
		last = from
		if utf8.ValidString(s) && !utf8.ValidString(s[from:to]) {
			t.Errorf("%+q: half a character at %d", s, from)
		}
		if got := fold.String(s[from:to]); !strings.ContainsRune(got, r) && r != ' ' {
			t.Errorf("%+q: %+q stands for %+q, which is folded to %+q", s, r, s[from:to], got)
		}
	}
	if from, to := text.Span(0, len(folded)); len(folded) > 0 && fold.String(s[from:to]) != folded {
		t.Errorf("%+q: all of it is %+q", s, s[from:to])
	}
}

func TestEveryCharacterIsFoldedOnce(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if utf8.ValidRune(r) && (r < 0x3400 || r > 0x4dbf) && (r < 0x4e00 || r > 0x9fff) && r < 0x20000 {
			check(t, string(r))
			check(t, "a"+string(r)+"1")
			if a, b := fold.String(string(r)), fold.String(fold.Spelled(string(r))); a != b {
				t.Errorf("%+q is folded to %+q, and as it is spelled to %+q", r, a, b)
			}
		}
	}
}

func TestAnyTextIsFoldedOnce(t *testing.T) {
	letters := []rune("aeAEzZ1509 \n.-'’“–ßéñüøæıİœﬁ…½¹①\u00ad\u200b\u200d\u0301\u0303\u0308\u0327\u3099かガｶﾞ한\u1112\u1161\u11abйё\u0306ии́σςΣקָאُأ心ि़क\ufe0f❤™")
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.OneOf(rapid.StringOf(rapid.SampledFrom(letters)), rapid.String()).Draw(t, "text"))
	})
}

func TestTelephoneNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"Call (505) 555-0142 now": "(505) 555-0142=5055550142 555-0142=5550142",
		"505-555-0142":            "505-555-0142=5055550142 555-0142=5550142",
		"505.555.0142":            "505.555.0142=5055550142 555.0142=5550142",
		"505 555 0142":            "505 555 0142=5055550142",
		"5055550142":              "5055550142=5055550142",
		"tel:+15055550142":        "+15055550142=5055550142",
		"+1 (505) 555 0142":       "+1 (505) 555 0142=5055550142 (505) 555 0142=5055550142",
		"1-505-555-0142":          "1-505-555-0142=5055550142 505-555-0142=5055550142 555-0142=5550142",
		"555-0142":                "555-0142=5550142",
		"+44 20 7946 0958":        "+44 20 7946=44207946 +44 20 7946 0958=442079460958 20 7946 0958=2079460958",
		"030 1234 5678":           "030 1234 5678=03012345678",
		"in 2024 - 2026":          "", "50~60 minutes, 80-90": "", "$5,055,550,142": "", "2024-05-12": "", "1234567890123456789": "", "a5055550142": "", "988": "",
		"10-11 1000": "", "7 days a week, 365": "", "1999 2000 2001": "",
	} {
		var got []string
		for _, n := range fold.Numbers(text) {
			got = append(got, fmt.Sprint(text[n.From:n.To], "=", n.Digits))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for name, text := range map[string]string{
		"ascii": "We breathe slowly, and then we talk about what stays. ", "typographic": "We don’t share notes — “ever”. José Núñez sees niños too. ", "Korean": "우리는 천천히 숨을 쉽니다. ",
	} {
		text = strings.Repeat(text, 100)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				fold.Of(text)
			}
		})
	}
}
