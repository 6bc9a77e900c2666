package pictures

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"github.com/gen2brain/avif"
	"github.com/gen2brain/webp"
	"github.com/kovidgoyal/imaging"
)

// Qualities of encoders, from 0 to 100. Master is what all else is made of.
const (
	masterQuality = 90
	jpegQuality   = 80
	webpQuality   = 78
	avifQuality   = 60
	avifSpeed     = 8
)

// encodeMaster keeps a photo as JPEG and a drawing as PNG: one with transparent places, or
// one that came as a PNG and is smaller as one.
func encodeMaster(img image.Image, from Kind) (Kind, []byte, error) {
	clear := !imaging.IsOpaque(img)
	if !clear && from != PNG && from != GIF {
		data, err := encodeJPEG(img, masterQuality)
		return JPEG, data, err
	}
	asPNG, err := encodePNG(img)
	if err != nil || clear {
		return PNG, asPNG, err
	}
	asJPEG, err := encodeJPEG(img, masterQuality)
	if err == nil && len(asJPEG) < len(asPNG)/2 {
		return JPEG, asJPEG, nil
	}
	return PNG, asPNG, err
}

func encodeJPEG(img image.Image, quality int) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}

func encodePNG(img image.Image) ([]byte, error) {
	if _, deep := img.(*image.NRGBA64); deep {
		img = eightBits(img)
	} else if _, deep := img.(*image.RGBA64); deep {
		img = eightBits(img)
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, img)
	return out.Bytes(), err
}

func eightBits(img image.Image) image.Image {
	out := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

func encodeAs(f Format, img image.Image, master Kind) ([]byte, error) {
	var out bytes.Buffer
	switch f {
	case FormatWebP:
		err := webp.Encode(&out, img, webp.Options{Quality: webpQuality, Method: webp.DefaultMethod})
		return out.Bytes(), err
	case FormatAVIF:
		err := avif.Encode(&out, img, avif.Options{Quality: avifQuality, QualityAlpha: avifQuality, Speed: avifSpeed, ChromaSubsampling: image.YCbCrSubsampleRatio420})
		return out.Bytes(), err
	case FormatPNG:
		return encodePNG(img)
	}
	return encodeJPEG(img, jpegQuality)
}

// lookOf gives the main colour of a picture, and a tiny copy of it.
func lookOf(img image.Image) (main, placeholder string) {
	tiny := imaging.Fit(img, 20, 20, imaging.Box)
	flat := image.NewRGBA(tiny.Bounds())
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), tiny, tiny.Bounds().Min, draw.Over)
	var r, g, b, n int
	for i := 0; i+3 < len(flat.Pix); i += 4 {
		r, g, b, n = r+int(flat.Pix[i]), g+int(flat.Pix[i+1]), b+int(flat.Pix[i+2]), n+1
	}
	if n == 0 {
		return "", ""
	}
	main = fmt.Sprintf("#%02x%02x%02x", r/n, g/n, b/n)
	data, err := encodeJPEG(flat, 40)
	if err != nil || len(data) > 720 { // base64 adds a third
		return main, ""
	}
	return main, "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(data)
}

// shrink fits a picture into a square.
func shrink(img image.Image, side int) image.Image {
	return imaging.Fit(img, side, side, imaging.Lanczos)
}
