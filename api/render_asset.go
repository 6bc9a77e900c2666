package api

import (
	"encoding/hex"
	"fmt"
	"net/url"

	"practicecms/cms/live"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// asset writes what a picture or a document is where it is shown: null where nothing is, or
// where what was there was erased.
func (r *renderer) asset(f content.Field, v any) {
	use, ok := content.UseOf(f.Fields, v)
	file, is := r.files[use.File]
	if !ok || !is {
		r.w.Null()
		return
	}
	if f.Means == content.Picture {
		r.picture(use, file)
		return
	}
	of, typ := r.assetOf(use)
	r.w.Object(func() {
		r.w.Name("id").String(use.Asset.String())
		r.w.Name("title").String(of.Content.Title)
		r.w.Name("src").String(r.address(use.File, "attachment"))
		r.w.Name("type").String(file.Kind)
		r.w.Name("size").Int(file.Size)
		r.w.Name("language").StringOrNull(content.TextOf(typ.Fields, of.Content.Fields, content.WrittenIn))
	})
}

// assetOf is the asset that is used, as it is known today.
func (r *renderer) assetOf(use content.Use) (live.Live, content.Type) {
	of, _ := r.target(use.Asset.String())
	typ, _ := r.model.Type(of.Type)
	return of, typ
}

func (r *renderer) picture(use content.Use, file live.File) {
	of, typ := r.assetOf(use)
	r.w.Object(func() {
		r.w.Name("id").String(use.Asset.String())
		r.w.Name("alt").String(altOf(use))
		r.w.Name("decorative").Bool(use.Decorative)
		r.w.Name("width").Int(int64(file.Width))
		r.w.Name("height").Int(int64(file.Height))
		r.w.Name("type").String(file.Kind)
		r.w.Name("src").String(r.address(use.File, "original"))
		r.w.Name("srcset")
		r.srcset(use, file)
		r.w.Name("template").String(r.address(use.File, focusPart(use.Focus)+"/{fit}-{width}.{format}"))
		r.w.Name("focalPoint").Object(func() {
			r.w.Name("x").Float(float64(use.Focus.X) / 100)
			r.w.Name("y").Float(float64(use.Focus.Y) / 100)
		})
		r.w.Name("color").StringOrNull(file.Color)
		r.w.Name("placeholder").StringOrNull(file.Placeholder)
		r.w.Name("credit").StringOrNull(content.TextOf(typ.Fields, of.Content.Fields, content.Credit))
		r.w.Name("caption").StringOrNull(use.Caption)
	})
}

func altOf(use content.Use) string {
	if use.Decorative {
		return ""
	}
	return use.Alt
}

// srcset writes a picture in each width that it has, and each format. An animation has none.
func (r *renderer) srcset(use content.Use, file live.File) {
	r.w.Array(func() {
		if file.Moves {
			return
		}
		for _, format := range pictures.FormatsOf(pictures.Kind(file.Kind)) {
			if format == pictures.FormatAVIF {
				continue
			}
			for _, width := range pictures.Widths {
				spec := pictures.Spec{Fit: pictures.Whole, Width: width, Format: format}
				w, _, ok := spec.Size(file.Width, file.Height)
				if !ok {
					break
				}
				r.w.Object(func() {
					r.w.Name("src").String(r.address(use.File, focusPart(use.Focus)+"/"+fmt.Sprintf("%s-%d.%s", spec.Fit.Name, spec.Width, format)))
					r.w.Name("width").Int(int64(w))
					r.w.Name("type").String(string(format.Kind()))
				})
			}
		}
	})
}

func focusPart(f content.Focus) string { return fmt.Sprintf("%d-%d", f.X, f.Y) }

// address is where something of a file is.
func (r *renderer) address(file content.Hash, what string) string {
	if r.token != "" {
		return r.base + previewAssets + hex.EncodeToString(file[:]) + "/" + what + "?token=" + url.QueryEscape(r.token)
	}
	return r.base + assetsPath + hex.EncodeToString(file[:]) + "/" + what
}
