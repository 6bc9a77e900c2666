package backups

import (
	"os"
	"strings"
	"time"

	"practicecms/cms/place"
)

// The names of what is ours: practice-<time>.backup, with .age when it is encrypted, and
// beside it that name with .proof.
const (
	namePrefix   = "practice-"
	nameTime     = "20060102T150405Z"
	plainSuffix  = ".backup"
	sealedSuffix = ".backup.age"
	proofSuffix  = ".proof"
)

func nameOf(at time.Time, encrypted bool) string {
	suffix := plainSuffix
	if encrypted {
		suffix = sealedSuffix
	}
	return namePrefix + at.UTC().Format(nameTime) + suffix
}

// parseName reads when a backup was made from its name; what is not ours is not ok.
func parseName(name string) (at time.Time, encrypted, ok bool) {
	rest, ours := strings.CutPrefix(name, namePrefix)
	when, encrypted := strings.CutSuffix(rest, sealedSuffix)
	if !encrypted {
		var plain bool
		when, plain = strings.CutSuffix(rest, plainSuffix)
		ours = ours && plain
	}
	at, err := time.Parse(nameTime, when)
	return at, encrypted, ours && err == nil
}

// Locate finds what a text names that a backup is to come from: a place, as place.Open has it,
// also with the name of a backup behind it. Of a file the place is nil.
func Locate(text string, s place.Service) (p place.Place, name string, err error) {
	if !place.IsBucket(text) {
		info, err := os.Stat(text)
		if err != nil || !info.IsDir() {
			return nil, "", err
		}
		return place.Folder(text), "", nil
	}
	if i := strings.LastIndex(text, "/"); i >= 0 {
		if _, _, ok := parseName(text[i+1:]); ok {
			text, name = text[:i], text[i+1:]
		}
	}
	p, err = place.NewBucket(text, s)
	return p, name, err
}
