package pictures

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"github.com/gen2brain/avif"
	"github.com/gen2brain/webp"
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
	leave, err := enter(ctx, shape.need()+needToEncode(s.Format, width, height))
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
	switch f {
	case FormatWebP:
		err = webp.Encode(&out, img, webp.Options{Quality: webpQuality, Method: webp.DefaultMethod})
	case FormatAVIF:
		err = avif.Encode(&out, img, avif.Options{Quality: avifQuality, QualityAlpha: avifQuality, Speed: avifSpeed, ChromaSubsampling: image.YCbCrSubsampleRatio420})
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

// needToEncode is how many bytes an encoder of w × h pixels takes, besides what it is given.
func needToEncode(f Format, w, h int) int64 {
	perPixel := map[Format]int64{FormatJPEG: 4, FormatPNG: 6, FormatWebP: 16, FormatAVIF: 40}[f]
	return perPixel * int64(w) * int64(h)
}
