package backups_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"practicecms/cms/backups"
	"practicecms/cms/place"
)

// practice is a source of backups for tests: a text.
type practice struct {
	text    string
	now     time.Time
	copying error // what Copy says
	unsound error // what Prove says
	told    []backups.Failure
	dir     string
}

func newPractice(t *testing.T) *practice {
	return &practice{text: "all texts of the practice", now: time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC), dir: t.TempDir()}
}

func (p *practice) keeper() *backups.Keeper {
	return backups.NewKeeper(backups.Source{
		Copy: func(_ context.Context, file string) error {
			return errors.Join(p.copying, os.WriteFile(file, []byte(p.text), 0o600))
		},
		Prove:   func(context.Context, string, string) error { return p.unsound },
		Scratch: func() (string, error) { return os.MkdirTemp(p.dir, "") },
		Zone:    func(context.Context) (*time.Location, error) { return time.UTC, nil },
		Failed:  func(_ context.Context, f backups.Failure) { p.told = append(p.told, f) },
	}, func() time.Time { return p.now }, slog.New(slog.DiscardHandler))
}

func plan(place place.Place) backups.Plan {
	return backups.Plan{Place: place, Keep: backups.DefaultKeep, At: 3 * time.Hour}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestABackupIsTakenEachNight(t *testing.T) {
	p := newPractice(t)
	dir := filepath.Join(t.TempDir(), "backups")
	k, to := p.keeper(), plan(place.Folder(dir))
	if !k.Due(t, to) {
		t.Error("none is due although there is none")
	}
	if err := k.Once(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		hours int
		due   bool
	}{{0, false}, {10, false}, {11, true}, {20, true}, {40, true}} {
		p.now = time.Date(2026, 11, 26, 16+c.hours, 0, 0, 0, time.UTC)
		for name, k := range map[string]*backups.Keeper{"the same program": k, "after a restart": p.keeper()} {
			if got := k.Due(t, to); got != c.due {
				t.Errorf("%s, %d hours later: due is %v", name, c.hours, got)
			}
		}
	}
	if got := names(t, p.dir); len(got) != 0 {
		t.Errorf("%v is left of the work", got)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"practice-20261126T160000Z.backup", "practice-20261126T160000Z.backup.proof"}) {
		t.Errorf("there are %v", got)
	}
}

func TestABackupOfTheFutureHoldsUpNone(t *testing.T) {
	p := newPractice(t)
	k, to := p.keeper(), plan(place.Folder(t.TempDir()))
	p.now = p.now.AddDate(10, 0, 0) // the clock is wrong
	if err := k.Once(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	p.now = p.now.AddDate(-10, 0, 0)
	if !k.Due(t, to) {
		t.Error("none is due for ten years")
	}
	if _, there := k.Status().Newest(p.now); there {
		t.Error("the newest is one of the future")
	}
}

func TestLastNightIsCountedOnThePracticesClock(t *testing.T) {
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	for now, want := range map[string]string{
		"2026-11-26 02:59": "2026-11-25 03:00",
		"2026-11-26 03:00": "2026-11-26 03:00",
		"2026-11-26 23:00": "2026-11-26 03:00",
		"2026-03-01 01:00": "2026-02-28 03:00",
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", now, denver)
		if err != nil {
			t.Fatal(err)
		}
		if got := backups.LastNight(at, 3*time.Hour).Format("2006-01-02 15:04"); got != want {
			t.Errorf("at %s the last night was %s, want %s", now, got, want)
		}
	}
}

// lying is a place that does not keep what it is given.
type lying struct{ place.Folder }

func (l lying) Put(ctx context.Context, name string, _ io.Reader, _ int64) error {
	const other = "something else"
	return l.Folder.Put(ctx, name, strings.NewReader(other), int64(len(other)))
}

// closed is a place that can't be read.
type closed struct{ place.Folder }

func (c closed) List(context.Context, string) iter.Seq2[place.Object, error] {
	return func(yield func(place.Object, error) bool) { yield(place.Object{}, errors.New("access denied")) }
}

// crammed is a place without room.
type crammed struct{ place.Folder }

func (c crammed) Put(context.Context, string, io.Reader, int64) error {
	return fmt.Errorf("write: %w", syscall.ENOSPC)
}

func TestABackupThatFailsIsToldAndCountsForNothing(t *testing.T) {
	for _, c := range []struct {
		name   string
		place  func(place.Folder) place.Place
		change func(*practice)
		step   backups.Step
		full   bool
	}{
		{"no room for the copy", nil, func(p *practice) { p.copying = syscall.ENOSPC }, backups.StepCopy, true},
		{"the copy is not sound", nil, func(p *practice) { p.unsound = errors.New("a record is damaged") }, backups.StepProve, false},
		{"no room in the place", func(f place.Folder) place.Place { return crammed{f} }, nil, backups.StepStore, true},
		{"the place gives other bytes back", func(f place.Folder) place.Place { return lying{f} }, nil, backups.StepCheck, false},
		{"the place cannot be read", func(f place.Folder) place.Place { return closed{f} }, nil, backups.StepList, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPractice(t)
			folder := place.Folder(t.TempDir())
			k := p.keeper()
			if err := k.Once(t.Context(), plan(folder)); err != nil {
				t.Fatal(err)
			}
			yesterday := k.Status().Proven
			p.now = p.now.AddDate(0, 0, 1)
			bad := plan(folder)
			if c.place != nil {
				bad.Place = c.place(folder)
			}
			if c.change != nil {
				c.change(p)
			}
			if err := k.Once(t.Context(), bad); err == nil {
				t.Fatal("it is no error")
			}
			want := backups.Failure{At: p.now, Step: c.step, Full: c.full}
			if got := k.Status(); got.Failed != want || !slices.Equal(got.Proven, yesterday) {
				t.Errorf("the status is %+v, want the failure %+v and yesterday's backup", got, want)
			}
			if !slices.Equal(p.told, []backups.Failure{want}) {
				t.Errorf("told was %+v", p.told)
			}
			if c.step != backups.StepList {
				if got := names(t, string(folder)); len(got) != 2 {
					t.Errorf("in the place are %v", got)
				}
			}
			if got := names(t, p.dir); len(got) != 0 {
				t.Errorf("%v is left of the work", got)
			}

			p.copying, p.unsound = nil, nil
			if p.now = p.now.Add(59 * time.Minute); k.Due(t, plan(folder)) {
				t.Error("it is tried again within the hour")
			}
			if p.now = p.now.Add(time.Minute); c.step != backups.StepList && !k.Due(t, plan(folder)) {
				t.Error("it is not tried again after an hour")
			}
			if err := k.Once(t.Context(), plan(folder)); err != nil || k.Status().Failed != (backups.Failure{}) {
				t.Errorf("when it works again: %v, %+v", err, k.Status())
			}
		})
	}
}

func TestABackupThatIsInterruptedIsNoFailure(t *testing.T) {
	p := newPractice(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	k := p.keeper()
	folder := t.TempDir()
	if err := k.Once(ctx, plan(place.Folder(folder))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(p.told) != 0 || k.Status().Failed != (backups.Failure{}) || len(k.Status().Proven) != 0 {
		t.Errorf("told were %v, the status is %+v", p.told, k.Status())
	}
	if got := names(t, folder); len(got) != 0 {
		t.Errorf("there are %v", got)
	}
}

func TestWhatIsNotNeededGoesAndNothingElse(t *testing.T) {
	p := newPractice(t)
	dir := t.TempDir()
	k, to := p.keeper(), plan(place.Folder(dir))
	to.Keep = backups.Keep{Daily: 2}
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("practice-20261101T030000Z.backup") // unproven, and long ago
	write("practice-20261124T030000Z.backup") // unproven, and perhaps still looked at
	write(".practicecms-half.tmp")            // half of one
	write("letters.backup")
	write("practice-monday.backup.proof")
	for range 3 {
		if err := k.Once(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		p.now = p.now.AddDate(0, 0, 1)
	}
	want := []string{
		"letters.backup", "practice-20261124T030000Z.backup",
		"practice-20261127T160000Z.backup", "practice-20261127T160000Z.backup.proof",
		"practice-20261128T160000Z.backup", "practice-20261128T160000Z.backup.proof", "practice-monday.backup.proof",
	}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("there are\n%q, want\n%q", got, want)
	}
	if len(k.Status().Proven) != 2 {
		t.Errorf("proven are %+v", k.Status().Proven)
	}
}

func TestABackupIsFetchedAsItWasProven(t *testing.T) {
	p := newPractice(t)
	dir := t.TempDir()
	folder := place.Folder(dir)
	if _, err := backups.Fetch(t.Context(), folder, "", io.Discard); !errors.Is(err, backups.ErrNoBackup) {
		t.Errorf("from an empty place: %v", err)
	}
	k := p.keeper()
	for _, text := range []string{"Monday's texts", "Tuesday's texts"} {
		p.text, p.now = text, p.now.AddDate(0, 0, 1)
		if err := k.Once(t.Context(), plan(folder)); err != nil {
			t.Fatal(err)
		}
	}
	proven := k.Status().Proven
	for name, want := range map[string]string{"": "Tuesday's texts", proven[1].Name: "Monday's texts"} {
		var got bytes.Buffer
		if _, err := backups.Fetch(t.Context(), folder, name, &got); err != nil || got.String() != want {
			t.Errorf("%q: %q, %v", name, got.String(), err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, proven[0].Name), []byte("Thursday's text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backups.Fetch(t.Context(), folder, "", io.Discard); !errors.Is(err, backups.ErrChanged) {
		t.Errorf("one that was changed: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, proven[1].Name+".proof")); err != nil {
		t.Fatal(err)
	}
	if _, err := backups.Fetch(t.Context(), folder, proven[1].Name, io.Discard); !errors.Is(err, backups.ErrNoBackup) {
		t.Errorf("one without a proof: %v", err)
	}
}

func TestAnEncryptedBackupIsReadWithItsKeyAlone(t *testing.T) {
	p := newPractice(t)
	key, public, err := backups.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := backups.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	to := plan(place.Folder(t.TempDir()))
	if to.Recipient, err = backups.ParseRecipient(public); err != nil {
		t.Fatal(err)
	}
	if _, err := backups.ParseRecipient(key); err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("a secret key for a public one: %v", err)
	}
	if err := p.keeper().Once(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	name, err := backups.Fetch(t.Context(), to.Place, "", &sealed)
	if err != nil || !strings.HasSuffix(name, ".backup.age") || bytes.Contains(sealed.Bytes(), []byte(p.text)) {
		t.Errorf("%s: %v; is its text readable: %v", name, err, bytes.Contains(sealed.Bytes(), []byte(p.text)))
	}
	if yes, err := backups.IsEncrypted(bytes.NewReader(sealed.Bytes())); !yes || err != nil {
		t.Errorf("it is not seen to be encrypted: %v", err)
	}
	plain, err := backups.Decrypt(bytes.NewReader(sealed.Bytes()), strings.NewReader(key))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(plain); err != nil || string(got) != p.text {
		t.Errorf("decrypted it is %q, %v", got, err)
	}
	if _, err := backups.Decrypt(bytes.NewReader(sealed.Bytes()), strings.NewReader(other)); !errors.Is(err, backups.ErrWrongKey) {
		t.Errorf("with another key: %v", err)
	}
	cut, err := backups.Decrypt(bytes.NewReader(sealed.Bytes()[:sealed.Len()-1]), strings.NewReader(key))
	if err == nil {
		_, err = io.ReadAll(cut)
	}
	if err == nil {
		t.Error("a byte less is no error")
	}
}
