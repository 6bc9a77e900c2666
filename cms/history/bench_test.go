package history

import (
	"strings"
	"testing"
)

// A first look at an encoded text of 900 bytes, which most texts of a history get and no more.
func BenchmarkMaybe(b *testing.B) {
	p, err := NewPhrase("words that nobody wrote")
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range map[string]string{"ascii": "We breathe slowly, and talk about what stays. ", "typographic": "We don’t share notes — “ever”. José sees niños. "} {
		encoded := []byte("\xa3\x01\x50\xf1\x9c\x02\xd3\x7a\xc1\xff\x80\x01\xe3\x11\x8f\x90\x33\xdd\x01" + strings.Repeat(text, 20))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(encoded)))
			var scratch []byte
			for b.Loop() {
				if p.maybe(encoded, &scratch) {
					b.Fatal("it says it")
				}
			}
		})
	}
}
