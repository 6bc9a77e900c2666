package pictures

import (
	"bufio"
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/gif"
	"io"
)

// maxFramePixels is of how many pixels all frames of an animation together may be. Of a
// larger one only the first frame is kept, as of one with more than MaxFrames.
const maxFramePixels = 40e6

// gifShape is what a walk through a GIF's blocks finds.
type gifShape struct {
	width, height int
	frames        int
	framePixels   float64
	words         bool
	apps          [][]byte
	end           int64
}

// walkGIF reads the blocks of a GIF up to its trailer.
func walkGIF(r io.Reader) (out gifShape, err error) {
	in := &counter{r: bufio.NewReaderSize(r, 16<<10)}
	var head [13]byte
	if err := in.full(head[:]); err != nil {
		return out, err
	}
	out.width, out.height = int(head[6])|int(head[7])<<8, int(head[8])|int(head[9])<<8
	if err := in.skip(paletteBytes(head[10])); err != nil {
		return out, err
	}
	for {
		b, err := in.byte()
		if err != nil {
			return out, err
		}
		switch b {
		case 0x3b:
			out.end = in.n
			return out, nil
		case 0x21:
			label, err := in.byte()
			if err != nil {
				return out, err
			}
			start, err := in.blocks()
			if err != nil {
				return out, err
			}
			switch label {
			case 0xfe:
				out.words = true
			case 0xff:
				out.apps = append(out.apps, start)
			}
		case 0x2c:
			var frame [9]byte
			if err := in.full(frame[:]); err != nil {
				return out, err
			}
			out.frames++
			out.framePixels += float64(int(frame[4])|int(frame[5])<<8) * float64(int(frame[6])|int(frame[7])<<8)
			if err := in.skip(paletteBytes(frame[8]) + 1); err != nil {
				return out, err
			}
			if _, err := in.blocks(); err != nil {
				return out, err
			}
		default:
			return out, errors.New("a GIF with an unknown block")
		}
	}
}

// paletteBytes is how long the palette is that the flags of a header speak of.
func paletteBytes(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func (c *counter) byte() (byte, error) {
	var b [1]byte
	err := c.full(b[:])
	return b[0], err
}

func (c *counter) skip(n int) error {
	skipped, err := c.r.Discard(n)
	c.n += int64(skipped)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// blocks reads a chain of sub-blocks and gives the first.
func (c *counter) blocks() (first []byte, err error) {
	for n := 0; ; n++ {
		length, err := c.byte()
		if err != nil || length == 0 {
			return first, err
		}
		if n > 0 {
			if err := c.skip(int(length)); err != nil {
				return first, err
			}
			continue
		}
		first = make([]byte, length)
		if err := c.full(first); err != nil {
			return first, err
		}
	}
}

// kept is whether the animation is small enough to be kept.
func (g gifShape) kept() bool {
	return g.frames > 1 && g.frames <= MaxFrames && g.framePixels <= maxFramePixels
}

func measureGIF(r io.Reader) (shape, error) {
	g, err := walkGIF(r)
	if err != nil && g.frames == 0 {
		return shape{}, err
	}
	out := shape{width: g.width, height: g.height, perPixel: 1 + 4}
	if err == nil && g.kept() {
		out.frames = int64(g.framePixels)
	}
	return out, nil
}

func inspectGIF(data []byte) (out extras) {
	g, err := walkGIF(bytes.NewReader(data))
	if err == nil {
		out.trailing = data[g.end:]
	}
	out.words = g.words
	out.stilled = g.frames > 1 && !(err == nil && g.kept())
	for _, app := range g.apps {
		if bytes.HasPrefix(app, []byte("XMP DataXMP")) {
			out.xmp = data // it stands in the open, between the blocks
		}
	}
	return out
}

func decodeGIF(data []byte) (out decoded, err error) {
	g, err := walkGIF(bytes.NewReader(data))
	var first image.Image
	if err == nil && g.kept() {
		if out.moving, err = gif.DecodeAll(bytes.NewReader(data)); err != nil {
			return out, err
		}
		first = out.moving.Image[0]
	} else if first, err = gif.Decode(bytes.NewReader(data)); err != nil {
		return out, err
	}
	if whole := image.Rect(0, 0, g.width, g.height); first.Bounds() != whole {
		canvas := image.NewNRGBA(whole)
		draw.Draw(canvas, first.Bounds(), first, first.Bounds().Min, draw.Src)
		first = canvas
	}
	out.image = first
	return out, nil
}
