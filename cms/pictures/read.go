package pictures

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
)

// Limits of what is read. They stand before anything is decoded.
const (
	MaxBytes  = 48 << 20   // of a file
	MaxPixels = 50_000_000 // of a picture; forms that need much memory are taken up to fewer
	MaxFrames = 300        // of an animation that stays one
	// MaxSide is of what is kept, in pixels: twice the widest of Widths. What is larger is
	// halved until it fits, so its longer side is then MaxSide/2 at least.
	MaxSide = 5120
)

// masterQuality is that of a JPEG which is kept, of 100: all renditions are made of it.
const masterQuality = 90

// Picture is what is kept of a file. It is upright and its colours are sRGB.
type Picture struct {
	// Data is a JPEG; or a PNG when it has transparent places, or areas of one colour, as
	// logos and screenshots have; or an animation as GIF. It holds no metadata at all.
	Data          []byte
	Kind          Kind // JPEG, PNG or GIF
	Width, Height int
	Alpha         bool      // it has transparent places
	Color         string    // main colour, as in #3a2f28
	Placeholder   string    // a data URI of a tiny copy, at most 1,000 bytes
	Moves         bool      // renditions do not: they show the first frame
	TakenOut      []Finding // each once, the most private first
}

// Read makes a safe picture of a file. The same file gives the same Picture. The error is a
// *Refused, or ctx's: ctx ends the wait for memory, and nothing that has begun.
func Read(ctx context.Context, data []byte) (Picture, error) {
	return ReadFrom(ctx, bytes.NewReader(data), int64(len(data)))
}

// ReadFrom is Read of the size bytes of an *os.File or the like. It takes them into memory
// when it is its turn, so those who wait need next to none. An error of file comes back as
// it is, wrapped.
func ReadFrom(ctx context.Context, file io.ReaderAt, size int64) (Picture, error) {
	if size == 0 {
		return Picture{}, refusedKind("")
	}
	head := make([]byte, min(size, SniffLen))
	if err := readFull(file, head); err != nil {
		return Picture{}, err
	}
	kind := Sniff(head)
	form, ok := forms[kind]
	if !ok {
		return Picture{}, refusedKind(kind)
	}
	if size > MaxBytes {
		return Picture{}, refusedLength(size)
	}
	shape, err := form.shapeOf(io.NewSectionReader(file, 0, size))
	if err != nil {
		return Picture{}, refusedDecoding(kind, err)
	}
	if err := shape.judge(kind); err != nil {
		return Picture{}, err
	}
	leave, err := enter(ctx, shape.need()+size)
	if err != nil {
		return Picture{}, err
	}
	defer leave()
	data := make([]byte, size)
	if err := readFull(file, data); err != nil {
		return Picture{}, err
	}
	var out Picture
	if err := guard(func() error { out, err = form.read(data); return err }); err != nil {
		return Picture{}, refusedDecoding(kind, err)
	}
	return out, nil
}

func readFull(file io.ReaderAt, to []byte) error {
	if n, err := file.ReadAt(to, 0); n < len(to) {
		return fmt.Errorf("read the file: %w", err)
	}
	return nil
}

// read makes the picture of a whole file.
func (f form) read(data []byte) (Picture, error) {
	held := f.inspect(data)
	found, orientation := held.findings()
	got, err := f.decode(data)
	if err != nil {
		return Picture{}, err
	}
	if print, ok := got.image.(*image.CMYK); ok {
		got.image = fromCMYK(print, held.icc)
	}
	img := plain(got.image)
	for max(img.Bounds().Dx(), img.Bounds().Dy()) > MaxSide {
		img = halve(img)
		found[FoundPixels] = true
	}
	inSRGB(img, held.icc)
	img = turn(img, orientation)
	out := Picture{Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Alpha: hasAlpha(img), Moves: got.moving != nil}
	out.Color, out.Placeholder = lookOf(img)
	for _, finding := range findings {
		if found[finding] {
			out.TakenOut = append(out.TakenOut, finding)
		}
	}
	out.Kind, out.Data, err = encodeMaster(img, got.moving, out.Alpha)
	return out, err
}

// encodeMaster encodes what is kept.
func encodeMaster(img image.Image, moving *gif.GIF, alpha bool) (kind Kind, data []byte, err error) {
	var out bytes.Buffer
	switch {
	case moving != nil:
		kind, err = GIF, gif.EncodeAll(&out, moving)
	case alpha, isFlat(img):
		kind, err = PNG, png.Encode(&out, img)
	default:
		kind, err = JPEG, jpeg.Encode(&out, img, &jpeg.Options{Quality: masterQuality})
	}
	return kind, out.Bytes(), err
}
