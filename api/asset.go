package api

import (
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// assetsPath begins the addresses of uploaded files. What one of them leads to never changes:
// it names the bytes.
const assetsPath = "/assets/"

// Header fields of files. Whatever a file is, no browser runs anything of it.
var (
	fileCaching = []string{"public, max-age=31536000, immutable"}
	filePolicy  = []string{"sandbox; default-src 'none'"}
	anySite     = []string{"cross-origin"}
)

const noSuchFile = "There is no such file, or it was never on the site."

// previewAssets begins those of files that a shared link shows.
const previewAssets = "/preview-assets/"

// asset: GET /assets/{hash}/original, /attachment and /{x}-{y}/{fit}-{width}.{format}.
func (s *Server) asset(c echo.Context) error {
	if _, err := wire.ReadParams(c.Request()); err != nil {
		return err
	}
	return s.sendFile(c, fileCaching, func(h content.Hash, spec *pictures.Spec) (cms.OpenedFile, error) {
		return s.delivery.OpenFile(c.Request().Context(), h, spec)
	})
}

// previewAsset is asset for GET /preview-assets/…?token=.
func (s *Server) previewAsset(c echo.Context) error {
	params, err := wire.ReadParams(c.Request(), "token")
	if err != nil {
		return err
	}
	return s.sendFile(c, []string{"private, no-store"}, func(h content.Hash, spec *pictures.Spec) (cms.OpenedFile, error) {
		return s.previews.OpenFile(c.Request().Context(), params["token"], h, spec)
	})
}

func (s *Server) sendFile(c echo.Context, caching []string, open func(content.Hash, *pictures.Spec) (cms.OpenedFile, error)) error {
	hash, ok := parseHex(c.Param("hash"))
	what, spec, is := parseWhat(c.Param("*"))
	if !ok || !is {
		return wire.NotFound(noSuchFile)
	}
	f, err := open(hash, spec)
	if errors.Is(err, pictures.ErrNoSize) {
		return wire.NotFound("This picture does not have that size; srcset lists those that it has.")
	}
	if err != nil {
		return notThere(err, noSuchFile)
	}
	defer f.Close()
	h := c.Response().Header()
	h["Content-Type"] = []string{f.Kind}
	h["Cache-Control"] = caching
	h["Content-Security-Policy"] = filePolicy
	h["X-Content-Type-Options"] = noSniff
	h["Cross-Origin-Resource-Policy"] = anySite
	h["Etag"] = []string{strconv.Quote(hex.EncodeToString(hash[:16]) + "-" + strings.ReplaceAll(what, "/", "-"))}
	if !strings.HasPrefix(f.Kind, "image/") || what == "attachment" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.FileName()}))
	}
	http.ServeContent(c.Response().Writer, c.Request(), "", time.Time{}, f)
	return nil
}

func parseHex(s string) (h content.Hash, ok bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) || hex.EncodeToString(b) != s {
		return h, false
	}
	return content.Hash(b), true
}

// parseWhat reads what of a file is asked for; spec is nil for the file itself.
func parseWhat(s string) (what string, spec *pictures.Spec, ok bool) {
	if s == "original" || s == "attachment" {
		return s, nil, true
	}
	focus, name, found := strings.Cut(s, "/")
	x, y, dash := strings.Cut(focus, "-")
	fx, errX := strconv.Atoi(x)
	fy, errY := strconv.Atoi(y)
	if !found || !dash || errX != nil || errY != nil || strconv.Itoa(fx) != x || strconv.Itoa(fy) != y {
		return "", nil, false
	}
	parsed, ok := pictures.ParseSpec(name, fx, fy)
	return s, &parsed, ok
}
