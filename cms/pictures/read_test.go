package pictures

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// photo is an asymmetrical picture: red above left, blue elsewhere.
func photo(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{20, 40, 200, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{200, 30, 30, 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPhotoIsKeptAndRenderedInEverySizeThatItHas(t *testing.T) {
	p, err := Read(context.Background(), asJPEG(t, photo(1000, 600)))
	if err != nil {
		t.Fatal(err)
	}
	if p.Kind != JPEG || p.Width != 1000 || p.Height != 600 || len(p.Color) != 7 || p.Placeholder == "" {
		t.Errorf("it is %s, %d × %d, %q, placeholder %q", p.Kind, p.Width, p.Height, p.Color, p.Placeholder)
	}
	for _, format := range FormatsOf(p.Kind) {
		for i, fit := range Fits {
			if format == FormatAVIF && i > 1 {
				continue // it takes long, and its shapes are as the others
			}
			spec := Spec{Fit: fit, Width: 320, Format: format, X: 50, Y: 50}
			out, err := Render(context.Background(), p.Data, spec)
			if err != nil {
				t.Errorf("%s: %v", spec, err)
				continue
			}
			if got := Sniff(out); got != format.Kind() {
				t.Errorf("%s is %s", spec, got)
			}
			config, _, err := image.DecodeConfig(bytes.NewReader(out))
			if w, h, _ := spec.Size(1000, 600); err != nil || config.Width != w || config.Height != h {
				t.Errorf("%s is %d × %d, want %d × %d (%v)", spec, config.Width, config.Height, w, h, err)
			}
		}
	}
	if _, err := Render(context.Background(), p.Data, Spec{Fit: Whole, Width: 1280, Format: FormatJPEG}); err != ErrNoSize {
		t.Errorf("a width that it does not have: %v", err)
	}
}

func TestEveryKindIsReadAndKeepsItsPicture(t *testing.T) {
	want := photo(320, 200)
	for _, format := range []Format{FormatJPEG, FormatPNG, FormatWebP, FormatAVIF} {
		data, err := encode(format, want)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(context.Background(), data)
		if err != nil {
			t.Errorf("%s: %v", format, err)
			continue
		}
		if p.Width != 320 || p.Height != 200 || p.Alpha || p.Moves || len(p.TakenOut) > 0 {
			t.Errorf("%s: %d × %d, alpha %v, moves %v, taken out %v", format, p.Width, p.Height, p.Alpha, p.Moves, p.TakenOut)
		}
		got, _, err := image.Decode(bytes.NewReader(p.Data))
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []image.Point{{10, 10}, {300, 10}, {10, 190}, {300, 190}} {
			if !near(got.At(at.X, at.Y), want.At(at.X, at.Y), 12) {
				t.Errorf("%s: at %v it is %v, want %v", format, at, got.At(at.X, at.Y), want.At(at.X, at.Y))
			}
		}
	}
}

// near is whether two colours differ by at most so many of 255 steps in each channel.
func near(a, b color.Color, steps int) bool {
	ar, ag, ab, aa := a.RGBA()
	br, bg, bb, ba := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb), int(aa) - int(ba)} {
		if max(d, -d) > steps*257 {
			return false
		}
	}
	return true
}
