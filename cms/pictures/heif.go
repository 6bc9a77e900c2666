package pictures

import (
	"bufio"
	"bytes"
	"errors"
	"image"
	"io"
)

// box is a part of a HEIC or AVIF (ISO/IEC 14496-12).
type box struct {
	name    string
	content []byte
}

// boxes are those in which others of interest lie, and how many bytes of their own come
// before.
var boxes = map[string]int{"meta": 4, "iprp": 0, "ipco": 0}

// maxMeta is how many bytes of the boxes before the pixels are looked at.
const maxMeta = 4 << 20

// walkHEIF calls see for each box up to the one of the pixels, those inside of others, too.
func walkHEIF(r io.Reader, see func(box)) error {
	in := bufio.NewReaderSize(io.LimitReader(r, maxMeta), 16<<10)
	for {
		var head [8]byte
		if _, err := io.ReadFull(in, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		size := int64(be32(head[:]))
		name := string(head[4:])
		if name == "mdat" || size == 0 {
			return nil
		}
		if size < 8 {
			return errors.New("a box of a strange length")
		}
		if name != "meta" {
			if _, err := io.CopyN(io.Discard, in, size-8); err != nil {
				return err
			}
			continue
		}
		content, err := io.ReadAll(io.LimitReader(in, size-8))
		if err != nil {
			return err
		}
		if int64(len(content)) < size-8 {
			return io.ErrUnexpectedEOF
		}
		inside(name, content, see)
	}
}

func inside(name string, content []byte, see func(box)) {
	own, has := boxes[name]
	see(box{name, content})
	if !has || len(content) < own {
		return
	}
	for rest := content[own:]; len(rest) >= 8; {
		size := int64(be32(rest))
		if size < 8 || size > int64(len(rest)) {
			return
		}
		inside(string(rest[4:8]), rest[8:size], see)
		rest = rest[size:]
	}
}

// How many bytes the decoders take for a pixel, as measured, and the copy of the outside.
const (
	heicPerPixel = 6.5 + 1.5
	avifPerPixel = 21.5
)

func measureHEIC(r io.Reader) (shape, error) { return measureHEIF(r, heicPerPixel) }

func measureAVIF(r io.Reader) (shape, error) { return measureHEIF(r, avifPerPixel) }

// measureHEIF finds the largest of the pictures that a file has: the others are its tiles.
func measureHEIF(r io.Reader, perPixel float64) (out shape, err error) {
	err = walkHEIF(r, func(b box) {
		if b.name == "ispe" && len(b.content) >= 12 {
			out.width = max(out.width, int(be32(b.content[4:])))
			out.height = max(out.height, int(be32(b.content[8:])))
		}
	})
	out.perPixel = perPixel
	return out, err
}

// sandboxFor is how many bytes a decoder may take for a file: what was measured, and some
// for itself.
func sandboxFor(data []byte, perPixel float64) (int64, error) {
	shape, err := measureHEIF(bytes.NewReader(data), perPixel)
	return shape.need() + int64(len(data)) + 16<<20, err
}

func inspectHEIF(data []byte) (out extras) {
	_ = walkHEIF(bytes.NewReader(data), func(b box) {
		if b.name == "colr" && len(b.content) > 4 && out.icc == nil {
			if kind := string(b.content[:4]); kind == "prof" || kind == "rICC" {
				out.icc = b.content[4:]
			}
		}
	})
	out.boxed = data
	return out
}

// inspectAVIF also finds how the picture is turned: libavif leaves that to others, whereas
// libheif turns it itself.
func inspectAVIF(data []byte) extras {
	out := inspectHEIF(data)
	out.stilled = len(data) >= 12 && string(data[8:12]) == "avis"
	angle, mirror := 0, 0
	_ = walkHEIF(bytes.NewReader(data), func(b box) {
		switch {
		case len(b.content) == 0:
		case b.name == "irot":
			angle = int(b.content[0] & 3)
		case b.name == "imir":
			mirror = 1 + int(b.content[0]&1)
		}
	})
	// It is turned by so many quarters against the clock, and then mirrored: not at all, top
	// to bottom, or left to right (ISO/IEC 23008-12, 6.5.10 and 6.5.12).
	out.orientation = [3][4]int{{1, 8, 3, 6}, {4, 5, 2, 7}, {2, 7, 4, 5}}[mirror][angle]
	return out
}

// What libheif calls the ways in which it gives colours, and pixels their share of them.
const (
	heifYCbCr, heifRGB, heifGray = 0, 1, 2
	heif420, heif422, heif444    = 1, 2, 3
)

// decodeHEIC follows lib/heif.c of github.com/gen2brain/heic. libheif turns the picture.
func decodeHEIC(data []byte) (out decoded, err error) {
	memory, err := sandboxFor(data, heicPerPixel)
	if err != nil {
		return out, err
	}
	err = heifProgram.run(memory, func(s *sandbox) error {
		in, info := s.put(data), s.alloc(5*4)
		decode := func(onlySize uint64, to uint32) error {
			if s.call("decode", uint64(in), uint64(len(data)), onlySize, uint64(info), uint64(info+4), uint64(info+8), uint64(info+12), uint64(info+16), uint64(to)) == 0 {
				return errors.Join(s.err, errors.New("libheif cannot decode it"))
			}
			return nil
		}
		if err := decode(1, 0); err != nil {
			return err
		}
		w, h, colours, share := s.number(info, 0), s.number(info, 1), s.number(info, 2), s.number(info, 3)
		if float64(w)*float64(h)*heicPerPixel > float64(memory) {
			return errors.New("it is larger than it said")
		}
		rect := image.Rect(0, 0, w, h)
		wide := func(n int) int { return (n + 15) &^ 15 } // rows are of a multiple of 16 bytes
		switch colours {
		case heifYCbCr:
			ratio, cw, ch := image.YCbCrSubsampleRatio444, w, h
			switch share {
			case heif420:
				ratio, cw, ch = image.YCbCrSubsampleRatio420, (w+1)/2, (h+1)/2
			case heif422:
				ratio, cw = image.YCbCrSubsampleRatio422, (w+1)/2
			}
			first, second := wide(w)*h, wide(cw)*ch
			pix := s.alloc(first + 2*second)
			if err := decode(0, pix); err != nil {
				return err
			}
			all := bytes.Clone(s.get(pix, first+2*second))
			if s.err != nil {
				return nil
			}
			out.image = &image.YCbCr{Y: all[:first], Cb: all[first : first+second], Cr: all[first+second:], YStride: wide(w), CStride: wide(cw), SubsampleRatio: ratio, Rect: rect}
		case heifGray:
			pix := s.alloc(wide(w) * h)
			if err := decode(0, pix); err != nil {
				return err
			}
			out.image = &image.Gray{Pix: bytes.Clone(s.get(pix, wide(w)*h)), Stride: wide(w), Rect: rect}
		case heifRGB:
			pix := s.alloc(wide(4*w) * h)
			if err := decode(0, pix); err != nil {
				return err
			}
			all := bytes.Clone(s.get(pix, wide(4*w)*h))
			if premultiplied := s.number(info, 4) == 1; premultiplied {
				out.image = &image.RGBA{Pix: all, Stride: wide(4 * w), Rect: rect}
			} else {
				out.image = &image.NRGBA{Pix: all, Stride: wide(4 * w), Rect: rect}
			}
		default:
			return errors.New("libheif gives colours of an unknown kind")
		}
		return nil
	})
	return out, err
}

// decodeAVIF follows lib/decode.c of github.com/gen2brain/avif.
func decodeAVIF(data []byte) (out decoded, err error) {
	memory, err := sandboxFor(data, avifPerPixel)
	if err != nil {
		return out, err
	}
	err = avifProgram.run(memory, func(s *sandbox) error {
		in, info := s.put(data), s.alloc(4*4+8)
		decode := func(onlySize uint64, to uint32) error {
			if s.call("decode", uint64(in), uint64(len(data)), onlySize, 0, uint64(info), uint64(info+4), uint64(info+8), uint64(info+12), uint64(info+16), uint64(to)) == 0 {
				return errors.Join(s.err, errors.New("libavif cannot decode it"))
			}
			return nil
		}
		if err := decode(1, 0); err != nil {
			return err
		}
		w, h, deep := s.number(info, 0), s.number(info, 1), s.number(info, 2) > 8
		if float64(w)*float64(h)*avifPerPixel > float64(memory) {
			return errors.New("it is larger than it said")
		}
		n := 4 * w * h
		if deep {
			n *= 2
		}
		pix := s.alloc(n)
		if err := decode(0, pix); err != nil {
			return err
		}
		all := s.get(pix, n)
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		if !deep {
			copy(img.Pix, all)
		} else if len(all) == n {
			for i := range img.Pix {
				img.Pix[i] = all[2*i+1] // the upper byte of each number
			}
		}
		out.image = img
		return nil
	})
	return out, err
}
