package manage

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/pictures"
)

// assets: GET /assets
func (s *Server) assets(q *request) error {
	kind, err := q.params.OneOf("kind", []string{"picture", "document"})
	if err != nil {
		return err
	}
	all, err := s.editor.Assets(q.Request().Context(), q.who, kind != "document", q.params["q"])
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("items").Array(func() {
				for _, a := range all {
					writeAsset(w, a)
				}
			})
		})
	})
}

// asset: GET /assets/{id}
func (s *Server) asset(q *request) error {
	a, err := s.editor.Asset(q.Request().Context(), q.who, q.id)
	if err == nil && a.Trashed {
		err = cms.ErrNotFound
	}
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) { writeAsset(w, a.Asset) })
}

func writeAsset(w *wire.Writer, a cms.Asset) {
	w.Object(func() {
		w.Name("id").String(a.Document.String())
		w.Name("type").String(a.Type.Name)
		w.Name("title").String(a.Title)
		w.Name("file").String(a.Use.File.String())
		w.Name("kind").String(a.File.Kind)
		w.Name("size").Int(a.File.Size)
		w.Name("width").Int(int64(a.File.Width))
		w.Name("height").Int(int64(a.File.Height))
		w.Name("alt").String(a.Use.Alt)
		w.Name("takenOut").Array(func() {
			for _, f := range a.TakenOut {
				w.String(string(f))
			}
		})
		w.Name("known").Bool(a.Known)
	})
}

// beginUpload: POST /uploads
func (s *Server) beginUpload(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	size := o.Number("size")
	if err := o.Done(); err != nil {
		return err
	}
	u, err := s.editor.BeginUpload(q.Request().Context(), q.who, int64(min(size, cms.MaxUpload+1)))
	if err != nil {
		return uploadError(err)
	}
	return q.upload(http.StatusCreated, u)
}

// uploadAt: GET /uploads/{upload}
func (s *Server) uploadAt(q *request) error {
	u, err := s.editor.UploadAt(q.Request().Context(), q.who, q.Param("upload"))
	if err != nil {
		return uploadError(err)
	}
	return q.upload(http.StatusOK, u)
}

// appendUpload: PUT /uploads/{upload}?at=
func (s *Server) appendUpload(q *request) error {
	kind, _, err := mime.ParseMediaType(q.Request().Header.Get("Content-Type"))
	if err != nil || kind != "application/octet-stream" {
		return &wire.Error{Status: http.StatusUnsupportedMediaType, Detail: "Send a piece of a file as application/octet-stream."}
	}
	at, err := strconv.ParseInt(q.params["at"], 10, 64)
	if err != nil || at < 0 {
		return wire.BadRequest("Say at which byte the piece begins: ?at=0.")
	}
	piece, err := io.ReadAll(http.MaxBytesReader(q.Response(), q.Request().Body, cms.UploadPiece))
	if err != nil {
		return err
	}
	u, err := s.editor.AppendUpload(q.Request().Context(), q.who, q.Param("upload"), at, piece)
	if err != nil {
		return uploadError(err)
	}
	return q.upload(http.StatusOK, u)
}

// finishUpload: POST /uploads/{upload}/done
func (s *Server) finishUpload(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	name, l := o.String("name"), locale(o, "locale")
	if err := o.Done(); err != nil {
		return err
	}
	if l == "" {
		l = q.defaultLocale
	}
	a, err := s.editor.FinishUpload(q.Request().Context(), q.who, l, q.Param("upload"), name)
	if err != nil {
		return uploadError(err)
	}
	q.Response().Header().Set("Location", Prefix+"/assets/"+a.Document.String())
	return q.answer(http.StatusCreated, func(w *wire.Writer) { writeAsset(w, a) })
}

func (q *request) upload(status int, u cms.Upload) error {
	return q.answer(status, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("id").String(u.ID)
			w.Name("at").Int(u.At)
			w.Name("size").Int(u.Size)
			w.Name("piece").Int(cms.UploadPiece)
		})
	})
}

// uploadError says what to do about an upload that was refused.
func uploadError(err error) error {
	if elsewhere := (*cms.UploadOffset)(nil); errors.As(err, &elsewhere) {
		return &wire.Error{Status: http.StatusConflict, Detail: fmt.Sprintf("The upload is at byte %d: send the piece that begins there.", elsewhere.At)}
	}
	if refused := (*pictures.Refused)(nil); errors.As(err, &refused) {
		return &wire.Error{Status: http.StatusUnprocessableEntity, Detail: refused.Error()}
	}
	switch {
	case errors.Is(err, cms.ErrNoUpload):
		return wire.NotFound("There is no such upload: it is finished, or rested for more than a day.")
	case errors.Is(err, cms.ErrUploadTooMuch):
		return &wire.Error{Status: http.StatusRequestEntityTooLarge, Detail: "The file is larger than was said or than can be taken (100 MB), or too much is on its way at once."}
	case errors.Is(err, cms.ErrErased):
		return &wire.Error{Status: http.StatusConflict, Detail: "An owner erased this file for good. It cannot come back."}
	}
	return err
}
