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

// converter is nil where there is nothing to do: without a profile, with one that means
// nothing or is of another number of channels, and with sRGB's own.
func converter(profile []byte, channels int) (convert toSRGB) {
	if len(profile) == 0 {
		return nil
	}
	_ = guard(func() error { // a profile that cannot be read is as good as none
		clean, err := vetted(profile)
		if err != nil {
			return err
		}
		p, err := icc.DecodeProfile(bytes.NewReader(clean))
		if err != nil || p.IsSRGB() {
			return err
		}
		line, err := p.CreateTransformerToSRGB(icc.RelativeColorimetricRenderingIntent, true, channels, true, true, true)
		if err != nil || !line.IsSuitableFor(channels, 3) {
			return err
		}
		convert = func(in ...float64) (out [3]byte) {
			var rgb, from [4]float64
			copy(from[:], in)
			line.TransformGeneral(rgb[:], from[:])
			for c := range out {
				out[c] = byte(math.Round(255 * min(max(rgb[c], 0), 1)))
			}
			return out
		}
		convert(0, 0, 0, 0) // which may panic
		return nil
	})
	return convert
}

// inSRGB gives a plain picture the colours that every screen shows alike. It changes the
// pixels in place where it can.
func inSRGB(img image.Image, profile []byte) image.Image {
	if gray, ok := img.(*image.Gray); ok {
		if convert := converter(profile, 1); convert != nil {
			var table [256]byte
			for v := range table {
				table[v] = convert(float64(v) / 255)[1]
			}
			for i, v := range gray.Pix {
				gray.Pix[i] = table[v]
			}
		}
		return img
	}
	convert := converter(profile, 3)
	if convert == nil {
		return img
	}
	c := newCube(convert)
	switch img := img.(type) {
	case *image.NRGBA:
		for i := 0; i+3 < len(img.Pix); i += 4 {
			img.Pix[i], img.Pix[i+1], img.Pix[i+2] = c.at(img.Pix[i], img.Pix[i+1], img.Pix[i+2])
		}
	case *image.YCbCr:
		c.recolor(img)
	}
	return img
}

// fromCMYK gives a picture for a screen from one for print, by its profile or without.
func fromCMYK(src *image.CMYK, profile []byte) *image.NRGBA {
	convert := converter(profile, 4)
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

// cube is a table of colours, of steps in each of three channels. Between its points the
// tetrahedra are linear, so that what is grey stays grey. It is ten times as fast as asking
// the profile for each pixel, and not a step of 255 away from it where eyes can tell.
type cube struct {
	points [steps * steps * steps][3]int32 // 256 times the value
	low    [256]int32                      // the step below a value
	part   [256]int32                      // of 256, how far a value is from there to the next
}

const steps = 33

func newCube(convert toSRGB) *cube {
	c := &cube{}
	for i := range c.points {
		r, g, b := i/steps/steps, i/steps%steps, i%steps
		rgb := convert(float64(r)/(steps-1), float64(g)/(steps-1), float64(b)/(steps-1))
		c.points[i] = [3]int32{int32(rgb[0]) << 8, int32(rgb[1]) << 8, int32(rgb[2]) << 8}
	}
	for v := range c.low {
		at := v * (steps - 1) * 256 / 255
		c.low[v] = min(int32(at>>8), steps-2)
		c.part[v] = int32(at) - c.low[v]<<8
	}
	return c
}

// at is the colour that the table has for another.
func (c *cube) at(r, g, b byte) (byte, byte, byte) {
	const onR, onG, onB = steps * steps, steps, 1
	corner := c.low[r]*onR + c.low[g]*onG + c.low[b]*onB
	// The way to the far corner goes along the channels, that with the largest part first.
	p, q, s := c.part[r], c.part[g], c.part[b]
	first, second := int32(onR), int32(onG)
	if p < q {
		p, q, first, second = q, p, second, first
	}
	if q < s {
		q, s, second = s, q, onB
	}
	if p < q {
		p, q, first, second = q, p, second, first
	}
	v0 := &c.points[corner]
	v1 := &c.points[corner+first]
	v2 := &c.points[corner+first+second]
	v3 := &c.points[corner+onR+onG+onB]
	var out [3]byte
	for i := range out {
		sum := (256-p)*v0[i] + (p-q)*v1[i] + (q-s)*v2[i] + s*v3[i]
		out[i] = byte((sum + 1<<15) >> 16)
	}
	return out[0], out[1], out[2]
}

// recolor changes a picture whose pixels share their colours: each cell has the mean of the
// new colours of its pixels.
func (c *cube) recolor(img *image.YCbCr) {
	across, down := cell(img.SubsampleRatio)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for cy := 0; cy*down < h; cy++ {
		for cx := 0; cx*across < w; cx++ {
			shared := cy*img.CStride + cx
			cb, cr := img.Cb[shared], img.Cr[shared]
			var sumB, sumR, n int
			for y := cy * down; y < min((cy+1)*down, h); y++ {
				for x := cx * across; x < min((cx+1)*across, w); x++ {
					at := y*img.YStride + x
					r, g, b := color.YCbCrToRGB(img.Y[at], cb, cr)
					newY, newB, newR := color.RGBToYCbCr(c.at(r, g, b))
					img.Y[at] = newY
					sumB, sumR, n = sumB+int(newB), sumR+int(newR), n+1
				}
			}
			img.Cb[shared], img.Cr[shared] = byte((sumB+n/2)/n), byte((sumR+n/2)/n)
		}
	}
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
