package pictures

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"io"
	"math"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// mustRead reads what has to be taken, and checks what holds for every picture.
func mustRead(t *testing.T, data []byte) (Picture, image.Image) {
	t.Helper()
	p, err := Read(context.Background(), data)
	if err != nil {
		t.Fatalf("%v (%v)", err, errors.Unwrap(err))
	}
	if held := stowaways(p.Data); len(held) > 0 {
		t.Errorf("what is kept holds %v", held)
	}
	img, name, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil || "image/"+name != string(p.Kind) || img.Bounds().Size() != image.Pt(p.Width, p.Height) {
		t.Fatalf("what is kept is a %s of %v, and is said to be %s of %d × %d (%v)", name, img.Bounds(), p.Kind, p.Width, p.Height, err)
	}
	if len(p.Color) != 7 || len(p.Placeholder) > maxPlaceholder || !strings.HasPrefix(p.Placeholder, "data:image/png;base64,") {
		t.Errorf("colour %q, placeholder of %d bytes: %.30s", p.Color, len(p.Placeholder), p.Placeholder)
	}
	return p, img
}

// quarters are the colours in the middles of a picture's quarters, row by row.
func quarters(img image.Image) (out [4]color.Color) {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for i := range out {
		out[i] = img.At(w/4+i%2*w/2, h/4+i/2*h/2)
	}
	return out
}

func TestEveryKindIsReadAndKeepsItsPicture(t *testing.T) {
	for name, data := range map[string][]byte{"jpeg": asJPEG(t, corner(320, 200)), "png": asPNG(t, corner(320, 200)), "webp": asWebP(t, corner(320, 200)), "avif": asAVIF(t, corner(320, 200))} {
		t.Run(name, func(t *testing.T) {
			p, img := mustRead(t, data)
			if p.Width != 320 || p.Height != 200 || p.Alpha || p.Moves || len(p.TakenOut) > 0 {
				t.Errorf("it is %d × %d, alpha %v, moves %v, taken out %v", p.Width, p.Height, p.Alpha, p.Moves, p.TakenOut)
			}
			for i, c := range quarters(img) {
				if !near(c, corners[i], 10) {
					t.Errorf("quarter %d is %v, want %v", i, c, corners[i])
				}
			}
		})
	}
}

func TestEveryOrientationComesOutUprightAndIsSaidNoMore(t *testing.T) {
	// Which quarter of the stored picture stands above left, above right, below left and
	// below right, by the words of EXIF (CIPA DC-008, 4.6.4 A).
	upright := [9][4]int{1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {3, 2, 1, 0}, 4: {2, 3, 0, 1}, 5: {0, 2, 1, 3}, 6: {2, 0, 3, 1}, 7: {3, 1, 2, 0}, 8: {1, 3, 0, 2}}
	for orientation := 1; orientation <= 8; orientation++ {
		block := exifOf(orientation, false)
		webp := bytes.Clone(asWebP(t, corner(96, 64))[12:])
		for name, data := range map[string][]byte{
			"jpeg":     withSegments(asJPEG(t, corner(96, 64)), segment(0xe1, "Exif\x00\x00"+block)),
			"odd jpeg": withSegments(asJPEG(t, corner(97, 63)), segment(0xe1, "Exif\x00\x00"+block)),
			"png":      withChunks(asPNG(t, corner(96, 64)), pngChunk("eXIf", block)),
			"webp":     putChunk(nil, "RIFF", append([]byte("WEBP"), putChunk(webp, "EXIF", []byte(block))...)),
		} {
			p, img := mustRead(t, data)
			if tall := p.Height > p.Width; tall != (orientation >= 5) {
				t.Errorf("%s, orientation %d: it is %d × %d", name, orientation, p.Width, p.Height)
			}
			for i, c := range quarters(img) {
				if want := corners[upright[orientation][i]]; !near(c, want, 12) {
					t.Errorf("%s, orientation %d: quarter %d is %v, want %v", name, orientation, i, c, want)
				}
			}
		}
	}
}

func TestWhatIsTakenOutIsSaidAndGone(t *testing.T) {
	plain, drawn := asJPEG(t, noise(64, 48)), asPNG(t, corner(64, 48))
	xmp := `<x:xmpmeta xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ada Sample</dc:creator><exif:GPSLatitude>48,30N</exif:GPSLatitude></x:xmpmeta>`
	all := []Finding{FoundPlace, FoundPerson, FoundCamera}
	for name, test := range map[string]struct {
		data []byte
		want []Finding
	}{
		"nothing":               {plain, nil},
		"only how it is turned": {withSegments(plain, segment(0xe1, "Exif\x00\x00"+exifOf(1, false))), nil},
		"a phone's EXIF":        {withSegments(plain, segment(0xe1, "Exif\x00\x00"+exifOf(1, true))), all},
		"EXIF in a PNG":         {withChunks(drawn, pngChunk("eXIf", exifOf(1, true))), all},
		"XMP":                   {withSegments(plain, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmp)), []Finding{FoundPlace, FoundPerson, FoundWords}},
		"XMP in a PNG":          {withChunks(drawn, pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp)), []Finding{FoundPlace, FoundPerson, FoundWords}},
		"a comment":             {withSegments(plain, segment(0xfe, "for Ben")), []Finding{FoundWords}},
		"IPTC":                  {withSegments(plain, segment(0xed, "Photoshop 3.0\x008BIM")), []Finding{FoundWords}},
		"a text":                {withChunks(drawn, pngChunk("tEXt", "Author\x00Ada Sample")), []Finding{FoundWords}},
		"a ZIP behind":          {append(bytes.Clone(plain), "PK\x03\x04 and what follows"...), []Finding{FoundTrailing}},
		"a PDF behind":          {append(bytes.Clone(plain), "%PDF-1.7 1 0 obj << /OpenAction << /S /JavaScript >> >>"...), []Finding{FoundTrailing}},
		"a script behind":       {append(bytes.Clone(drawn), "<script>alert(1)</script>"...), []Finding{FoundTrailing}},
		"zeros behind":          {append(bytes.Clone(plain), make([]byte, 3000)...), nil},
		"EXIF of nonsense":      {withSegments(plain, segment(0xe1, "Exif\x00\x00II*\x00\xff\xff\xff\xff")), nil},
		"too many pixels":       {asPNG(t, corner(MaxSide+2, 3)), []Finding{FoundPixels}},
		"an animated PNG":       {withChunks(drawn, pngChunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00")), []Finding{FoundFrames}},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := mustRead(t, test.data)
			if !slices.Equal(p.TakenOut, test.want) {
				t.Errorf("taken out is %v, want %v", p.TakenOut, test.want)
			}
			for _, secret := range []string{"Ada", "Ben", "Lumibox", "GPS", "PK\x03\x04", "%PDF", "script", "Exif", "8BIM"} {
				if bytes.Contains(p.Data, []byte(secret)) {
					t.Errorf("what is kept holds %q", secret)
				}
			}
		})
	}
}

func TestFilesThatAreNoPictureOrTooLargeAreRefusedInWords(t *testing.T) {
	huge := bytes.Clone(asPNG(t, image.NewGray(image.Rect(0, 0, 4, 4))))
	copy(huge[8:], pngChunk("IHDR", "\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x06\x00\x00\x00"))
	wide := bytes.Clone(asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8))))
	copy(wide[bytes.Index(wide, []byte("\xff\xc0"))+5:], "\xff\xff\xff\xff")
	canvas := putChunk(nil, "RIFF", append([]byte("WEBP"), putChunk(nil, "VP8X", []byte("\x00\x00\x00\x00\xff\xff\x00\xff\xff\x00"))...))
	swelled := bytes.Clone(asWebP(t, corner(16, 16)))
	copy(swelled[bytes.Index(swelled, []byte("\x9d\x01\x2a"))+3:], "\xff\x3f\xff\x3f")
	for name, test := range map[string]struct {
		data []byte
		says string
	}{
		"a PNG bomb":          {huge, "50,000 × 50,000 pixels, 2,500 million"},
		"a JPEG bomb":         {wide, "65,535 × 65,535 pixels"},
		"a WebP bomb":         {swelled, "16,383 × 16,383 pixels"},
		"an empty canvas":     {canvas, "damaged"},
		"HTML named png":      {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "a web page"},
		"SVG":                 {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "drawing (SVG)"},
		"PDF":                 {[]byte("%PDF-1.7\n"), "PDF document"},
		"PDF behind a text":   {[]byte("hello %PDF-1.7\n"), "PDF document"},
		"ZIP":                 {[]byte("PK\x03\x04\x14\x00"), "ZIP archive"},
		"TIFF":                {[]byte("II*\x00\x08\x00\x00\x00"), "do not show"},
		"BMP":                 {[]byte("BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00"), "do not show"},
		"nothing":             {nil, "empty"},
		"a film":              {[]byte("\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom"), "a film"},
		"text":                {[]byte("BM is a nice firm"), "not a picture that we know"},
		"HEIC that is none":   {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x08mdat"), "Most Compatible"},
		"JPEG without end":    {asJPEG(t, corner(64, 64))[:500], "broken off"},
		"JPEG without start":  {append([]byte("\xff\xd8\xff\xe0\x00\x02"), make([]byte, 300)...), "broken off"},
		"PNG of another sum":  {append(bytes.Clone(asPNG(t, corner(8, 8))[:29]), make([]byte, 40)...), "damaged"},
		"GIF without a frame": {[]byte("GIF89a\x10\x00\x10\x00\x00\x00\x00\x3b"), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(context.Background(), test.data)
			refused := (*Refused)(nil)
			if !errors.As(err, &refused) || !strings.Contains(refused.Error(), test.says) || refused.Do == "" {
				t.Errorf("it says %v (%v), want a refusal with %q", err, errors.Unwrap(err), test.says)
			}
		})
	}
	_, err := ReadFrom(context.Background(), bytes.NewReader(asJPEG(t, noise(200, 200))), 5<<30)
	if err == nil || !strings.Contains(err.Error(), "5.4 GB") {
		t.Errorf("5 GB: %v", err)
	}
}

// TestTornFilesAreRefusedOrRead cuts files at many places, and breaks bytes in them.
func TestTornFilesAreRefusedOrRead(t *testing.T) {
	var moving bytes.Buffer
	if err := gif.EncodeAll(&moving, frames(20, 20, 3)); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"jpeg": withSegments(asJPEG(t, corner(40, 30)), segment(0xe1, "Exif\x00\x00"+exifOf(6, true)), iccSegment(displayP3)),
		"png":  withChunks(asPNG(t, corner(40, 30)), pngChunk("iCCP", "p\x00\x00"+deflated(displayP3)), pngChunk("eXIf", exifOf(6, true))),
		"webp": asWebP(t, corner(40, 30)), "gif": moving.Bytes(),
	} {
		for at := 0; at < len(data); at += 1 + len(data)/150 {
			broken := bytes.Clone(data)
			broken[at] ^= 0x55
			for _, torn := range [][]byte{data[:at], broken} {
				_, err := Read(context.Background(), torn)
				if refused := (*Refused)(nil); err != nil && !errors.As(err, &refused) {
					t.Fatalf("%s at %d: %v", name, at, err)
				}
			}
		}
	}
}

// frames is an animation of frames that differ.
func frames(w, h, n int) *gif.GIF {
	out := &gif.GIF{Config: image.Config{Width: w, Height: h}}
	for i := range n {
		img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.NRGBA{200, 30, 30, 255}, color.NRGBA{30, 30, byte(i), 255}})
		img.SetColorIndex(i%w, 0, 1)
		out.Image, out.Delay = append(out.Image, img), append(out.Delay, 4)
	}
	return out
}

func TestAnimationsMoveOnWhenTheyAreSmallAndStandStillElse(t *testing.T) {
	for name, test := range map[string]struct {
		frames, side int
		moves        bool
	}{"short": {5, 30, true}, "10,000 frames": {10_000, 4, false}, "large frames": {45, 1000, false}, "one frame": {1, 30, false}} {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			if err := gif.EncodeAll(&file, frames(test.side, test.side, test.frames)); err != nil {
				t.Fatal(err)
			}
			p, _ := mustRead(t, file.Bytes())
			if p.Moves != test.moves || (p.Kind == GIF) != test.moves || slices.Contains(p.TakenOut, FoundFrames) != (!test.moves && test.frames > 1) {
				t.Errorf("it is %s, moves %v, taken out %v", p.Kind, p.Moves, p.TakenOut)
			}
			if test.moves {
				if all, err := gif.DecodeAll(bytes.NewReader(p.Data)); err != nil || len(all.Image) != test.frames || all.Delay[0] != 4 {
					t.Errorf("it has %d frames, %v", len(all.Image), err)
				}
			}
		})
	}
}

func TestOfAnAnimatedWebPTheFirstFrameIsKept(t *testing.T) {
	frame := asWebP(t, corner(32, 20))[12:]
	place := []byte{2, 0, 0, 1, 0, 0, 31, 0, 0, 19, 0, 0, 100, 0, 0, 0}
	parts := putChunk([]byte("WEBP"), "VP8X", []byte{2, 0, 0, 0, 39, 0, 0, 29, 0, 0})
	parts = putChunk(parts, "ANIM", make([]byte, 6))
	parts = putChunk(parts, "ANMF", append(bytes.Clone(place), frame...))
	parts = putChunk(parts, "ANMF", append(bytes.Clone(place), asWebP(t, noise(32, 20))[12:]...))
	p, img := mustRead(t, putChunk(nil, "RIFF", parts))
	if p.Width != 40 || p.Height != 30 || !p.Alpha || !slices.Equal(p.TakenOut, []Finding{FoundFrames}) {
		t.Errorf("it is %d × %d, alpha %v, taken out %v", p.Width, p.Height, p.Alpha, p.TakenOut)
	}
	if !near(img.At(4+8, 2+5), corners[0], 12) || !near(img.At(4+24, 2+15), corners[3], 12) || !near(img.At(1, 1), color.Transparent, 0) {
		t.Errorf("the frame is not at its place: %v", quarters(img))
	}
}

func TestEveryFormOfJPEGAndPNGIsRead(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 30, 20))
	grey := image.NewGray16(deep.Rect)
	for i := range 600 {
		deep.SetNRGBA64(i%30, i/30, color.NRGBA64{0xd2d2, 0x2828, 0x2828, 0xffff})
		grey.SetGray16(i%30, i/30, color.Gray16{0x7777})
	}
	few := image.NewPaletted(deep.Rect, color.Palette{color.NRGBA{210, 40, 40, 128}})
	for name, test := range map[string]struct {
		data []byte
		want color.Color
	}{
		"grey":             {mosaic(30, 20, false, -1, 119), color.NRGBA{119, 119, 119, 255}},
		"three components": {mosaic(30, 20, false, -1, 90, 100, 213), color.NRGBA{209, 39, 40, 255}},
		"RGB":              {mosaic(30, 20, false, 0, 210, 40, 40), color.NRGBA{210, 40, 40, 255}},
		"CMYK":             {mosaic(30, 20, false, 0, 210, 40, 40, 255), color.NRGBA{210, 40, 40, 255}},
		"YCCK":             {mosaic(30, 20, false, 2, 90, 100, 213, 255), color.NRGBA{46, 216, 215, 255}},
		"progressive":      {mosaic(30, 20, true, -1, 90, 100, 213), color.NRGBA{209, 39, 40, 255}},
		"progressive CMYK": {mosaic(30, 20, true, 0, 210, 40, 40, 255), color.NRGBA{210, 40, 40, 255}},
		"16 bits":          {asPNG(t, deep), color.NRGBA{210, 40, 40, 255}},
		"16 bits of grey":  {asPNG(t, grey), color.NRGBA{119, 119, 119, 255}},
		"a palette":        {asPNG(t, few), color.NRGBA{210, 40, 40, 128}},
		"interlaced":       {interlaced(30, 20, 119), color.NRGBA{119, 119, 119, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			_, img := mustRead(t, test.data)
			for _, c := range quarters(img) {
				if !near(c, test.want, 3) {
					t.Errorf("it is %v, want %v", c, test.want)
				}
			}
		})
	}
}

// interlaced is a PNG of one grey in the seven passes of Adam7.
func interlaced(w, h int, grey byte) []byte {
	var raw []byte
	for _, pass := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		for y := pass[1]; y < h; y += pass[3] {
			raw = append(raw, 0)
			for x := pass[0]; x < w; x += pass[2] {
				raw = append(raw, grey)
			}
		}
	}
	head := pngChunk("IHDR", string([]byte{0, 0, 0, byte(w), 0, 0, 0, byte(h), 8, 0, 0, 0, 1}))
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), head, pngChunk("IDAT", deflated(raw)), pngChunk("IEND", "")}, nil)
}

// inSRGBByHand is what a colour of a profile with a power as its curve is in sRGB, as the
// standards compute it.
func inSRGBByHand(gamma float64, primaries [3][3]float64, in [3]byte) color.NRGBA {
	var xyz [3]float64
	for i, p := range primaries {
		for c := range xyz {
			xyz[c] += p[c] * math.Pow(float64(in[i])/255, gamma)
		}
	}
	var out [3]byte
	for i, row := range [3][3]float64{{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}} {
		out[i] = encodeSRGB(row[0]*xyz[0] + row[1]*xyz[1] + row[2]*xyz[2])
	}
	return color.NRGBA{out[0], out[1], out[2], 255}
}

func encodeSRGB(v float64) byte {
	if v <= 0.0031308 {
		return byte(math.Round(255 * 12.92 * max(v, 0)))
	}
	return byte(math.Round(255 * min(1, 1.055*math.Pow(v, 1/2.4)-0.055)))
}

func TestColoursOfOtherProfilesComeOutAsTheyWereSeen(t *testing.T) {
	p3 := [3][3]float64{{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}}
	adobe := [3][3]float64{{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}}
	for _, in := range [][3]byte{{180, 120, 90}, {90, 140, 110}, {70, 80, 150}, {128, 128, 128}, {255, 255, 255}, {8, 8, 8}} {
		flat := image.NewNRGBA(image.Rect(0, 0, 16, 16))
		for i := range flat.Pix {
			flat.Pix[i] = append(in[:], 255)[i%4]
		}
		for name, test := range map[string]struct {
			data []byte
			want color.NRGBA
		}{
			"Display P3 in JPEG": {withSegments(asJPEG(t, flat), iccSegment(displayP3)), inSRGBByHand(2.2, p3, in)},
			"Display P3 in PNG":  {withChunks(asPNG(t, flat), pngChunk("iCCP", "p\x00\x00"+deflated(displayP3))), inSRGBByHand(2.2, p3, in)},
			"Adobe RGB in JPEG":  {withSegments(asJPEG(t, flat), iccSegment(adobeRGB)), inSRGBByHand(2.2, adobe, in)},
			"a broken profile":   {withSegments(asJPEG(t, flat), iccSegment(displayP3[:200])), flat.NRGBAAt(0, 0)},
			"one of grey":        {withSegments(asJPEG(t, flat), iccSegment(grey18)), flat.NRGBAAt(0, 0)},
		} {
			if _, img := mustRead(t, test.data); !near(img.At(8, 8), test.want, 4) {
				t.Errorf("%s: %v is %v, want %v", name, in, img.At(8, 8), test.want)
			}
		}
	}
	_, img := mustRead(t, withSegments(mosaic(16, 16, false, -1, 100), iccSegment(grey18)))
	if want := encodeSRGB(math.Pow(100./255, 1.8)); !near(img.At(8, 8), color.Gray{want}, 2) {
		t.Errorf("grey is %v, want %d", img.At(8, 8), want)
	}
}

func TestTheTablesSayWhatTheProfileSays(t *testing.T) {
	for name, profile := range map[string][]byte{"P3": displayP3, "Adobe RGB": adobeRGB} {
		p := readProfile(profile)
		convert, tables := converter(p, 3), lightsOf(p)
		if tables == nil {
			t.Fatalf("%s has no tables", name)
		}
		for i := range 20_000 {
			in := [3]byte{byte(i * 7), byte(i * 13 / 3), byte(i * 29 / 11)}
			want := convert(float64(in[0])/255, float64(in[1])/255, float64(in[2])/255)
			r, g, b := tables.at(in[0], in[1], in[2])
			if !near(color.NRGBA{r, g, b, 255}, color.NRGBA{want[0], want[1], want[2], 255}, 3) {
				t.Fatalf("%s: %v is %d %d %d, and %v by the profile", name, in, r, g, b, want)
			}
		}
	}
}

// TestHostileProfilesAndTextsTakeNoMemory packs much into little, and claims even more.
func TestHostileProfilesAndTextsTakeNoMemory(t *testing.T) {
	bomb := deflated(make([]byte, 200<<20))
	drawn := asPNG(t, corner(16, 16))
	lies := bytes.Clone(displayP3)
	copy(lies[bytes.Index(lies, []byte("curv"))+8:], "\xff\xff\xff\xff")
	many := bytes.Clone(displayP3)
	copy(many[128:], "\xff\xff\xff\xff")
	for name, data := range map[string][]byte{
		"a profile": withChunks(drawn, pngChunk("iCCP", "p\x00\x00"+bomb)),
		"a text":    withChunks(drawn, pngChunk("zTXt", "Raw profile type exif\x00\x00"+bomb)),
		"an iTXt":   withChunks(drawn, pngChunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00\x00\x00"+bomb)),
		"a curve":   withChunks(drawn, pngChunk("iCCP", "p\x00\x00"+deflated(lies))),
		"tags":      withChunks(drawn, pngChunk("iCCP", "p\x00\x00"+deflated(many))),
	} {
		took := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for range min(b.N, 1) {
				mustRead(t, data)
			}
		}).MemBytes
		if took > 40<<20 {
			t.Errorf("%s takes %d MB", name, took>>20)
		}
	}
}

func TestTheSameFileGivesTheSamePicture(t *testing.T) {
	for _, data := range [][]byte{asJPEG(t, noise(300, 200)), asPNG(t, corner(300, 200)), withSegments(asJPEG(t, noise(200, 300)), segment(0xe1, "Exif\x00\x00"+exifOf(7, true)), iccSegment(displayP3))} {
		first, _ := mustRead(t, data)
		if second, _ := mustRead(t, data); !reflect.DeepEqual(first, second) {
			t.Error("two readings differ")
		}
	}
}

func TestWhoWaitsForMemoryCanGiveUp(t *testing.T) {
	leave, err := enter(context.Background(), gateBytes)
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	data := asJPEG(t, corner(16, 16))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := Read(ctx, data); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Read: %v", err)
	}
	if _, err := Render(ctx, data, Spec{Fit: Whole, Width: 160, Format: FormatJPEG}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Render: %v", err)
	}
}

func TestAPanicIsARefusalAndAFaultOfTheDiskIsNone(t *testing.T) {
	if err := guard(func() error { return io.Discard.(error) }); err == nil || !strings.Contains(err.Error(), "panicked") {
		t.Errorf("a panic gives %v", err)
	}
	fault := errors.New("the disk is gone")
	_, err := ReadFrom(context.Background(), failing{fault}, 100)
	if refused := (*Refused)(nil); !errors.Is(err, fault) || errors.As(err, &refused) {
		t.Errorf("it says %v", err)
	}
}

type failing struct{ err error }

func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

// TestNoDecoderComesAlongThatNobodyAskedFor asserts that no decoder with a record of faults
// and no way to start a program is linked in.
func TestNoDecoderComesAlongThatNobodyAskedFor(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dep := range strings.Lines(string(out)) {
		for _, never := range []string{"os/exec", "net/http", "golang.org/x/image/tiff", "golang.org/x/image/bmp", "github.com/rwcarlsen/goexif", "practicecms/content", "practicecms/cms/internal"} {
			if strings.TrimSpace(dep) == never {
				t.Errorf("pictures depends on %s", never)
			}
		}
	}
}
