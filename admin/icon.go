package admin

import (
	"errors"
	"html/template"
	"strings"
)

// icon is the drawing of a name, to stand beside words or in a button that has a
// label: it says nothing to a screen reader. It is safe because it comes from the
// bundle, whose names `admin/ui/build.mjs` lists; a name that is not there is an error.
func (s static) icon(name string) (template.HTML, error) {
	drawing := string(s.files["build/icons/"+name+".svg"])
	if drawing == "" {
		return "", errors.New("admin: there is no icon " + name)
	}
	_, rest, _ := strings.Cut(drawing, ">")
	return template.HTML(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + rest), nil
}

// kindIcon is the picture of a kind in the menu of parts, see content.Kind.
func (s static) kindIcon(name string) (template.HTML, error) { return s.icon(or(name, "square")) }
