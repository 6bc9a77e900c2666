package pictures

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"runtime"

	"github.com/gohugoio/gift"
)

// Qualities of renditions, of 100.
const (
	jpegQuality = 80
	webpQuality = 78
	avifQuality = 60
	avifSpeed   = 8 // of 10
)

// Render makes a rendition of what Read kept. The same master gives the same bytes. The
// errors are ErrNoSize, ctx's, or a fault of a decoder or encoder.
func Render(ctx context.Context, master []byte, s Spec) (out []byte, err error) {
	kind := Sniff(master)
	form, ok := forms[kind]
	if !ok {
		return nil, fmt.Errorf("render %s: a master is no %s", s, kind)
	}
	shape, err := form.shapeOf(bytes.NewReader(master))
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", s, err)
	}
	width, height, ok := s.Size(shape.width, shape.height)
	if !ok {
		return nil, ErrNoSize
	}
	leave, err := enter(ctx, shape.need()+max(needToScale(shape.height, width, height), needToEncode(s.Format, width, height)))
	if err != nil {
		return nil, err
	}
	defer leave()
	err = guard(func() error {
		got, err := form.decode(master)
		if err != nil {
			return err
		}
		img := scale(plain(got.image), s.part(shape.width, shape.height), width, height)
		if got = (decoded{}); shape.need() > collectAbove {
			runtime.GC() // the encoder takes what the master has left
		}
		out, err = encode(s.Format, img)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", s, err)
	}
	return out, nil
}

// scale gives a part of a plain picture in another size. From four times the size on it is
// halved first, which costs a fraction and looks the same.
func scale(img image.Image, part image.Rectangle, w, h int) *image.NRGBA {
	for part.Dx() >= 4*w && part.Dy() >= 4*h {
		img = halve(img)
		part = image.Rect(part.Min.X/2, part.Min.Y/2, part.Max.X/2, part.Max.Y/2)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	gift.New(gift.Crop(part), gift.Resize(w, h, gift.LanczosResampling)).Draw(out, img)
	return out
}

// encode encodes a picture, for JPEG on white where something shines through.
func encode(f Format, img image.Image) ([]byte, error) {
	var out bytes.Buffer
	var err error
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	switch f {
	case FormatWebP: // as lib/webp.c of github.com/gen2brain/webp has it
		const rgba, method, lossless, exact = 0, 4, 0, 0
		pix := image.NewNRGBA(img.Bounds())
		draw.Draw(pix, pix.Rect, img, img.Bounds().Min, draw.Src)
		return webpEncoder.encodeIn(needToEncode(f, w, h), pix.Pix, w, h, rgba, webpQuality, method, lossless, exact)
	case FormatAVIF: // as lib/encode.c of github.com/gen2brain/avif has it
		const yuv420 = 3
		pix := image.NewRGBA(img.Bounds())
		draw.Draw(pix, pix.Rect, img, img.Bounds().Min, draw.Src)
		return avifEncoder.encodeIn(needToEncode(f, w, h), pix.Pix, w, h, avifQuality, avifQuality, avifSpeed, yuv420)
	case FormatPNG:
		err = png.Encode(&out, img)
	default:
		if hasAlpha(img) {
			white := image.NewRGBA(img.Bounds())
			draw.Draw(white, white.Rect, image.White, image.Point{}, draw.Src)
			draw.Draw(white, white.Rect, img, img.Bounds().Min, draw.Over)
			img = white
		}
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality})
	}
	return out.Bytes(), err
}

// needToScale is how many bytes gift takes: eight for each pixel that is as wide as the result
// and as high as the source, which halving has made less than four times as high.
func needToScale(from, w, h int) int64 { return int64(w) * int64(8*min(from, 4*h)+4*h) }

// needToEncode is how many bytes an encoder of w × h pixels takes, with what it is given, as
// measured.
func needToEncode(f Format, w, h int) int64 {
	perPixel := map[Format]int64{FormatJPEG: 4, FormatPNG: 6, FormatWebP: 13, FormatAVIF: 35}[f]
	return perPixel*int64(w)*int64(h) + 8<<20
}
