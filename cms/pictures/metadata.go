package pictures

import (
	"bytes"
	"image"
	"slices"
	"strings"
	"time"

	"github.com/bep/imagemeta"
	"github.com/kovidgoyal/imaging"
	"github.com/kovidgoyal/imaging/prism/meta/autometa"
	"github.com/kovidgoyal/imaging/prism/meta/icc"
)

// metadata is what a file says beside its picture.
type metadata struct {
	turn     int // EXIF's Orientation, 1 to 8
	profile  *icc.Profile
	findings []Finding
}

var formats = map[Kind]imagemeta.ImageFormat{JPEG: imagemeta.JPEG, PNG: imagemeta.PNG, WebP: imagemeta.WebP, HEIC: imagemeta.HEIF, AVIF: imagemeta.AVIF}

// metadataOf reads what there is. What cannot be read is as good as not there: none of it
// is kept.
func metadataOf(kind Kind, data []byte) (m metadata) {
	m.turn = 1
	if md, _, err := autometa.Load(bytes.NewReader(data)); err == nil && md != nil {
		m.profile, _ = md.ICCProfile()
	}
	format, ok := formats[kind]
	if !ok {
		return m
	}
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: format, Sources: imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP, Timeout: 5 * time.Second,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
		HandleTag: func(tag imagemeta.TagInfo) error {
			m.note(kind, tag)
			return nil
		},
		Warnf: func(string, ...any) {},
	})
	if trailing(kind, data) {
		m.find(FoundTrailing)
	}
	return m
}

func (m *metadata) note(kind Kind, tag imagemeta.TagInfo) {
	switch name := tag.Tag; {
	case strings.HasPrefix(name, "GPS"), tag.Source == imagemeta.IPTC && (name == "City" || name == "Sublocation"):
		m.find(FoundPlace)
	case tag.Source == imagemeta.EXIF && name == "Orientation":
		// libheif turns the picture itself.
		if turn, ok := tag.Value.(uint16); ok && turn >= 1 && turn <= 8 && kind != HEIC && kind != AVIF {
			m.turn = int(turn)
		}
	case slices.Contains([]string{"Artist", "Copyright", "CameraOwnerName", "OwnerName", "Byline", "Creator", "creator", "rights", "XPAuthor"}, name):
		m.find(FoundPerson)
	case slices.Contains([]string{"Make", "Model", "DateTimeOriginal", "DateTime", "ModifyDate", "CreateDate", "BodySerialNumber", "SerialNumber", "LensModel"}, name):
		m.find(FoundCamera)
	case tag.Source != imagemeta.EXIF, name == "UserComment", name == "ImageDescription", name == "Software", name == "MakerNote":
		m.find(FoundWords)
	}
}

func (m *metadata) find(f Finding) {
	if !slices.Contains(m.findings, f) {
		m.findings = append(m.findings, f)
	}
}

// inSRGB gives the colours that every screen shows alike.
func (m metadata) inSRGB(img image.Image) image.Image {
	if m.profile == nil || m.profile.IsSRGB() {
		return img
	}
	converted, err := imaging.ConvertToSRGB(m.profile, imaging.Relative, true, img)
	if err != nil {
		return img // a profile that means nothing
	}
	return converted
}

// upright turns a picture as EXIF's Orientation says (CIPA DC-008, 4.6.4 A).
func (m metadata) upright(img image.Image) image.Image {
	switch m.turn {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img)
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
}

// trailing reports whether something stands behind the end of a picture. Phones put small
// things there; a kilobyte and more is another file.
func trailing(kind Kind, data []byte) bool {
	end := -1
	switch kind {
	case JPEG:
		end = bytes.LastIndex(data, []byte("\xff\xd9")) + 2
		if first := bytes.Index(data, []byte("PK\x03\x04")); first > 0 && bytes.Contains(data[first:], []byte("PK\x05\x06")) {
			return true
		}
	case PNG:
		end = bytes.Index(data, []byte("IEND\xaeB`\x82")) + 8
	}
	return end > 8 && len(data)-end > 1<<10
}
