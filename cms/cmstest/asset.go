package cmstest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"practicecms/cms"
	"practicecms/content"
)

// PNG is a small picture: a square of one colour on another, told apart by shade.
func PNG(t testing.TB, width, height int, shade uint8) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{shade, 90, 120, 255}
			if x > width/2 && y > height/2 {
				c = color.RGBA{240, 230, 210, 255}
			}
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Upload adds a file as a person does, in pieces.
func (s *Site) Upload(t testing.TB, name string, data []byte) cms.Asset {
	t.Helper()
	a, err := s.TryUpload(t, name, data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TryUpload is Upload of what may be refused.
func (s *Site) TryUpload(t testing.TB, name string, data []byte) (cms.Asset, error) {
	t.Helper()
	e := s.Editor()
	u, err := e.BeginUpload(t.Context(), s.Who, int64(len(data)))
	for err == nil && u.At < u.Size {
		u, err = e.AppendUpload(t.Context(), s.Who, u.ID, u.At, data[u.At:min(u.At+cms.UploadPiece, u.Size)])
	}
	if err != nil {
		return cms.Asset{}, err
	}
	return e.FinishUpload(t.Context(), s.Who, Locale, u.ID, name)
}

// Using is a use of a picture, as content stores it.
func Using(a cms.Asset, alt string) content.Fields {
	return content.Fields{"asset": a.Document.String(), "file": a.Use.File.String(), "alt": alt}
}
