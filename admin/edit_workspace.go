package admin

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/richtext"
)

// workspace is a document as one person has it before them: their working copy, or the
// latest version when they have none.
type workspace struct {
	document
	base    cms.Version     // the version that the edits started from
	now     content.Content // what the person sees
	working bool            // there is a working copy
	keptAt  time.Time       // when it was kept; zero without one
	tag     content.Hash    // names it, so that no other is written over; zero without one
}

// detailsOpen stands for the form of title, address and fields, where otherwise the
// id of the open block does.
const detailsOpen = "details"

func (s *Server) workspace(c echo.Context) (workspace, error) {
	d, err := s.document(c)
	if err != nil {
		return workspace{}, err
	}
	return s.workspaceOf(c, d)
}

func (s *Server) workspaceOf(c echo.Context, d document) (workspace, error) {
	v, ctx := visitOf(c), c.Request().Context()
	out := workspace{document: d}
	kept, err := s.edit.Working(ctx, v.actor(), d.Document, d.Locale)
	switch {
	case errors.Is(err, cms.ErrNotFound):
		out.base, err = s.edit.Latest(ctx, v.actor(), d.Document, d.Locale)
		out.now = out.base.Content
		return out, err
	case err != nil:
		return workspace{}, err
	}
	out.now, out.working, out.keptAt, out.tag = kept.Content, true, kept.At, kept.Tag
	out.base, err = s.edit.Version(ctx, v.actor(), d.Document, d.Locale, kept.Base)
	return out, err
}

// faults are what has to be mended before a save, by path.
func (s *Server) faults(d workspace) ([]content.Problem, map[string]string) {
	byPath := map[string]string{}
	err := s.model.Validate(d.Type, d.now, &d.base.Content, richtext.Check)
	invalid := (*content.InvalidError)(nil)
	if !errors.As(err, &invalid) {
		return nil, byPath
	}
	for _, p := range invalid.Problems {
		if byPath[p.Path] == "" {
			byPath[p.Path] = p.Message
		}
	}
	return invalid.Problems, byPath
}

// formMaker makes forms for a workspace.
func (s *Server) formMaker(c echo.Context, faults map[string]string) (form.Maker, error) {
	v := visitOf(c)
	items, err := s.edit.List(c.Request().Context(), v.actor(), cms.Filter{Locale: v.practice.Locale})
	slices.SortStableFunc(items, func(a, b cms.Item) int { return compareFold(a.Title, b.Title) })
	return form.Maker{Faults: faults, Items: items}, err
}

// keepTyped takes what the open form holds into the person's working copy, and
// returns the workspace as it is then.
//
// The form says from which version it was made. When the person's working copy has
// moved on to another one since (they saved in a second window, say), the two are
// merged as a save would, and what was typed last wins: it is all one person's.
func (s *Server) keepTyped(c echo.Context) (workspace, error) {
	d, err := s.workspace(c)
	if err != nil {
		return d, err
	}
	sent := c.Request().PostForm
	open := sent.Get("open")
	if open == "" {
		return d, nil
	}
	if !d.TrashedAt.IsZero() {
		return d, cms.ErrTrashed
	}
	maker, err := s.formMaker(c, nil)
	if err != nil {
		return d, err
	}
	read := form.Reader{Form: sent, Maker: maker}
	base, err := strconv.ParseUint(sent.Get("base"), 10, 64)
	if err != nil || base == d.base.Number || base > d.Latest || base == 0 {
		return d, s.keep(c, &d, s.typed(d.Kind, d.now, open, read))
	}
	v, ctx := visitOf(c), c.Request().Context()
	old, err := s.edit.Version(ctx, v.actor(), d.Document, d.Locale, base)
	if err != nil {
		return d, err
	}
	mine := s.typed(d.Kind, old.Content, open, read)
	if !d.working {
		d.base, d.now = old, old.Content
		return d, s.keep(c, &d, mine)
	}
	merged, conflicts := s.model.Merge(d.Type, old.Content, d.now, mine.Canonical())
	if len(conflicts) > 0 {
		merged = s.typed(d.Kind, merged, open, read)
	}
	return d, s.keep(c, &d, merged)
}

// typed returns a content with what the open form holds.
func (s *Server) typed(t content.Type, now content.Content, open string, read form.Reader) content.Content {
	if open == detailsOpen {
		now.Title = line(read.Form.Get("title"))
		if t.IsPage() {
			now.Path = line(read.Form.Get("path"))
		}
		now.Fields = read.Fields(t.Fields, now.Fields, "")
		return now
	}
	var id content.BlockID
	if id.UnmarshalText([]byte(open)) != nil || id.IsZero() {
		return now
	}
	block, at := now.Block(id)
	now.Blocks = slices.Clone(now.Blocks)
	if at < 0 {
		// It was removed in another window. What was typed is not to be lost.
		block = content.Block{ID: id, Kind: read.Form.Get("kind")}
		at = len(now.Blocks)
		now.Blocks = append(now.Blocks, block)
	}
	kind, ok := s.model.Kind(block.Kind)
	if !ok {
		return now // such a block has no form
	}
	block.Fields = read.Fields(kind.Fields, block.Fields, "")
	now.Blocks[at] = block
	return now
}

// keep makes next the person's working copy; none when it says what the base says. When
// another window of theirs was faster it is cms.ErrMovedOn: see onceMore.
func (s *Server) keep(c echo.Context, d *workspace, next content.Content) error {
	v, ctx := visitOf(c), c.Request().Context()
	next = next.Canonical()
	if next.Equal(d.now.Canonical()) && (d.working || next.Equal(d.base.Content)) {
		return nil
	}
	working := !next.Equal(d.base.Content)
	var tag content.Hash
	var err error
	if working {
		tag, err = s.edit.KeepWorking(ctx, v.actor(), d.Document, d.Locale, d.tag, d.base.Number, next)
	} else {
		err = s.edit.DropWorking(ctx, v.actor(), d.Document, d.Locale, d.tag)
	}
	if err == nil {
		d.now, d.working, d.keptAt, d.tag = next, working, v.now, tag
	}
	return err
}

// newBlock makes an empty block.
func newBlock(kind string) content.Block {
	return content.Block{ID: content.BlockID(uuid.Must(uuid.NewV7())), Kind: kind, Fields: content.Fields{}}
}

// deepCopy returns fields that can be changed without changing f.
func deepCopy(f content.Fields) content.Fields {
	return content.Content{Fields: f}.Canonical().Fields // what is canonical is a copy
}
