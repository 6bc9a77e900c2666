package pictures

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
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

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
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
		for _, fit := range Fits {
			spec := Spec{Fit: fit, Width: 320, Format: format, X: 50, Y: 50}
			out, err := Render(context.Background(), p.Data, spec)
			if err != nil {
				t.Errorf("%s: %v", spec, err)
				continue
			}
			if got := Sniff(out); got != format.Kind() {
				t.Errorf("%s is %s", spec, got)
			}
			config, err := sizeOf(format.Kind(), out)
			if w, h, _ := spec.Size(1000, 600); err != nil || config.Width != w || config.Height != h {
				t.Errorf("%s is %d × %d, want %d × %d (%v)", spec, config.Width, config.Height, w, h, err)
			}
		}
	}
	if _, err := Render(context.Background(), p.Data, Spec{Fit: Whole, Width: 1280, Format: FormatJPEG}); err != ErrNoSize {
		t.Errorf("a width that it does not have: %v", err)
	}
}
