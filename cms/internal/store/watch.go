package store

import "sync"

// Watchers is what an engine keeps of the functions that Watch was given. The zero
// Watchers is ready.
type Watchers struct {
	mu  sync.Mutex
	all []func()
}

// Watch adds a function; see [Store].
func (w *Watchers) Watch(fn func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all[:len(w.all):len(w.all)], fn)
}

// Tell runs the functions, in the order in which they came.
func (w *Watchers) Tell() {
	w.mu.Lock()
	all := w.all
	w.mu.Unlock()
	for _, fn := range all {
		fn()
	}
}
