package pictures

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"image/png"
	"io"
)

// pngHead is the signature, and the first chunk up to its checksum.
const pngHead = 8 + 8 + 13

func measurePNG(r io.Reader) (shape, error) {
	var head [pngHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return shape{}, err
	}
	if string(head[12:16]) != "IHDR" {
		return shape{}, errors.New("a PNG that does not start with its header")
	}
	width, height := binary.BigEndian.Uint32(head[16:]), binary.BigEndian.Uint32(head[20:])
	if width > 1<<31-1 || height > 1<<31-1 {
		return shape{}, errors.New("a PNG with a side over 2³¹ pixels")
	}
	depth, colour, interlaced := head[24], head[25], head[28] != 0
	per := map[byte]float64{0: 1, 2: 4, 3: 1, 4: 4, 6: 4}[colour]
	if depth == 16 {
		per *= 2
	}
	if interlaced {
		per *= 1.5 // the last pass, of half the pixels, stands beside the whole
	}
	if depth == 16 || colour == 3 {
		per += 4 // for eight bits without a palette
	}
	return shape{width: int(width), height: int(height), perPixel: per}, nil
}

// walkPNG calls see for each chunk, and gives what stands behind the last one.
func walkPNG(data []byte, see func(name string, body []byte)) (trailing []byte) {
	rest := data[min(8, len(data)):]
	for len(rest) >= 12 {
		length := int64(binary.BigEndian.Uint32(rest))
		if length > int64(len(rest)-12) {
			return nil
		}
		name := string(rest[4:8])
		see(name, rest[8:8+length])
		rest = rest[12+length:]
		if name == "IEND" {
			return rest
		}
	}
	return nil
}

// mostInflated is how many bytes of a compressed text or profile are looked at.
const mostInflated = 4 << 20

func inspectPNG(data []byte) (out extras) {
	out.trailing = walkPNG(data, func(name string, body []byte) {
		switch name {
		case "eXIf":
			out.exif = body
		case "iCCP":
			if _, packed, ok := bytes.Cut(body, []byte{0}); ok && len(packed) > 1 {
				out.icc = inflate(packed[1:])
			}
		case "tEXt", "zTXt", "iTXt":
			out.words = true
			if key, text, _ := bytes.Cut(body, []byte{0}); string(key) == "XML:com.adobe.xmp" {
				out.xmp = text
			}
		case "acTL":
			out.stilled = true
		}
	})
	return out
}

// inflate gives what a zlib stream holds, nil when it is broken or holds too much.
func inflate(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, mostInflated+1))
	if err != nil || len(out) > mostInflated {
		return nil
	}
	return out
}

func decodePNG(data []byte) (decoded, error) {
	img, err := png.Decode(bytes.NewReader(data))
	return decoded{image: img}, err
}
