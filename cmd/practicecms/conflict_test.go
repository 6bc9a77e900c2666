package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// Of a hundred who save another text into the same field of the same version, one has saved
// it, and each of the others is answered with both texts.
func TestP5OfManyWhoSaveAtOnceOneHasAndNobodyLosesAWord(t *testing.T) {
	t.Parallel()
	data, token := practice(t)
	s := serve(t, data)
	page := &writer{name: "page", token: token}
	if err := page.create(s.base); err != nil {
		t.Fatal(err)
	}
	const many = 100
	type answer struct {
		status int
		text   string
	}
	answers := make([]answer, many)
	var group sync.WaitGroup
	put := func(n int, match string) answer {
		body, err := json.Marshal(page.page(n))
		if err != nil {
			t.Error(err)
		}
		r, err := http.NewRequest(http.MethodPut, s.base+"/manage/v1/documents/"+page.id.String(), bytes.NewReader(body))
		if err != nil {
			t.Error(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		if match != "" {
			r.Header.Set("If-Match", match)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return answer{}
		}
		defer got.Body.Close()
		text, err := io.ReadAll(got.Body)
		if err != nil {
			t.Error(err)
		}
		return answer{got.StatusCode, string(text)}
	}
	for i := range answers {
		group.Go(func() { answers[i] = put(i+2, `"v1"`) })
	}
	group.Wait()
	winner := ""
	for i, a := range answers {
		mine := page.text(i + 2)
		switch {
		case a.status == http.StatusOK && winner == "":
			winner = mine
		case a.status == http.StatusPreconditionFailed && strings.Contains(a.text, mine) && strings.Contains(a.text, page.text(1)): // base, and its own
		default:
			t.Errorf("the save of %q was answered with %d: %s", mine, a.status, a.text)
		}
	}
	for _, a := range answers {
		if a.status == http.StatusPreconditionFailed && !strings.Contains(a.text, winner) {
			t.Errorf("a conflict does not show what was saved, %q: %s", winner, a.text)
		}
	}
	if a := put(many+2, ""); a.status != http.StatusPreconditionRequired {
		t.Errorf("a save that names no version was answered with %d: %s", a.status, a.text)
	}
	var versions struct{ Items []struct{ Version int } }
	if err := page.call(http.MethodGet, s.base+"/manage/v1/documents/"+page.id.String()+"/versions", nil, http.StatusOK, &versions); err != nil || len(versions.Items) != 2 {
		t.Errorf("there are %d versions, want 2: %v", len(versions.Items), err)
	}
}
