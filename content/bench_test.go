package content

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkCompare compares two versions of a page of which every tenth block had one
// of its twelve sentences edited.
func BenchmarkCompare(b *testing.B) {
	const blocks, sentences = 200, 12
	text := func(edited bool) string {
		var s strings.Builder
		for i := range sentences {
			word := "slow"
			if edited && i == sentences/2 {
				word = "gentle"
			}
			fmt.Fprintf(&s, "Sentence %d tells of %s, steady work with room to stop. ", i, word)
		}
		return s.String()
	}
	var before, after []Block
	for i := range blocks {
		before = append(before, section(i+1, fmt.Sprintf("Part %d", i), text(false)))
		after = append(after, section(i+1, fmt.Sprintf("Part %d", i), text(i%10 == 0)))
	}
	m, old, now := Standard(), page(before...), page(after...)
	b.Run(fmt.Sprintf("blocks=%d/edited=%d/sentences=%d/by=words", blocks, blocks/10, sentences), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Compare("service", old, now)
		}
	})
	b.Run(fmt.Sprintf("blocks=%d/edited=%d/sentences=%d/by=sentences", blocks, blocks/10, sentences), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, c := range m.Compare("service", old, now).Blocks {
				for _, fc := range c.Fields {
					fc.Sentences()
				}
			}
		}
	})
}
