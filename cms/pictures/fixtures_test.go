package pictures

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// All files of the tests are made here; none comes from elsewhere.

// corners are the colours of corner's four quarters, row by row.
var corners = [4]color.NRGBA{{210, 40, 40, 255}, {40, 170, 60, 255}, {40, 60, 200, 255}, {230, 220, 70, 255}}

// corner is a picture whose four quarters differ, so that every way to turn it shows.
func corner(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, corners[2*(2*y/h)+2*x/w])
		}
	}
	return img
}

// noise is a picture as a photo is: no pixel is as its neighbour.
func noise(w, h int) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	state := uint32(1)
	for i := range img.Y {
		state = state*1664525 + 1013904223
		img.Y[i] = byte(i/7) ^ byte(state>>29)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = byte(i/31), byte(i/57)
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asWebP(t testing.TB, img image.Image) []byte {
	t.Helper()
	out, err := encode(FormatWebP, img)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// segment is a segment of a JPEG.
func segment(mark byte, content string) []byte {
	n := len(content) + 2
	return append([]byte{0xff, mark, byte(n >> 8), byte(n)}, content...)
}

// withSegments puts segments where those of cameras stand.
func withSegments(data []byte, segments ...[]byte) []byte {
	return append(append([]byte("\xff\xd8"), bytes.Join(segments, nil)...), data[2:]...)
}

// pngChunk is a chunk of a PNG.
func pngChunk(name, content string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, name...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// withChunks puts chunks behind the header of a PNG.
func withChunks(data []byte, chunks ...[]byte) []byte {
	const head = 8 + 12 + 13
	return append(append(bytes.Clone(data[:head]), bytes.Join(chunks, nil)...), data[head:]...)
}

func deflated(content []byte) string {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(content) // a bytes.Buffer takes everything
	_ = z.Close()
	return out.String()
}

// exifOf is a block of EXIF with an orientation, and what phones note with it.
func exifOf(orientation int, place bool) string {
	type entry struct {
		tag, kind uint16
		count     uint32
		value     []byte
	}
	short := func(n int) []byte { return []byte{byte(n), 0, 0, 0} }
	ifd := func(at int, entries []entry) []byte {
		out := binary.LittleEndian.AppendUint16(nil, uint16(len(entries)))
		var behind []byte
		end := at + 2 + 12*len(entries) + 4
		for _, e := range entries {
			out = binary.LittleEndian.AppendUint16(out, e.tag)
			out = binary.LittleEndian.AppendUint16(out, e.kind)
			out = binary.LittleEndian.AppendUint32(out, e.count)
			if len(e.value) <= 4 {
				out = append(out, append(e.value, 0, 0, 0, 0)[:4]...)
			} else {
				out = binary.LittleEndian.AppendUint32(out, uint32(end+len(behind)))
				behind = append(behind, e.value...)
			}
		}
		return append(append(out, 0, 0, 0, 0), behind...)
	}
	entries := []entry{{0x0112, 3, 1, short(orientation)}}
	if !place {
		return "II*\x00\x08\x00\x00\x00" + string(ifd(8, entries))
	}
	entries = []entry{
		{0x010f, 2, 8, []byte("Lumibox\x00")},
		{0x0112, 3, 1, short(orientation)},
		{0x013b, 2, 11, []byte("Ada Sample\x00")},
		{0x8825, 4, 1, []byte{0, 0, 0, 0}},
	}
	at := 8 + len(ifd(8, entries))
	entries[3].value = binary.LittleEndian.AppendUint32(nil, uint32(at))
	degrees := func(d uint32) (out []byte) {
		for _, n := range []uint32{d, 1, 30, 1, 0, 1} {
			out = binary.LittleEndian.AppendUint32(out, n)
		}
		return out
	}
	gps := ifd(at, []entry{{1, 2, 2, []byte("N\x00")}, {2, 5, 3, degrees(48)}, {3, 2, 2, []byte("E\x00")}, {4, 5, 3, degrees(11)}})
	return "II*\x00\x08\x00\x00\x00" + string(ifd(8, entries)) + string(gps)
}

// profileOf is a profile of colours with three primaries (as XYZ for D50) and a power as
// its curve; of grey without primaries.
func profileOf(gamma float64, primaries ...[3]float64) []byte {
	type tag struct{ name, content string }
	fixed := func(v float64) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(int32(math.Round(v*65536)))))
	}
	curve := "curv\x00\x00\x00\x00\x00\x00\x00\x01" + string(binary.BigEndian.AppendUint16(nil, uint16(math.Round(gamma*256)))) + "\x00\x00"
	xyz := func(p [3]float64) string {
		return "XYZ \x00\x00\x00\x00" + fixed(p[0]) + fixed(p[1]) + fixed(p[2])
	}
	space := "GRAY"
	tags := []tag{{"wtpt", xyz([3]float64{0.9642, 1, 0.8249})}, {"kTRC", curve}}
	if len(primaries) == 3 {
		space = "RGB "
		tags = []tag{{"wtpt", xyz([3]float64{0.9642, 1, 0.8249})}, {"rXYZ", xyz(primaries[0])}, {"gXYZ", xyz(primaries[1])}, {"bXYZ", xyz(primaries[2])}, {"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve}}
	}
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntr"+space+"XYZ ")
	copy(head[36:], "acsp")
	copy(head[68:], fixed(0.9642)+fixed(1)+fixed(0.8249))
	out := binary.BigEndian.AppendUint32(head, uint32(len(tags)))
	at := len(out) + 12*len(tags)
	for _, t := range tags {
		out = binary.BigEndian.AppendUint32(append(out, t.name...), uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.content)))
		at += len(t.content)
	}
	for _, t := range tags {
		out = append(out, t.content...)
	}
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

var (
	displayP3 = profileOf(2.2, [3]float64{0.51512, 0.24120, -0.00105}, [3]float64{0.29198, 0.69225, 0.04189}, [3]float64{0.15710, 0.06657, 0.78407})
	adobeRGB  = profileOf(2.2, [3]float64{0.60974, 0.31111, 0.01947}, [3]float64{0.20528, 0.62567, 0.06087}, [3]float64{0.14919, 0.06322, 0.74457})
	grey18    = profileOf(1.8)
)

// iccSegment is a profile as JPEG holds it.
func iccSegment(profile []byte) []byte {
	return segment(0xe2, "ICC_PROFILE\x00\x01\x01"+string(profile))
}

// mosaic is a JPEG of one colour in each component, of those ways that image/jpeg does not
// write: of four components, for print, or bit by bit.
func mosaic(w, h int, progressive bool, adobe int, values ...byte) []byte {
	out := []byte("\xff\xd8")
	if adobe >= 0 {
		out = append(out, segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00"+string(rune(adobe)))...)
	}
	quant := bytes.Repeat([]byte{1}, 65)
	quant[0] = 0
	out = append(out, segment(0xdb, string(quant))...)
	frame := []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), byte(len(values))}
	scan := []byte{byte(len(values))}
	for i := range values {
		frame = append(frame, byte(i+1), 0x11, 0)
		scan = append(scan, byte(i+1), 0)
	}
	// One code for each size of a difference, 0 to 11, of four bits; and "end of block".
	out = append(out, segment(0xc4, "\x00\x00\x00\x00\x0c"+string(make([]byte, 12))+"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b")...)
	mark, last := byte(0xc0), byte(63)
	if progressive {
		mark, last = 0xc2, 0
	} else {
		out = append(out, segment(0xc4, "\x10\x01"+string(make([]byte, 15))+"\x00")...)
	}
	out = append(out, segment(mark, string(frame))...)
	out = append(out, segment(0xda, string(append(scan, 0, last, 0)))...)
	var bits, n uint32
	put := func(v, length uint32) {
		for i := int(length) - 1; i >= 0; i-- {
			bits, n = bits<<1|v>>i&1, n+1
			if n == 8 {
				out = append(out, byte(bits))
				if byte(bits) == 0xff {
					out = append(out, 0)
				}
				bits, n = 0, 0
			}
		}
	}
	for block := range (w + 7) / 8 * ((h + 7) / 8) {
		for _, v := range values {
			difference := 0
			if block == 0 {
				difference = (int(v) - 128) * 8
			}
			size := uint32(0)
			for a := max(difference, -difference); a > 0; a /= 2 {
				size++
			}
			put(size, 4)
			if difference < 0 {
				difference += 1<<size - 1
			}
			put(uint32(difference), size)
			if !progressive {
				put(0, 1)
			}
		}
	}
	put(127, 7)
	return append(out, 0xff, 0xd9)
}

// near is whether two colours differ by at most so many of 255 steps in each channel.
func near(a, b color.Color, steps int) bool {
	ar, ag, ab, aa := a.RGBA()
	br, bg, bb, ba := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb), int(aa) - int(ba)} {
		if max(d, -d) > steps*257 {
			return false
		}
	}
	return true
}
