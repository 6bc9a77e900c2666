package history_test

import (
	"fmt"
	"slices"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
	"practicecms/content/paste"
)

func TestErasingShowsTheAddressesThatSayTheWords(t *testing.T) {
	for _, one := range []struct {
		name   string
		typed  string // the address that was made of "NAME’s group" when a page was begun
		pasted string // and when it was pasted
		others []string
	}{
		{"Søren Kjær", "/services/s-ren-kj-rs-group", "/services/soren-kjaers-group", []string{"/services/parents-ren-kj-r", "/services/soren"}},
		{"Søren", "/services/s-rens-group", "/services/sorens-group", []string{"/services/fees-renewed", "/services/serene"}},
		{"Øre", "/services/res-group", "/services/ores-group", []string{"/services/care", "/services/rest"}},
		{"Ψυχή", "", "/services/psukhes-group", []string{"/services/psyche", "/services/page"}},
		{"O’Brien", "/services/obriens-group", "/services/obriens-group", []string{"/services/o-neill", "/services/brien"}},
		{"O‘Brien", "/services/o-briens-group", "/services/o-briens-group", []string{"/services/o-neill"}},
		{"Zoë Müller", "/services/zoe-mullers-group", "/services/zoe-mullers-group", []string{"/services/zoe", "/services/muller"}},
		{"Łukasz", "/services/ukaszs-group", "/services/lukaszs-group", []string{"/services/luke"}},
		{"Angelo", "/services/dangelos-group", "/services/dangelos-group", []string{"/services/angel"}},
		{"𐌰𐌱𐌲", "", "", []string{"/services/page"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			s := cmstest.New(t)
			want, got := map[string]bool{}, map[string]bool{}
			create := func(path string, said bool) {
				t.Helper()
				if path == "" || want[path] {
					return
				}
				if _, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: content.Content{
					Title: "A page", Path: path, Blocks: []content.Block{cmstest.Section("", "words")},
				}}); err != nil {
					t.Fatal(err)
				}
				if said {
					want[path] = true
				}
			}
			create(one.typed, one.typed != "/services/res-group") // two letters say no more than a whole word does
			create(one.pasted, true)
			for _, path := range one.others {
				create(path, false)
			}
			typ, _ := content.Standard().Type("service")
			for _, l := range []content.Locale{"en-US", "de-DE", "nb-NO", "el-GR", "tr-TR"} {
				if one.pasted == "" {
					break
				}
				create(content.Address(typ.Home, "The "+one.name+"’s group", l), true)
				result, err := paste.Parse("# With "+one.name+"\n\nWords.", paste.Options{Type: typ, Locale: l})
				if err != nil {
					t.Fatal(err)
				}
				create(result.Content.Path, true)
			}
			traces, _, err := s.Editor().Traces(t.Context(), s.Who, cms.Erase{Words: one.name})
			if err != nil {
				t.Fatal(err)
			}
			for _, trace := range traces {
				if trace.What == history.TraceAddress {
					got[trace.Hit.Word] = true
				}
			}
			for path := range want {
				if !got[path] {
					t.Errorf("%s is not listed", path)
				}
			}
			for path := range got {
				if !want[path] {
					t.Errorf("%s is listed, and does not say %s", path, one.name)
				}
			}
		})
	}
}

func TestErasingShowsEachAddressThatAPageHad(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "with-zoe", cmstest.Section("", "words"))
	for _, path := range []string{"/services/zoes-group", "/services/a-group", "/services/zoe"} {
		v.Content.Path = path
		v = s.Save(t, v)
	}
	s.Publish(t, v)
	traces, _, err := s.Editor().Traces(t.Context(), s.Who, cms.Erase{Words: "Zoë"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range traces {
		if one.What != history.TraceAddress {
			continue // the title says it too
		}
		got = append(got, fmt.Sprint(one.What, " ", one.Hit.Word, " ", one.First, " ", one.Last, " ", one.Live))
	}
	want := []string{"address /services/with-zoe 1 1 false", "address /services/zoes-group 2 2 false", "address /services/zoe 4 4 true"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
