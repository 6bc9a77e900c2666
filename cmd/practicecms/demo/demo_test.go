package demo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the practice's time zone must be known on any machine

	"practicecms/cmd/practicecms/demo"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/cms/live"
	"practicecms/content"
	"practicecms/content/richtext"
)

// now is a Sunday: the last day of its week.
var now = time.Date(2026, 11, 22, 18, 30, 0, 0, time.UTC)

var options = cms.Options{Logger: slog.New(slog.DiscardHandler)}

const (
	homePath     = "/"
	ketaminePath = "/services/ketamine-assisted-psychotherapy"
	emdrPath     = "/services/emdr"
	couplesPath  = "/services/couples-family"
)

var pagePaths = []string{homePath, couplesPath, emdrPath, ketaminePath}

// load gives a folder with the demo practice.
func load(t *testing.T, now time.Time) string {
	t.Helper()
	dir := t.TempDir()
	if err := demo.Load(t.Context(), dir, options, now); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) *cms.CMS {
	t.Helper()
	o := options
	o.MustExist = true
	c, err := cms.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func page(t *testing.T, c *cms.CMS, path string) live.Page {
	t.Helper()
	p, err := c.Delivery().ByPath(t.Context(), demo.Locale, path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

func historyOf(t *testing.T, c *cms.CMS, id content.DocumentID) []history.Entry {
	t.Helper()
	entries, err := c.Editor().History(t.Context(), cms.System(), id, demo.Locale, history.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(entries)
	return entries
}

// documents lists everything that the practice keeps.
func documents(t *testing.T, c *cms.CMS) []cms.Item {
	t.Helper()
	items, err := c.Editor().List(t.Context(), cms.System(), cms.Filter{Locale: demo.Locale})
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// words gives all that a reader may see of a content, without markup.
func words(m *content.Model, typ string, c content.Content) string {
	out := []string{c.Title}
	m.WalkContent(typ, c, func(p content.Place, v any) {
		switch s, _ := v.(string); p.Field.Type {
		case content.Markdown:
			out = append(out, richtext.PlainText(s))
		case content.Text:
			out = append(out, s)
		}
	})
	return strings.Join(out, "\n")
}

// folder reads all files below dir.
func folder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestALoadedPracticeKeepsEveryPromise(t *testing.T) {
	c := open(t, load(t, now))
	report, err := c.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range report.Lines {
		if len(l.Problems) > 0 {
			t.Errorf("%s: %q", l.Name, l.Problems)
		}
	}
	practice, err := c.Practice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if practice.Name != "Juniper & Tide Therapy" || practice.Zone.String() != demo.Zone || practice.Locale != demo.Locale {
		t.Errorf("got the practice %+v", practice)
	}
}

func TestLoadRefusesAFolderInUseAndChangesNothing(t *testing.T) {
	dir := load(t, now)
	before := folder(t, dir)
	if err := demo.Load(t.Context(), dir, options, now.AddDate(0, 1, 0)); !errors.Is(err, demo.ErrNotEmpty) {
		t.Fatalf("got %v, want ErrNotEmpty", err)
	}
	after := folder(t, dir)
	for path := range after {
		if !bytes.Equal(before[path], after[path]) {
			t.Errorf("%s changed", path)
		}
	}
	if len(before) != len(after) {
		t.Errorf("got %d files, want %d", len(after), len(before))
	}
}

func TestLoadLeavesADataFileAloneThatIsThereAlready(t *testing.T) {
	dir := t.TempDir()
	c, err := cms.Open(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := demo.Load(t.Context(), dir, options, now); !errors.Is(err, demo.ErrNotEmpty) {
		t.Fatalf("got %v, want ErrNotEmpty", err)
	}
}

func TestLoadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if err := demo.Load(ctx, dir, options, now); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
	if left := folder(t, dir); len(left) > 0 {
		t.Errorf("it left %d files behind", len(left))
	}
}

func TestTheOwnerOfTheDemoIsStillToBeSetUp(t *testing.T) {
	c := open(t, load(t, now))
	people, err := c.Editor().People(t.Context(), cms.System())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
		if p.CanSignIn {
			t.Errorf("%s can sign in", p.Name)
		}
	}
	if want := []string{"Marisol Vega", "Dana Reyes", "Sam Ortiz"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	you := access.NewPerson{Name: "You", Email: "you@example.org", Password: "seven quiet junipers"}
	if _, err := c.Editor().SetUp(t.Context(), you, "Another name"); err != nil {
		t.Fatal(err)
	}
	if p, err := c.Practice(t.Context()); err != nil || p.Name != "Juniper & Tide Therapy" {
		t.Errorf("after set-up: got %q, %v", p.Name, err)
	}
}

func TestAllPagesAreLiveAndLackNothing(t *testing.T) {
	c := open(t, load(t, now))
	items, _, _, err := c.Delivery().List(t.Context(), live.Query{Locale: demo.Locale, Pages: true, Sort: live.Sort{By: live.ByPath}, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, p := range items {
		paths = append(paths, p.Content.Path)
	}
	if !slices.Equal(paths, pagePaths) {
		t.Errorf("got the pages %q, want %q", paths, pagePaths)
	}
	for _, item := range documents(t, c) {
		live, err := c.Delivery().ByID(t.Context(), demo.Locale, item.Document)
		if err != nil {
			t.Errorf("%s: %v", item.Title, err)
			continue
		}
		latest, err := c.Editor().Latest(t.Context(), cms.System(), item.Document, demo.Locale)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []content.Content{live.Content, latest.Content} {
			for _, gap := range c.Model().Gaps(live.Type, v) {
				t.Errorf("%s: %s: %s", item.Title, gap.Path, gap.Message)
			}
			for _, removed := range c.Editor().Receipt(live.Type, v) {
				t.Errorf("%s: %s is not delivered: %q", item.Title, removed.Path, removed.Text)
			}
		}
		for _, id := range c.Model().References(live.Type, live.Content, richtext.Documents) {
			if _, ok := live.Linked[id]; !ok {
				t.Errorf("%s leads to %s, which is not live", item.Title, id)
			}
		}
		if draft := live.Content.Path == ketaminePath; draft != (item.Live != item.Latest) {
			t.Errorf("%s: version %d is live, %d is the latest", item.Title, item.Live, item.Latest)
		}
	}
}

func TestThePagesShowEveryTypeAndKind(t *testing.T) {
	c := open(t, load(t, now))
	kinds, types := map[string]bool{}, map[string]bool{}
	for _, path := range pagePaths {
		for _, b := range page(t, c, path).Content.Blocks {
			kinds[b.Kind] = true
		}
	}
	for _, item := range documents(t, c) {
		types[item.Type] = true
	}
	for _, k := range content.Standard().Kinds {
		if !kinds[k.Name] && !needsFile(k.Fields) {
			t.Errorf("no live page has a %s", k.Name)
		}
	}
	for _, typ := range content.Standard().Types {
		if !types[typ.Name] && !typ.Asset {
			t.Errorf("there is no %s", typ.Name)
		}
	}
}

// told tells versions apart by what they did.
func told(c *cms.CMS, e history.Entry) string {
	return fmt.Sprint(e.Deed, e.RestoredFrom, " ", c.Model().Summary(e.Change))
}

func TestTheKetaminePageHasAHistoryWorthLookingAt(t *testing.T) {
	c := open(t, load(t, now))
	entries := historyOf(t, c, page(t, c, ketaminePath).ID)
	if len(entries) < 8 {
		t.Fatalf("got %d versions, want 8 or more", len(entries))
	}
	authors, summaries := map[content.Author]bool{}, map[string]bool{}
	var restored, noted, published int
	for i, e := range entries {
		authors[e.By] = true
		said := told(c, e)
		if said == "" || summaries[said] {
			t.Errorf("version %d: what it did, %q, is empty or stands twice", e.Number, said)
		}
		summaries[said] = true
		if i > 0 && !e.At.After(entries[i-1].At) {
			t.Errorf("version %d is from %s, not after the one before", e.Number, e.At)
		}
		if e.Origin == content.OriginRestored {
			restored++
		}
		if e.Note == "Before the new intake process" {
			noted++
		}
		published += len(e.Live)
	}
	if len(authors) < 3 {
		t.Errorf("got %d authors, want 3", len(authors))
	}
	if restored != 1 || noted != 1 || published != 3 {
		t.Errorf("got %d restored, %d with the note, %d times live; want 1, 1, 3", restored, noted, published)
	}
}

func TestEverythingHappenedInWorkingHoursOfTheLastWeeks(t *testing.T) {
	zone, err := time.LoadLocation(demo.Zone)
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{
		now,                     // a Sunday at noon in Santa Fe
		now.Add(12 * time.Hour), // Monday in UTC, still Sunday in Santa Fe
		time.Date(2027, 3, 15, 6, 0, 0, 0, time.UTC),  // just after the clocks changed
		time.Date(2028, 1, 3, 15, 30, 0, 0, time.UTC), // a Monday after the turn of the year
	} {
		t.Run(now.Format(time.RFC3339), func(t *testing.T) {
			c := open(t, load(t, now))
			entries, err := c.Editor().Audit(t.Context(), cms.System(), 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			slices.Reverse(entries)
			last := now.AddDate(0, 0, -7*8)
			for _, e := range entries {
				at := e.Time().In(zone)
				if at.Before(last) || at.After(now) {
					t.Errorf("%s %s: before the entry above it, or not in the weeks before %s", at, e.Action, now)
				}
				if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday || at.Hour() < 8 || at.Hour() > 17 {
					t.Errorf("%s %s: nobody works then", at, e.Action)
				}
				last = at
			}
		})
	}
}

func TestEachPageHasItsOwnHistory(t *testing.T) {
	c := open(t, load(t, now))
	for _, path := range []string{homePath, emdrPath, couplesPath} {
		entries := historyOf(t, c, page(t, c, path).ID)
		if len(entries) < 2 || len(entries) > 4 {
			t.Errorf("%s: got %d versions, want 2 to 4", path, len(entries))
		}
		summaries := map[string]bool{}
		for _, e := range entries {
			said := told(c, e)
			if said == "" || summaries[said] {
				t.Errorf("%s: what a version did, %q, is empty or stands twice", path, said)
			}
			summaries[said] = true
		}
	}
}

func TestDeliveryShowsLiveTextsOnly(t *testing.T) {
	c := open(t, load(t, now))
	ketamine := page(t, c, ketaminePath)
	text := words(c.Model(), ketamine.Type, ketamine.Content)
	for _, want := range []string{"Asking is not signing up.", "If nothing much happened", "Two first talks"} {
		if !strings.Contains(text, want) {
			t.Errorf("the live page lacks %q", want)
		}
	}
	for _, draft := range []string{"Can I keep my own therapist?", "Other ways to go"} {
		if strings.Contains(text, draft) {
			t.Errorf("the live page shows %q, which is only in the draft", draft)
		}
	}
}

func TestEachPageCarriesTheCrisisText(t *testing.T) {
	c := open(t, load(t, now))
	for _, path := range pagePaths {
		p := page(t, c, path)
		i := slices.IndexFunc(p.Content.Blocks, func(b content.Block) bool { return b.Kind == "notice" && b.Fields["about"] == "crisis" })
		if i < 0 {
			t.Errorf("%s has no crisis notice", path)
			continue
		}
		name, _ := p.Content.Blocks[i].Fields["snippet"].(string)
		id, _ := content.DocumentInURL("document:" + name)
		snippet := p.Linked[id]
		text := words(c.Model(), snippet.Type, snippet.Content)
		for _, want := range []string{"Call or text 988", "For Spanish, press 2", "Veterans can press 1", "call 911", "not monitored for emergencies"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the crisis text %q lacks %q", path, text, want)
			}
		}
	}
}

func TestAnOldWebAddressLeadsToThePage(t *testing.T) {
	c := open(t, load(t, now))
	id, to, err := c.Delivery().Resolve(t.Context(), demo.Locale, "/services/couples")
	if err != nil || to != couplesPath || id != page(t, c, couplesPath).ID {
		t.Errorf("got %s, %q, %v; want %q", id, to, err, couplesPath)
	}
}

// TestTheKetaminePageIsHonest looks for what a reader has to be told.
func TestTheKetaminePageIsHonest(t *testing.T) {
	c := open(t, load(t, now))
	id := page(t, c, ketaminePath).ID
	for _, e := range historyOf(t, c, id) {
		if len(e.Live) == 0 {
			continue
		}
		v, err := c.Editor().Version(t.Context(), cms.System(), id, demo.Locale, e.Number)
		if err != nil {
			t.Fatal(err)
		}
		text := words(c.Model(), v.Type, v.Content)
		for _, want := range []string{
			"not FDA-approved for any mental health condition", "off-label",
			"blood pressure", "breathing", "sedation", "dissociation", "bladder", "misuse and dependence",
			"prescribes the medicine", "monitors your blood pressure", "does not prescribe",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("version %d was live without %q", e.Number, want)
			}
		}
		if v.Content.Fields["review"] == nil {
			t.Errorf("version %d was live without a review", e.Number)
		}
	}
}

// What no version of any document may say: promises, comparisons, out-of-date
// crisis details, slang, words that make a person their illness, and contact with
// clients that ethics codes rule out.
var forbidden = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	`cur(e|es|ed|ing)`, `guarantee[sd]?`, `proven`, `studies show`, `research shows`, `evidence-based`, `clinically`,
	`safest`, `safe and`, `risk-free`, `non-?addictive`, `best`, `leading`, `top-rated`, `most effective`, `always works`, `100 ?%`,
	`lasting change`, `long-term change`, `permanent(ly)?`, `forever`, `life-changing`, `transform\w*`, `heal(s|ed|ing)?`, `miracle`,
	`eliminate[sd]?`, `erase[sd]?`, `get rid of`, `rapid(ly)?`, `instant(ly)?`, `breakthrough`, `natural`,
	`1-800-273-8255`, `press 3`, `suicide hotline`, `commit(ted)? suicide`, `completed suicide`, `cry for help`,
	`trip`, `journey`, `magic`, `special k`, `party drug`, `at[- ]home`, `lozenges?`,
	`addicts?`, `alcoholics?`, `substance abuse`, `junkie`, `relapse[sd]?`, `suffer(s|ed|ing)?`, `victims?`, `broken home`,
	`non-compliant`, `treatment-resistant`, `schizophrenics?`, `bipolars?`, `crazy`, `insane`, `normal people`, `special needs`,
	`you must`, `you should`, `husband and wife`, `opposite sex`, `what is wrong with you`,
	`hipaa`, `emdr[- ]certified`, `psychologists?`, `psychiatrists?`, `dr`, `accept (all|most)`, `anywhere`, `nationwide`, `all 50 states`,
	`leave us a review`, `share your story`, `rate us`, `testimonials?`, `click here`, `read more`,
}, `|`) + `)\b`)

func TestNoVersionSaysWhatAPracticeMayNot(t *testing.T) {
	c := open(t, load(t, now))
	for _, item := range documents(t, c) {
		for _, e := range historyOf(t, c, item.Document) {
			v, err := c.Editor().Version(t.Context(), cms.System(), item.Document, demo.Locale, e.Number)
			if err != nil {
				t.Fatal(err)
			}
			text := words(c.Model(), v.Type, v.Content) + "\n" + v.Note
			if found := forbidden.FindAllString(text, -1); found != nil {
				t.Errorf("%s, version %d, says %q", item.Title, e.Number, found)
			}
			if strings.ContainsAny(text, "$") {
				t.Errorf("%s, version %d, names a price", item.Title, e.Number)
			}
			// A sentence that wants rereading loses people who are not well.
			for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".?!:\n", r) }) {
				if n := len(strings.Fields(s)); n > 25 {
					t.Errorf("%s, version %d, has a sentence of %d words: %q", item.Title, e.Number, n, strings.TrimSpace(s))
				}
			}
		}
	}
}

// needsFile reports whether nothing can be shown without an uploaded file, of which the demo
// has none.
func needsFile(fields []content.Field) bool {
	return slices.ContainsFunc(fields, func(f content.Field) bool { return f.HoldsTogether() && f.Required })
}
