package pictures

import (
	"bytes"
	"context"
	"image/jpeg"
	"testing"
	"time"
)

// BenchmarkReadJPEG reads photos of 12 megapixels, and tells how often image/jpeg could
// decode and encode the same meanwhile.
func BenchmarkReadJPEG(b *testing.B) {
	plain := asJPEG(b, noise(4032, 3024))
	for name, data := range map[string][]byte{
		"12MP":                   plain,
		"12MPTurnedAndDisplayP3": withSegments(plain, segment(0xe1, "Exif\x00\x00"+exifOf(6, true)), iccSegment(displayP3)),
	} {
		b.Run(name, func(b *testing.B) {
			var ours, bare time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := Read(context.Background(), data); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				img, err := jpeg.Decode(bytes.NewReader(data))
				if err != nil {
					b.Fatal(err)
				}
				if err := jpeg.Encode(&bytes.Buffer{}, img, &jpeg.Options{Quality: masterQuality}); err != nil {
					b.Fatal(err)
				}
				ours, bare = ours+middle.Sub(start), bare+time.Since(middle)
			}
			b.ReportMetric(float64(ours)/float64(bare), "x-bare")
		})
	}
}

// BenchmarkRender makes renditions of a photo of 4032 × 3024 pixels, and tells what part of
// the time is the library's own encoding of the result.
func BenchmarkRender(b *testing.B) {
	master := asJPEG(b, noise(4032, 3024))
	for _, s := range []Spec{{Whole, 640, FormatJPEG, 0, 0}, {Whole, 1600, FormatJPEG, 0, 0}, {Fits[1], 640, FormatWebP, 50, 50}, {Whole, 1600, FormatWebP, 0, 0}, {Whole, 1600, FormatAVIF, 0, 0}} {
		b.Run(s.String(), func(b *testing.B) {
			var ours, bare time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := Render(context.Background(), master, s); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(start)
				img := noise(4032, 3024)
				w, h, _ := s.Size(4032, 3024)
				small := scale(img, s.part(4032, 3024), w, h)
				start = time.Now()
				if _, err := encode(s.Format, small); err != nil {
					b.Fatal(err)
				}
				bare += time.Since(start)
			}
			b.ReportMetric(float64(ours)/float64(bare), "x-bare")
		})
	}
}
