package pictures

import (
	"bytes"
	"context"
	"errors"
	"image/gif"
	"testing"
)

// FuzzRead: whatever is sent is refused in words, or becomes a picture that holds nothing
// but itself and is read again.
func FuzzRead(f *testing.F) {
	var moving bytes.Buffer
	if err := gif.EncodeAll(&moving, frames(8, 8, 3)); err != nil {
		f.Fatal(err)
	}
	exif := exifOf(6, true)
	for _, seed := range [][]byte{
		withSegments(asJPEG(f, corner(24, 16)), segment(0xe1, "Exif\x00\x00"+exif), iccSegment(displayP3)),
		withChunks(asPNG(f, corner(24, 16)), pngChunk("iCCP", "p\x00\x00"+deflated(adobeRGB)), pngChunk("eXIf", exif)),
		mosaic(16, 16, false, 2, 1, 2, 3, 4), mosaic(16, 16, true, -1, 90), interlaced(9, 7, 3), moving.Bytes(), asWebP(f, corner(24, 16)),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if kind := Sniff(data); kind == HEIC || kind == AVIF {
			t.Skip("their decoders are others' to fuzz, and run in a sandbox")
		}
		p, err := Read(context.Background(), data)
		if refused := (*Refused)(nil); err != nil {
			if !errors.As(err, &refused) || refused.Happened == "" || refused.Do == "" {
				t.Fatalf("no refusal: %v", err)
			}
			return
		}
		if held := stowaways(p.Data); len(held) > 0 {
			t.Errorf("what is kept holds %v", held)
		}
		if again, err := Read(context.Background(), p.Data); err != nil || again.Width != p.Width || again.Height != p.Height || len(again.TakenOut) > 0 {
			t.Errorf("what is kept is read as %d × %d, taken out %v (%v), and was %d × %d", again.Width, again.Height, again.TakenOut, err, p.Width, p.Height)
		}
	})
}
