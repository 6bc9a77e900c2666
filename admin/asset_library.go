package admin

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// libraryView is the library: pictures, or documents.
type libraryView struct {
	Base
	Kind   string // "picture" or "document"
	Words  string
	Which  string // a filter of libraryFilters; empty: all
	Filter []form.Option
	Items  []libraryItem
	All    int // how many there are without words and filter
}

// libraryItem is one tile.
type libraryItem struct {
	Link, Title, Src string
	Notes            []string // what somebody should know of it
}

// libraryFilters are what the library can be narrowed to.
var libraryFilters = []struct {
	name, label string
	pictures    bool // it says nothing of documents
	is          func(libraryEntry) bool
}{
	{"unused", "Not used anywhere", false, func(e libraryEntry) bool { return !e.used }},
	{"undescribed", "Without a description", true, func(e libraryEntry) bool { return e.Use.Alt == "" }},
	{"people", "With people in it", true, func(e libraryEntry) bool { return e.people != "" }},
	{"small", "Too small for a whole page", true, func(e libraryEntry) bool { return e.File.Width < smallPicture }},
}

// smallPicture is below how many pixels a picture looks coarse across a page.
const smallPicture = 1200

type libraryEntry struct {
	cms.Asset
	used   bool
	people string // who is shown
}

func (s *Server) library(c echo.Context) error {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	view := &libraryView{Base: s.base(c, "Library", "library"), Kind: "picture", Words: line(c.QueryParam("q")), Which: c.QueryParam("which")}
	if c.QueryParam("kind") == "document" {
		view.Kind = "document"
	}
	all, err := s.edit.Assets(ctx, who, view.Kind == "picture", "")
	if err != nil {
		return err
	}
	view.All = len(all)
	view.Filter = []form.Option{{Label: "All of them", Chosen: view.Which == ""}}
	narrow := func(libraryEntry) bool { return true }
	for _, f := range libraryFilters {
		if f.pictures && view.Kind != "picture" {
			continue
		}
		view.Filter = append(view.Filter, form.Option{Value: f.name, Label: f.label, Chosen: f.name == view.Which})
		if f.name == view.Which {
			narrow = f.is
		}
	}
	for _, a := range all {
		uses, err := s.edit.Uses(ctx, who, a.Document)
		if err != nil {
			return err
		}
		entry := libraryEntry{Asset: a, used: len(uses) > 0, people: a.People}
		if !narrow(entry) || !saysAll(a.Title+" "+a.Use.Alt+" "+a.People, view.Words) {
			continue
		}
		view.Items = append(view.Items, libraryItemOf(entry, len(uses)))
	}
	return s.show(c, "asset_library", view)
}

func libraryItemOf(e libraryEntry, uses int) libraryItem {
	out := libraryItem{Link: assetPage(e.Document), Title: e.Title}
	if e.IsPicture() {
		out.Src = rendering.StaffPicture(e.Use.File, 320)
		out.Notes = append(out.Notes, fmt.Sprintf("%d × %d", e.File.Width, e.File.Height))
		if e.Use.Alt == "" {
			out.Notes = append(out.Notes, "no description")
		}
	} else {
		out.Notes = append(out.Notes, words.Size(e.File.Size))
	}
	switch uses {
	case 0:
		out.Notes = append(out.Notes, "not used")
	case 1:
		out.Notes = append(out.Notes, "used once")
	default:
		out.Notes = append(out.Notes, fmt.Sprintf("used %d times", uses))
	}
	return out
}

func saysAll(text, phrase string) bool {
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(phrase)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func assetPage(id content.DocumentID) string { return "/admin/library/" + id.String() }

// assetView is one asset.
type assetView struct {
	Base
	Asset  cms.AssetDraft
	Link   string
	Src    string // of a large one; empty for what is no picture
	Whole  string // the file itself
	Says   string // its kind and size
	Fields []form.Field
	Name   string // as typed
	Faults map[string]string
	Uses   []assetUse
	Live   int  // how many of them readers see
	Behind bool // some use shows an earlier file

	Owner                   bool
	EraseReason, EraseFault string
}

type assetUse struct {
	cms.Use
	Link   string
	Where  string
	Behind bool // it shows an earlier file
}

func (s *Server) asset(c echo.Context) error {
	view, err := s.assetView(c)
	if err != nil {
		return err
	}
	return s.show(c, "asset_show", view)
}

func (s *Server) assetView(c echo.Context) (*assetView, error) {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	var id content.DocumentID
	if err := id.UnmarshalText([]byte(c.Param("id"))); err != nil {
		return nil, errNoPage
	}
	a, err := s.edit.Asset(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if a.Trashed {
		return nil, cms.ErrTrashed
	}
	view := &assetView{Base: s.base(c, a.Title, "library"), Asset: a, Link: assetPage(id), Name: a.Title, Faults: map[string]string{}, Whole: rendering.StaffPicture(a.Use.File, 0)}
	view.Owner = visitOf(c).person.Role == cms.RoleOwner
	view.Says = words.Size(a.File.Size)
	if a.IsPicture() {
		view.Src = rendering.StaffPicture(a.Use.File, 960)
		view.Says = fmt.Sprintf("%d × %d, %s", a.File.Width, a.File.Height, view.Says)
	}
	view.Fields = form.Maker{Faults: view.Faults}.Fields(described(a.Type), a.Fields, "", "fields")
	uses, err := s.edit.Uses(ctx, who, id)
	if err != nil {
		return nil, err
	}
	for _, use := range uses {
		one, err := s.assetUse(c, use, a)
		if err != nil {
			return nil, err
		}
		view.Uses = append(view.Uses, one)
		view.Behind = view.Behind || one.Behind
		if use.Live {
			view.Live++
		}
	}
	return view, nil
}

func (s *Server) assetUse(c echo.Context, use cms.Use, a cms.AssetDraft) (assetUse, error) {
	out := assetUse{Use: use, Link: document{State: cms.State{Document: use.Document}}.Page()}
	switch {
	case use.Live && use.Draft:
		out.Where = "on the site"
	case use.Live:
		out.Where = "on the site, and not in the draft any more"
	default:
		out.Where = "in a draft"
	}
	latest, err := s.edit.Latest(c.Request().Context(), visitOf(c).actor(), use.Document, use.Locale)
	if err != nil {
		return out, err
	}
	for _, u := range s.model.Uses(use.Type, latest.Content) {
		out.Behind = out.Behind || u.Asset == a.Document && u.File != a.Use.File
	}
	return out, nil
}

// described are the fields of an asset that a person fills in.
func described(t content.Type) []content.Field {
	return slices.DeleteFunc(slices.Clone(t.Fields), func(f content.Field) bool {
		return f.Means == content.AssetFile || f.Means == content.FocusX || f.Means == content.FocusY
	})
}

// describeAsset keeps what a person says of an asset.
func (s *Server) describeAsset(c echo.Context) error {
	view, err := s.assetView(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	fields := form.Reader{Form: typed}.Fields(described(view.Asset.Type), view.Asset.Fields, "")
	base, _ := strconv.ParseUint(typed.Get("base"), 10, 64)
	err = s.edit.DescribeAsset(c.Request().Context(), visitOf(c).actor(), view.Asset.Document, base, line(typed.Get("title")), fields)
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			view.Faults[p.Path] = p.Message
		}
		view.Name = typed.Get("title")
		view.Fields = form.Maker{Faults: view.Faults}.Fields(described(view.Asset.Type), fields, "", "fields")
		return s.render(c, 422, "asset_show", view)
	}
	if err != nil {
		return err
	}
	s.say(c, Toast{Text: "Kept. Pages that use it say who made it from now on; how they describe it is their own."})
	return seeOther(c, view.Link)
}

// replaceAsset gives an asset the file of an upload, for the script.
func (s *Server) replaceAsset(c echo.Context) error {
	view, err := s.assetView(c)
	if err != nil {
		return err
	}
	took, err := s.edit.ReplaceFile(c.Request().Context(), visitOf(c).actor(), view.Asset.Document, c.FormValue("upload"))
	if err != nil {
		return err
	}
	told := strings.Join(append([]string{"The new file is here."}, words.TakenOut(took)...), " ")
	if len(view.Uses) > 0 {
		told += " Pages still show the one before: put it everywhere below, or choose it on one page after the other."
	}
	s.say(c, Toast{Text: told})
	return c.JSON(200, map[string]string{"go": view.Link + "#used"})
}

// replaceUses puts an asset's file on every page that uses it.
func (s *Server) replaceUses(c echo.Context) error {
	view, err := s.assetView(c)
	if err != nil {
		return err
	}
	n, err := s.edit.ReplaceUses(c.Request().Context(), visitOf(c).actor(), view.Asset.Document)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%d pages show it now. Their earlier versions keep the one before.", n)
	switch n {
	case 0:
		text = "All pages showed it already."
	case 1:
		text = "One page shows it now. Its earlier versions keep the one before."
	}
	s.say(c, Toast{Text: text})
	return seeOther(c, view.Link)
}

// trashAsset puts an asset in the trash. Pages that use it go on showing it.
func (s *Server) trashAsset(c echo.Context) error {
	view, err := s.assetView(c)
	if err != nil {
		return err
	}
	if err := s.edit.Trash(c.Request().Context(), visitOf(c).actor(), view.Asset.Document); err != nil {
		return err
	}
	text := "“" + view.Asset.Title + "” is in the trash."
	if len(view.Uses) > 0 {
		text += " Pages that use it go on showing it."
	}
	s.say(c, Toast{Text: text, Undo: &Undo{Action: view.Link + "/put-back"}})
	return seeOther(c, "/admin/library"+kindQuery(view.Asset))
}

// putAssetBack takes an asset out of the trash.
func (s *Server) putAssetBack(c echo.Context) error {
	var id content.DocumentID
	if err := id.UnmarshalText([]byte(c.Param("id"))); err != nil {
		return errNoPage
	}
	if err := s.edit.Untrash(c.Request().Context(), visitOf(c).actor(), cms.Untrash{Document: id}); err != nil {
		return err
	}
	s.say(c, Toast{Text: "It is back in the library."})
	return seeOther(c, assetPage(id))
}

func kindQuery(a cms.AssetDraft) string {
	if a.IsPicture() {
		return ""
	}
	return "?" + url.Values{"kind": {"document"}}.Encode()
}

// eraseAsset takes an asset's files out of everything.
func (s *Server) eraseAsset(c echo.Context) error {
	view, err := s.assetView(c)
	if err != nil {
		return err
	}
	view.EraseReason = line(c.Request().PostForm.Get("reason"))
	_, err = s.edit.EraseFiles(c.Request().Context(), visitOf(c).actor(), view.Asset.Document, view.EraseReason)
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		view.EraseFault = invalid.Problems[0].Message
		return s.render(c, 422, "asset_show", view)
	}
	if err != nil {
		return err
	}
	s.say(c, Toast{Text: "It is erased. Pages that showed it show nothing in its place: put another one there."})
	return seeOther(c, "/admin/library"+kindQuery(view.Asset))
}
