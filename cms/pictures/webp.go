package pictures

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"io"
	"math"

	"golang.org/x/image/webp"
)

// chunk is a part of a WebP (RFC 9649). Those inside of a frame of an animation come behind
// the chunk of the frame, as if they were not inside.
type chunk struct {
	name       string
	at, length int64  // of its content in the file
	head       []byte // the content's first 16 bytes, or less
}

// bytes is all of a chunk's content.
func (c chunk) bytes(data []byte) []byte { return data[c.at : c.at+c.length] }

// walkWebP calls see for each chunk until it is false. It gives where the picture ends by
// its own words.
func walkWebP(r io.Reader, see func(chunk) (more bool)) (end int64, err error) {
	in := &counter{r: bufio.NewReaderSize(r, 16<<10)}
	var head [16]byte
	if err := in.full(head[:12]); err != nil {
		return 0, err
	}
	end = 8 + int64(binary.LittleEndian.Uint32(head[4:]))
	end += end % 2
	for in.n+8 <= end {
		if err := in.full(head[:8]); err != nil {
			return end, err
		}
		c := chunk{name: string(head[:4]), at: in.n, length: int64(binary.LittleEndian.Uint32(head[4:]))}
		c.head = head[:min(c.length, 16)]
		if err := in.full(c.head); err != nil {
			return end, err
		}
		if !see(c) {
			return end, nil
		}
		if c.name != "ANMF" {
			if err := in.skip(int(c.length + c.length%2 - int64(len(c.head)))); err != nil {
				return end, err
			}
		}
	}
	return end, nil
}

// canvas is the size of a picture, or of a frame of it, as its chunk has it; 0 for others.
func (c chunk) canvas() (w, h int) {
	b := c.head
	switch {
	case c.name == "VP8X" && len(b) >= 10:
		return 1 + le24(b[4:]), 1 + le24(b[7:])
	case c.name == "ANMF" && len(b) >= 16:
		return 1 + le24(b[6:]), 1 + le24(b[9:])
	case c.name == "VP8 " && len(b) >= 10:
		return int(binary.LittleEndian.Uint16(b[6:])) & 0x3fff, int(binary.LittleEndian.Uint16(b[8:])) & 0x3fff
	case c.name == "VP8L" && len(b) >= 5:
		bits := binary.LittleEndian.Uint32(b[1:])
		return 1 + int(bits&0x3fff), 1 + int(bits>>14&0x3fff)
	}
	return 0, 0
}

func le24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func measureWebP(r io.Reader) (out shape, err error) {
	found := false
	_, err = walkWebP(r, func(c chunk) bool {
		w, h := c.canvas()
		out.width, out.height = max(out.width, w), max(out.height, h)
		found = c.name == "VP8 " || c.name == "VP8L"
		return !found
	})
	if err == nil && !found {
		err = errors.New("a WebP without a picture")
	}
	out.perPixel = 4 + 4
	return out, err
}

func inspectWebP(data []byte) (out extras) {
	frames := 0
	end, err := walkWebP(bytes.NewReader(data), func(c chunk) bool {
		if c.at+c.length > int64(len(data)) {
			return false
		}
		switch c.name {
		case "EXIF":
			out.exif = bytes.TrimPrefix(c.bytes(data), []byte("Exif\x00\x00"))
		case "XMP ":
			out.xmp = c.bytes(data)
		case "ICCP":
			out.icc = c.bytes(data)
		case "ANMF":
			frames++
		}
		return true
	})
	if err == nil && end < int64(len(data)) {
		out.trailing = data[end:]
	}
	out.stilled = frames > 1
	return out
}

// decodeWebP gives the first frame of an animation: golang.org/x/image/webp knows none, so
// the frame goes to it as a picture of its own.
func decodeWebP(data []byte) (out decoded, err error) {
	var whole, frame, alpha, pixels chunk
	if _, err := walkWebP(bytes.NewReader(data), func(c chunk) bool {
		switch c.name {
		case "VP8X":
			whole = c
			whole.head = bytes.Clone(c.head)
		case "ANMF":
			frame = c
			frame.head = bytes.Clone(c.head)
		case "ALPH":
			alpha = c
		case "VP8 ", "VP8L":
			pixels = c
			pixels.head = bytes.Clone(c.head)
			return false
		}
		return true
	}); err != nil {
		return out, err
	}
	if pixels.at+pixels.length > int64(len(data)) || alpha.at+alpha.length > int64(len(data)) {
		return out, io.ErrUnexpectedEOF
	}
	var parts []byte
	if w, h := pixels.canvas(); alpha.length > 0 && pixels.name == "VP8 " {
		const hasAlpha = 1 << 4
		parts = putChunk(parts, "VP8X", []byte{hasAlpha, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0})
		parts = putChunk(parts, "ALPH", alpha.bytes(data))
	}
	parts = putChunk(parts, pixels.name, pixels.bytes(data))
	out.image, err = webp.Decode(bytes.NewReader(putChunk(nil, "RIFF", append([]byte("WEBP"), parts...))))
	if err != nil {
		return out, err
	}
	switch img := out.image.(type) {
	case *image.YCbCr:
		widen(img)
	case *image.NYCbCrA:
		widen(&img.YCbCr)
	}
	if frame.head == nil {
		return out, nil
	}
	if w, h := whole.canvas(); out.image.Bounds().Size() != image.Pt(w, h) {
		canvas := image.NewNRGBA(image.Rect(0, 0, w, h))
		at := image.Pt(2*le24(frame.head), 2*le24(frame.head[3:]))
		draw.Draw(canvas, out.image.Bounds().Add(at), out.image, image.Point{}, draw.Src)
		out.image = canvas
	}
	return out, nil
}

// widen gives the values of VP8, where black is 16 and white 235 (RFC 6386, 9.2), the range
// of image.YCbCr, in which golang.org/x/image/webp leaves them as they are.
func widen(img *image.YCbCr) {
	var bright, tint [256]byte
	for v := range bright {
		bright[v] = byte(min(max(((v-16)*255+109)/219, 0), 255))
		tint[v] = byte(min(max(128+int(math.Round(float64(v-128)*255/224)), 0), 255))
	}
	for i, v := range img.Y {
		img.Y[i] = bright[v]
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = tint[img.Cb[i]], tint[img.Cr[i]]
	}
}

func putChunk(to []byte, name string, content []byte) []byte {
	to = append(to, name...)
	to = binary.LittleEndian.AppendUint32(to, uint32(len(content)))
	to = append(to, content...)
	if len(content)%2 == 1 {
		to = append(to, 0)
	}
	return to
}
