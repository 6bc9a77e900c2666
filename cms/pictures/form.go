package pictures

import (
	"fmt"
	"image"
	"image/gif"
	"io"
	"runtime/debug"
)

// form is how files of one kind are read. A form may panic, as the decoders that it
// calls may: see guard.
type form struct {
	// measure finds what decoding would need, and decodes nothing.
	measure func(io.Reader) (shape, error)
	// inspect finds what the file holds beside its pixels. What is too damaged to be
	// found is left out: decode judges the file.
	inspect func(data []byte) extras
	decode  func(data []byte) (decoded, error)
}

// forms are the kinds that Read takes.
var forms = map[Kind]form{
	JPEG: {measureJPEG, inspectJPEG, decodeJPEG},
	PNG:  {measurePNG, inspectPNG, decodePNG},
	GIF:  {measureGIF, inspectGIF, decodeGIF},
	WebP: {measureWebP, inspectWebP, decodeWebP},
	AVIF: {measureAVIF, inspectAVIF, decodeAVIF},
	HEIC: {measureHEIC, inspectHEIF, decodeHEIC},
}

// shapeOf is measure, safe from panics.
func (f form) shapeOf(r io.Reader) (out shape, err error) {
	err = guard(func() error { out, err = f.measure(r); return err })
	return out, err
}

// shape is what a picture's header claims.
type shape struct {
	width, height int
	perPixel      float64 // bytes of memory that a pixel needs while it is decoded
	frames        int64   // bytes of memory for all frames of an animation that is kept
}

// pixels is as many as there are, also where their number is no int.
func (s shape) pixels() float64 { return float64(s.width) * float64(s.height) }

// need is the bytes of memory for decoding, and for the copy that turning makes.
func (s shape) need() int64 { return int64(s.pixels()*s.perPixel) + s.frames }

// judge refuses what is too large or has no pixels.
func (s shape) judge(kind Kind) error {
	if s.width < 1 || s.height < 1 {
		return refusedDecoding(kind, fmt.Errorf("%d × %d pixels", s.width, s.height))
	}
	limit := min(MaxPixels, float64(mostNeed)/s.perPixel)
	if s.pixels() > limit {
		return refusedPixels(s.width, s.height, limit)
	}
	return nil
}

// decoded is a picture as its decoder gave it.
type decoded struct {
	image  image.Image
	moving *gif.GIF // an animation that is kept, of which image is the first frame
}

// extras are what a file holds beside its pixels.
type extras struct {
	exif, xmp, icc []byte // as the standards lay them out, nil for none
	orientation    int    // as EXIF has it, where it does not stand in exif; 0 for none
	boxed          []byte // a whole HEIC or AVIF, of which imagemeta finds EXIF and XMP itself
	words          bool   // comments, captions and the like
	stilled        bool   // it moves, and only its first frame is kept
	trailing       []byte // what stands behind the picture's end
}

// guard calls f and turns a panic, of a decoder that a broken file has led astray, into
// an error.
func guard(f func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the decoder panicked: %v\n%s", fault, debug.Stack())
		}
	}()
	return f()
}
