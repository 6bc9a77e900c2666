package pictures

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what a file is, as its bytes say: a media type.
type Kind string

// The kinds. What is not named is Other. Read takes the first six.
const (
	JPEG  Kind = "image/jpeg"
	PNG   Kind = "image/png"
	GIF   Kind = "image/gif"
	WebP  Kind = "image/webp"
	AVIF  Kind = "image/avif"
	HEIC  Kind = "image/heic" // and all of HEIF that is not AVIF
	SVG   Kind = "image/svg+xml"
	TIFF  Kind = "image/tiff"
	BMP   Kind = "image/bmp"
	PDF   Kind = "application/pdf"
	HTML  Kind = "text/html"       // and XML that a browser may take for it
	Zip   Kind = "application/zip" // an office document is one, too
	Video Kind = "video/mp4"       // a film of any kind
	Text  Kind = "text/plain"      // UTF-8 without control characters
	Other Kind = "application/octet-stream"

	// OtherPicture is one of a kind that browsers do not show, without a type of its own here.
	OtherPicture Kind = "image/x-other"
)

// SniffLen is how many bytes of a file Sniff looks at.
const SniffLen = 1024

// starts are what files of a kind begin with.
var starts = []struct {
	start string
	kind  Kind
}{
	{"\xff\xd8\xff", JPEG},
	{"\x89PNG\r\n\x1a\n", PNG},
	{"GIF87a", GIF},
	{"GIF89a", GIF},
	{"II*\x00", TIFF}, {"MM\x00*", TIFF}, {"II+\x00", TIFF}, {"MM\x00+", TIFF},
	{"\x00\x00\x01\x00", OtherPicture}, // an icon of Windows
	{"8BPS", OtherPicture},             // Photoshop
	{"\xff\x0a", OtherPicture},         // JPEG XL
	{"\x00\x00\x00\x0cJXL \r\n\x87\n", OtherPicture},
	{"PK\x03\x04", Zip}, {"PK\x05\x06", Zip}, {"PK\x07\x08", Zip},
	{"\x1aE\xdf\xa3", Video}, // Matroska, WebM
	{"%PDF-", PDF},
}

// Sniff says what a file is by its first SniffLen bytes, or by all of it where it is
// shorter. A file that could be two things is the one that a browser or a reader would run.
func Sniff(head []byte) Kind {
	head = head[:min(len(head), SniffLen)]
	for _, s := range starts {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return s.kind
		}
	}
	switch {
	case len(head) >= 10 && string(head[:2]) == "BM" && string(head[6:10]) == "\x00\x00\x00\x00":
		return BMP
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "AVI ":
		return Video
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return sniffBrands(head)
	case bytes.Contains(head, []byte("%PDF-")): // readers look for it in the first kilobyte
		return PDF
	}
	return sniffText(head)
}

// sniffBrands tells ISO base media files (ISO/IEC 14496-12) apart by the brands they name.
func sniffBrands(head []byte) Kind {
	size := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	heif := false
	for at := 8; at+4 <= min(len(head), max(size, 12)); at += 4 {
		switch string(head[at : at+4]) {
		case "avif", "avis":
			return AVIF
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs":
			return HEIC
		case "mif1", "mif2", "msf1":
			heif = true
		}
	}
	if heif {
		return HEIC
	}
	return Video
}

// tags are what makes a browser take a text for a page (mimesniff.spec.whatwg.org, 7.1).
var tags = []string{
	"!doctype html", "html", "head", "script", "iframe", "h1", "div", "font", "table", "a",
	"style", "title", "b", "body", "br", "p", "!--", "?xml",
}

// sniffText tells texts apart.
func sniffText(head []byte) Kind {
	text := strings.ToLower(string(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	if strings.Contains(text, "<svg") || strings.Contains(text, ":svg") && strings.Contains(text, "http://www.w3.org/2000/svg") {
		return SVG
	}
	if rest, ok := strings.CutPrefix(strings.TrimLeft(text, " \t\r\n\f"), "<"); ok {
		for _, tag := range tags {
			after, ok := strings.CutPrefix(rest, tag)
			if ok && (tag == "!--" || after == "" || strings.ContainsAny(after[:1], " \t\r\n\f/>")) {
				return HTML
			}
		}
	}
	if isText(head) {
		return Text
	}
	return Other
}

// isText is whether head is UTF-8 without control characters. Its last character may be cut.
func isText(head []byte) bool {
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		switch {
		case r == utf8.RuneError && size == 1 && utf8.FullRune(head):
			return false
		case unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\f", r):
			return false
		}
		head = head[size:]
	}
	return true
}
