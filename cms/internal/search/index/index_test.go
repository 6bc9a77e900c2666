package index_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms/internal/search/index"
)

// fill makes an index of some documents. What has no key, locale or version is given one.
func fill(t testing.TB, dir string, docs ...index.Document) *index.Index {
	t.Helper()
	x, err := index.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	for i := range docs {
		d := &docs[i]
		if d.Key == "" {
			d.Key = d.Title
		}
		if d.Locale == "" {
			d.Locale = "en-US"
		}
		if d.Version == "" {
			d.Version = "1"
		}
	}
	if err := x.Apply(docs, nil, []byte("mark")); err != nil {
		t.Fatal(err)
	}
	return x
}

func query(t testing.TB, words string) index.Query {
	t.Helper()
	terms, err := index.Parse(words)
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return index.Query{Terms: terms, Locale: "en-US"}
}

func find(t testing.TB, x *index.Index, q index.Query) string {
	t.Helper()
	keys, total, err := x.Find(t.Context(), q, 0, 100)
	if err != nil || total != len(keys) {
		t.Fatalf("%d of %d: %v", len(keys), total, err)
	}
	return strings.Join(keys, ", ")
}

func TestWordsAreFoundByTheirStemInTheirLanguage(t *testing.T) {
	x := fill(t, t.TempDir(),
		index.Document{Title: "EMDR", Texts: []string{"How does EMDR work?", "You breathe slow. It's for what stays."}, Headings: []string{"How does EMDR work?"}},
		index.Document{Title: "About us", Texts: []string{"Who we are: the people, and you."}},
		index.Document{Title: "Ansiedad", Locale: "es-US", Texts: []string{"Hablamos de las depresiones y del corazón."}},
		index.Document{Title: "Angst", Locale: "de", Texts: []string{"Wir sprechen über Ängste."}},
		index.Document{Title: "Peur", Locale: "fr", Texts: []string{"L’anxiété des enfants."}},
		index.Document{Title: "心理", Locale: "zh-Hant", Texts: []string{"我們提供心理治療。"}},
		index.Document{Title: "Trà", Locale: "vi", Texts: []string{"Trị liệu tâm lý"}},
	)
	for _, c := range []struct{ locale, words, want string }{
		{"en-US", "breathing", "EMDR"},
		{"en-US", "SLOW breath", "EMDR"},
		{"en-US", "emdr anxiety", ""}, // all of the words
		{"en-US", "how does emdr work", "EMDR"},
		{"en-US", "about", "About us"}, // a word that says nothing, and nothing else
		{"en-US", "about us", "About us"},
		{"en-US", "you", "About us, EMDR"}, // likewise
		{"en-US", "depresión", ""},
		{"es-US", "depresion", "Ansiedad"}, // without its accent, and one of them
		{"es-US", "corazon", "Ansiedad"},
		{"es-ES", "corazón", ""}, // another language of the site
		{"de", "angst", "Angst"},
		{"fr", "enfant", "Peur"},
		{"zh-Hant", "心理治療", "心理"},
		{"vi", "tâm LÝ", "Trà"},
		{"vi", "ta\u0302m", "Trà"}, // its letters are not composed
	} {
		q := query(t, c.words)
		q.Locale = c.locale
		if got := find(t, x, q); got != c.want {
			t.Errorf("%s %q finds %q, want %q", c.locale, c.words, got, c.want)
		}
	}
}

func TestWordsAreFoundHoweverTheyAreSpelled(t *testing.T) {
	x := fill(t, t.TempDir(),
		index.Document{Title: "one", Texts: []string{"Don’t wait. O’Brien. We offer psy\u00adcho\u00addynamic work, José Núñez, no\u200bspace words, niños, Müller, Straße. Call (505) 555-0142."}},
		index.Document{Title: "two", Texts: []string{"Dont share. OBrien, well, and a nose; a résumé for 5055550143. Søren Łukasz, ﬁne co‑pay, Işık, Ｆｅｅｓ¹ from $150², H₂O."}},
		index.Document{Title: "Ärzte für Kinder", Locale: "de", Texts: []string{"Die Straße zum Arzt für Ängste, in Größen."}},
		index.Document{Title: "Más niños", Locale: "es-US", Texts: []string{"También las depresiones."}},
		index.Document{Title: "Peur", Locale: "fr", Texts: []string{"L’été, même l’anxiété de l’élève."}},
		index.Document{Title: "Дом", Locale: "ru", Texts: []string{"Ёлка и ма́ма, мой."}},
		index.Document{Title: "Işık", Locale: "tr", Texts: []string{"Çocukların ışıkları."}},
	)
	for _, c := range []struct{ locale, words, want string }{
		{"en-US", "don't", "one"}, {"en-US", "DON’T", "one"}, {"en-US", "don't wait", "one"}, {"en-US", "O'Brien", "one"}, {"en-US", "o‘brien", "one"},
		{"en-US", "cant", ""}, {"en-US", "we'll", ""}, {"en-US", "obrien", "two"},
		{"en-US", "psychodynamic", "one"}, {"en-US", "psycho\u00addynamics", "one"}, {"en-US", "nospace", "one"}, {"en-US", "space", ""},
		{"en-US", "jose", "one"}, {"en-US", "Jose Nunez", "one"}, {"en-US", "JOSE\u0301 nun\u0303ez", "one"}, {"en-US", "\"jose nunez\" \"no\u200bspace words\"", "one"},
		{"en-US", "ninos", "one"}, {"en-US", "muller", "one"}, {"en-US", "strasse", "one"}, {"en-US", "STRASSE", "one"},
		{"en-US", "resume", "two"}, {"en-US", "résumés", "two"}, {"en-US", "soren lukasz", "two"}, {"en-US", "fine", "two"}, {"en-US", "co-pay", "two"}, {"en-US", "copay", ""},
		{"en-US", "isik", "two"}, {"en-US", "fees", "two"}, {"en-US", "150", "two"}, {"en-US", "h2o", "two"}, {"en-US", "1502", ""},
		{"en-US", "5055550142", "one"}, {"en-US", "505-555-0142", "one"}, {"en-US", "(505) 555-0142", "one"}, {"en-US", "+1 505 555 0142", "one"}, {"en-US", "call 505.555.0142", "one"},
		{"en-US", "555-0142", "one"}, {"en-US", "5550142", "one"}, {"en-US", "505 555 0143", "two"}, {"en-US", "212-555-0142", ""}, {"en-US", "505", "one"}, {"en-US", "5055550140", ""},
		{"de", "strasse", "Ärzte für Kinder"}, {"de", "Angst", "Ärzte für Kinder"}, {"de", "grosse", "Ärzte für Kinder"}, {"de", "arzte", "Ärzte für Kinder"},
		{"de", "fur", "Ärzte für Kinder"}, {"de", "Hilfe für", ""}, {"de", "Arzt für", "Ärzte für Kinder"},
		{"es-US", "mas ninos", "Más niños"}, {"es-US", "depresion", "Más niños"}, {"es-US", "tambien depresión", "Más niños"}, {"es-US", "también", "Más niños"},
		{"fr", "anxiete", "Peur"}, {"fr", "l'eleve", "Peur"}, {"fr", "ete", "Peur"}, {"fr", "meme anxiété", "Peur"},
		{"ru", "елка", "Дом"}, {"ru", "мама", "Дом"}, {"ru", "дома", "Дом"},
		{"tr", "cocuklar", "Işık"}, {"tr", "ışıkları", "Işık"}, {"tr", "isik", "Işık"}, {"tr", "IŞIK", "Işık"},
	} {
		q := query(t, c.words)
		q.Locale = c.locale
		if got := find(t, x, q); got != c.want {
			t.Errorf("%s %q finds %q, want %q", c.locale, c.words, got, c.want)
		}
		if q.Loose = true; c.want != "" && !strings.Contains(find(t, x, q), c.want) {
			t.Errorf("%s %q finds %q for staff, want %q", c.locale, c.words, find(t, x, q), c.want)
		}
	}
}

func TestASignWithoutASpaceKeepsTwoWordsApart(t *testing.T) {
	for _, sign := range []string{":", "：", "/", "-", "–", "—", ",", ";", " ", "…", "("} {
		x := fill(t, t.TempDir(), index.Document{Title: "one", Texts: []string{"Our fees" + sign + "sliding scale."}}, index.Document{Title: "two", Texts: []string{"Sliders at 10:30."}})
		for words, want := range map[string]string{"sliding": "one", "fees": "one", "fees" + sign + "sliding": "one", `"fees sliding scale"`: "one", "feessliding": "", "10:30": "two"} {
			if sign == " " && strings.Contains(words, "feess") {
				continue
			}
			q := query(t, words)
			if got := find(t, x, q); got != want {
				t.Errorf("%q between them: %q finds %q, want %q", sign, words, got, want)
			}
			if q.Loose = true; find(t, x, q) != want {
				t.Errorf("%q between them: %q finds %q for staff, want %q", sign, words, find(t, x, q), want)
			}
		}
	}
}

func TestAPhraseStandsInItsOrder(t *testing.T) {
	x := fill(t, t.TempDir(),
		index.Document{Title: "one", Texts: []string{"When grief can wait, call 988 at any hour."}},
		index.Document{Title: "two", Texts: []string{"Hour of grief: wait for a call, 988."}},
	)
	sorted := func(q index.Query) string {
		keys := strings.Split(find(t, x, q), ", ")
		slices.Sort(keys)
		return strings.Join(keys, ", ")
	}
	for words, want := range map[string]string{
		"call wait grief":        "one, two",
		`"wait call" grief`:      "one",
		`"wait, call 988"`:       "one",
		`“call 988 at any hour”`: "one",
		`"grief wait"`:           "two",
		`"988 call"`:             "",
		`grief "wait`:            "one, two", // a mark without its other half
		`"at any"`:               "one",      // words that say nothing
		`text:grief`:             "",
		`grief* +call wait~ -`:   "one, two", // signs are no syntax
	} {
		if got := sorted(query(t, words)); got != want {
			t.Errorf("%s finds %q, want %q", words, got, want)
		}
	}
}

func TestTitlesComeBeforeHeadingsAndHeadingsBeforeTexts(t *testing.T) {
	filler := strings.Repeat("Other words stand here too. ", 5)
	x := fill(t, t.TempDir(),
		index.Document{Title: "in the text", Type: "page", Texts: []string{"Heading", filler + "It is about trauma."}, Headings: []string{"Heading"}},
		index.Document{Title: "in a heading", Type: "page", Texts: []string{"Trauma", filler}, Headings: []string{"Trauma"}},
		index.Document{Title: "Trauma", Type: "service", Texts: []string{"Heading", filler}, Headings: []string{"Heading"}},
	)
	if got := find(t, x, query(t, "trauma")); got != "Trauma, in a heading, in the text" {
		t.Error(got)
	}
	q := query(t, "trauma")
	q.Type = "page"
	if got := find(t, x, q); got != "in a heading, in the text" {
		t.Error(got)
	}
	first, total, err := x.Find(t.Context(), query(t, "trauma"), 0, 1)
	rest, _, _ := x.Find(t.Context(), query(t, "trauma"), 1, 5)
	if err != nil || total != 3 || !slices.Equal(slices.Concat(first, rest), []string{"Trauma", "in a heading", "in the text"}) {
		t.Errorf("%v and %v of %d: %v", first, rest, total, err)
	}
}

func TestEqualsKeepTheirOrderFromPageToPage(t *testing.T) {
	docs := make([]index.Document, 60)
	for i := range docs {
		docs[i] = index.Document{Title: "Alike", Key: fmt.Sprintf("%02d", i), Texts: []string{"the same words"}}
	}
	x := fill(t, t.TempDir(), docs...)
	var got []string
	for from := 0; from < 60; from += 7 {
		keys, total, err := x.Find(t.Context(), query(t, "words"), from, 7)
		if err != nil || total != 60 {
			t.Fatal(total, err)
		}
		got = append(got, keys...)
		// A document that is put again stands in another segment.
		if err := x.Apply(docs[from:from+1], nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != 60 || !slices.IsSorted(got) {
		t.Error(got)
	}
}

func TestALooseQueryFindsBeginningsAndAddresses(t *testing.T) {
	x := fill(t, t.TempDir(),
		index.Document{Title: "Breathing", Path: "/services/slow-breath", Texts: []string{"We talk about the meditation of breathing. Write to robin@example.org."}},
		index.Document{Title: "Other", Path: "/other", Texts: []string{"Breathless."}},
	)
	for words, want := range map[string]string{
		"brea":                   "Breathing, Other",
		"breathi":                "Breathing", // longer than the stem
		"meditat":                "Breathing",
		"medita brea":            "Breathing",
		"reath":                  "", // not within a word
		"the":                    "Breathing",
		"/services/slow-bre":     "Breathing",
		"services/":              "Breathing",
		"robin@example.org":      "Breathing",
		`"of breathing"`:         "Breathing",
		`"breathing of"`:         "Breathing", // the order of words that say nothing is not known
		`"breathing meditation`:  "Breathing",
		`"breathing meditation"`: "",
	} {
		q := query(t, words)
		q.Loose = true
		if got := find(t, x, q); got != want {
			t.Errorf("%s finds %q, want %q", words, got, want)
		}
		all, err := x.All(t.Context(), q)
		if err != nil || strings.Join(all, ", ") != want {
			t.Errorf("%s: all are %q, want %q (%v)", words, all, want, err)
		}
	}
}

// told is a hit with its marks in brackets.
func told(m index.Marked) string {
	var out strings.Builder
	for _, p := range m {
		if p.Mark {
			out.WriteString("[" + p.Text + "]")
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

func TestHitsShowTheirWordsMarked(t *testing.T) {
	long := strings.Repeat("before it ", 30)
	x := fill(t, t.TempDir(),
		index.Document{Title: "Breathe & <b>slow</b>", Key: "k", Path: "/slow", Type: "service", Texts: []string{
			"Breathing", long + "we\n\nbreathe   slow " + long, "It was naïve: \u202eʇxǝʇ, ﬁne.", "Call 988.",
		}, Headings: []string{"Breathing"}},
	)
	show := func(words string, loose bool) index.Hit {
		t.Helper()
		q := query(t, words)
		q.Loose = loose
		hits, err := x.Show(t.Context(), q, []string{"none", "k"})
		if err != nil || len(hits) != 1 {
			t.Fatalf("%s: %+v, %v", words, hits, err)
		}
		if hits[0].Type != "service" || hits[0].Path != "/slow" {
			t.Errorf("%+v", hits[0])
		}
		return hits[0]
	}
	for _, c := range []struct {
		words, title string
		loose        bool
		excerpts     []string
	}{
		{"breath slow", "[Breathe] & <b>[slow]</b>", false, []string{"[Breathing]", "…" + long[len(long)-43:] + "we [breathe] [slow] " + long[:96] + "…"}},
		{"988", "Breathe & <b>slow</b>", false, []string{"Call [988]."}},
		{"naïve", "Breathe & <b>slow</b>", false, []string{"It was [naïve]: \u202eʇxǝʇ, ﬁne."}},
		{"call bre", "[Bre]athe & <b>slow</b>", true, []string{"[Call] 988."}}, // the title says the other
		{"slow 98", "Breathe & <b>[slow]</b>", true, []string{"Call [98]8."}},
		{"it", "Breathe & <b>slow</b>", true, []string{"before [it] before [it] before [it] before [it] before [it] before [it] before [it] before [it] before [it] before [it] before…"}},
	} {
		hit := show(c.words, c.loose)
		var excerpts []string
		for _, e := range hit.Excerpts {
			excerpts = append(excerpts, told(e))
		}
		if told(hit.Title) != c.title || !slices.Equal(excerpts, c.excerpts) {
			t.Errorf("%s: title %q, excerpts %q", c.words, told(hit.Title), excerpts)
		}
	}
}

func TestHitsShowWordsAsTheyAreSpelled(t *testing.T) {
	x := fill(t, t.TempDir(), index.Document{Title: "Dr. José Núñez", Key: "k", Texts: []string{
		"Don’t wait for psy\u00adcho\u00addynamic work.", "Jose\u0301’s Straße\u200b, ﬁne¹.", "Call +1 (505) 555‑0142, now.",
	}})
	for _, c := range []struct {
		words, title string
		loose        bool
		excerpts     []string
	}{
		{"don't", "Dr. José Núñez", false, []string{"[Don’t] wait for psy\u00adcho\u00addynamic work."}},
		{"psychodynamic", "Dr. José Núñez", false, []string{"Don’t wait for [psy\u00adcho\u00addynamic] work."}},
		{"psychody", "Dr. José Núñez", true, []string{"Don’t wait for [psy\u00adcho\u00addy]namic work."}},
		{"jose", "Dr. [José] Núñez", false, []string{"[José’s] Straße\u200b, ﬁne¹."}},
		{"nun", "Dr. José [Núñ]ez", true, nil},
		{"strasse fine", "Dr. José Núñez", false, []string{"José’s [Straße]\u200b, [ﬁne]¹."}},
		{"stras fi", "Dr. José Núñez", true, []string{"José’s [Straß]e\u200b, [ﬁ]ne¹."}},
		{"5055550142", "Dr. José Núñez", false, []string{"Call [+1 (505) 555‑0142], now."}},
		{"505 555 0142", "Dr. José Núñez", true, []string{"Call [+1 (505) 555‑0142], now."}},
	} {
		q := query(t, c.words)
		q.Loose = c.loose
		hits, err := x.Show(t.Context(), q, []string{"k"})
		if err != nil || len(hits) != 1 {
			t.Errorf("%s: %+v, %v", c.words, hits, err)
			continue
		}
		var excerpts []string
		for _, e := range hits[0].Excerpts {
			excerpts = append(excerpts, told(e))
		}
		if told(hits[0].Title) != c.title || !slices.Equal(excerpts, c.excerpts) {
			t.Errorf("%s: title %q, excerpts %q", c.words, told(hits[0].Title), excerpts)
		}
	}
}

func TestADocumentIsReplacedAndTakenOut(t *testing.T) {
	dir := t.TempDir()
	x := fill(t, dir, index.Document{Title: "one", Texts: []string{"old words"}}, index.Document{Title: "two", Texts: []string{"old words"}})
	if err := x.Apply([]index.Document{{Key: "one", Locale: "en-US", Version: "2", Title: "one", Texts: []string{"new words"}}}, []string{"two", "never there"}, []byte("later")); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, query(t, "old")); got != "" {
		t.Errorf("old words are found in %q", got)
	}
	if got := find(t, x, query(t, "new")); got != "one" {
		t.Errorf("new words are found in %q", got)
	}
	got, err := x.Versions(t.Context(), []string{"one", "two"})
	if err != nil || len(got) != 1 || got["one"] != "2" {
		t.Errorf("versions %v, %v", got, err)
	}
	if mark, err := x.Mark(); err != nil || string(mark) != "later" {
		t.Errorf("mark %q, %v", mark, err)
	}
}

// open opens an index and says what it holds: all of its keys, and its mark.
func open(dir string) (keys []string, mark string, err error) {
	x, err := index.Open(dir)
	if err != nil {
		return nil, "", err
	}
	defer x.Close()
	m, err := x.Mark()
	if err != nil {
		return nil, "", err
	}
	terms, _ := index.Parse("words")
	keys, _, err = x.Find(context.Background(), index.Query{Terms: terms, Locale: "en-US"}, 0, 1000)
	return keys, string(m), err
}

func TestAnIndexIsWholeUpToItsMarkWheneverItIsLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if _, _, err := open(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening what is not there: %v", err)
	}
	x, err := index.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		d := index.Document{Key: fmt.Sprintf("%03d", i), Locale: "en-US", Version: "1", Texts: []string{"words"}}
		if err := x.Apply([]index.Document{d}, nil, fmt.Append(nil, i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	keys, mark, err := open(dir)
	if err != nil || fmt.Sprint(len(keys)) != mark && (mark != "" || len(keys) != 0) {
		t.Errorf("%d documents and the mark %q: %v", len(keys), mark, err)
	}
	if err := index.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if _, _, err := open(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening what was removed: %v", err)
	}
}

func TestADamagedFileIsSeen(t *testing.T) {
	for name, change := range map[string]func(file string, b []byte) []byte{
		"one bit is other": func(_ string, b []byte) []byte { b[len(b)/3] ^= 4; return b },
		"it is cut short":  func(_ string, b []byte) []byte { return b[:len(b)/2] },
		"it is empty":      func(string, []byte) []byte { return nil },
		"it is gone":       func(file string, _ []byte) []byte { return nil },
	} {
		for _, pattern := range []string{"store/*.zap", "store/root.bolt", "index_meta.json"} {
			dir := filepath.Join(t.TempDir(), "index")
			x, err := index.Create(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := x.Apply([]index.Document{{Key: "k", Locale: "en-US", Version: "1", Texts: []string{strings.Repeat("words and others ", 500)}}}, nil, []byte("mark")); err != nil {
				t.Fatal(err)
			}
			settle(t, dir)
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, pattern))
			if len(files) != 1 {
				t.Fatalf("%s: %v", pattern, files)
			}
			b, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if name == "it is gone" {
				err = os.Remove(files[0])
			} else {
				err = os.WriteFile(files[0], change(files[0], b), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			keys, mark, err := open(dir)
			switch {
			case errors.Is(err, index.ErrDamaged):
			case err != nil:
				t.Errorf("%s, %s: %v", pattern, name, err)
			case mark != "" && strings.HasSuffix(pattern, ".zap"):
				t.Errorf("%s, %s: nothing is said", pattern, name)
			case (len(keys) == 1) != (mark == "mark"): // it may be as if nothing was ever there
				t.Errorf("%s, %s: %v with the mark %q", pattern, name, keys, mark)
			}
		}
	}
}

// Whatever stands in the pages of root.bolt, a search ends: bbolt follows a page that is its
// own child until the stack is full, which nothing recovers.
func TestEveryPageOfTheRootIsLookedAtBeforeItIsFollowed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	x := fill(t, dir, index.Document{Title: "one", Texts: []string{"words"}}, index.Document{Title: "two", Texts: []string{"words"}})
	if err := x.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "store", "root.bolt"))
	if err != nil {
		t.Fatal(err)
	}
	size := os.Getpagesize()
	ownChild := func(page []byte, id int) {
		binary.NativeEndian.PutUint64(page, uint64(id))
		binary.NativeEndian.PutUint16(page[8:], 1)           // a branch
		binary.NativeEndian.PutUint16(page[10:], 1)          // with one entry
		binary.NativeEndian.PutUint32(page[12:], 0)          // and no overflow
		binary.NativeEndian.PutUint32(page[16:], 16)         // whose key is right behind it,
		binary.NativeEndian.PutUint32(page[20:], 1)          // of one byte,
		binary.NativeEndian.PutUint64(page[24:], uint64(id)) // and leads here
		page[32] = 'a'
	}
	refused := 0
	try := func(name string, change func(b []byte)) {
		b := bytes.Clone(whole)
		change(b)
		copied := filepath.Join(t.TempDir(), "index") // for opening it takes files away that it does not know
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(copied, "store", "root.bolt"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		keys, mark, err := open(copied)
		switch {
		case errors.Is(err, index.ErrDamaged):
			refused++
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case len(keys) != 2 && mark != "" || name == "whole" && len(keys) != 2:
			t.Errorf("%s: %v with the mark %q", name, keys, mark)
		}
	}
	try("whole", func([]byte) {})
	for id := 2; id < len(whole)/size; id++ {
		page := func(b []byte) []byte { return b[id*size : (id+1)*size] }
		if !bytes.ContainsFunc(page(whole), func(r rune) bool { return r != 0 }) {
			continue // never written
		}
		try(fmt.Sprintf("page %d is its own child", id), func(b []byte) { ownChild(page(b), id) })
		try(fmt.Sprintf("page %d is nothing", id), func(b []byte) { clear(page(b)) })
		for bit := 8 * 8; bit < 12*8; bit++ { // of its type, and of the number of its entries
			try(fmt.Sprintf("page %d, bit %d", id, bit), func(b []byte) { page(b)[bit/8] ^= 1 << (bit % 8) })
		}
	}
	if refused == 0 {
		t.Error("nothing was refused: the test saw too little")
	}
}

// settle waits until an index is on the disk.
func settle(t *testing.T, dir string) {
	t.Helper()
	for range 12_000 {
		time.Sleep(10 * time.Millisecond)
		if files, _ := filepath.Glob(filepath.Join(dir, "store", "*.zap")); len(files) > 0 {
			if _, mark, err := openCopy(t, dir); err == nil && mark == "mark" {
				return
			}
		}
	}
	t.Fatal("it does not get to the disk")
}

// openCopy opens a copy of an index that is in use.
func openCopy(t *testing.T, dir string) ([]string, string, error) {
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		return nil, "", err
	}
	return open(to)
}
