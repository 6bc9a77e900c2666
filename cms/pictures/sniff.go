package pictures

import (
	"bytes"
	"net/http"
	"strings"
)

// Kind is what a file is, as its bytes say.
type Kind string

// The kinds. What is not named is Other.
const (
	JPEG  Kind = "image/jpeg"
	PNG   Kind = "image/png"
	GIF   Kind = "image/gif"
	WebP  Kind = "image/webp"
	AVIF  Kind = "image/avif"
	HEIC  Kind = "image/heic"
	SVG   Kind = "image/svg+xml"
	TIFF  Kind = "image/tiff"
	BMP   Kind = "image/bmp"
	PDF   Kind = "application/pdf"
	HTML  Kind = "text/html"
	Other Kind = "application/octet-stream"
)

// SniffLen is how many bytes of a file Sniff looks at.
const SniffLen = 1024

// Sniff says what a file is by its first bytes. A file that begins as two things do is the
// one that browsers would take for a page.
func Sniff(head []byte) Kind {
	head = head[:min(len(head), SniffLen)]
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return PNG
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return GIF
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return brand(head)
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return TIFF
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return PDF
	}
	text := strings.ToLower(string(head))
	if strings.Contains(text, "<svg") {
		return SVG
	}
	media, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch {
	case media == "text/html", media == "text/xml":
		return HTML
	case media == "image/bmp":
		return BMP
	case strings.Contains(string(head), "%PDF-"): // readers look for it in the first kilobyte
		return PDF
	}
	return Other
}

// brand tells pictures in ISO base media files apart, by the brands that they name.
func brand(head []byte) Kind {
	size := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	for at := 8; at+4 <= min(len(head), max(size, 12)); at += 4 {
		switch string(head[at : at+4]) {
		case "avif", "avis":
			return AVIF
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
			return HEIC
		}
	}
	return Other
}
