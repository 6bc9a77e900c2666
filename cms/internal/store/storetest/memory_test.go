package storetest_test

import (
	"testing"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
)

// What the suite asks for, it asks of no particular engine.
func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		m := storetest.NewMemory(storetest.Spaces...)
		t.Cleanup(func() {
			if err := m.Close(); err != nil {
				t.Error(err)
			}
		})
		return m
	})
}
