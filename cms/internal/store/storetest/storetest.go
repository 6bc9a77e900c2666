// Package storetest holds the tests that every engine of package store must pass.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"practicecms/cms/internal/store"
)

// Alpha and Beta are the spaces that a store under test must have.
const (
	Alpha store.Space = "alpha"
	Beta  store.Space = "beta"
)

// Spaces is Alpha and Beta.
var Spaces = []store.Space{Alpha, Beta}

// Run tests the stores that open returns. Each call of open gives a new, empty
// one, which open itself closes and checks when its test ends.
func Run(t *testing.T, open func(*testing.T) store.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, store.Store)
	}{
		{"an absent key is not found", absentKey},
		{"an empty value is not absent", emptyValue},
		{"spaces do not see each other", spacesApart},
		{"what Get returns outlives the transaction", getCopies},
		{"what Put was given may be used again", putCopies},
		{"a scan is in byte order, either way, within its range", ranges},
		{"prefixes end where they should", prefixes},
		{"a failed update changes nothing", failedUpdate},
		{"a panic changes nothing and reaches the caller", panicking},
		{"a cancelled update changes nothing", cancelledUpdate},
		{"an update reads what it wrote", ownWrites},
		{"a view does not see what is written meanwhile", snapshot},
		{"deleting while scanning skips nothing", deletingScan},
		{"putting while scanning shows what is ahead, once", puttingScan},
		{"clearing while scanning ends the scan", clearingScan},
		{"scanning backwards over deleted records finds the rest", holes},
		{"a scan may be left early and run again", earlyBreak},
		{"a scan stops when the context is done", cancelledScan},
		{"clear empties one space", clearing},
		{"whoever watches is told of a commit before its update returns, and of nothing else", watching},
		{"wrong use is an error", wrongUse},
		{"a closed store says so", closed},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

func update(t *testing.T, s store.Store, fn func(store.Writer)) {
	t.Helper()
	if err := s.Update(t.Context(), func(w store.Writer) error { fn(w); return nil }); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func view(t *testing.T, s store.Store, fn func(store.Reader)) {
	t.Helper()
	if err := s.View(t.Context(), func(r store.Reader) error { fn(r); return nil }); err != nil {
		t.Fatalf("View: %v", err)
	}
}

func put(t *testing.T, w store.Writer, space store.Space, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if err := w.Put(space, []byte(k), []byte("value of "+k)); err != nil {
			t.Fatalf("Put %q: %v", k, err)
		}
	}
}

// fill stores n keys k0000, k0001 … that take several pages.
func fill(t *testing.T, s store.Store, n int) (keys []string) {
	t.Helper()
	for i := range n {
		keys = append(keys, fmt.Sprintf("k%04d", i))
	}
	update(t, s, func(w store.Writer) {
		for _, k := range keys {
			if err := w.Put(Alpha, []byte(k), bytes.Repeat([]byte("x"), 100)); err != nil {
				t.Fatal(err)
			}
		}
	})
	return keys
}

func keysOf(t *testing.T, r store.Reader, space store.Space, rng store.Range) []string {
	t.Helper()
	keys := []string{}
	for kv, err := range r.Scan(space, rng) {
		if err != nil {
			t.Fatalf("Scan: %v", err)
		}
		keys = append(keys, string(kv.Key))
	}
	return keys
}

func wantKeys(t *testing.T, r store.Reader, space store.Space, want ...string) {
	t.Helper()
	if got := keysOf(t, r, space, store.Range{}); !slices.Equal(got, want) {
		t.Errorf("space %s has keys %q, want %q", space, got, want)
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func watching(t *testing.T, s store.Store) {
	var seen [][]string
	s.Watch(func() { view(t, s, func(r store.Reader) { seen = append(seen, keysOf(t, r, Alpha, store.Range{})) }) })
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "a") })
	if want := [][]string{{"a"}}; !slices.EqualFunc(seen, want, slices.Equal) {
		t.Fatalf("after one update the watcher saw %q, want %q", seen, want)
	}
	failed := errors.New("no")
	wantErr(t, "Update", s.Update(t.Context(), func(w store.Writer) error { put(t, w, Alpha, "b"); return failed }), failed)
	view(t, s, func(store.Reader) {})
	if len(seen) != 1 {
		t.Errorf("a failed update and a view were told of: %q", seen)
	}
}

func absentKey(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "b") })
	view(t, s, func(r store.Reader) {
		for _, k := range []string{"a", "bb", "c"} {
			v, err := r.Get(Alpha, []byte(k))
			wantErr(t, "Get "+k, err, store.ErrNotFound)
			if v != nil {
				t.Errorf("Get %s returned %q beside its error", k, v)
			}
		}
	})
	update(t, s, func(w store.Writer) {
		if err := w.Delete(Alpha, []byte("nobody")); err != nil {
			t.Errorf("deleting an absent key: %v", err)
		}
	})
}

func emptyValue(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) {
		if err := errors.Join(w.Put(Alpha, []byte("nil"), nil), w.Put(Alpha, []byte("empty"), []byte{})); err != nil {
			t.Fatal(err)
		}
	})
	view(t, s, func(r store.Reader) {
		for _, k := range []string{"nil", "empty"} {
			if v, err := r.Get(Alpha, []byte(k)); err != nil || v == nil || len(v) != 0 {
				t.Errorf("Get %s = %#v, %v, want an empty value that is not nil", k, v, err)
			}
		}
		for kv := range r.Scan(Alpha, store.Range{}) {
			if kv.Value == nil || len(kv.Value) != 0 {
				t.Errorf("Scan yields %#v for %s, want an empty value that is not nil", kv.Value, kv.Key)
			}
		}
	})
}

func spacesApart(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "only in alpha") })
	view(t, s, func(r store.Reader) {
		_, err := r.Get(Beta, []byte("only in alpha"))
		wantErr(t, "Get from the other space", err, store.ErrNotFound)
		wantKeys(t, r, Beta)
	})
}

func getCopies(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "k") })
	var kept []byte
	view(t, s, func(r store.Reader) { kept, _ = r.Get(Alpha, []byte("k")) })
	update(t, s, func(w store.Writer) {
		if err := w.Clear(Alpha); err != nil {
			t.Fatal(err)
		}
	})
	kept[0] = 'V' // must be ours to write
	if string(kept) != "Value of k" {
		t.Errorf("the value became %q after its transaction", kept)
	}
}

func putCopies(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) {
		key, value := []byte("key1"), []byte("value1")
		if err := w.Put(Alpha, key, value); err != nil {
			t.Fatal(err)
		}
		key[3], value[5] = '2', '2'
		if err := w.Put(Alpha, key, value); err != nil {
			t.Fatal(err)
		}
	})
	view(t, s, func(r store.Reader) {
		for _, n := range []string{"1", "2"} {
			if v, err := r.Get(Alpha, []byte("key"+n)); err != nil || string(v) != "value"+n {
				t.Errorf("Get key%s = %q, %v", n, v, err)
			}
		}
	})
}

func ranges(t *testing.T, s store.Store) {
	all := []string{"\x00", "a", "a\x00", "aa", "b", "c", "\xff", "\xff\xff"}
	update(t, s, func(w store.Writer) {
		for _, i := range []int{3, 0, 7, 5, 1, 6, 2, 4} { // order of writing must not matter
			put(t, w, Alpha, all[i])
		}
	})
	b := func(s string) []byte { return []byte(s) }
	view(t, s, func(r store.Reader) {
		for _, test := range []struct {
			rng  store.Range
			want []string
		}{
			{store.Range{}, all},
			{store.Range{From: []byte{}}, all},
			{store.Range{From: b("a")}, all[1:]},
			{store.Range{To: b("b")}, all[:4]},
			{store.Range{From: b("a"), To: b("b")}, all[1:4]},
			{store.Range{From: b("a\x01"), To: b("bb")}, all[3:5]},
			{store.Range{From: b("a"), To: b("a")}, nil},
			{store.Range{From: b("b"), To: b("a")}, nil},
			{store.Range{To: []byte{}}, nil},
			{store.Range{From: b("\xff\xff\xff")}, nil},
			{store.Range{To: b("\xff\xff\xff")}, all},
			{store.Range{To: b("\x00")}, nil},
		} {
			if got := keysOf(t, r, Alpha, test.rng); !slices.Equal(got, test.want) {
				t.Errorf("[%q, %q) yields %q, want %q", test.rng.From, test.rng.To, got, test.want)
			}
			test.rng.Reverse = true
			want := slices.Clone(test.want)
			slices.Reverse(want)
			if got := keysOf(t, r, Alpha, test.rng); !slices.Equal(got, want) {
				t.Errorf("[%q, %q) backwards yields %q, want %q", test.rng.From, test.rng.To, got, want)
			}
		}
	})
}

func prefixes(t *testing.T, s store.Store) {
	all := []string{"a", "ab", "ab\xff", "ab\xff\xff", "ac", "\xff", "\xffz"}
	update(t, s, func(w store.Writer) { put(t, w, Alpha, all...) })
	view(t, s, func(r store.Reader) {
		for _, p := range []string{"", "a", "ab", "ab\xff", "ad", "\xff", "\xff\xff"} {
			var want []string
			for _, k := range all {
				if strings.HasPrefix(k, p) {
					want = append(want, k)
				}
			}
			if got := keysOf(t, r, Alpha, store.Prefix([]byte(p))); !slices.Equal(got, want) {
				t.Errorf("prefix %q yields %q, want %q", p, got, want)
			}
		}
	})
}

var errBoom = errors.New("boom")

func failedUpdate(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "stays") })
	err := s.Update(t.Context(), func(w store.Writer) error {
		put(t, w, Alpha, "new")
		put(t, w, Beta, "new")
		_ = w.Delete(Alpha, []byte("stays"))
		return errBoom
	})
	if err != errBoom {
		t.Errorf("Update returned %v, want the function's own error as it is", err)
	}
	view(t, s, func(r store.Reader) {
		wantKeys(t, r, Alpha, "stays")
		wantKeys(t, r, Beta)
	})
}

func panicking(t *testing.T, s store.Store) {
	func() {
		defer func() {
			if p := recover(); p != errBoom {
				t.Errorf("recovered %v, want %v", p, errBoom)
			}
		}()
		_ = s.Update(t.Context(), func(w store.Writer) error {
			put(t, w, Alpha, "new")
			panic(errBoom)
		})
	}()
	func() {
		defer func() { _ = recover() }()
		_ = s.View(t.Context(), func(store.Reader) error { panic(errBoom) })
	}()
	view(t, s, func(r store.Reader) { wantKeys(t, r, Alpha) })
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "goes on") })
}

func cancelledUpdate(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(w store.Writer) error {
		put(t, w, Alpha, "new")
		cancel()
		return nil
	})
	wantErr(t, "Update", err, context.Canceled)
	wantErr(t, "Update after", s.Update(ctx, func(store.Writer) error { t.Error("fn was run"); return nil }), context.Canceled)
	wantErr(t, "View after", s.View(ctx, func(store.Reader) error { t.Error("fn was run"); return nil }), context.Canceled)
	view(t, s, func(r store.Reader) { wantKeys(t, r, Alpha) })
}

func ownWrites(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) {
		put(t, w, Alpha, "a", "b")
		if err := w.Delete(Alpha, []byte("a")); err != nil {
			t.Fatal(err)
		}
		_, err := w.Get(Alpha, []byte("a"))
		wantErr(t, "Get of a deleted key", err, store.ErrNotFound)
		wantKeys(t, w, Alpha, "b")
	})
}

func snapshot(t *testing.T, s store.Store) {
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "a") })
	view(t, s, func(r store.Reader) {
		written := make(chan error)
		go func() {
			written <- s.Update(context.Background(), func(w store.Writer) error {
				return errors.Join(w.Delete(Alpha, []byte("a")), w.Put(Alpha, []byte("b"), nil))
			})
		}()
		if err := <-written; err != nil {
			t.Fatal(err)
		}
		wantKeys(t, r, Alpha, "a")
	})
	view(t, s, func(r store.Reader) { wantKeys(t, r, Alpha, "b") })
}

func deletingScan(t *testing.T, s store.Store) {
	for _, reverse := range []bool{false, true} {
		want := fill(t, s, 500)
		if reverse {
			slices.Reverse(want)
		}
		update(t, s, func(w store.Writer) {
			var seen []string
			for kv, err := range w.Scan(Alpha, store.Range{Reverse: reverse}) {
				if err != nil {
					t.Fatal(err)
				}
				seen = append(seen, string(kv.Key))
				if err := w.Delete(Alpha, kv.Key); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(seen, want) {
				t.Errorf("reverse %t: saw %d of %d keys", reverse, len(seen), len(want))
			}
			wantKeys(t, w, Alpha)
			if got := keysOf(t, w, Alpha, store.Range{Reverse: true}); len(got) != 0 {
				t.Errorf("backwards, the emptied space has %d keys", len(got))
			}
		})
	}
}

func puttingScan(t *testing.T, s store.Store) {
	fill(t, s, 200)
	update(t, s, func(w store.Writer) {
		var seen []string
		for kv, err := range w.Scan(Alpha, store.Range{}) {
			if err != nil {
				t.Fatal(err)
			}
			key := string(kv.Key)
			seen = append(seen, key)
			if strings.HasPrefix(key, "k") && key < "k0100" {
				put(t, w, Alpha, "b"+key, "z"+key, key)    // behind, ahead, here
				_ = w.Delete(Alpha, []byte("k01"+key[3:])) // k0123 is deleted from k0023
			}
		}
		if !slices.IsSorted(seen) || len(slices.Compact(slices.Clone(seen))) != len(seen) {
			t.Error("keys came twice or out of order")
		}
		// 100 keys that stay, 100 put ahead; 100 were deleted before their turn.
		if len(seen) != 200 {
			t.Errorf("saw %d keys, want 200: %q", len(seen), seen)
		}
	})
}

func clearingScan(t *testing.T, s store.Store) {
	fill(t, s, 100)
	update(t, s, func(w store.Writer) {
		n := 0
		for _, err := range w.Scan(Alpha, store.Range{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 10 {
				if err := w.Clear(Alpha); err != nil {
					t.Fatal(err)
				}
			}
		}
		if n != 10 {
			t.Errorf("saw %d keys, want the 10 up to the clearing", n)
		}
	})
}

func holes(t *testing.T, s store.Store) {
	keys := fill(t, s, 500)
	update(t, s, func(w store.Writer) {
		for _, k := range keys[10:490] { // empties whole pages in the middle
			if err := w.Delete(Alpha, []byte(k)); err != nil {
				t.Fatal(err)
			}
		}
		want := slices.Concat(keys[:10], keys[490:])
		wantKeys(t, w, Alpha, want...)
		slices.Reverse(want)
		if got := keysOf(t, w, Alpha, store.Range{Reverse: true}); !slices.Equal(got, want) {
			t.Errorf("backwards: got %d keys %q, want %d", len(got), got, len(want))
		}
		if got := keysOf(t, w, Alpha, store.Range{To: []byte("k0300"), Reverse: true}); !slices.Equal(got, want[10:]) {
			t.Errorf("backwards from the hole: got %q, want %q", got, want[10:])
		}
	})
}

func earlyBreak(t *testing.T, s store.Store) {
	fill(t, s, 50)
	view(t, s, func(r store.Reader) {
		scan := r.Scan(Alpha, store.Range{})
		for range 3 {
			for kv := range scan {
				if string(kv.Key) != "k0000" {
					t.Errorf("starts at %s", kv.Key)
				}
				break
			}
		}
	})
	update(t, s, func(w store.Writer) { put(t, w, Alpha, "writing goes on") })
}

func cancelledScan(t *testing.T, s store.Store) {
	fill(t, s, 50)
	ctx, cancel := context.WithCancel(t.Context())
	_ = s.View(ctx, func(r store.Reader) error {
		n, last := 0, error(nil)
		for _, err := range r.Scan(Alpha, store.Range{}) {
			n, last = n+1, err
			cancel()
		}
		if n != 2 {
			t.Errorf("%d steps, want one record and one error", n)
		}
		wantErr(t, "the last step", last, context.Canceled)
		return nil
	})
}

func clearing(t *testing.T, s store.Store) {
	fill(t, s, 300)
	update(t, s, func(w store.Writer) { put(t, w, Beta, "b") })
	update(t, s, func(w store.Writer) {
		if err := w.Clear(Alpha); err != nil {
			t.Fatal(err)
		}
		wantKeys(t, w, Alpha)
		put(t, w, Alpha, "after")
		if err := w.Clear(Alpha); err != nil {
			t.Fatal(err)
		}
		put(t, w, Alpha, "after all")
	})
	view(t, s, func(r store.Reader) {
		wantKeys(t, r, Alpha, "after all")
		wantKeys(t, r, Beta, "b")
	})
}

func wrongUse(t *testing.T, s store.Store) {
	long := make([]byte, store.MaxKeySize+1)
	var kept store.Writer
	update(t, s, func(w store.Writer) {
		kept = w
		_, err := w.Get("gamma", []byte("k"))
		wantErr(t, "Get from an unknown space", err, store.ErrUnknownSpace)
		wantErr(t, "Put to an unknown space", w.Put("gamma", []byte("k"), nil), store.ErrUnknownSpace)
		wantErr(t, "Clear of an unknown space", w.Clear("gamma"), store.ErrUnknownSpace)
		for _, err := range w.Scan("gamma", store.Range{}) {
			wantErr(t, "Scan of an unknown space", err, store.ErrUnknownSpace)
		}
		wantErr(t, "Put without a key", w.Put(Alpha, nil, nil), store.ErrBadKey)
		wantErr(t, "Put with a long key", w.Put(Alpha, long, nil), store.ErrBadKey)
		_, err = w.Get(Alpha, nil)
		wantErr(t, "Get without a key", err, store.ErrBadKey)
		wantErr(t, "Delete without a key", w.Delete(Alpha, nil), store.ErrBadKey)
		wantErr(t, "Put of a huge value", w.Put(Alpha, []byte("k"), make([]byte, store.MaxValueSize+1)), store.ErrTooLarge)
		if err := w.Put(Alpha, long[1:], nil); err != nil {
			t.Errorf("Put with the longest key: %v", err)
		}
	})
	wantErr(t, "Put after the transaction", kept.Put(Alpha, []byte("k"), nil), store.ErrTxDone)
	_, err := kept.Get(Alpha, []byte("k"))
	wantErr(t, "Get after the transaction", err, store.ErrTxDone)
	for _, err := range kept.Scan(Alpha, store.Range{}) {
		wantErr(t, "Scan after the transaction", err, store.ErrTxDone)
	}
}

func closed(t *testing.T, s store.Store) {
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
	wantErr(t, "View", s.View(t.Context(), func(store.Reader) error { return nil }), store.ErrClosed)
	wantErr(t, "Update", s.Update(t.Context(), func(store.Writer) error { return nil }), store.ErrClosed)
}
