package pictures

import (
	"image"
	"image/color"
	"image/draw"
)

// plain gives a picture in one of three forms, of which the rest of the package knows:
// *image.YCbCr as most JPEGs are, *image.Gray, and *image.NRGBA for all else. It starts
// at (0, 0). Pixels are taken over where they are the same.
func plain(src image.Image) image.Image {
	switch src := src.(type) {
	case *image.YCbCr:
		if across, _ := cell(src.SubsampleRatio); across < 4 {
			return src
		}
	case *image.Gray:
		return src
	case *image.NRGBA:
		return src
	case *image.RGBA:
		if src.Opaque() {
			return &image.NRGBA{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}
		}
	case *image.Gray16:
		out := image.NewGray(src.Rect)
		for i := range out.Pix {
			out.Pix[i] = src.Pix[2*i]
		}
		return out
	case *image.NRGBA64:
		out := image.NewNRGBA(src.Rect)
		for i := range out.Pix {
			out.Pix[i] = src.Pix[2*i]
		}
		return out
	case *image.Paletted:
		return unpalette(src)
	case *image.NYCbCrA:
		return unshare(src)
	}
	b := src.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, src, b.Min, draw.Src)
	return out
}

func unpalette(src *image.Paletted) *image.NRGBA {
	var colours [256]color.NRGBA // what is beyond the palette is nothing
	for i, c := range src.Palette {
		colours[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	out := image.NewNRGBA(image.Rect(0, 0, src.Rect.Dx(), src.Rect.Dy()))
	for y := range out.Rect.Dy() {
		row, to := src.Pix[y*src.Stride:], out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			c := colours[row[x]]
			to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = c.R, c.G, c.B, c.A
		}
	}
	return out
}

func unshare(src *image.NYCbCrA) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, src.Rect.Dx(), src.Rect.Dy()))
	for y := range out.Rect.Dy() {
		to := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			c := src.NYCbCrAAt(src.Rect.Min.X+x, src.Rect.Min.Y+y)
			to[4*x], to[4*x+1], to[4*x+2] = color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
			to[4*x+3] = c.A
		}
	}
	return out
}

// plane is one channel, or several that lie side by side, of a picture.
type plane struct {
	pix            []byte
	stride, w, h   int
	bytesPerSample int
}

// each gives the picture whose planes are f of src's planes. f may change the size of a
// plane; upright is whether width and height keep their places.
func each(src image.Image, upright bool, f func(plane) plane) image.Image {
	switch src := src.(type) {
	case *image.Gray:
		p := f(plane{src.Pix, src.Stride, src.Rect.Dx(), src.Rect.Dy(), 1})
		return &image.Gray{Pix: p.pix, Stride: p.stride, Rect: image.Rect(0, 0, p.w, p.h)}
	case *image.NRGBA:
		p := f(plane{src.Pix, src.Stride, src.Rect.Dx(), src.Rect.Dy(), 4})
		return &image.NRGBA{Pix: p.pix, Stride: p.stride, Rect: image.Rect(0, 0, p.w, p.h)}
	case *image.YCbCr:
		across, down := cell(src.SubsampleRatio)
		cw, ch := (src.Rect.Dx()+across-1)/across, (src.Rect.Dy()+down-1)/down
		y := f(plane{src.Y, src.YStride, src.Rect.Dx(), src.Rect.Dy(), 1})
		cb := f(plane{src.Cb, src.CStride, cw, ch, 1})
		cr := f(plane{src.Cr, src.CStride, cw, ch, 1})
		if !upright {
			across, down = down, across
		}
		return &image.YCbCr{Y: y.pix, Cb: cb.pix, Cr: cr.pix, YStride: y.stride, CStride: cb.stride,
			SubsampleRatio: ratios[[2]int{across, down}], Rect: image.Rect(0, 0, y.w, y.h)}
	}
	panic("pictures: a picture that is not plain")
}

// ratios are the ways in which pixels share a colour, by how many do across and down.
var ratios = map[[2]int]image.YCbCrSubsampleRatio{
	{1, 1}: image.YCbCrSubsampleRatio444,
	{2, 1}: image.YCbCrSubsampleRatio422,
	{2, 2}: image.YCbCrSubsampleRatio420,
	{1, 2}: image.YCbCrSubsampleRatio440,
	{4, 1}: image.YCbCrSubsampleRatio411,
	{4, 2}: image.YCbCrSubsampleRatio410,
}

// cell is how many pixels share a colour, across and down.
func cell(ratio image.YCbCrSubsampleRatio) (across, down int) {
	for cell, r := range ratios {
		if r == ratio {
			return cell[0], cell[1]
		}
	}
	return 1, 1
}

// halve gives a picture of half the width and height, rounded up: each pixel is the mean
// of four.
func halve(src image.Image) image.Image {
	return each(src, true, func(p plane) plane {
		n := p.bytesPerSample
		out := newPlane((p.w+1)/2, (p.h+1)/2, n)
		for y := range out.h {
			above := p.pix[2*y*p.stride:]
			below := p.pix[min(2*y+1, p.h-1)*p.stride:]
			to := out.pix[y*out.stride:]
			for x := range out.w {
				left, right := 2*x*n, min(2*x+1, p.w-1)*n
				if n == 1 {
					to[x] = byte((int(above[left]) + int(above[right]) + int(below[left]) + int(below[right]) + 2) / 4)
				} else {
					mean(to[x*n:], above[left:], above[right:], below[left:], below[right:])
				}
			}
		}
		return out
	})
}

// mean mixes pixels with alpha: what can't be seen has no say in the colour.
func mean(to []byte, pixels ...[]byte) {
	var sum [3]int
	alpha := 0
	for _, p := range pixels {
		a := int(p[3])
		alpha += a
		for c := range sum {
			sum[c] += a * int(p[c])
		}
	}
	for c := range sum {
		to[c] = byte((sum[c] + alpha/2) / max(alpha, 1))
	}
	to[3] = byte((alpha + 2) / 4)
}

func newPlane(w, h, n int) plane {
	return plane{make([]byte, w*h*n), w * n, w, h, n}
}

// turn sets a picture upright that a camera stored in one of the eight ways of EXIF's
// Orientation. Where colours are shared by pixels and a side is odd, they move by less
// than a pixel.
func turn(src image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return src
	}
	upright := orientation < 5
	return each(src, upright, func(p plane) plane {
		n := p.bytesPerSample
		w, h := p.w, p.h
		if !upright {
			w, h = h, w
		}
		out := newPlane(w, h, n)
		for y := range p.h {
			from := p.pix[y*p.stride:]
			for x := range p.w {
				tx, ty := turned(orientation, x, y, p.w, p.h)
				copy(out.pix[ty*out.stride+tx*n:][:n], from[x*n:])
			}
		}
		return out
	})
}

// turned is where the pixel x, y of a picture of w × h stands when it is upright.
func turned(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
