package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"practicecms/content"
	"practicecms/content/paste"
)

// insertion is a paste.Insertion as the live editor takes it: parts as it sends them
// itself, but for their ids, which it gives.
type insertion struct {
	paste.Insertion
	Parts []insertedPart `json:"parts"`
	Whole []insertedPart `json:"whole"`
}

type insertedPart struct {
	Kind   string         `json:"kind"`
	Fields map[string]any `json:"fields"`
}

// insert makes out what a clipboard held, for the place in the live editor where it
// was pasted or dropped. Nothing is kept: what comes of it is sent like what is typed.
func (s *Server) insert(c echo.Context) error {
	form := c.Request().PostForm
	clip := paste.Clip{HTML: unixLines(form.Get("html")), Text: unixLines(form.Get("text"))}
	got, err := paste.Insert(clip, paste.Place(form.Get("at")))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, insertion{got, insertedParts(got.Parts), insertedParts(got.Whole)})
}

func insertedParts(blocks []content.Block) []insertedPart {
	out := []insertedPart{}
	for _, b := range blocks {
		out = append(out, insertedPart{b.Kind, b.Fields})
	}
	return out
}
