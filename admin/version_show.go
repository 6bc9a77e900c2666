package admin

import (
	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/history"
	"practicecms/content"
)

type versionView struct {
	Base
	Document document
	Version  cms.Version
	Entry    history.Entry // its line of the history
	Who      string
	Erased   []string // what was taken out of its text for good
	Rendered rendering.Page
	Same     map[content.BlockID]bool // blocks that are in the latest version as they are here
	NowPath  string                   // the latest version's address, when this one has another
	Unsaved  bool                     // the reader has a working copy
}

// versionPage shows one version as readers saw it, with what brings it back.
func (s *Server) versionPage(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	version, err := s.version(c, d, c.Param("n"))
	if err != nil {
		return err
	}
	latest, err := s.version(c, d, "")
	if err != nil {
		return err
	}
	entries, names, err := s.history(c, d, history.Filter{Before: version.Number + 1, Limit: 1})
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return cms.ErrNotFound
	}
	view := &versionView{
		Base: s.base(c, "", d.Section()), Document: d, Version: version, Entry: entries[0],
		Rendered: s.rendered(c, d.Type, version.Content), Same: map[content.BlockID]bool{},
	}
	view.Title = words.Clip(version.Content.Title, 80) + ", " + view.WhenExactly(version.At)
	view.Erased = view.Base.Erased(names, version.Removed)
	view.Who = view.You(names, version.By)
	for _, b := range version.Content.Blocks {
		now, _ := latest.Content.Block(b.ID)
		view.Same[b.ID] = now.Equal(b)
	}
	if latest.Content.Path != version.Content.Path {
		view.NowPath = latest.Content.Path
	}
	view.Unsaved, err = s.hasWorking(c, d)
	if err != nil {
		return err
	}
	return s.show(c, "version_show", view)
}

// Thinned reports whether its text went with old drafts.
func (v *versionView) Thinned() bool { return words.Thinned(v.Version.Removed) }
