package cms_test

import (
	"testing"

	"practicecms/cms"
)

// What a save, a publication and a start cost in a practice of 2,000 pages: what is kept
// beside the records shows here.
func BenchmarkCosts(b *testing.B) {
	s := site(b, 2000)
	v := longPage(b, s, 20)
	edit := editOne(s)
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			edit(v.Number+1, &v.Content)
			v = s.Save(b, v)
		}
	})
	b.Run("publication", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			edit(v.Number+1, &v.Content)
			v = s.Save(b, v)
			b.StartTimer()
			s.Publish(b, v)
		}
	})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.Run("start", func(b *testing.B) {
		for b.Loop() {
			c, err := cms.Open(s.Dir, cms.Options{MustExist: true})
			if err != nil {
				b.Fatal(err)
			}
			if err := c.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	s.Reopen(b, nil)
}
