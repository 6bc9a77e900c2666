package main

import (
	"errors"
	"fmt"
	"net/http"

	"practicecms/cms"
)

// unready says in a line for those who watch the server why it is not whole. The first that
// matches counts. No line tells more than that: anybody may ask.
var unready = []struct {
	err  error
	line string
}{
	{cms.ErrMoved, "the data file is not in its place, so it takes no changes"},
	{cms.ErrFull, "there is no room for changes"},
	{cms.ErrDamaged, "the data is damaged"},
	{cms.ErrReadOnly, "writing has stopped; a restart is needed"},
}

// answer is for those who watch the server: 200 and "ok", or 503 and why.
func answer(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err == nil {
		fmt.Fprintln(w, "ok")
		return
	}
	line := "the data cannot be read"
	for _, why := range unready {
		if errors.Is(err, why.err) {
			line = why.line
			break
		}
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	fmt.Fprintln(w, "not ready:", line)
}
