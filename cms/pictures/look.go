package pictures

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// hasAlpha is whether something shines through a plain picture.
func hasAlpha(img image.Image) bool {
	n, ok := img.(*image.NRGBA)
	return ok && !n.Opaque()
}

// isFlat is whether a picture is made of areas of one colour, as logos and screenshots
// are: JPEG would leave marks around their edges. In a photo, few pixels are exactly as
// the one before.
func isFlat(img image.Image) bool {
	n, ok := img.(*image.NRGBA)
	if !ok {
		return false
	}
	same, all := 0, 0
	for y := 0; y < n.Rect.Dy(); y += 1 + n.Rect.Dy()/500 {
		row := n.Pix[y*n.Stride:][:4*n.Rect.Dx()]
		for x := 4; x < len(row); x += 4 {
			if all++; [4]byte(row[x:]) == [4]byte(row[x-4:]) {
				same++
			}
		}
	}
	return same*10 >= all*6
}

// lookOf gives the main colour of a picture, and a tiny copy of it.
func lookOf(img image.Image) (main, placeholder string) {
	for max(img.Bounds().Dx(), img.Bounds().Dy()) > 128 {
		img = halve(img)
	}
	return mainColor(img), tiny(img)
}

// mainColor is the mean of the colours that are seen most: of those that are alike in
// the upper four bits of each channel.
func mainColor(img image.Image) string {
	type group struct{ r, g, b, n int }
	groups := make([]group, 1<<12)
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if c.A < 128 {
				continue
			}
			g := &groups[int(c.R>>4)<<8|int(c.G>>4)<<4|int(c.B>>4)]
			g.r, g.g, g.b, g.n = g.r+int(c.R), g.g+int(c.G), g.b+int(c.B), g.n+1
		}
	}
	most := group{255, 255, 255, 1} // where all shines through, the page is seen
	for i, g := range groups {
		if g.n > most.n || i == 0 && g.n > 0 {
			most = g
		}
	}
	return fmt.Sprintf("#%02x%02x%02x", most.r/most.n, most.g/most.n, most.b/most.n)
}

// maxPlaceholder is how long a placeholder may be, in bytes.
const maxPlaceholder = 1000

// tiny gives a picture as a data URI, as large as fits.
func tiny(img image.Image) string {
	for side := 16; ; side-- {
		w, h := within(img.Bounds().Dx(), img.Bounds().Dy(), side)
		var out bytes.Buffer
		if err := png.Encode(&out, scale(img, img.Bounds(), w, h)); err != nil {
			return "" // a bytes.Buffer takes everything
		}
		uri := "data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes())
		if len(uri) <= maxPlaceholder {
			return uri
		}
	}
}

// within fits w × h into a square, never larger than it was.
func within(w, h, side int) (int, int) {
	long := max(w, h)
	if long <= side {
		return w, h
	}
	return max(1, (w*side+long/2)/long), max(1, (h*side+long/2)/long)
}
