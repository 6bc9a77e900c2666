package cms_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// keepFormat is given once in the life of a format: when a program is about to write
// it for the first time.
var keepFormat = flag.Bool("keep-format", false, "write testdata/format-N with the data file of this program's format; refused when it is there")

// TestAFixtureCanBeMadeOfThisProgramsFormat plays the story that a fixture holds. It is
// played in every run, so that it still can be when the next format comes.
//
// With -keep-format the file becomes testdata/format-N. The file of a format that is
// there already is never written again: it shows what that format was, not what later
// programs make of the same story.
// The story is told with a clock, with ids and with randomness of its own, so it leaves the
// bytes that the program left which first wrote this format. Webhooks are called at a port
// and after pauses that chance gives: of them only how many there are is compared.
func TestTheSameStoryLeavesTheSameBytes(t *testing.T) {
	t.Parallel()
	records := func(dir string) map[string]string {
		out, calls := map[string]string{}, 0
		eachRecord(t, dir, func(space store.Space, key, value []byte) {
			if space == "hooks" || space == "outbox" {
				calls++
				return
			}
			out[fmt.Sprintf("%s %x", space, key)] = string(value)
		})
		out["webhooks and their calls"] = fmt.Sprint(calls)
		return out
	}
	_, then := unpacked(t, cms.Format)
	now := t.TempDir()
	tellStory(t, now)
	want, got := records(then), records(now)
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s: %q was written, and now it is %q", key, value, got[key])
		}
		delete(got, key)
	}
	for key := range got {
		t.Errorf("%s is written now, and was not", key)
	}
}

func TestAFixtureCanBeMadeOfThisProgramsFormat(t *testing.T) {
	t.Parallel()
	folder := folderOf(cms.Format)
	if *keepFormat {
		if _, err := os.Stat(folder); err == nil {
			t.Fatalf("%s is there: a fixture is what its format was when it was written, and is not written again", folder)
		}
	}
	dir := t.TempDir()
	f := tellStory(t, dir)
	for space, n := range keptRecords(t, dir) {
		if n == 0 {
			t.Errorf("the story leaves nothing in the space %s", space)
		}
	}
	f.Records = dumpOf(t, dir)
	if !*keepFormat {
		return
	}
	if _, _, err := cms.Compact(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, cms.DataFile))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	about, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	addresses := f.addresses(t, dir)
	c := f.open(t, dir)
	defer c.Close()
	for name, b := range map[string][]byte{
		cms.DataFile + ".gz": packed.Bytes(), "about.json": append(about, '\n'), "delivered.txt": answersTo(t, c, addresses),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// teller plays a story on a practice.
type teller struct {
	*testing.T
	*cms.CMS
	*cms.Editor
	clock *cmstest.Clock
	who   cms.Actor // the owner
}

// tellStory writes some of everything that a data file can hold, as it comes about over
// eight months of a practice, and says what a reader of the file needs to know.
func tellStory(t *testing.T, dir string) fixture {
	clock := &cmstest.Clock{}
	begin := time.Date(2025, 9, 1, 15, 0, 0, 0, time.UTC)
	for clock.Now().Before(begin) { // a Duration has 292 years
		clock.Advance(begin.Sub(clock.Now()))
	}
	c, err := cms.Open(dir, cms.Options{Clock: clock.Now, Rand: seeded(), NewID: idsBy(clock), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := teller{T: t, CMS: c, Editor: c.Editor(), clock: clock}
	ctx := t.Context()
	f := fixture{Email: "robin@example.org", Password: cmstest.Password}

	owner := must(s.SetUp(ctx, access.NewPerson{Name: "Robin Field", Title: "Director", Email: f.Email, Password: f.Password, Role: cms.RoleOwner}, "Willow Room"))
	s.who = owner.Actor()
	mira := must(s.AddPerson(ctx, s.who, access.NewPerson{Name: "Mira Stone", Email: "mira@example.org", Password: "harbour pencil thunder six", Role: cms.RoleEditor})).Actor()
	must(s.AddPerson(ctx, s.who, access.NewPerson{Name: "Ines Ferrer", Title: "Writer", Role: cms.RoleEditor}))
	told := s.hooks()

	settings := s.latest(must(s.Practice(ctx)).Document)
	settings.Content.Fields = content.Fields{
		"legalName": "Willow Room LLC", "phone": "+15055550142", "email": "hello@example.org", "website": "https://example.org/",
		"previewURL": "https://example.org/preview?path={path}&token={token}", "timeZone": "America/Denver", "locales": []any{"en-US", "es-US"},
	}
	s.live(s.save(settings, "our address"))
	s.rest()

	crisis := s.live(s.make("snippet", "", "Crisis lines", content.Fields{"purpose": "crisis", "body": "Call or text **988**, at any hour."}))
	dana := s.live(s.make("practitioner", "", "Dana Reyes", content.Fields{
		"role": "Psychotherapist", "suffix": "M.A., LPCC", "pronouns": "she/her", "accepting": "waitlist", "languages": []any{"English", "Spanish"},
		"licences": []any{map[string]any{"type": "LPCC", "number": "0123", "jurisdiction": "US-NM", "expires": "2027-01-31"}},
		"bio":      "Dana has listened for *twenty* years.",
	}))
	trauma := s.live(s.make("service", "/services/trauma", "Trauma therapy", content.Fields{"summary": "For what stays.", "category": "trauma"},
		cmstest.Section("Where it begins", "Slowly, and with what you can bear.")))
	contact := s.live(s.make("page", "/contact", "Contact", content.Fields{"seo": map[string]any{"title": "Find us", "noindex": true}},
		block("hero", content.Fields{"heading": "Find us", "lede": "Second floor,\nleft door."})))
	s.live(s.makeIn("es-US", "page", "/es/acerca", "Acerca de nosotros", nil, cmstest.Section("Quiénes somos", "Una casa pequeña, con árboles.")))
	hidden := s.make("service", "/services/hidden", "Not yet", nil, cmstest.Section("A draft", "Nobody reads this."))
	s.rest()

	// A page with a block of every kind, which then moves twice.
	everything := s.live(s.make("service", "/services/emdr", "EMDR <therapy> & more", content.Fields{
		"summary": "Eyes that move.", "category": "emdr", "aliases": []any{"Eye movement therapy"}, "review": map[string]any{"by": dana.Document.String(), "on": "2025-08-14"},
	}, everyKindOf(trauma, hidden, contact, dana, crisis)...))
	s.rest()
	f.Moments = append(f.Moments, clock.Now())
	for _, path := range []string{"/services/emdr-therapy", "/therapies/emdr"} {
		everything.Content.Path = path
		everything = s.live(s.save(everything, ""))
		s.rest()
	}

	// A long history: packed versions, names, notes, three kinds of restore, a change
	// taken back, two people's edits merged.
	long := s.live(s.make("page", "/about", "About us", content.Fields{"summary": "Who we are."},
		cmstest.Section("Our house", "We began in one room. It had a willow. It was cold."), cmstest.Section("Our way", "We listen first."), block("divider", nil)))
	for i := range 40 {
		// The texts of the first half grow, a block comes and goes in the second.
		switch part := &long.Content.Blocks[i%2]; {
		case i < 20:
			part.Fields["body"] = fmt.Sprintf("%s Then came year %d.", part.Fields["body"], i+1)
		case i%4 == 0:
			long.Content.Blocks = append(long.Content.Blocks, cmstest.Section(fmt.Sprintf("Year %d", i), "It was good."))
		case i%4 == 2:
			long.Content.Blocks = long.Content.Blocks[:len(long.Content.Blocks)-1]
		default:
			long.Content.Title = fmt.Sprintf("About us, %d", i)
		}
		note := ""
		if i%16 == 15 {
			note = fmt.Sprintf("the %dth time", i+1)
		}
		long = s.save(long, note)
		if i%10 == 4 {
			long = s.live(long)
		}
		clock.Advance(11 * time.Hour)
	}
	succeed(s.NameVersion(ctx, s.who, long.Document, long.Locale, 7, "before the rebuilding", "as the paper had it"))
	succeed(s.NameVersion(ctx, mira, long.Document, long.Locale, 9, "second thoughts", ""))
	back := cms.Restore{Document: long.Document, Locale: long.Locale, Version: 3, Note: "it was better"}
	must(s.Restore(ctx, s.who, back))
	back.Version, back.Blocks, back.Note = 12, []content.BlockID{long.Content.Blocks[0].ID}, ""
	must(s.Restore(ctx, s.who, back))
	back.Blocks, back.Picks = nil, []cms.Pick{{Block: long.Content.Blocks[0].ID, Version: 16}, {Block: long.Content.Blocks[1].ID, Version: 18}}
	picked := must(s.Restore(ctx, s.who, back))
	picked.Content.Blocks[1].Fields["body"] = "We hear first. We speak later. We stay."
	changed := s.save(picked, "")
	changed.Content.Blocks[1].Fields["body"] = "We hear first. We speak soon. We stay a while."
	changed = s.save(changed, "")
	must(s.TakeBack(ctx, s.who, cms.TakeBack{Document: long.Document, Locale: long.Locale, From: changed.Number - 1, To: changed.Number,
		Change: content.Change{Block: changed.Content.Blocks[1].ID, Path: "body", Sentence: 1}, Note: "sooner is not better"}))
	theirs := changed.Content
	theirs.Title = "About the house"
	merged := must(s.Save(ctx, mira, cms.Save{Document: long.Document, Locale: long.Locale, Base: changed.Number, Content: theirs}))
	if merged.Origin != content.OriginMerged {
		t.Fatalf("the two edits were not merged: %s", merged.Origin)
	}
	s.live(merged)
	s.rest()

	// A pasted page, and words that are erased from it, from a note and from a draft.
	source := "Couples\n\nFor two who want to talk.\n\nWhat we do\n\n- We meet for 80 minutes\n- We write down what was said\n\nJordan Ames says it helped, and Trauma therapy too.\n\nReady to begin?\nCall us."
	// What an importer makes of it may get better; what is stored of this may not change.
	read := content.Content{Path: "/services/couples", Title: "Couples", Fields: content.Fields{}, Blocks: []content.Block{
		cmstest.Section("Couples", "For two who want to talk.\n\nWhat we do"),
		block("checklist", content.Fields{"items": []any{"We meet for 80 minutes", "We write down what was said"}}),
		block("section", content.Fields{"body": "Jordan Ames says it helped, and Trauma therapy too.\n\nReady to begin?\n\nCall us."}),
	}}
	pasted := must(s.Create(ctx, mira, cms.New{Type: "service", Locale: cmstest.Locale, Content: read, Origin: content.OriginPasted, Raw: source, Note: "from Jordan Ames"}))
	s.live(pasted)
	pasted.Content.Title = "Couples and others"
	s.live(s.save(pasted, ""))
	must(s.UndoPublish(ctx, s.who, pasted.Document, pasted.Locale, 0))
	if n := must(s.Erase(ctx, s.who, cms.Erase{Words: "Jordan Ames", Reason: "a client asked for it"})); n < 3 {
		t.Fatalf("%d texts were erased", n)
	}
	s.rest()

	// Plans: one that was carried out, one that could not be, one that was dropped, one to come.
	winter := s.live(s.make("page", "/hours", "Hours", nil, cmstest.Section("Hours", "Nine to five.")))
	winter.Content.Blocks[0].Fields["body"] = "Ten to four in winter."
	winter = s.save(winter, "")
	must(s.Schedule(ctx, s.who, winter.Document, winter.Locale, winter.Number, clock.Now().Add(time.Hour)))
	rival := s.make("page", "/hours", "Other hours", nil)
	must(s.Schedule(ctx, s.who, rival.Document, rival.Locale, 1, clock.Now().Add(2*time.Hour)))
	clock.Advance(3 * time.Hour)
	must(s.RunDue(ctx))
	must(s.Schedule(ctx, s.who, winter.Document, winter.Locale, 1, clock.Now().Add(time.Hour)))
	must(s.CancelSchedule(ctx, s.who, winter.Document, winter.Locale, time.Time{}))
	clock.Advance(50 * 24 * time.Hour)
	f.Moments = append(f.Moments, clock.Now())
	if gone := must(s.Thin(ctx, s.who, cms.MinThinAge)); gone.Versions == 0 {
		t.Fatal("no draft was thinned out")
	}

	// Off the site, in the trash, out of it, and at another address.
	offer := s.live(s.make("page", "/offer", "An offer", nil, cmstest.Section("Until May", "Three hours for two.")))
	must(s.Unpublish(ctx, s.who, offer.Document, offer.Locale))
	old := s.live(s.make("page", "/old", "Old", nil, cmstest.Section("Old", "It was so once.")))
	succeed(s.Trash(ctx, s.who, old.Document))
	moved := s.live(s.make("page", "/moved", "Moved", nil, cmstest.Section("Moved", "It is elsewhere.")))
	succeed(s.Trash(ctx, mira, moved.Document))
	s.rest()
	succeed(s.Untrash(ctx, s.who, cms.Untrash{Document: moved.Document, Path: "/moved-on", Locale: moved.Locale}))
	s.live(s.latest(moved.Document))
	must(s.Schedule(ctx, s.who, winter.Document, winter.Locale, 1, clock.Now().Add(60*24*time.Hour)))

	// Evidence and a backup; working copies of two people.
	must(s.MakeEvidence(ctx, s.who, everything.Document, everything.Locale, f.Moments[0], clock.Now()))
	succeed(s.Editor.Backup(ctx, s.who, io.Discard))
	half := s.latest(long.Document).Content
	half.Title = "Half a ti"
	must(s.KeepWorking(ctx, s.who, long.Document, long.Locale, content.Hash{}, merged.Number, half))
	half = s.latest(hidden.Document).Content
	half.Blocks[0].Fields["body"] = "Nobody reads this, nor that."
	must(s.KeepWorking(ctx, mira, hidden.Document, hidden.Locale, content.Hash{}, 1, half))

	// The last day: who is signed in, what opens without an account, what was told.
	told.call()
	f.Preview.Path = "/services/hidden"
	f.Preview.Token, _ = both(s.Share(ctx, s.who, hidden.Document, hidden.Locale, 1, cms.MaxShare))
	_, ended := both(s.Share(ctx, s.who, long.Document, long.Locale, 2, time.Hour))
	succeed(s.EndShare(ctx, s.who, long.Document, ended.ID))
	f.Token, _ = both(s.CreateToken(ctx, s.who, "the website", cms.ScopeManage))
	_, gone := both(s.CreateToken(ctx, s.who, "the old website", cms.ScopeDeliver))
	succeed(s.RevokeToken(ctx, s.who, gone.ID))
	from := netip.MustParseAddr("203.0.113.7")
	if _, err := s.SignIn(ctx, access.Attempt{Email: f.Email, Password: "not this one at all", From: from}); !errors.Is(err, cms.ErrUnauthenticated) {
		t.Fatalf("a wrong password: %v", err)
	}
	succeed(s.SignOut(ctx, must(s.SignIn(ctx, access.Attempt{Email: "mira@example.org", Password: "harbour pencil thunder six", From: netip.MustParseAddr("203.0.113.8")})).Session))
	clock.Advance(10 * time.Minute)
	f.Session = must(s.SignIn(ctx, access.Attempt{Email: f.Email, Password: f.Password, From: netip.MustParseAddr("203.0.113.9")})).Session
	f.Now = clock.Now().Add(time.Minute)
	return f
}

// rest lets a day pass.
func (s teller) rest() { s.clock.Advance(24*time.Hour + 17*time.Minute) }

func (s teller) make(typ, path, title string, fields content.Fields, blocks ...content.Block) cms.Version {
	return s.makeIn(cmstest.Locale, typ, path, title, fields, blocks...)
}

func (s teller) makeIn(l content.Locale, typ, path, title string, fields content.Fields, blocks ...content.Block) cms.Version {
	s.clock.Advance(time.Minute)
	return must(s.Create(s.Context(), s.who, cms.New{Type: typ, Locale: l, Content: content.Content{Path: path, Title: title, Fields: fields, Blocks: blocks}}))
}

func (s teller) save(v cms.Version, note string) cms.Version {
	s.clock.Advance(time.Minute)
	return must(s.Save(s.Context(), s.who, cms.Save{Document: v.Document, Locale: v.Locale, Base: v.Number, Content: v.Content, Note: note}))
}

func (s teller) live(v cms.Version) cms.Version {
	s.clock.Advance(time.Minute)
	must(s.Publish(s.Context(), s.who, v.Document, v.Locale, v.Number))
	return v
}

func (s teller) latest(id content.DocumentID) cms.Version {
	return must(s.Latest(s.Context(), s.who, id, cmstest.Locale))
}

// receivers are the webhooks of the story.
type receivers struct {
	teller
	slow content.HookID // its receiver is never well
}

// hooks makes four webhooks: one that hears everything, one that always fails, one that
// is paused and one that has ended.
func (s teller) hooks() receivers {
	answer := func(status int) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		s.Cleanup(server.Close)
		return server.URL + "/hook"
	}
	add := func(name, url string) webhooks.Hook {
		_, hook := both(s.AddHook(s.Context(), s.who, webhooks.Settings{Name: name, URL: url, Allow: []string{"127.0.0.1"}}))
		return hook
	}
	site, slow := add("the website", answer(http.StatusNoContent)), add("the newsletter", answer(http.StatusServiceUnavailable))
	paused, ended := add("the archive", "https://archive.example.org/hook"), add("the old website", "https://old.example.org/hook")
	must(s.NewHookSecret(s.Context(), s.who, site.ID))
	succeed(s.PauseHook(s.Context(), s.who, paused.ID))
	succeed(s.EndHook(s.Context(), s.who, ended.ID))
	return receivers{s, slow.ID}
}

// call makes calls until the one webhook has heard all, and the slow one was tried.
func (r receivers) call() {
	ctx, stop := context.WithCancel(r.Context())
	done := make(chan struct{})
	go func() { defer close(done); r.RunWebhooks(ctx) }()
	defer func() { stop(); <-done }()
	for range 4800 {
		heard, tried := false, false
		for _, hook := range must(r.Hooks(ctx, r.who)) {
			heard = heard || hook.Name == "the website" && hook.Waiting == 0
			tried = tried || hook.ID == r.slow && hook.Last.Attempts > 0
		}
		if heard && tried {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	panic("the webhooks were not called")
}

// everyKindOf gives a block of each kind of the standard model.
func everyKindOf(trauma, hidden, contact, dana, crisis cms.Version) []content.Block {
	to := func(v cms.Version) string { return "document:" + v.Document.String() }
	return []content.Block{
		block("hero", content.Fields{"heading": "EMDR", "lede": "Two lines\nof text.", "primary": map[string]any{"label": "Ask us", "link": to(contact)}}),
		block("section", content.Fields{"heading": "What it is", "body": "It **helps**. [Trauma](" + to(trauma) + "), [hidden](" + to(hidden) + "), [site](https://example.org)\n\n- one\n- two"}),
		block("checklist", content.Fields{"leadIn": "You *may*", "items": []any{"sleep badly", "**avoid** things"}, "style": "ticks"}),
		block("callout", content.Fields{"lines": []any{"One line."}, "tone": "important"}),
		block("steps", content.Fields{"heading": "How", "intro": "In two steps.", "steps": []any{
			map[string]any{"title": "Meet", "body": "We talk.", "minutes": int64(50)}, map[string]any{"title": "Go on", "body": "We work."},
		}}),
		block("suitability", content.Fields{"heading": "For you?", "mayFit": []any{"You want to."}, "mayNotFit": []any{"You must."}, "assessment": "Together."}),
		block("cta", content.Fields{"heading": "Begin", "primary": map[string]any{"label": "Call", "link": "tel:+15055550142"}, "secondary": map[string]any{"label": "Hidden", "link": to(hidden)}, "emergency": "Call 988."}),
		block("faq", content.Fields{"items": []any{map[string]any{"question": "How long?", "answer": "It depends."}}}),
		block("quote", content.Fields{"text": "Words.", "person": "An author", "work": "A book", "source": "https://example.org/book"}),
		block("notice", content.Fields{"about": "crisis", "snippet": crisis.Document.String()}),
		block("service-links", content.Fields{"services": []any{
			map[string]any{"service": trauma.Document.String(), "reason": "It is near."}, map[string]any{"service": hidden.Document.String()},
		}}),
		block("practitioners", content.Fields{"people": []any{dana.Document.String()}}),
		block("divider", nil),
	}
}

// addresses are what a fixture keeps the answers to: all that the API delivers of the
// file, today and at the moments.
func (f fixture) addresses(t *testing.T, dir string) []string {
	t.Helper()
	c := f.open(t, dir)
	defer c.Close()
	out := []string{"/redirects?format=netlify", "/redirects", "/sitemap.xml", "/changes?limit=100", "/resolve?path=/services/emdr",
		"/pages/services/hidden", "/preview" + f.Preview.Path + "?token=" + f.Preview.Token}
	for _, moment := range append([]string{""}, f.moments()...) {
		for _, l := range []content.Locale{cmstest.Locale, "es-US"} {
			query := "?locale=" + string(l) + moment
			out = append(out, "/site"+query, "/documents"+query+"&limit=100", "/pages"+query+"&limit=100")
			var list struct{ Items []struct{ Path string } }
			if err := json.Unmarshal(answer(t, c, "/pages"+query+"&limit=100").Body.Bytes(), &list); err != nil {
				t.Fatal(err)
			}
			for _, page := range list.Items {
				out = append(out, "/pages"+page.Path+query)
			}
		}
		if moment != "" {
			out = append(out, "/redirects?format=netlify"+moment, "/sitemap.xml?"+strings.TrimPrefix(moment, "&"))
		}
	}
	return out
}

// moments are the parameters that ask for them.
func (f fixture) moments() (out []string) {
	for _, m := range f.Moments {
		out = append(out, "&at="+m.Format(time.RFC3339))
	}
	return out
}

// seeded is randomness that is the same in every run, for many at a time.
func seeded() io.Reader {
	return &locked{r: rand.NewChaCha8([32]byte([]byte("practicecms: a story for a format")[:32]))}
}

type locked struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *locked) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(b)
}

// idsBy makes ids of version 7 whose time is the clock's and whose rest is counted.
func idsBy(clock *cmstest.Clock) func() [16]byte {
	var mu sync.Mutex
	var count uint64
	return func() (id [16]byte) {
		mu.Lock()
		defer mu.Unlock()
		count++
		binary.BigEndian.PutUint64(id[:], uint64(clock.Now().UnixMilli())<<16|0x7000)
		binary.BigEndian.PutUint64(id[8:], 1<<63|count)
		return id
	}
}

// block is a block without an id.
func block(kind string, fields content.Fields) content.Block {
	return content.Block{Kind: kind, Fields: fields}
}

// succeed and both stop the story at an error, as must does; a panic says where.
func succeed(err error) {
	if err != nil {
		panic(err)
	}
}

func both[A, B any](a A, b B, err error) (A, B) { succeed(err); return a, b }
