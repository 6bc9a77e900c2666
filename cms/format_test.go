package cms_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/api"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// keepAnswers is for a change of what the API delivers that is meant.
var keepAnswers = flag.Bool("keep-answers", false, "write testdata/format-N/delivered.txt anew, and nothing else")

// fixture is what testdata/format-N/about.json says of the data file beside it.
type fixture struct {
	Now      time.Time   `json:"now"`     // what the clock shows whoever opens it
	Records  string      `json:"records"` // SHA-256 of all its records, see dumpOf
	Moments  []time.Time `json:"moments"` // whose answers are kept, beside those of now
	Email    string      `json:"email"`
	Password string      `json:"password"`
	Session  string      `json:"session"` // open at Now
	Token    string      `json:"token"`
	Preview  struct {
		Path  string `json:"path"`
		Token string `json:"token"`
	} `json:"preview"`
}

// format1Spaces are the spaces that a data file of format 1 has. The list is not the
// program's: that one may grow.
var format1Spaces = []store.Space{
	"documents", "heads", "versions", "bodies", "names", "erasures", "publications", "changes", "working", "people", "sessions", "tokens",
	"attempts", "audit", "redirects", "shares", "hooks", "outbox", "paths", "uses", "shelf", "due",
}

// sealedOnce is the space whose secrets the first programs kept in the clear: whoever opens the
// file seals them. See TestSecretsThatAnOlderProgramKeptInTheClearAreSealed.
const sealedOnce store.Space = "hooks"

// unpacked puts the file of testdata/format-N into a folder of the test's own.
func unpacked(t *testing.T, format int) (f fixture, dir string) {
	t.Helper()
	from := folderOf(format)
	about, err := os.ReadFile(filepath.Join(from, "about.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(about, &f); err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(filepath.Join(from, cms.DataFile+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, cms.DataFile), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return f, dir
}

// open opens the folder as of the moment that the file was written for.
func (f fixture) open(t *testing.T, dir string) *cms.CMS {
	t.Helper()
	c, err := cms.Open(dir, cms.Options{Clock: func() time.Time { return f.Now }, Logger: slog.New(slog.DiscardHandler), MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func folderOf(format int) string { return filepath.Join("testdata", fmt.Sprintf("format-%d", format)) }

// TestADataFileOfEveryFormat opens the data files that the first programs of each format wrote.
func TestADataFileOfEveryFormat(t *testing.T) {
	for format := 1; format <= cms.Format; format++ {
		t.Run(fmt.Sprint(format), func(t *testing.T) { checkFormat(t, format) })
	}
}

func checkFormat(t *testing.T, format int) {
	f, dir := unpacked(t, format)
	if got := dumpOf(t, dir); got != f.Records {
		t.Fatalf("the records in %s are %s; they were %s when it was written, and stay so for ever", folderOf(format), got, f.Records)
	}

	t.Run("keeps every promise", func(t *testing.T) {
		c := f.open(t, dir)
		defer c.Close()
		report, err := c.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range report.Lines {
			none := l.Checked == 0 && l.Name != "uploaded-files" // there were none
			if len(l.Problems) > 0 || none {
				t.Errorf("%s: looked at %d, found %q", l.Name, l.Checked, l.Problems)
			}
		}
		if len(report.Lines) < 9 {
			t.Errorf("verify has %d lines", len(report.Lines))
		}
	})

	t.Run("is delivered as it was then, byte for byte", func(t *testing.T) {
		golden := filepath.Join(folderOf(format), "delivered.txt")
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		c := f.open(t, dir)
		defer c.Close()
		addresses := asked(want)
		if len(addresses) < 40 {
			t.Fatalf("%s has the answers to %d addresses only", golden, len(addresses))
		}
		got := answersTo(t, c, addresses)
		if *keepAnswers {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		answers := strings.SplitAfter(string(want), answerMark)
		for i, now := range strings.SplitAfter(string(got), answerMark) {
			if now != answers[i] {
				t.Errorf("if this is meant, run go test ./cms -run EveryFormat -keep-answers and say so in the change log\n got %.2000s\nwant %.2000s", now, answers[i])
			}
		}
	})

	t.Run("is the same after a program looked at it", func(t *testing.T) {
		_, fresh := unpacked(t, format)
		if dumpOf(t, dir, sealedOnce) != dumpOf(t, fresh, sealedOnce) {
			t.Error("opening, reading and closing it changed records")
		}
	})

	t.Run("has its derived records rebuilt to the same bytes", func(t *testing.T) {
		// The shelf is the only one that a program builds when it is not there.
		_, dir := unpacked(t, format)
		db := openRecords(t, dir, false)
		err := db.Update(t.Context(), func(w store.Writer) error { return w.Clear("shelf") })
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		_, fresh := unpacked(t, format)
		want := dumpOf(t, fresh, sealedOnce)
		if dumpOf(t, dir, sealedOnce) == want {
			t.Fatal("the shelf is still there: the test proves nothing")
		}
		if err := f.open(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
		if dumpOf(t, dir, sealedOnce) != want {
			t.Error("the rebuilt shelf has other records")
		}
	})

	t.Run("knows its people, sessions and tokens", func(t *testing.T) {
		c := f.open(t, dir)
		defer c.Close()
		e := c.Editor()
		if p, err := e.Session(t.Context(), f.Session); err != nil || p.Email != f.Email {
			t.Errorf("the session is %+v, %v", p, err)
		}
		if who, err := e.Token(t.Context(), f.Token); err != nil || who.Role != cms.ScopeManage {
			t.Errorf("the token is %+v, %v", who, err)
		}
		a, err := e.SignIn(t.Context(), access.Attempt{Email: f.Email, Password: f.Password, From: netip.MustParseAddr("203.0.113.9")})
		if err != nil {
			t.Fatalf("signing in: %v", err)
		}
		own, err := e.Unsaved(t.Context(), a.Person.Actor())
		if err != nil || len(own) != 1 {
			t.Errorf("%d working copies, %v", len(own), err)
		}
	})

	t.Run("takes changes", func(t *testing.T) {
		c := f.open(t, dir)
		defer c.Close()
		all, err := c.Editor().List(t.Context(), cms.System(), cms.Filter{Types: []string{"page"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range all {
			v, err := c.Editor().Latest(t.Context(), cms.System(), item.Document, item.Locale)
			if err != nil {
				t.Fatal(err)
			}
			v.Content.Title += ", later"
			if _, err := c.Editor().Save(t.Context(), cms.System(), cms.Save{Document: v.Document, Locale: v.Locale, Base: v.Number, Content: v.Content}); err != nil {
				t.Errorf("%s: %v", item.Title, err)
			}
		}
		if report, err := c.Verify(t.Context()); err != nil || !report.OK() {
			t.Errorf("verify: %v %+v", err, report)
		}
	})
}

// openRecords opens a data file with the spaces of format 1.
func openRecords(t *testing.T, dir string, readOnly bool) store.Store {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, cms.DataFile), bolt.Options{Spaces: format1Spaces, Format: cms.Format, ReadOnly: readOnly})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// keptRecords counts a data file's records.
func keptRecords(t *testing.T, dir string) map[store.Space]int {
	t.Helper()
	count := map[store.Space]int{}
	eachRecord(t, dir, func(space store.Space, _, _ []byte) { count[space]++ })
	return count
}

// dumpOf is a SHA-256 sum over all records: space, key and value, each after its length.
func dumpOf(t *testing.T, dir string, but ...store.Space) string {
	t.Helper()
	sum := sha256.New()
	eachRecord(t, dir, func(space store.Space, key, value []byte) {
		if slices.Contains(but, space) {
			return
		}
		for _, part := range [][]byte{[]byte(space), key, value} {
			sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			sum.Write(part)
		}
	})
	return hex.EncodeToString(sum.Sum(nil))
}

func eachRecord(t *testing.T, dir string, fn func(space store.Space, key, value []byte)) {
	t.Helper()
	db := openRecords(t, dir, true)
	defer db.Close()
	err := db.View(t.Context(), func(r store.Reader) error {
		for _, space := range format1Spaces {
			for kv, err := range r.Scan(space, store.Range{}) {
				if err != nil {
					return err
				}
				fn(space, kv.Key, kv.Value)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// answerMark begins the line of an address in delivered.txt.
const answerMark = "\n>>> GET "

// asked lists the addresses in a delivered.txt.
func asked(golden []byte) (out []string) {
	for _, one := range strings.Split("\n"+string(golden), answerMark)[1:] {
		line, _, _ := strings.Cut(one, "\n")
		out = append(out, line)
	}
	return out
}

// answersTo asks for addresses and writes down the answers: status, the headers that
// caches and clients go by, and the body as it is.
func answersTo(t *testing.T, c *cms.CMS, addresses []string) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, address := range addresses {
		got := answer(t, c, address)
		fmt.Fprintf(&out, "%s%s\n%d\n", answerMark, address, got.Code)
		for _, name := range []string{"Content-Type", "Content-Language", "Cache-Control", "ETag", "Last-Modified", "Link", "Location", "Surrogate-Key"} {
			for _, value := range got.Header().Values(name) {
				fmt.Fprintf(&out, "%s: %s\n", name, value)
			}
		}
		fmt.Fprintf(&out, "\n%s\n", got.Body.Bytes())
	}
	return bytes.TrimPrefix(out.Bytes(), []byte("\n"))
}

func answer(t *testing.T, c *cms.CMS, address string) *httptest.ResponseRecorder {
	t.Helper()
	server, err := api.New(api.Config{Delivery: c.Delivery(), Preview: c.Preview(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, api.Prefix+address, nil))
	return w
}
