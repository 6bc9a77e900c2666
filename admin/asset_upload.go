package admin

import (
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// uploadPlace tells the script how far an upload is.
type uploadPlace struct {
	ID    string `json:"id"`
	At    int64  `json:"at"`
	Piece int    `json:"piece"` // bytes of a piece, at the most
}

func (s *Server) tellPlace(c echo.Context, u cms.Upload) error {
	return c.JSON(http.StatusOK, uploadPlace{u.ID, u.At, cms.UploadPiece})
}

// beginUpload makes room for a file.
func (s *Server) beginUpload(c echo.Context) error {
	size, err := strconv.ParseInt(c.FormValue("size"), 10, 64)
	if err != nil {
		return errNotAForm
	}
	u, err := s.edit.BeginUpload(c.Request().Context(), visitOf(c).actor(), size)
	if err != nil {
		return err
	}
	return s.tellPlace(c, u)
}

// uploadAt tells how much of a file has arrived.
func (s *Server) uploadAt(c echo.Context) error {
	u, err := s.edit.UploadAt(c.Request().Context(), visitOf(c).actor(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.tellPlace(c, u)
}

// appendUpload takes a piece of a file.
func (s *Server) appendUpload(c echo.Context) error {
	at, err := strconv.ParseInt(c.QueryParam("at"), 10, 64)
	if err != nil {
		return errNotAForm
	}
	piece, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, cms.UploadPiece))
	if err != nil {
		return err
	}
	u, err := s.edit.AppendUpload(c.Request().Context(), visitOf(c).actor(), c.Param("id"), at, piece)
	if err != nil {
		return err
	}
	return s.tellPlace(c, u)
}

// finishUpload makes an asset of what has arrived.
func (s *Server) finishUpload(c echo.Context) error {
	v := visitOf(c)
	a, err := s.edit.FinishUpload(c.Request().Context(), v.actor(), v.practice.Locale, c.Param("id"), c.FormValue("name"))
	if errors.Is(err, cms.ErrErased) {
		return errErasedFile
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, toldAsset(a))
}

// errErasedFile is returned for a file that an owner took out of everything.
var errErasedFile = &pictures.Refused{Happened: "An owner erased this file for good", Do: "Choose another one. If it may be shown again, save it anew from where it came from, or ask the owner."}

// assetData is an asset as scripts have it.
type assetData struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	File   string   `json:"file"`
	Kind   string   `json:"kind"`
	Size   int64    `json:"size"`
	Width  int      `json:"width"`
	Height int      `json:"height"`
	Src    string   `json:"src"` // a small one, for lists; empty for what is no picture
	Alt    string   `json:"alt"`
	FocusX int      `json:"focusX"`
	FocusY int      `json:"focusY"`
	Told   []string `json:"told"`
	Known  bool     `json:"known"`
}

func toldAsset(a cms.Asset) assetData {
	out := assetData{
		ID: a.Document.String(), Title: a.Title, File: a.Use.File.String(), Kind: a.File.Kind, Size: a.File.Size, Width: a.File.Width, Height: a.File.Height,
		Alt: a.Use.Alt, FocusX: a.Use.Focus.X, FocusY: a.Use.Focus.Y, Told: words.TakenOut(a.TakenOut), Known: a.Known,
	}
	if a.IsPicture() {
		out.Src = rendering.StaffPicture(a.Use.File, 320)
	}
	return out
}

// file sends a file to staff: a picture at most so wide, or the whole of it.
func (s *Server) file(c echo.Context) error {
	h, width, err := fileParams(c)
	if err != nil {
		return err
	}
	info, err := s.edit.File(c.Request().Context(), visitOf(c).actor(), h)
	if err != nil {
		return err
	}
	spec := pictures.Nearest(pictures.Kind(info.Kind), info.Width, info.Moves, width)
	f, err := s.edit.OpenFile(c.Request().Context(), visitOf(c).actor(), h, spec)
	if err != nil {
		return err
	}
	return sendFile(c, f)
}

func fileParams(c echo.Context) (h content.Hash, width int, err error) {
	b, err := hex.DecodeString(c.Param("hash"))
	if err != nil || len(b) != len(h) {
		return h, 0, errNoPage
	}
	width, err = strconv.Atoi(c.Param("width"))
	if err != nil {
		return h, 0, errNoPage
	}
	return content.Hash(b), width, nil
}

// sendFile sends a file that no browser runs anything of.
func sendFile(c echo.Context, f cms.OpenedFile) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	h := c.Response().Header()
	h.Set("Content-Type", f.Kind)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'self'")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	if !isShown(f.Kind) {
		h.Set("Content-Disposition", "attachment")
	}
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(c.Response(), f)
	return err
}

func isShown(kind string) bool {
	switch pictures.Kind(kind) {
	case pictures.JPEG, pictures.PNG, pictures.GIF, pictures.WebP, pictures.AVIF:
		return true
	}
	return false
}

// chooseAsset lists what the dialog offers.
func (s *Server) chooseAsset(c echo.Context) error {
	all, err := s.edit.Assets(c.Request().Context(), visitOf(c).actor(), c.QueryParam("kind") != "document", c.QueryParam("q"))
	if err != nil {
		return err
	}
	const most = 60
	out := struct {
		Items []assetData `json:"items"`
	}{[]assetData{}}
	for _, a := range all[:min(len(all), most)] {
		out.Items = append(out.Items, toldAsset(a))
	}
	return c.JSON(http.StatusOK, out)
}
