package pictures

import (
	"bufio"
	"bytes"
	"errors"
	"image/jpeg"
	"io"
	"slices"
)

// Markers of JPEG, as ITU-T T.81 table B.1 names them.
const (
	markSOF0 = 0xc0 // baseline; SOF1 to SOF15 are the other processes
	markSOF2 = 0xc2 // progressive
	markDHT  = 0xc4
	markJPG  = 0xc8
	markDAC  = 0xcc
	markRST0 = 0xd0
	markRST7 = 0xd7
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markAPP0 = 0xe0
	markCOM  = 0xfe
)

// walkJPEG calls see for each segment until it is false, with the segment's content,
// which is good until see returns. It gives how many bytes the picture has: up to the
// end that the last marker says.
func walkJPEG(r io.Reader, see func(mark byte, body []byte) (more bool)) (end int64, err error) {
	in := &counter{r: bufio.NewReaderSize(r, 16<<10)}
	var body [1 << 16]byte
	for {
		mark, err := in.nextMark()
		switch {
		case err != nil:
			return in.n, err
		case mark == markEOI:
			return in.n, nil
		case mark == 0, mark == 1, mark == markSOI, mark >= markRST0 && mark <= markRST7:
			continue // these have no content; 0 is no marker but a byte of the picture
		}
		length, err := in.uint16()
		if err != nil {
			return in.n, err
		}
		if length < 2 {
			return in.n, errors.New("a JPEG segment without a length")
		}
		content := body[:length-2]
		if err := in.full(content); err != nil {
			return in.n, err
		}
		if !see(mark, content) {
			return in.n, nil
		}
	}
}

// counter reads, and counts what it read.
type counter struct {
	r *bufio.Reader
	n int64
}

// nextMark skips to the next 0xff and gives the byte behind it. What is skipped is the
// picture itself, where 0xff is followed by 0.
func (c *counter) nextMark() (byte, error) {
	for {
		skipped, err := c.r.ReadSlice(0xff)
		c.n += int64(len(skipped))
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return 0, io.ErrUnexpectedEOF
		}
		for {
			b, err := c.r.ReadByte()
			if err != nil {
				return 0, io.ErrUnexpectedEOF
			}
			c.n++
			if b != 0xff { // any number of 0xff may stand before a marker
				return b, nil
			}
		}
	}
}

func (c *counter) uint16() (int, error) {
	var b [2]byte
	err := c.full(b[:])
	return int(b[0])<<8 | int(b[1]), err
}

func (c *counter) full(b []byte) error {
	n, err := io.ReadFull(c.r, b)
	c.n += int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func measureJPEG(r io.Reader) (out shape, err error) {
	malformed := errors.New("a JPEG whose frame header is malformed")
	_, err = walkJPEG(r, func(mark byte, body []byte) bool {
		if mark < markSOF0 || mark > 0xcf || mark == markDHT || mark == markJPG || mark == markDAC {
			return mark != markSOS
		}
		if len(body) < 6 || len(body) < 6+3*int(body[5]) {
			return false
		}
		out.height = int(body[1])<<8 | int(body[2])
		out.width = int(body[3])<<8 | int(body[4])
		out.perPixel = jpegPerPixel(body[6:6+3*int(body[5])], mark == markSOF2)
		return false
	})
	if err == nil && out.perPixel == 0 {
		err = malformed
	}
	return out, err
}

// jpegPerPixel is what image/jpeg needs: a byte for each sample, four more bytes for the
// coefficient of each when they come bit by bit, and for CMYK the picture once more.
func jpegPerPixel(components []byte, progressive bool) float64 {
	samples, most, wide := 0, 1, byte(1)
	for c := range slices.Chunk(components, 3) {
		area := int(c[1]>>4) * int(c[1]&15)
		samples += area
		most = max(most, area)
		wide = max(wide, c[1]>>4)
	}
	per := float64(samples) / float64(most)
	if progressive {
		per *= 1 + 4
	}
	if len(components) == 4*3 || wide == 4 {
		per += 4 + 4 // put together, and without sharing
	}
	return per
}

func inspectJPEG(data []byte) (out extras) {
	icc := map[byte][]byte{}
	end, err := walkJPEG(bytes.NewReader(data), func(mark byte, body []byte) bool {
		switch {
		case mark == markCOM:
			out.words = true
		case mark == markAPP0+1 && bytes.HasPrefix(body, []byte("Exif\x00")) && out.exif == nil:
			out.exif = bytes.Clone(body[min(6, len(body)):])
		case mark == markAPP0+1 && bytes.HasPrefix(body, []byte("http://ns.adobe.com/")):
			out.xmp = append(out.xmp, body...)
		case mark == markAPP0+2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")) && len(body) > 14:
			icc[body[12]] = bytes.Clone(body[14:])
		case mark == markAPP0+13:
			out.words = true // of IPTC, and of Photoshop
		}
		return true
	})
	for n := range 256 {
		out.icc = append(out.icc, icc[byte(n)]...)
	}
	if err == nil {
		out.trailing = data[end:]
	}
	return out
}

func decodeJPEG(data []byte) (decoded, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	return decoded{image: img}, err
}
