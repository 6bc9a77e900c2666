package api

import "practicecms/api/internal/limit"

// pool holds answers, and bounds how many of them are made at the same time.
type pool struct {
	*cache
	work *limit.Work
}

func newPool(c Config, bytes int64, atOnce int) *pool {
	return &pool{newCache(bytes, c.Delivery.MovedSince), limit.NewWork(atOnce, buildWait)}
}

// newEntry builds an answer and makes it ready to send, when its turn comes. To compress a
// long list takes longer than to build it.
func (p *pool) newEntry(build func() (answer, error)) (e *entry, err error) {
	err = p.work.Do(func() error {
		a, err := build()
		if err == nil {
			e, err = newEntry(a)
		}
		return err
	})
	return e, err
}
