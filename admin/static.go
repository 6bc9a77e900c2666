package admin

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"
)

// staticFiles holds what `make build` puts into static/build, and the README that is
// always there, so that the package compiles before the first build.
//
//go:embed all:static
var staticFiles embed.FS

// static is the files that pages load. The address of each holds the hash of them
// all, so a browser may keep a file for ever and still sees a new one at once.
type static struct {
	files map[string][]byte // by path below static/
	hash  string
}

func loadStatic() (static, error) {
	s := static{files: map[string][]byte{}}
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		s.files[name[len("static/"):]] = b
		sum.Write([]byte(name + "\x00"))
		sum.Write(b)
		return nil
	})
	if err != nil {
		return static{}, err
	}
	if s.files["build/app.css"] == nil {
		return static{}, errors.New("admin: the style sheet is not built; run `make build`")
	}
	s.hash = hex.EncodeToString(sum.Sum(nil))[:16]
	return s, nil
}

// url is where a page loads a file from. An unknown name is an error, so that a
// misspelt one does not pass the first test.
func (s static) url(name string) (string, error) {
	if s.files["build/"+name] == nil {
		return "", errors.New("admin: there is no static file " + name)
	}
	return "/admin/static/" + s.hash + "/build/" + name, nil
}

// contentTypes are given here because the host's table of types may lack one.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml",
}

func (s *Server) serveStatic(c echo.Context) error {
	name := c.Param("*")
	b := s.static.files[name]
	if c.Param("hash") != s.static.hash || b == nil || path.Dir(name) != "build" {
		return errNoPage
	}
	kind := contentTypes[path.Ext(name)]
	if kind == "" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	h := c.Response().Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(c.Response(), c.Request(), name, time.Time{}, bytes.NewReader(b))
	return nil
}
