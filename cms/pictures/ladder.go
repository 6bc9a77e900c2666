package pictures

import (
	"errors"
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Widths are those in which a picture is made, in pixels, smallest first.
var Widths = []int{160, 320, 480, 640, 960, 1280, 1600, 1920, 2560}

// Fit is a shape in which a picture is shown.
type Fit struct {
	Name string
	W, H int // ratio of the sides; 0: the whole picture as it is
}

// Whole shows all of a picture.
var Whole = Fit{Name: "whole"}

// Fits are the shapes there are: whole, then crops. 40x21 is what is shown when a page is
// shared (1.91 : 1).
var Fits = []Fit{Whole, {"1x1", 1, 1}, {"4x5", 4, 5}, {"4x3", 4, 3}, {"3x2", 3, 2}, {"16x9", 16, 9}, {"40x21", 40, 21}}

// Format is how a rendition is encoded. Its text ends the name of one.
type Format string

// The formats. A picture with transparent places has PNG where others have JPEG.
const (
	FormatJPEG Format = "jpg"
	FormatPNG  Format = "png"
	FormatWebP Format = "webp"
	FormatAVIF Format = "avif"
)

// Kind is the media type of a format.
func (f Format) Kind() Kind {
	return map[Format]Kind{FormatJPEG: JPEG, FormatPNG: PNG, FormatWebP: WebP, FormatAVIF: AVIF}[f]
}

// FormatsOf are those that a master of a kind is made in, the one that every browser reads
// first.
func FormatsOf(master Kind) []Format {
	plain := FormatJPEG
	if master == PNG {
		plain = FormatPNG
	}
	return []Format{plain, FormatWebP, FormatAVIF}
}

// Spec says which rendition of a picture is meant.
type Spec struct {
	Fit    Fit
	Width  int // one of Widths
	Format Format
	X, Y   int // percent: what a crop keeps in sight; from 1 to 99. Not used when whole
}

// String names a rendition, such as whole-640.webp or 16x9-50-30-640.jpg.
func (s Spec) String() string {
	if s.Fit == Whole {
		return fmt.Sprintf("%s-%d.%s", s.Fit.Name, s.Width, s.Format)
	}
	return fmt.Sprintf("%s-%d-%d-%d.%s", s.Fit.Name, s.X, s.Y, s.Width, s.Format)
}

// ParseSpec reads "{fit}-{width}.{format}" as addresses have it; ok is false for all that is
// not on the ladder.
func ParseSpec(name string, x, y int) (s Spec, ok bool) {
	stem, format, found := strings.Cut(name, ".")
	fit, width, dash := strings.Cut(stem, "-")
	n, err := strconv.Atoi(width)
	i := slices.IndexFunc(Fits, func(f Fit) bool { return f.Name == fit })
	s = Spec{Width: n, Format: Format(format), X: x, Y: y}
	if !found || !dash || err != nil || strconv.Itoa(n) != width || i < 0 || !slices.Contains(Widths, n) || s.Format.Kind() == "" || x < 1 || x > 99 || y < 1 || y > 99 {
		return Spec{}, false
	}
	if s.Fit = Fits[i]; s.Fit == Whole {
		s.X, s.Y = 0, 0
	}
	return s, true
}

// Nearest is the rendition of a whole picture, w pixels wide, that fills width pixels of a
// screen, in the format that is made soonest; nil: the picture itself, as for an animation, for
// what is no picture, and for width 0.
func Nearest(master Kind, w int, moves bool, width int) *Spec {
	if moves || w == 0 || width == 0 {
		return nil
	}
	s := &Spec{Fit: Whole, Width: Widths[0], Format: FormatsOf(master)[0]}
	for _, step := range Widths {
		if step <= w && s.Width < width {
			s.Width = step
		}
	}
	return s
}

// Size is how large a rendition of a picture of w × h pixels is. Nothing is made larger: ok
// is false for a width that the picture, or its part, does not have; the smallest is there
// of every picture, as wide as that is.
func (s Spec) Size(w, h int) (width, height int, ok bool) {
	if part := s.part(w, h); part.Dx() > 0 && part.Dy() > 0 {
		w, h = part.Dx(), part.Dy()
	}
	width = min(s.Width, w)
	if s.Width > w && s.Width != Widths[0] {
		return 0, 0, false
	}
	return width, max(1, int(math.Round(float64(width)*float64(h)/float64(w)))), true
}

// part is what of a picture is shown.
func (s Spec) part(w, h int) image.Rectangle {
	if s.Fit == Whole || w < 1 || h < 1 {
		return image.Rect(0, 0, w, h)
	}
	cw, ch := w, max(1, w*s.Fit.H/s.Fit.W)
	if ch > h {
		cw, ch = max(1, h*s.Fit.W/s.Fit.H), h
	}
	x := clamp(w*s.X/100-cw/2, w-cw)
	y := clamp(h*s.Y/100-ch/2, h-ch)
	return image.Rect(x, y, x+cw, y+ch)
}

func clamp(n, most int) int { return max(0, min(n, most)) }

// ErrNoSize is returned for a rendition that a picture does not have.
var ErrNoSize = errors.New("the picture is smaller than that")
