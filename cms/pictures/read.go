package pictures

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gen2brain/avif"
	"github.com/gen2brain/heic"
	"golang.org/x/image/webp"
)

// Limits of what is read. They stand before anything is decoded.
const (
	MaxBytes  = 48 << 20   // of a file
	MaxPixels = 50_000_000 // of a picture: more than phones take
	MaxSide   = 30_000     // pixels of a side
	MaxFrames = 300        // of an animation that stays one
	maxMoving = 60_000_000 // pixels of all frames of an animation together
	masterMax = 4096       // pixels of the longer side of what is kept
)

// Picture is what is kept of a file: a JPEG, a PNG, or an animation as GIF.
type Picture struct {
	Data          []byte
	Kind          Kind // JPEG, PNG or GIF
	Width, Height int
	Color         string // main colour, as in #3a2f28
	Placeholder   string // a data URI of a tiny copy, below 1 kB
	Moves         bool
	TakenOut      []Finding // each once
}

// Finding is something that was in a file and is not in its Picture.
type Finding string

// The findings.
const (
	FoundPlace    Finding = "place"    // where it was taken
	FoundPerson   Finding = "person"   // who took it, or whose it is
	FoundCamera   Finding = "camera"   // with what, and when
	FoundWords    Finding = "words"    // captions, keywords, what programs noted
	FoundTrailing Finding = "trailing" // another file behind the picture
	FoundFrames   Finding = "frames"   // an animation, of which the first picture is kept
	FoundPixels   Finding = "pixels"   // more pixels than any screen needs
)

// Refused is why a file is not taken. Its text is for people: what it is, and what to do.
type Refused struct{ Happened, Do string }

// Error is both sentences.
func (r *Refused) Error() string { return r.Happened + ". " + r.Do }

func refuse(happened, do string) error { return &Refused{happened, do} }

var errBroken = &Refused{"This picture is damaged or broken off", "Open it on your computer to see whether it is whole, then send it again, or save it as a JPEG first."}

// Read makes a safe picture of a file. The same file gives the same bytes. The error is a
// *Refused, or ctx's.
func Read(ctx context.Context, data []byte) (p Picture, err error) {
	defer func() {
		if panicked := recover(); panicked != nil { // of a decoder, which nobody knows to be free of faults
			p, err = Picture{}, errBroken
		}
	}()
	if len(data) > MaxBytes {
		return Picture{}, refuse(fmt.Sprintf("This picture has %d MB; up to %d MB can be taken", len(data)>>20, MaxBytes>>20), "Make it smaller, or save it as a JPEG, and send it again.")
	}
	kind := Sniff(data)
	if err := kind.refused(); err != nil {
		return Picture{}, err
	}
	size, err := sizeOf(kind, data)
	if err != nil {
		return Picture{}, err
	}
	release, err := gate.enter(ctx, need(size))
	if err != nil {
		return Picture{}, err
	}
	defer release()
	about := metadataOf(kind, data)
	p.TakenOut = about.findings
	if kind == GIF {
		if moving, ok, err := readAnimation(data); ok || err != nil {
			moving.TakenOut = p.TakenOut
			return moving, err
		}
	}
	img, err := decode(kind, data)
	if err != nil {
		return Picture{}, err
	}
	img = about.inSRGB(img)
	if bounds := img.Bounds(); max(bounds.Dx(), bounds.Dy()) > masterMax {
		p.TakenOut = append(p.TakenOut, FoundPixels)
		img = shrink(img, masterMax)
	}
	img = about.upright(img)
	p.Width, p.Height = img.Bounds().Dx(), img.Bounds().Dy()
	p.Color, p.Placeholder = lookOf(img)
	p.Kind, p.Data, err = encodeMaster(img, kind)
	return p, err
}

// refused says why a kind is not taken at all.
func (k Kind) refused() error {
	switch k {
	case JPEG, PNG, GIF, WebP, AVIF, HEIC:
		return nil
	case SVG:
		return refuse("This is a drawing (SVG), which can hold programs", "Save it as a PNG, twice as large as it is shown, and send that.")
	case TIFF, BMP:
		return refuse("Browsers do not show pictures of this kind", "Save it as a JPEG or a PNG, and send that.")
	case PDF:
		return refuse("This is a PDF document, not a picture", "Add it as a document, or save the page that you mean as a JPEG.")
	case HTML:
		return refuse("This is a web page, not a picture", "Open the page, save the picture itself, and send that.")
	}
	return refuse("This is not a picture that we know", "Send a JPEG, PNG, WebP, GIF or HEIC.")
}

// sizeOf reads how large a picture is from its header, and refuses what is too large.
func sizeOf(kind Kind, data []byte) (image.Config, error) {
	config, err := map[Kind]func(io.Reader) (image.Config, error){
		JPEG: jpeg.DecodeConfig, PNG: png.DecodeConfig, GIF: gif.DecodeConfig, WebP: webp.DecodeConfig,
		AVIF: avif.DecodeConfig, HEIC: heic.DecodeConfig,
	}[kind](bytes.NewReader(data))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return config, unreadable(kind)
	}
	if config.Width > MaxSide || config.Height > MaxSide || config.Width*config.Height > MaxPixels {
		return config, refuse(fmt.Sprintf("This picture has %d × %d pixels, which is too large", config.Width, config.Height), "Make it smaller, for example 4000 pixels wide, and send it again.")
	}
	return config, nil
}

func unreadable(kind Kind) error {
	if kind == HEIC || kind == AVIF {
		return refuse("This photo cannot be read here", "On an iPhone choose Settings, Camera, Formats, Most Compatible, or send it as a JPEG.")
	}
	return errBroken
}

func decode(kind Kind, data []byte) (image.Image, error) {
	img, err := map[Kind]func(io.Reader) (image.Image, error){
		JPEG: jpeg.Decode, PNG: png.Decode, GIF: gif.Decode, WebP: webp.Decode, AVIF: avif.Decode, HEIC: heic.Decode,
	}[kind](bytes.NewReader(data))
	if err != nil {
		return nil, unreadable(kind)
	}
	return img, nil
}

// readAnimation encodes an animation anew. ok is false for a GIF of one picture, and for an
// animation that is too long.
func readAnimation(data []byte) (p Picture, ok bool, err error) {
	frames := countFrames(data)
	config, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return p, false, errBroken
	}
	if frames < 2 || frames > MaxFrames || frames*config.Width*config.Height > maxMoving {
		return p, false, nil
	}
	all, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil {
		return p, false, errBroken
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, all); err != nil {
		return p, false, errors.Join(errBroken, err)
	}
	p = Picture{Data: out.Bytes(), Kind: GIF, Width: config.Width, Height: config.Height, Moves: true}
	p.Color, p.Placeholder = lookOf(all.Image[0])
	return p, true, nil
}

// countFrames walks the blocks of a GIF (GIF89a, §§ 15–27) without decoding them. It stops
// where something is not as it should be.
func countFrames(data []byte) int {
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	if len(data) < 13 {
		return 0
	}
	at, frames := 13+table(data[10]), 0
	blocks := func() {
		for at < len(data) && data[at] != 0 {
			at += 1 + int(data[at])
		}
		at++
	}
	for at < len(data) {
		switch data[at] {
		case 0x21:
			at += 2
			blocks()
		case 0x2c:
			if at+10 > len(data) {
				return frames
			}
			frames++
			at += 11 + table(data[at+9])
			blocks()
		default:
			return frames
		}
	}
	return frames
}
