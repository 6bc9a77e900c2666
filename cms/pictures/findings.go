package pictures

import (
	"bytes"
	"strings"

	"github.com/bep/imagemeta"
)

// Finding is something that was in a file and is not in its Picture.
type Finding string

// The findings, the most private first.
const (
	FoundPlace    Finding = "place"    // where it was taken
	FoundPerson   Finding = "person"   // who took it, whose it is, or who is on it
	FoundCamera   Finding = "camera"   // with what, and when
	FoundWords    Finding = "words"    // captions, keywords, what programs noted, such as what was edited
	FoundTrailing Finding = "trailing" // another file behind the picture
	FoundFrames   Finding = "frames"   // an animation, of which the first picture is kept
	FoundPixels   Finding = "pixels"   // more pixels than any screen needs
)

// findings is the order in which Picture.TakenOut has them.
var findings = []Finding{FoundPlace, FoundPerson, FoundCamera, FoundWords, FoundTrailing, FoundFrames, FoundPixels}

// exifTags are those that say more than how the picture is stored, by their names in EXIF.
var exifTags = map[string]Finding{
	"Artist": FoundPerson, "Copyright": FoundPerson, "CameraOwnerName": FoundPerson, "OwnerName": FoundPerson, "XPAuthor": FoundPerson,
	"Make": FoundCamera, "Model": FoundCamera, "LensMake": FoundCamera, "LensModel": FoundCamera, "UniqueCameraModel": FoundCamera,
	"SerialNumber": FoundCamera, "BodySerialNumber": FoundCamera, "CameraSerialNumber": FoundCamera, "LensSerialNumber": FoundCamera,
	"DateTime": FoundCamera, "DateTimeOriginal": FoundCamera, "DateTimeDigitized": FoundCamera, "ModifyDate": FoundCamera, "CreateDate": FoundCamera,
	"Software": FoundWords, "ProcessingSoftware": FoundWords, "ImageDescription": FoundWords, "UserComment": FoundWords, "MakerNote": FoundWords,
	"XPTitle": FoundWords, "XPComment": FoundWords, "XPKeywords": FoundWords, "XPSubject": FoundWords, "ThumbnailOffset": FoundWords,
}

// xmpNames are parts of the names that XMP gives such things.
var xmpNames = map[string]Finding{
	"GPSLatitude": FoundPlace, "GPSLongitude": FoundPlace, "LocationCreated": FoundPlace, "LocationShown": FoundPlace, "photoshop:City": FoundPlace,
	"dc:creator": FoundPerson, "dc:rights": FoundPerson, "PersonInImage": FoundPerson, "mwg-rs:": FoundPerson, "aux:OwnerName": FoundPerson,
	"tiff:Make": FoundCamera, "tiff:Model": FoundCamera, "SerialNumber": FoundCamera, "DateTimeOriginal": FoundCamera, "xmp:CreateDate": FoundCamera,
}

// findings gives what a file held, and how it is turned: EXIF's Orientation, or 0.
func (e extras) findings() (found map[Finding]bool, orientation int) {
	found = map[Finding]bool{}
	if e.boxed != nil {
		// What EXIF says of turning does not hold for these kinds.
		orientation = e.orientation
		readTags(e.boxed, imagemeta.HEIF, imagemeta.EXIF|imagemeta.XMP, found)
	} else if e.exif != nil {
		orientation = readTags(e.exif, imagemeta.TIFF, imagemeta.EXIF, found)
	}
	for name, f := range xmpNames {
		if bytes.Contains(e.xmp, []byte(name)) {
			found[f] = true
		}
	}
	if e.words || len(e.xmp) > 0 {
		found[FoundWords] = true
	}
	if len(bytes.Trim(e.trailing, "\x00")) > 0 { // cameras fill up with zeros
		found[FoundTrailing] = true
	}
	if e.stilled {
		found[FoundFrames] = true
	}
	return found, orientation
}

// readTags notes what a file or a block of EXIF says. What of it is unreadable is left out:
// none of it is kept.
func readTags(data []byte, format imagemeta.ImageFormat, from imagemeta.Source, found map[Finding]bool) (orientation int) {
	_ = guard(func() error {
		_, err := imagemeta.Decode(imagemeta.Options{
			R: bytes.NewReader(data), ImageFormat: format, Sources: from,
			ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
			HandleTag: func(tag imagemeta.TagInfo) error {
				if strings.HasPrefix(tag.Tag, "GPS") {
					found[FoundPlace] = true
				}
				if f, ok := exifTags[tag.Tag]; ok {
					found[f] = true
				}
				if tag.Source == imagemeta.XMP {
					found[FoundWords] = true
				}
				if turn, ok := tag.Value.(uint16); ok && tag.Tag == "Orientation" && tag.Namespace == "IFD0" {
					orientation = int(turn)
				}
				return nil
			},
		})
		return err
	})
	return orientation
}
