package richtext

import (
	"fmt"
	"testing"
)

// paragraph is what a page is made of: some emphasis, a link, a soft break.
const paragraph = "EMDR helps people whose **past is still present**. A session lasts 90 minutes;\nyou can stop at *any* time, " +
	"[ask us](document:" + team + ") how. Nothing is recorded, and nobody is told.\n\n"

func BenchmarkRender(b *testing.B) {
	for _, n := range []int{1, 20, 200} {
		markdown := repeat(n, paragraph)
		b.Run(fmt.Sprintf("paragraphs=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(markdown)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Render(markdown, resolveTeam); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRenderInline(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := RenderInline("Bring your **insurance card** and [a signal](/signals) to stop", nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{20, 600} {
		markdown := repeat(n, paragraph)
		b.Run(fmt.Sprintf("paragraphs=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(markdown)))
			for b.Loop() {
				if err := Check(markdown); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDocuments(b *testing.B) {
	markdown := repeat(20, paragraph)
	b.Run("paragraphs=20", func(b *testing.B) {
		for b.Loop() {
			if got := Documents(markdown); len(got) != 1 {
				b.Fatal(got)
			}
		}
	})
}
