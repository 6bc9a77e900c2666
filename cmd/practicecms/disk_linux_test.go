package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"practicecms/cms"
)

// smallDisk is an empty disk of a size in bytes. Who may not mount one skips the test.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no disk of our own: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fillUp uses all room of a disk, to the last byte, until free is called.
func fillUp(t *testing.T, dir string) (free func()) {
	t.Helper()
	name := filepath.Join(dir, "ballast")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// launch starts a server that need not be ready, nor leave its address.
func launch(t *testing.T, data string, args ...string) *server {
	t.Helper()
	s := &server{log: &journal{}}
	s.Cmd = exec.Command(os.Args[0], append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, args...)...)
	s.Env = append(os.Environ(), asProgram+"=1")
	s.Stdout, s.Stderr = s.log, s.log
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	s.logs(t, "msg=serving")
	_, rest, _ := strings.Cut(s.log.String(), "msg=serving address=")
	s.base, _, _ = strings.Cut(rest, " ")
	return s
}

func TestAServerStartsOnAFullDiskAndServes(t *testing.T) {
	disk := smallDisk(t, "6m")
	elsewhere, token := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", elsewhere, "--publish", "--path", "/breath")
	data := filepath.Join(disk, "data")
	backup := filepath.Join(t.TempDir(), "b")
	mustRun(t, "", "backup", backup, "--data", elsewhere)
	mustRun(t, "", "restore", backup, "--data", data)
	free := fillUp(t, disk)

	if r := run(t, "", "backup", filepath.Join(disk, "b"), "--data", data); r.code != exitFailed || !strings.Contains(r.errors, "no room left") {
		t.Errorf("a backup to a full disk: exit %d %s", r.code, r.errors)
	}
	s := launch(t, data)
	s.eventually(t, "/readyz", http.StatusServiceUnavailable, "no room")
	if status, _ := s.asks(t, "GET", "/api/v1/pages/breath", "", ""); status != http.StatusOK {
		t.Errorf("a page is %d", status)
	}
	for n := 0; ; n++ { // what is free within the file is used first
		status, answer := s.saves(t, token)
		if status == http.StatusInsufficientStorage && strings.Contains(answer, "problem:disk-full") {
			break
		}
		if status != http.StatusCreated || n == 100 {
			t.Fatalf("save %d: %d %s", n, status, answer)
		}
	}
	if status, _ := s.asks(t, "GET", "/api/v1/search?q=breath", "", ""); status != http.StatusInsufficientStorage && status != http.StatusOK && status != http.StatusServiceUnavailable {
		t.Errorf("a search is %d", status)
	}
	if status, answer := s.asks(t, "GET", "/manage/v1/export", token, ""); status != http.StatusInsufficientStorage || !strings.Contains(answer, "problem:disk-full") {
		t.Errorf("a download for which there is no room: %d %.200s", status, answer)
	}
	s.logs(t, "the disk is nearly full")
	free()
	s.eventually(t, "/readyz", http.StatusOK, "ok")
	if status, answer := s.saves(t, token); status != http.StatusCreated {
		t.Errorf("a save when there is room again: %d %s", status, answer)
	}
	if err := s.stop(); err != nil {
		t.Errorf("%v\n%s", err, s.log)
	}
	mustRun(t, "", "verify", "--data", data)
	if list, err := filepath.Glob(filepath.Join(disk, ".*")); err != nil || len(list) > 0 {
		t.Errorf("left behind: %v, %v", list, err)
	}
}

func TestAServerWarnsBeforeItsSizeIsUsedUp(t *testing.T) {
	data, token := practice(t)
	if r := run(t, "", "serve", "--data", data, "--max-size", "a lot"); r.code != exitUsage || !strings.Contains(r.errors, "2GB") {
		t.Errorf("an odd size: exit %d %s", r.code, r.errors)
	}
	s := serve(t, data, "--max-size", "2MB")
	for n := 0; ; n++ {
		status, answer := s.saves(t, token)
		if status == http.StatusInsufficientStorage {
			break
		}
		if status != http.StatusCreated || n == 3000 {
			t.Fatalf("save %d: %d %s", n, status, answer)
		}
	}
	s.logs(t, "raise --max-size")
	if n := strings.Count(s.log.String(), "raise --max-size"); n != 1 {
		t.Errorf("it warned %d times, want once", n)
	}
	s.eventually(t, "/readyz", http.StatusServiceUnavailable, "no room")
	if status, _ := s.asks(t, "GET", "/api/v1/pages", "", ""); status != http.StatusOK {
		t.Errorf("what is live is %d", status)
	}
}

// A disk that cannot be written, whoever runs the program.
func TestAServerForReadingOnly(t *testing.T) {
	data, token := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish", "--path", "/breath")
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.MkdirAll(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount(data, disk, "", unix.MS_BIND, ""); err != nil {
		t.Logf("no disk of our own, so it is one that could be written: %v", err)
		disk = data
	} else {
		t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) })
		if err := unix.Mount("", disk, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
	}
	before := readFile(t, filepath.Join(data, cms.DataFile))
	s := launch(t, disk, "--read-only")
	s.eventually(t, "/readyz", http.StatusOK, "ok")
	for _, c := range []struct {
		method, path, token, body string
		status                    int
		words                     string
	}{
		{"GET", "/api/v1/pages/breath", "", "", http.StatusOK, "Breath Work"},
		{"GET", "/api/v1/search?q=breath", "", "", http.StatusOK, "/breath"},
		{"GET", "/manage/v1/documents", token, "", http.StatusOK, "/breath"},
		{"POST", "/manage/v1/documents", token, newPage, http.StatusServiceUnavailable, "for reading only"},
		{"GET", "/admin", "", "", http.StatusServiceUnavailable, "for reading only"},
		{"GET", "/admin/sign-in", "", "", http.StatusServiceUnavailable, "for reading only"},
		{"GET", "/preview/no-such-link", "", "", http.StatusNotFound, ""},
	} {
		if status, answer := s.asks(t, c.method, c.path, c.token, c.body); status != c.status || !strings.Contains(answer, c.words) {
			t.Errorf("%s %s: %d %.300s, want %d with %q", c.method, c.path, status, answer, c.status, c.words)
		}
	}
	other := launch(t, disk, "--read-only") // readers are many
	other.eventually(t, "/readyz", http.StatusOK, "ok")
	for _, s := range []*server{s, other} {
		if err := s.stop(); err != nil {
			t.Errorf("%v\n%s", err, s.log)
		}
		if strings.Contains(s.log.String(), "level=ERROR msg=\"calling") || strings.Contains(s.log.String(), "set-up") {
			t.Errorf("it tries to work:\n%s", s.log)
		}
	}
	if list, err := os.ReadDir(data); err != nil || len(list) != 1 || string(readFile(t, filepath.Join(data, cms.DataFile))) != string(before) {
		t.Errorf("it changed the folder: %v %v", list, err)
	}
}

// What a killed backup leaves in a folder that is not ours, the next one there removes, and
// nothing else.
func TestAKilledBackupLeavesNothingForGood(t *testing.T) {
	data, _ := practice(t)
	folder := t.TempDir()
	for _, name := range []string{".practicecms-1234.tmp", "theirs.tmp", ".practicecms-notes"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	busy, err := os.Create(filepath.Join(folder, ".practicecms-5678.tmp")) // somebody else's backup
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	if err := unix.Flock(int(busy.Fd()), unix.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "", "backup", filepath.Join(folder, "monday"), "--data", data)
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), ".practicecms-5678.tmp .practicecms-notes monday theirs.tmp"; got != want {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

// The indexes can be made anew at any time: that they are taken away is nothing to say no to.
func TestASearchFolderThatIsTakenAway(t *testing.T) {
	data, token := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish", "--path", "/breath")
	s := serve(t, data)
	folder := filepath.Join(data, cms.SearchFolder)
	s.eventually(t, "/api/v1/search?q=breath", http.StatusOK, "/breath")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if status, answer := s.saves(t, token); status != http.StatusCreated {
		t.Errorf("a save: %d %s", status, answer)
	}
	s.eventually(t, "/api/v1/search?q=breath", http.StatusOK, "/breath")
	s.eventually(t, "/readyz", http.StatusOK, "ok")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	// Nothing can be made in its place.
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, answer := s.asks(t, "POST", "/manage/v1/documents", token, strings.ReplaceAll(newPage, "a-page", "another")); status != http.StatusCreated {
		t.Errorf("a save: %d %s", status, answer)
	}
	began := time.Now()
	status, _ := s.asks(t, "GET", "/api/v1/search?q=breath", "", "")
	if status != http.StatusOK && status != http.StatusServiceUnavailable || time.Since(began) > time.Minute {
		t.Errorf("a search where no index can be: %d after %v", status, time.Since(began))
	}
	if status, _ := s.asks(t, "GET", "/api/v1/pages/breath", "", ""); status != http.StatusOK {
		t.Errorf("a page is %d", status)
	}
	if err := s.stop(); err != nil {
		t.Errorf("%v\n%s", err, s.log)
	}
}
