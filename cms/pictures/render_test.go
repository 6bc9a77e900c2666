package pictures

import (
	"bytes"
	"context"
	"errors"
	"image"
	"testing"
)

func asAVIF(t testing.TB, img image.Image) []byte {
	t.Helper()
	out, err := encode(FormatAVIF, img)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAPictureIsRenderedInEverySizeThatItHas(t *testing.T) {
	p, _ := mustRead(t, asJPEG(t, noise(1000, 600)))
	for _, format := range FormatsOf(p.Kind) {
		for i, fit := range Fits {
			if format == FormatAVIF && i > 1 {
				continue // it takes long, and its shapes are as the others
			}
			spec := Spec{Fit: fit, Width: 320, Format: format, X: 50, Y: 50}
			out, err := Render(context.Background(), p.Data, spec)
			if err != nil {
				t.Fatalf("%s: %v", spec, err)
			}
			shape, err := forms[format.Kind()].shapeOf(bytes.NewReader(out))
			if w, h, _ := spec.Size(1000, 600); err != nil || Sniff(out) != format.Kind() || shape.width != w || shape.height != h {
				t.Errorf("%s is %s of %d × %d, want %d × %d (%v)", spec, Sniff(out), shape.width, shape.height, w, h, err)
			}
			if format != FormatAVIF && len(stowaways(out)) > 0 {
				t.Errorf("%s holds %v", spec, stowaways(out))
			}
			if again, err := Render(context.Background(), p.Data, spec); format != FormatAVIF && (err != nil || !bytes.Equal(out, again)) {
				t.Errorf("%s is another the second time (%v)", spec, err)
			}
		}
	}
	for _, spec := range []Spec{{Fit: Whole, Width: 1280, Format: FormatJPEG}, {Fit: Fits[1], Width: 640, Format: FormatWebP, X: 50, Y: 50}} {
		if _, err := Render(context.Background(), p.Data, spec); !errors.Is(err, ErrNoSize) {
			t.Errorf("%s, which is larger than the picture: %v", spec, err)
		}
	}
}

func TestTheFocalPointStaysInSight(t *testing.T) {
	p, _ := mustRead(t, asPNG(t, corner(800, 400)))
	for _, test := range []struct{ x, quarter int }{{1, 0}, {10, 0}, {90, 1}, {99, 1}} {
		out, err := Render(context.Background(), p.Data, Spec{Fit: Fits[1], Width: 160, Format: FormatPNG, X: test.x, Y: 50})
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if got := quarters(img); !near(got[0], corners[test.quarter], 3) || !near(got[1], corners[test.quarter], 3) {
			t.Errorf("at %d %% the square shows %v", test.x, got)
		}
	}
}

func TestAnythingElseThanTheLadderIsNoSpec(t *testing.T) {
	for _, name := range []string{"", "whole", "whole-641.jpg", "whole-0640.jpg", "whole-640.gif", "whole--640.jpg", "2x1-640.jpg", "whole-640.jpg.webp", "whole-+640.jpg", "WHOLE-640.jpg"} {
		if s, ok := ParseSpec(name, 50, 50); ok {
			t.Errorf("%q is taken for %v", name, s)
		}
	}
	for _, x := range []int{-1, 0, 100} {
		if _, ok := ParseSpec("1x1-640.jpg", x, 50); ok {
			t.Errorf("%d %% is taken", x)
		}
	}
}

func TestWhatShinesThroughDoesSoInEveryFormatThatCan(t *testing.T) {
	half := corner(400, 400)
	for i := range half.Pix[:400*4*200] {
		if i%4 == 3 {
			half.Pix[i] = 0
		}
	}
	p, _ := mustRead(t, asPNG(t, half))
	if !p.Alpha || p.Kind != PNG {
		t.Fatalf("the master is %s, alpha %v", p.Kind, p.Alpha)
	}
	for _, format := range FormatsOf(p.Kind) {
		out, err := Render(context.Background(), p.Data, Spec{Fit: Whole, Width: 160, Format: format})
		if err != nil {
			t.Fatal(err)
		}
		again, img := mustRead(t, out)
		if below := quarters(img)[2]; !again.Alpha || !near(below, corners[2], 12) {
			t.Errorf("%s: alpha %v, below left %v", format, again.Alpha, below)
		}
	}
}
