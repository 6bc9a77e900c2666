package storetest

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"practicecms/cms/internal/store"
)

// Memory is an engine in a hundred lines that keeps its records in memory, and nothing
// when the program ends. It is a Store and none of the optional interfaces: what runs on
// it needs no file, and what passes here is a promise of every engine.
type Memory struct {
	store.Watchers

	turn chan struct{} // holds one token while somebody writes

	open   sync.RWMutex // held for reading by each transaction
	closed bool

	mu  sync.Mutex // guards now
	now state
}

// state is what one transaction sees: the records of each space in the order of their
// keys. It is never changed once others can see it.
type state map[store.Space][]record

type record struct {
	key   string
	value []byte
}

// NewMemory makes an empty engine with these spaces.
func NewMemory(spaces ...store.Space) *Memory {
	m := &Memory{turn: make(chan struct{}, 1), now: state{}}
	for _, s := range spaces {
		m.now[s] = nil
	}
	return m
}

// View implements [store.Store].
func (m *Memory) View(ctx context.Context, fn func(store.Reader) error) error {
	return m.run(ctx, func(t *transaction) error { return fn(t) })
}

// Update implements [store.Store].
func (m *Memory) Update(ctx context.Context, fn func(store.Writer) error) error {
	err := m.update(ctx, fn)
	if err == nil {
		m.Tell()
	}
	return err
}

func (m *Memory) update(ctx context.Context, fn func(store.Writer) error) error {
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return m.run(ctx, func(t *transaction) error {
		if err := fn(t); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.now = t.state
		return nil
	})
}

func (m *Memory) run(ctx context.Context, fn func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.open.RLock()
	defer m.open.RUnlock()
	if m.closed {
		return store.ErrClosed
	}
	m.mu.Lock()
	t := &transaction{ctx: ctx, state: maps.Clone(m.now)}
	m.mu.Unlock()
	defer func() { t.done = true }()
	return fn(t)
}

// Close implements [store.Store].
func (m *Memory) Close() error {
	m.open.Lock()
	defer m.open.Unlock()
	m.closed = true
	return nil
}

// transaction is a Reader and a Writer. It writes to copies of the spaces.
type transaction struct {
	ctx   context.Context
	state state
	done  bool
}

// space returns the records of a space.
func (t *transaction) space(s store.Space) ([]record, error) {
	if t.done {
		return nil, store.ErrTxDone
	}
	all, ok := t.state[s]
	if !ok {
		return nil, fmt.Errorf("%w %q", store.ErrUnknownSpace, s)
	}
	return all, nil
}

// find returns the records of a space and where a key is among them, or would be.
func (t *transaction) find(s store.Space, key []byte) (all []record, at int, found bool, err error) {
	if all, err = t.space(s); err == nil {
		err = store.CheckKey(s, key)
	}
	at, found = search(all, key)
	return all, at, found, err
}

func search(all []record, key []byte) (at int, found bool) {
	return slices.BinarySearchFunc(all, string(key), func(r record, key string) int { return strings.Compare(r.key, key) })
}

// Get implements [store.Reader].
func (t *transaction) Get(s store.Space, key []byte) ([]byte, error) {
	all, at, found, err := t.find(s, key)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, store.ErrNotFound
	}
	return append([]byte{}, all[at].value...), nil
}

// Scan implements [store.Reader]. It looks for its place anew at each step, so that it
// sees what the loop body writes.
func (t *transaction) Scan(s store.Space, r store.Range) iter.Seq2[store.KeyValue, error] {
	return func(yield func(store.KeyValue, error) bool) {
		rest := r
		for {
			all, err := t.space(s)
			if err == nil {
				err = t.ctx.Err()
			}
			if err != nil {
				yield(store.KeyValue{}, err)
				return
			}
			at := 0
			switch {
			case !r.Reverse && rest.From != nil:
				at, _ = search(all, rest.From)
			case r.Reverse && rest.To == nil:
				at = len(all) - 1
			case r.Reverse:
				at, _ = search(all, rest.To)
				at--
			}
			if at < 0 || at >= len(all) || !rest.Has([]byte(all[at].key)) {
				return
			}
			key := []byte(all[at].key)
			if r.Reverse {
				rest.To = []byte(all[at].key)
			} else {
				rest.From = append([]byte(all[at].key), 0) // the next key that there can be
			}
			if !yield(store.KeyValue{Key: key, Value: append([]byte{}, all[at].value...)}, nil) {
				return
			}
		}
	}
}

// Put implements [store.Writer].
func (t *transaction) Put(s store.Space, key, value []byte) error {
	if err := store.CheckValue(s, value); err != nil {
		return err
	}
	all, at, found, err := t.find(s, key)
	if err != nil {
		return err
	}
	all = slices.Clone(all)
	if !found {
		all = slices.Insert(all, at, record{key: string(key)})
	}
	all[at].value = bytes.Clone(value)
	t.state[s] = all
	return nil
}

// Delete implements [store.Writer].
func (t *transaction) Delete(s store.Space, key []byte) error {
	all, at, found, err := t.find(s, key)
	if err != nil || !found {
		return err
	}
	t.state[s] = slices.Delete(slices.Clone(all), at, at+1)
	return nil
}

// Clear implements [store.Writer].
func (t *transaction) Clear(s store.Space) error {
	if _, err := t.space(s); err != nil {
		return err
	}
	t.state[s] = nil
	return nil
}
