package cms_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/cms/evidence"
	"practicecms/content"
)

const day = 24 * time.Hour

// evidenced is a page that has been live in three versions, with drafts between them,
// a day without the page, and a publication that was undone; and evidence of all of it.
func evidenced(t testing.TB) (*cmstest.Site, cms.Version, evidence.Evidence) {
	t.Helper()
	s := cmstest.New(t)
	begin := s.Clock.Now()
	v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "service", Locale: cmstest.Locale, Note: "a note for us", Content: content.Content{
		Path: "/services/emdr", Title: "EMDR therapy", Fields: content.Fields{"summary": "What it is."},
		Blocks: []content.Block{
			cmstest.Section("Before", "We talk <b>first</b> & “slowly”.\n\nThen we *begin*."),
			{Kind: "steps", Fields: content.Fields{"steps": []any{
				map[string]any{"title": "One", "minutes": int64(50), "body": "Sit."}, map[string]any{"title": "Two", "body": "Breathe."}}}},
		}}})
	if err != nil {
		t.Fatal(err)
	}
	step := func(fn func() error) {
		s.Clock.Advance(day)
		if err := fn(); err != nil {
			t.Fatal(err)
		}
	}
	e, ctx := s.Editor(), t.Context()
	live := func(n uint64) func() error {
		return func() error { _, err := e.Publish(ctx, s.Who, v.Document, v.Locale, n); return err }
	}
	save := func(body string) func() error {
		return func() error {
			v.Content.Blocks[0].Fields = content.Fields{"heading": "Before", "body": body}
			v = s.Save(t, v)
			return nil
		}
	}
	for _, fn := range []func() error{
		live(1), save("a draft that nobody saw"), save("Said second."), live(3),
		func() error { _, err := e.Unpublish(ctx, s.Who, v.Document, v.Locale); return err },
		live(1),
		func() error {
			_, err := e.Restore(ctx, s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1})
			return err
		},
		live(4),
		func() error {
			s.Clock.Advance(time.Minute - day)
			_, err := e.UndoPublish(ctx, s.Who, v.Document, v.Locale, 0)
			return err
		},
	} {
		step(fn)
	}
	s.Clock.Advance(day)
	made, err := e.MakeEvidence(ctx, s.Who, v.Document, v.Locale, begin, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s, v, made
}

func holds(t testing.TB, file []byte) evidence.Report {
	t.Helper()
	report := evidence.Verify(file)
	for _, l := range report.Lines {
		for _, p := range l.Problems {
			t.Errorf("%s: %s", l.Name, p)
		}
	}
	return report
}

func TestEvidenceHoldsWhatReadersSawAndNothingElse(t *testing.T) {
	_, _, made := evidenced(t)
	report := holds(t, made.File())
	if report.Head != made.Head || report.Fingerprint != made.Fingerprint || report.Practice != "Willow Room" || report.Document != made.Document {
		t.Errorf("the report is about something else: %+v", report)
	}
	text := string(made.File())
	for _, want := range []string{"Said second.", "We talk <b>first</b> & “slowly”.", `"minutes": 50`, "Robin Field", "Willow Room"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	for _, not := range []string{"a draft that nobody saw", "a note for us"} {
		if strings.Contains(text, not) {
			t.Errorf("the file says %q, which readers never saw", not)
		}
	}
	var seen []uint64
	for _, p := range made.Periods() {
		seen = append(seen, p.Version)
	}
	if want := []uint64{1, 3, 0, 1, 4, 1}; !slices.Equal(seen, want) {
		t.Errorf("readers saw versions %v, want %v", seen, want)
	}
	live := made.Live()
	if len(live) != 3 || live[1].Number != 3 || live[1].Content.Blocks[0].Fields["body"] != "Said second." || len(live[0].Periods) != 3 || live[0].Content.Blocks[1].Kind != "steps" {
		t.Errorf("got %+v", live)
	}
}

func TestEvidenceOfAPartHasOnlyThatPart(t *testing.T) {
	s, v, all := evidenced(t)
	from := all.Publications[1].Entry.Time().Add(time.Hour) // while version 3 was live
	made, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, from, from.Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	holds(t, made.File())
	if len(made.Publications) != 1 || made.Publications[0].Version != 3 || len(made.Live()) != 1 || made.Periods()[0].From != from {
		t.Errorf("got %+v", made.Publications)
	}
	if len(made.Versions) != 4 {
		t.Errorf("the chain has %d versions, want all 4", len(made.Versions))
	}
	before, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, from.Add(-400*day), from.Add(-300*day))
	if err != nil {
		t.Fatal(err)
	}
	holds(t, before.File())
	if len(before.Publications) != 0 || len(before.Texts) != 0 {
		t.Errorf("before anything was live, readers saw %+v", before.Publications)
	}
}

func TestEvidenceMadeAgainIsTheSameFile(t *testing.T) {
	s, v, made := evidenced(t)
	s.Clock.Advance(time.Hour)
	v.Content.Title = "Changed since"
	s.Publish(t, s.Save(t, v))
	again, err := s.Editor().Evidence(t.Context(), s.Who, v.Document, v.Locale, made.Made.Sequence)
	if err != nil {
		t.Fatal(err)
	}
	if string(again.File()) != string(made.File()) {
		t.Error("what was saved afterwards changed it")
	}
	for _, other := range []uint64{0, 1, made.Made.Sequence + 1, 1 << 40} {
		if _, err := s.Editor().Evidence(t.Context(), s.Who, v.Document, v.Locale, other); !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("entry %d: got %v, want ErrNotFound", other, err)
		}
	}
	elsewhere := s.Service(t, "other")
	if _, err := s.Editor().Evidence(t.Context(), s.Who, elsewhere.Document, v.Locale, made.Made.Sequence); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("as evidence of another page: got %v, want ErrNotFound", err)
	}
}

func TestMakingEvidenceIsAuditedAndNeedsThePermissionToReadDrafts(t *testing.T) {
	s, v, made := evidenced(t)
	entries, err := s.Editor().Audit(t.Context(), s.Who, 0, 1)
	if err != nil || entries[0].Action != audit.ActionEvidence || entries[0].Document != v.Document || entries[0].Hash != made.Made.Hash {
		t.Errorf("the log ends with %+v, %v", entries, err)
	}
	for role, want := range map[cms.Role]error{cms.RoleEditor: nil, cms.ScopePreview: nil, cms.ScopeManage: nil, cms.ScopeDeliver: cms.ErrForbidden, "": cms.ErrForbidden} {
		_, err := s.Editor().MakeEvidence(t.Context(), cms.Actor{Role: role}, v.Document, v.Locale, s.Clock.Now().Add(-day), s.Clock.Now())
		if !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", role, err, want)
		}
		if _, err := s.Editor().Evidence(t.Context(), cms.Actor{Role: role}, v.Document, v.Locale, made.Made.Sequence); !errors.Is(err, want) {
			t.Errorf("%q, again: got %v, want %v", role, err, want)
		}
	}
	var invalid *content.InvalidError
	if _, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, s.Clock.Now().Add(day), s.Clock.Now().Add(2*day)); !errors.As(err, &invalid) {
		t.Errorf("of days to come: got %v", err)
	}
	if _, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, "es-US", s.Clock.Now().Add(-day), s.Clock.Now()); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("in a language it does not have: got %v", err)
	}
}

// Whatever was done to a document, its evidence holds for any span.
func TestEvidenceOfRandomHistoriesHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := cmstest.New(t)
		m := &practiceModel{Site: s, t: t}
		begin := s.Clock.Now()
		wait := func(rt *rapid.T) {
			s.Clock.Advance(time.Duration(rapid.IntRange(0, 3).Draw(rt, "hours")) * time.Hour)
		}
		steps := []func(*rapid.T){m.save, m.restore, m.restoreOneBlock, m.publish, m.unpublish, m.undo, m.publish, wait}
		m.create(rt)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")(rt)
			wait(rt)
		}
		if rapid.Bool().Draw(rt, "trashed") {
			m.trash(rt)
		}
		s.Clock.Advance(time.Hour)
		hours := int(s.Clock.Now().Sub(begin).Hours())
		from := begin.Add(time.Duration(rapid.IntRange(-1, hours-1).Draw(rt, "from")) * time.Hour)
		to := from.Add(time.Duration(rapid.IntRange(1, hours+1).Draw(rt, "length")) * time.Hour)
		made, err := s.Editor().MakeEvidence(t.Context(), s.Who, m.docs[0].id, cmstest.Locale, from, to)
		if err != nil {
			rt.Fatal(err)
		}
		report := evidence.Verify(made.File())
		if !report.OK() {
			rt.Fatalf("%+v", report)
		}
		for _, live := range made.Live() {
			if want := m.docs[0].versions[live.Number-1]; !live.Content.Equal(want) {
				rt.Fatalf("version %d is %v, want %v", live.Number, live.Content, want)
			}
		}
	})
}

// leaf is one text, number or truth in a JSON file.
type leaf struct {
	path string // such as "versions[2].at"
	set  func(any)
	was  any
}

func leaves(v any, path string, set func(any), out *[]leaf) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			at := name
			if path != "" {
				at = path + "." + name
			}
			leaves(inner, at, func(n any) { v[name] = n }, out)
		}
	case []any:
		for i, inner := range v {
			leaves(inner, fmt.Sprintf("%s[%d]", path, i), func(n any) { v[i] = n }, out)
		}
	default:
		*out = append(*out, leaf{path, set, v})
	}
}

// changed is a leaf with the least change there is.
func changed(v any, at int) any {
	switch v := v.(type) {
	case bool:
		return !v
	case float64:
		return v + 1
	case string:
		if v == "" {
			return "x"
		}
		b := []rune(v)
		i := at % len(b)
		if b[i] == 'a' || b[i] == '1' {
			b[i]++
		} else if b[i] >= '0' && b[i] <= '9' {
			b[i] = '1'
		} else {
			b[i] = 'a'
		}
		return string(b)
	}
	return nil
}

// TestEveryChangeOfEvidenceIsNoticedAndNamed changes each leaf of a real file, at its
// first, middle and last character, one at a time.
func TestEveryChangeOfEvidenceIsNoticedAndNamed(t *testing.T) {
	_, _, made := evidenced(t)
	var file any
	if err := json.Unmarshal(made.File(), &file); err != nil {
		t.Fatal(err)
	}
	var all []leaf
	leaves(file, "", nil, &all)
	if len(all) < 150 {
		t.Fatalf("only %d leaves", len(all))
	}
	for _, l := range all {
		for _, at := range []int{0, len(fmt.Sprint(l.was)) / 2, max(len([]rune(fmt.Sprint(l.was)))-1, 0)} {
			l.set(changed(l.was, at))
			b, err := json.Marshal(file)
			if err != nil {
				t.Fatal(err)
			}
			report := evidence.Verify(b)
			said := ""
			for _, line := range report.Lines {
				said += strings.Join(line.Problems, "\n") + "\n"
			}
			if report.OK() || !namesPlace(said, l.path) {
				t.Errorf("%s changed from %v to %v: OK is %v, and it says:\n%s", l.path, l.was, changed(l.was, at), report.OK(), said)
			}
		}
		l.set(l.was)
	}
	b, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, b) // put back, in another order and without spaces, it holds again
}

// namesPlace reports whether a report names the part that was changed: its name and
// number, or for a part that does not fit its shape any more, the JSON pointer.
func namesPlace(said, path string) bool {
	part, _, _ := strings.Cut(path, ".")
	if name, _, _ := strings.Cut(part, "["); name == "people" {
		part = name // a list in one order
	}
	pointer := "/" + strings.NewReplacer("[", "/", "]", "").Replace(part)
	return strings.Contains(said, part) || strings.Contains(said, pointer)
}

func TestPartsOfEvidenceCannotBeTakenOutOrExchanged(t *testing.T) {
	_, _, made := evidenced(t)
	for _, c := range []struct {
		name, says string
		change     func(file map[string]any)
	}{
		{"the last publication is taken out", "fingerprint", func(f map[string]any) { p := f["publications"].([]any); f["publications"] = p[:len(p)-1] }},
		{"the first publication is taken out", "what was live before it is missing", func(f map[string]any) { f["publications"] = f["publications"].([]any)[1:] }},
		{"a publication is taken out", "publication 3 follows publication 1", func(f map[string]any) {
			p := f["publications"].([]any)
			f["publications"] = append(p[:1:1], p[2:]...)
		}},
		{"a version is taken out", "stands in the place of version 2", func(f map[string]any) {
			p := f["versions"].([]any)
			f["versions"] = append(p[:1:1], p[2:]...)
		}},
		{"the last version is taken out", "head", func(f map[string]any) { p := f["versions"].([]any); f["versions"] = p[:3] }},
		{"a text is taken out", "is missing", func(f map[string]any) { f["texts"] = f["texts"].([]any)[1:] }},
		{"a text stands twice", "stands there twice", func(f map[string]any) { p := f["texts"].([]any); f["texts"] = append(p, p[0]) }},
		{"a text's body is another's", "is not what was written", func(f map[string]any) {
			p := f["texts"].([]any)
			p[1].(map[string]any)["body"] = p[2].(map[string]any)["body"]
		}},
		{"a text is hidden as erased", "fingerprint", func(f map[string]any) {
			p := f["texts"].([]any)[1].(map[string]any)
			delete(p, "body")
			p["erased"] = map[string]any{"at": "2026-03-05T00:00:00.000000Z"}
		}},
		{"two blocks change places", "version 1 is not what was written", func(f map[string]any) {
			p := f["versions"].([]any)[0].(map[string]any)["blocks"].([]any)
			p[0], p[1] = p[1], p[0]
		}},
		{"the list of people is empty", "people", func(f map[string]any) { f["people"] = []any{} }},
	} {
		var file map[string]any
		if err := json.Unmarshal(made.File(), &file); err != nil {
			t.Fatal(err)
		}
		c.change(file)
		b, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		report := evidence.Verify(b)
		for _, l := range report.Lines {
			said += fmt.Sprintln(l.Name, l.Problems)
		}
		if report.OK() || !strings.Contains(said, c.says) {
			t.Errorf("%s: OK is %v, want %q in:\n%s", c.name, report.OK(), c.says, said)
		}
	}
}

func TestHostileEvidenceIsRefusedWithThePlace(t *testing.T) {
	_, _, made := evidenced(t)
	good := string(made.File())
	in := func(old, next string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the file does not hold %s", old)
		}
		return strings.Replace(good, old, next, 1)
	}
	for _, c := range []struct{ name, file, says string }{
		{"nothing", "", "not valid JSON"},
		{"no object", "[]", "beginning"},
		{"an empty object", "{}", "format"},
		{"cut off", good[:len(good)/2], "not valid JSON"},
		{"two files", good + good, "not valid JSON"},
		{"an unknown member", in(`"practice":`, `"extra": 1, "practice":`), "/extra"},
		{"an unknown member inside", in(`"undo": true`, `"undo": true, "x": 1`), "/publications/"},
		{"a doubled member", in(`"practice":`, `"format": "x", "practice":`), "twice"},
		{"a member in other letters", in(`"locale":`, `"Locale":`), "/Locale"},
		{"a text in the place of a list", in(`"versions": [`, `"versions": "x", "texts": [`), "/versions"},
		{"a number in the place of a text", in(`"heading": "Before"`, `"heading": 1.5`), "/texts/"},
		{"a number that is too large", in(`"minutes": 50`, `"minutes": 9223372036854775808`), "/texts/"},
		{"a hash that is none", in(`"head": "sha256-`, `"head": "md5-`), "/head"},
		{"a time with a zone", in(`.000000Z"`, `.000000+00:00"`), "is not a time"},
		{"another format", in(evidence.Format, "practicecms evidence 2"), "this program reads"},
		{"a list of 3 million empty versions", `{"versions":[` + strings.Repeat("{},", 3<<20) + `{}]}`, "at /versions: item 0 lacks"},
		{"ten megabytes of nesting", `{"texts":[{"body":{"fields":{"a":` + strings.Repeat("[", 10<<20), "deep"},
		{"ten megabytes of one name", `{"` + strings.Repeat("n", 10<<20) + `":1}`, "no such member"},
		{"ten megabytes of one text", `{"format":"` + strings.Repeat("x", 10<<20) + `"}`, "its format is"},
		{"more than may be", strings.Repeat(" ", evidence.MaxBytes+1), "at most"},
		{"invalid UTF-8", "{\"format\":\"\xff\"}", "not valid JSON"},
	} {
		report := evidence.Verify([]byte(c.file))
		said := ""
		for _, l := range report.Lines {
			said += strings.Join(l.Problems, "\n")
		}
		if report.OK() || !strings.Contains(said, c.says) || len(said) > 1000 {
			t.Errorf("%s: OK is %v, want %q in: %.1200s", c.name, report.OK(), c.says, said)
		}
	}
}

func FuzzReadEvidence(f *testing.F) {
	_, _, made := evidenced(f)
	f.Add(made.File())
	f.Add([]byte(`{"format":"practicecms evidence 1","texts":[{"hash":"","erased":{"at":"2026-03-05T00:00:00.000000Z"}}]}`))
	f.Add([]byte(`{"versions":[{"number":1,"blocks":[{}]}],"publications":[null]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		v, err := evidence.Read(file)
		if err != nil {
			return
		}
		v.Periods()
		v.Live()
		if report := evidence.Verify(file); report.OK() && v.Fingerprint != report.Fingerprint {
			t.Errorf("it holds with another fingerprint: %s", file)
		}
	})
}

func BenchmarkVerifyEvidence(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprintf("versions=%d/blocks=20/all-live", n), func(b *testing.B) {
			s := cmstest.New(b)
			begin := s.Clock.Now()
			v := deepPage(b, s, 20, n)
			for i := range n {
				s.Clock.Advance(time.Minute)
				v.Number = uint64(i + 1)
				s.Publish(b, v)
			}
			s.Clock.Advance(time.Minute)
			made, err := s.Editor().MakeEvidence(b.Context(), s.Who, v.Document, v.Locale, begin, s.Clock.Now())
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(made.File())))
			for b.Loop() {
				if !evidence.Verify(made.File()).OK() {
					b.Fatal("it does not hold")
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "versions/s")
		})
	}
}

func TestEvidenceOfATextThatWasErasedHoldsWithoutIt(t *testing.T) {
	s, v, made := evidenced(t)
	picks := []cms.Pick{{Block: v.Content.Blocks[0].ID, Version: 1}}
	picked, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Picks: picks})
	if err != nil {
		t.Fatal(err)
	}
	s.Publish(t, picked)
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "Said second", Reason: "asked for"}); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Hour)
	after, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, s.Clock.Now().Add(-100*24*time.Hour), s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if report := holds(t, after.File()); report.Erased != 1 {
		t.Errorf("%d texts are said to be erased, want 1", report.Erased)
	}
	if strings.Contains(string(after.File()), "Said second") {
		t.Error("the evidence says what was erased")
	}
	holds(t, made.File()) // what was handed out before still holds by itself
}
