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

// kindIcons are the pictures of the kinds in the menu of parts.
var kindIcons = map[string]string{
	"hero": "panel-top", "section": "text", "checklist": "list-checks", "callout": "megaphone", "steps": "list-ordered", "suitability": "scale",
	"cta": "mouse-pointer-click", "faq": "circle-question-mark", "quote": "quote", "notice": "bell", "service-links": "link", "practitioners": "users",
	"divider": "minus",
}

// kindIcon is the picture of a kind; a plain square when it has none of its own.
func (s static) kindIcon(kind string) (template.HTML, error) {
	if name := kindIcons[kind]; name != "" {
		return s.icon(name)
	}
	return s.icon("square")
}
