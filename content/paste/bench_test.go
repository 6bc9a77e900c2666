package paste

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkParse reads one page of about 600 words in each format, and a text of a
// hundred such pages.
func BenchmarkParse(b *testing.B) {
	for _, in := range []struct{ shape, input string }{
		{"text/pages=1", breath},
		{"markdown/pages=1", breathMarkdown},
		{"html/pages=1", chromeClipboard},
		{"text/pages=100", strings.Repeat(breath, 100)},
	} {
		b.Run(fmt.Sprintf("%s/bytes=%d", in.shape, len(in.input)), func(b *testing.B) {
			b.SetBytes(int64(len(in.input)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(in.input, Options{Type: service()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
