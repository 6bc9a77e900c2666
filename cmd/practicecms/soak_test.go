//go:build linux

package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/webhooks"
)

// A server under mixed load for long: nothing grows but the data, nothing is answered with a
// fault of ours, and in the end nothing is left over of those who came.
func TestP14UnderLoadForLongNothingGrowsButTheData(t *testing.T) {
	t.Parallel()
	long := max(soak(), 5*time.Second)
	data, token := practice(t)
	in := newHookReceiver(t)
	opened(t, data, func(c *cms.CMS) error {
		secret, _, err := c.Editor().AddHook(t.Context(), cms.System(), webhooks.Settings{Name: "site", URL: in.URL, Allow: []string{"127.0.0.1"}})
		if err == nil {
			in.secret, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		}
		return err
	})
	s := serve(t, data)
	l := &load{base: s.base, token: token}
	writers := make([]*writer, 4)
	for i := range writers {
		writers[i] = &writer{name: fmt.Sprint("w", i), token: token}
		if err := writers[i].create(s.base); err != nil {
			t.Fatal(err)
		}
	}
	idle := s.usage(t)
	var group sync.WaitGroup
	for _, w := range writers {
		group.Go(func() { l.until(func() error { return w.edit(s.base) }) })
	}
	for _, path := range []string{"/api/v1/pages/services/w0", "/api/v1/pages?limit=100", "/api/v1/search?q=wrote", "/api/v1/changes", "/api/v1/nowhere", "/admin/sign-in", "/readyz"} {
		group.Go(func() { l.until(func() error { return l.read(path) }) })
	}
	for range 4 {
		group.Go(func() { l.until(l.stream) })
	}
	samples := []usage{}
	for began := time.Now(); time.Since(began) < long; {
		time.Sleep(long / 50)
		samples = append(samples, s.usage(t))
	}
	l.over.Store(true)
	group.Wait()
	http.DefaultClient.CloseIdleConnections()
	t.Logf("%d requests in %v, %d of them refused as too many; %d KiB and %d files before, %+v in the middle, %+v at the end",
		l.done.Load(), long, l.refused.Load(), idle.kib, idle.files, samples[len(samples)/2], samples[len(samples)-1])
	for _, fault := range l.faults {
		t.Error(fault)
	}
	eventually(t, "the files that it holds", func() (string, bool) {
		now := s.usage(t)
		return fmt.Sprintf("%d, and %d before", now.files, idle.files), now.files <= idle.files+spareFiles
	})
	if soak() > 0 { // a shorter time shows how caches fill
		second, last := peak(samples[len(samples)/4:len(samples)/2]), peak(samples[3*len(samples)/4:])
		if last > second+second/4 {
			t.Errorf("memory grows: up to %d KiB in the second quarter, %d in the last", second, last)
		}
	}
	if n := s.goroutines(t); n > spareGoroutines {
		t.Errorf("%d goroutines are left when nobody asks anything:\n%s", n, s.log)
	}
	if report := mustRun(t, "", "verify", "--data", data); strings.Contains(report, "WRONG") {
		t.Error(report)
	}
}

// What a server may hold when nobody asks it anything: files of its indexes, a connection that
// is about to close; goroutines of its listener, its schedule, its indexes and its calls.
const (
	spareFiles      = 20
	spareGoroutines = 60
)

// load is what many clients do at once.
type load struct {
	base, token   string
	over          atomic.Bool
	done, refused atomic.Int64
	mu            sync.Mutex
	faults        []string
}

// until does something until the load is over. An error is a fault of the server.
func (l *load) until(fn func() error) {
	for !l.over.Load() {
		err := fn()
		l.done.Add(1)
		if err != nil {
			l.mu.Lock()
			l.faults = append(l.faults, err.Error())
			l.mu.Unlock()
			return
		}
	}
}

func (l *load) read(path string) error {
	r, err := http.Get(l.base + path)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return err
	}
	if r.StatusCode >= 500 {
		return fmt.Errorf("%s: %s", path, r.Status)
	}
	if r.StatusCode == http.StatusTooManyRequests {
		l.refused.Add(1)
	}
	return nil
}

// stream follows the changes until one has come, and goes.
func (l *load) stream() error {
	r, err := http.Get(l.base + "/api/v1/events")
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode >= 500 {
		return fmt.Errorf("events: %s", r.Status)
	}
	for lines := bufio.NewScanner(r.Body); lines.Scan() && !l.over.Load(); {
		if strings.HasPrefix(lines.Text(), "data:") {
			return nil
		}
	}
	return nil
}

// edit saves a version, puts it live, and now and then takes the page off.
func (w *writer) edit(base string) error {
	if err := w.save(base); err != nil {
		return err
	}
	var state struct{}
	if err := w.call(http.MethodPost, base+"/manage/v1/documents/"+w.id.String()+"/publish", map[string]any{"version": w.acknowledged}, http.StatusOK, &state); err != nil {
		return err
	}
	if w.acknowledged%10 == 0 {
		return w.unpublish(base)
	}
	return nil
}

// usage is what the system says of a process.
type usage struct{ kib, files int }

func (s *server) usage(t *testing.T) usage {
	t.Helper()
	proc := fmt.Sprintf("/proc/%d/", s.Process.Pid)
	files, err := os.ReadDir(proc + "fd")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readFile(t, proc+"status")), "RssAnon:") // what is mapped of the data file is no memory of its own
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kib, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	return usage{kib, len(files)}
}

func peak(samples []usage) int {
	most := 0
	for _, s := range samples {
		most = max(most, s.kib)
	}
	return most
}

// goroutines ends the server so that it tells of its goroutines, and counts them.
func (s *server) goroutines(t *testing.T) int {
	t.Helper()
	if err := s.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	_ = s.Wait() // it ends with a fault, as asked
	return strings.Count(s.log.String(), "\ngoroutine ")
}

// eventually waits until something holds, and tells what it was when it did not.
func eventually(t *testing.T, what string, holds func() (string, bool)) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		got, ok := holds()
		if ok {
			return
		}
		if time.Since(began) > patience {
			t.Errorf("%s: %s", what, got)
			return
		}
	}
}
