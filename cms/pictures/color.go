package pictures

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math"

	"github.com/kovidgoyal/imaging/prism/meta/icc"
)

// toSRGB gives the colour, as sRGB has it, of what has as many channels as a profile is of.
// All values are from 0 to 1.
type toSRGB func(channels ...float64) [3]byte

// readProfile reads a profile. It is nil where there is nothing to do: without one, with one
// that means nothing, and for sRGB's own.
func readProfile(data []byte) (p *icc.Profile) {
	if len(data) == 0 {
		return nil
	}
	if err := guard(func() error {
		clean, err := vetted(data)
		if err != nil {
			return err
		}
		if p, err = icc.DecodeProfile(bytes.NewReader(clean)); err == nil && p.IsSRGB() {
			p = nil
		}
		return err
	}); err != nil {
		return nil // as browsers do it
	}
	return p
}

// converter asks a profile about one colour after the other. It is nil for a profile that is
// of another number of channels.
func converter(p *icc.Profile, channels int) (convert toSRGB) {
	_ = guard(func() error {
		line, err := p.CreateTransformerToSRGB(icc.RelativeColorimetricRenderingIntent, true, channels, true, false, true)
		if err != nil || !line.IsSuitableFor(channels, 3) {
			return err
		}
		ask := func(in ...float64) (out [3]byte) {
			var rgb, from [4]float64
			copy(from[:], in)
			line.TransformGeneral(rgb[:], from[:])
			for c := range out {
				out[c] = byte(math.Round(255 * min(max(rgb[c], 0), 1)))
			}
			return out
		}
		ask(0, 0, 0, 0) // which may panic
		convert = ask
		return nil
	})
	return convert
}

// inSRGB gives a plain picture the colours that every screen shows alike. It changes the
// pixels in place.
func inSRGB(img image.Image, profile []byte) {
	p := readProfile(profile)
	if p == nil {
		return
	}
	switch img := img.(type) {
	case *image.Gray:
		convert := converter(p, 1)
		if convert == nil {
			return
		}
		var table [256]byte
		for v := range table {
			table[v] = convert(float64(v) / 255)[1]
		}
		for i, v := range img.Pix {
			img.Pix[i] = table[v]
		}
	case *image.NRGBA:
		if at := recolor(p); at != nil {
			for i := 0; i+3 < len(img.Pix); i += 4 {
				img.Pix[i], img.Pix[i+1], img.Pix[i+2] = at(img.Pix[i], img.Pix[i+1], img.Pix[i+2])
			}
		}
	case *image.YCbCr:
		if at := recolor(p); at != nil {
			recolorShared(img, at)
		}
	}
}

// recolor gives what makes sRGB of the colours of a profile, nil for a profile that is not of
// red, green and blue. Profiles of screens, cameras and phones mix three lights, and what is
// mixed can be added: a table for each says it exactly, a hundred times as fast as asking.
func recolor(p *icc.Profile) func(r, g, b byte) (byte, byte, byte) {
	convert := converter(p, 3)
	if convert == nil {
		return nil
	}
	if lights := lightsOf(p); lights != nil {
		return lights.at
	}
	return func(r, g, b byte) (byte, byte, byte) {
		out := convert(float64(r)/255, float64(g)/255, float64(b)/255)
		return out[0], out[1], out[2]
	}
}

// lights are the shares that each value of three channels has in linear sRGB.
type lights struct {
	share  [3][256][3]float32
	encode [encodeSteps + 1]byte // linear to sRGB's curve
}

const encodeSteps = 1 << 13

// fromD50 makes linear sRGB of XYZ for D50, the space in which profiles meet (the matrix of
// IEC 61966-2-1, adapted by Bradford's).
var fromD50 = [3][3]float64{{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}}

// lightsOf is nil for a profile whose colours are no mixture.
func lightsOf(p *icc.Profile) (l *lights) {
	if p.Header.ProfileConnectionSpace != icc.ColorSpaceXYZ {
		return nil
	}
	_ = guard(func() error {
		line, err := p.CreateTransformerToPCS(icc.RelativeColorimetricRenderingIntent, 3, true)
		if err != nil {
			return err
		}
		linear := func(r, g, b float64) (out [3]float32) {
			x, y, z := line.Transform(r, g, b)
			for c, row := range fromD50 {
				out[c] = float32(row[0]*x + row[1]*y + row[2]*z)
			}
			return out
		}
		var made lights
		for v := range 256 {
			f := float64(v) / 255
			made.share[0][v], made.share[1][v], made.share[2][v] = linear(f, 0, 0), linear(0, f, 0), linear(0, 0, f)
		}
		for _, v := range [][3]int{{255, 255, 255}, {100, 200, 50}, {20, 30, 220}} {
			mixed := linear(float64(v[0])/255, float64(v[1])/255, float64(v[2])/255)
			for c, whole := range mixed {
				if sum := made.share[0][v[0]][c] + made.share[1][v[1]][c] + made.share[2][v[2]][c]; math.Abs(float64(sum-whole)) > 0.001 {
					return errors.New("its colours are no mixture")
				}
			}
		}
		for i := range made.encode {
			made.encode[i] = curveOfSRGB(float64(i) / encodeSteps)
		}
		l = &made
		return nil
	})
	return l
}

// curveOfSRGB is 255 times how sRGB stores a linear value from 0 to 1.
func curveOfSRGB(v float64) byte {
	if v <= 0.0031308 {
		return byte(math.Round(255 * 12.92 * v))
	}
	return byte(math.Round(255 * (1.055*math.Pow(v, 1/2.4) - 0.055)))
}

func (l *lights) at(r, g, b byte) (byte, byte, byte) {
	x, y, z := &l.share[0][r], &l.share[1][g], &l.share[2][b]
	return l.stored(x[0] + y[0] + z[0]), l.stored(x[1] + y[1] + z[1]), l.stored(x[2] + y[2] + z[2])
}

func (l *lights) stored(v float32) byte {
	return l.encode[int(min(max(v, 0), 1)*encodeSteps+0.5)]
}

// recolorShared changes a picture whose pixels share their colours: each cell has the mean
// of the new colours of its pixels.
func recolorShared(img *image.YCbCr, at func(r, g, b byte) (byte, byte, byte)) {
	across, down := cell(img.SubsampleRatio)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for cy := 0; cy*down < h; cy++ {
		for cx := 0; cx*across < w; cx++ {
			shared := cy*img.CStride + cx
			cb, cr := img.Cb[shared], img.Cr[shared]
			var sumB, sumR, n int
			for y := cy * down; y < min((cy+1)*down, h); y++ {
				for x := cx * across; x < min((cx+1)*across, w); x++ {
					i := y*img.YStride + x
					newY, newB, newR := color.RGBToYCbCr(at(color.YCbCrToRGB(img.Y[i], cb, cr)))
					img.Y[i] = newY
					sumB, sumR, n = sumB+int(newB), sumR+int(newR), n+1
				}
			}
			img.Cb[shared], img.Cr[shared] = byte((sumB+n/2)/n), byte((sumR+n/2)/n)
		}
	}
}

// fromCMYK gives a picture for a screen from one for print, by its profile or without.
func fromCMYK(src *image.CMYK, profile []byte) *image.NRGBA {
	var convert toSRGB
	if p := readProfile(profile); p != nil {
		convert = converter(p, 4)
	}
	b := src.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	var last [4]byte
	var rgb [3]byte
	for y := range b.Dy() {
		from, to := src.Pix[y*src.Stride:], out.Pix[y*out.Stride:]
		for x := 0; x < 4*b.Dx(); x += 4 {
			if ink := [4]byte(from[x:]); ink != last || x == 0 && y == 0 {
				last = ink
				if convert != nil {
					rgb = convert(float64(ink[0])/255, float64(ink[1])/255, float64(ink[2])/255, float64(ink[3])/255)
				} else {
					rgb[0], rgb[1], rgb[2] = color.CMYKToRGB(ink[0], ink[1], ink[2], ink[3])
				}
			}
			to[x], to[x+1], to[x+2], to[x+3] = rgb[0], rgb[1], rgb[2], 255
		}
	}
	return out
}

// vetted gives a profile with the tags that colours need and nothing else. It refuses what
// claims to be larger than it is: who reads profiles believes such claims, and sets memory
// aside for them.
func vetted(profile []byte) ([]byte, error) {
	const head, entry = 128, 12
	if len(profile) < head+4 || len(profile) > mostInflated {
		return nil, errors.New("a profile of a strange length")
	}
	count := int64(be32(profile[head:]))
	if count > 100 || head+4+count*entry > int64(len(profile)) {
		return nil, errors.New("a profile with too many tags")
	}
	type tag struct{ name, content []byte }
	var tags []tag
	for i := range count {
		at := profile[head+4+i*entry:]
		from, size := int64(be32(at[4:])), int64(be32(at[8:]))
		if from+size > int64(len(profile)) {
			return nil, errors.New("a profile whose end is missing")
		}
		if content := profile[from : from+size]; isHonest(content) {
			tags = append(tags, tag{at[:4], content})
		}
	}
	out := append(bytes.Clone(profile[:head]), to32(len(tags))...)
	from := head + 4 + len(tags)*entry
	for _, t := range tags {
		out = append(append(append(out, t.name...), to32(from)...), to32(len(t.content))...)
		from += len(t.content)
	}
	for _, t := range tags {
		out = append(out, t.content...)
	}
	copy(out, to32(len(out)))
	return out, nil
}

// isHonest is whether a tag of a profile is one that colours need and as long as it says
// (ICC.1:2022, chapter 10).
func isHonest(tag []byte) bool {
	if len(tag) < 12 {
		return false
	}
	switch string(tag[:4]) {
	case "XYZ ", "sf32", "para":
		return len(tag) < 200
	case "curv":
		return 12+2*int64(be32(tag[8:])) <= int64(len(tag))
	case "mft1":
		return len(tag) > 48 && 48+256*int64(tag[8])+tableLength(tag)+256*int64(tag[9]) <= int64(len(tag))
	case "mft2":
		if len(tag) < 52 {
			return false
		}
		in, out := int64(tag[48])<<8|int64(tag[49]), int64(tag[50])<<8|int64(tag[51])
		return in >= 2 && out >= 2 && 52+2*(in*int64(tag[8])+tableLength(tag)+out*int64(tag[9])) <= int64(len(tag))
	}
	return false
}

// tableLength is how many values the table of a tag has that is a lut8Type or lut16Type.
func tableLength(tag []byte) int64 {
	in, out, grid := int(tag[8]), int64(tag[9]), int64(tag[10])
	if in != 3 && in != 4 {
		return mostInflated // no picture has as many channels
	}
	for range in {
		out *= grid
	}
	return out
}

func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

func to32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }
