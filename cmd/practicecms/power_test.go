//go:build linux

package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
)

// What was answered is flushed. The calls of a running server are written down: none of its
// answers to a change goes out while something that was written to the data file is not flushed,
// and each has its own flush before it.
func TestP2NoAnswerGoesOutBeforeItsChangeIsFlushed(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	saves := 100
	if soak() > 0 {
		saves = 10_000
	}
	data, token := practice(t)
	log := filepath.Join(t.TempDir(), "calls")
	s := serveUnder(t, []string{string(strace), "-D", "-f", "-y", "-s", "40", "-o", log, "-e", "trace=pwrite64,fdatasync,fsync,write"}, data)
	w := &writer{name: "w", token: token}
	if err := w.create(s.base); err != nil {
		t.Fatal(err)
	}
	for range saves - 1 {
		if err := w.save(s.base); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.stop(); err != nil {
		t.Errorf("stopping: %v\n%s", err, s.log)
	}
	answers, early := 0, 0
	unflushed, flushes := false, 0
	file := "/" + cms.DataFile + ">"
	for _, call := range callsOf(t, log) {
		switch {
		case strings.HasPrefix(call, "pwrite64(") && strings.Contains(call, file):
			unflushed = true
		case (strings.HasPrefix(call, "fdatasync(") || strings.HasPrefix(call, "fsync(")) && strings.Contains(call, file):
			unflushed = false
			flushes++
		case strings.HasPrefix(call, "write(") && (strings.Contains(call, "HTTP/1.1 200 OK") || strings.Contains(call, "HTTP/1.1 201 Created")):
			if flushes < 2 { // the pages, and the header that leads to them
				continue // an answer to a question
			}
			answers++
			if unflushed {
				early++
			}
			flushes = 0
		}
	}
	t.Logf("%d answers to changes, %d before their flush", answers, early)
	if early > 0 {
		t.Errorf("%d of %d answers went out before what they tell of was flushed", early, answers)
	}
	if answers < saves {
		t.Errorf("%d answers have a flush of their own, of %d saves", answers, saves)
	}
}

// Where a file cannot have two names, what makes place is copied, and the copy is flushed before
// its original goes.
func TestP2WhatMakesPlaceIsFlushedBeforeItGoes(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	before, backup := template(t)
	data := copyOf(t, before)
	restore := deed{args: func(data, _ string) []string { return []string{"restore", backup, "--data", data} }}
	const renames = "rename,renameat,renameat2"
	r, did := strace.watch(t, "fsync,fdatasync,linkat,"+renames, "linkat:error=EPERM", restore, data, "")
	if r.code != exitDone || !strings.Contains(did, "(INJECTED)") {
		t.Fatalf("restoring without links: %d %s\n%s", r.code, r.errors, did)
	}
	flushed, replaced := false, false
	for call := range strings.Lines(did) {
		switch {
		case strings.Contains(call, "sync(") && strings.Contains(call, "/"+cms.DataFile+".before-"):
			flushed = true
		case strings.Contains(call, "rename") && strings.Contains(call, "/"+cms.DataFile+`")`):
			if replaced = true; !flushed {
				t.Errorf("it is replaced before its copy is flushed:\n%s", did)
			}
		}
	}
	if !replaced {
		t.Errorf("nothing was put in its place:\n%s", did)
	}
}

// callsOf reads what strace wrote down: writes in the order in which they began, and flushes in
// the order in which they ended.
func callsOf(t *testing.T, log string) []string {
	t.Helper()
	var lines []string
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) { // it may write on when the program has ended
		lines = strings.Split(strings.TrimSpace(string(readFile(t, log))), "\n")
		if strings.Contains(lines[len(lines)-1], "+++ exited") {
			break
		}
		if time.Since(began) > patience {
			t.Fatalf("the log of the calls does not end: %q", lines[len(lines)-1])
		}
	}
	var calls []string
	waiting := map[string]string{} // by thread: a flush that goes on
	for _, line := range lines {
		thread, call, _ := strings.Cut(line, " ")
		call = strings.TrimSpace(call)
		switch {
		case strings.HasPrefix(call, "<... f"):
			calls = append(calls, waiting[thread])
		case strings.Contains(call, "<unfinished") && strings.HasPrefix(call, "f"):
			waiting[thread] = call
		case !strings.HasPrefix(call, "<..."):
			calls = append(calls, call)
		}
	}
	return calls
}
