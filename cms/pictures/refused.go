package pictures

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/dustin/go-humanize"
)

// Refused is why a file is not taken. Its texts are for people: what it is, and what to do.
type Refused struct {
	Happened, Do string
	cause        error
}

// Error is both sentences.
func (r *Refused) Error() string { return r.Happened + ". " + r.Do }

// Unwrap is what a decoder said, for the log; nil when none was asked.
func (r *Refused) Unwrap() error { return r.cause }

// refusedKind says why a kind is not taken at all.
func refusedKind(k Kind) error {
	switch k {
	case SVG:
		return &Refused{Happened: "This is a drawing (SVG), which can hold programs", Do: "Save it as a PNG, twice as large as it is shown, and send that."}
	case TIFF, BMP, OtherPicture:
		return &Refused{Happened: "Browsers do not show pictures of this kind", Do: "Save it as a JPEG or a PNG, and send that."}
	case PDF:
		return &Refused{Happened: "This is a PDF document, not a picture", Do: "Add it as a document, or save the page that you mean as a JPEG."}
	case HTML:
		return &Refused{Happened: "This is a web page, not a picture, whatever its name says", Do: "Open the page, save the picture itself, and send that."}
	case Zip:
		return &Refused{Happened: "This is a ZIP archive or an office document, not a picture", Do: "Take the picture out of it, and send that."}
	case Video:
		return &Refused{Happened: "This is a film, not a picture", Do: "Send a picture of it, as JPEG or PNG."}
	case "":
		return &Refused{Happened: "This file is empty", Do: "Save it once more where it was made, and send it again."}
	}
	return &Refused{Happened: "This is not a picture that we know", Do: "Send a JPEG, PNG, WebP, GIF or HEIC."}
}

func refusedLength(size int64) error {
	return &Refused{
		Happened: fmt.Sprintf("This picture has %s, and up to %s can be taken: it is %s too large", humanize.Bytes(uint64(size)), humanize.Bytes(MaxBytes), humanize.Bytes(uint64(size-MaxBytes))),
		Do:       "Make it smaller, or save it as a JPEG, and send it again.",
	}
}

// refusedPixels refuses what has more pixels than can be taken of its form.
func refusedPixels(width, height int, most float64) error {
	return &Refused{
		Happened: fmt.Sprintf("This picture has %s × %s pixels, %s million in all, and up to %s million can be taken of its kind",
			humanize.Comma(int64(width)), humanize.Comma(int64(height)), millions(float64(width)*float64(height)), millions(most)),
		Do: "Make it smaller, for example 4,000 pixels wide, and send it again.",
	}
}

func millions(n float64) string { return humanize.Commaf(math.Round(n/1e5) / 10) }

// refusedDecoding says what a person can do about what a decoder said.
func refusedDecoding(kind Kind, cause error) error {
	switch {
	case kind == HEIC || kind == AVIF:
		return &Refused{"This photo cannot be read here", "On an iPhone choose Settings, Camera, Formats, Most Compatible, or send it as a JPEG.", cause}
	case errors.Is(cause, io.ErrUnexpectedEOF), errors.Is(cause, io.EOF):
		return &Refused{"This picture is broken off: its end is missing", "Open it on your computer to see whether it is whole, and send it again.", cause}
	}
	return &Refused{"This picture is damaged, or of a rare form", "Open it where it can be seen, save it as a JPEG or a PNG, and send that.", cause}
}
