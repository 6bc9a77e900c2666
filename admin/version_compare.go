package admin

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/rendering"
	"practicecms/cms"
	"practicecms/cms/history"
	"practicecms/content"
)

// maxBetween is how many versions between the two are looked through to say who
// changed a block, and when.
const maxBetween = 60

type compareView struct {
	Base
	Document document
	Name     string
	From, To cms.Version
	All      bool // the whole text, not only what changed
	Side     bool // the two texts side by side, not one text with marks
	Changes  []redline.Change
	Between  []rendering.Line // the versions that led from one to the other, newest first
	Unsaved  bool             // the reader has a working copy
	Erased   []string         // what was taken out of one of the two for good
}

// compare shows what changed from one version to another, in the page's own text,
// with what takes each change back.
func (s *Server) compare(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	to, err := s.version(c, d, c.QueryParam("to"))
	if err != nil {
		return err
	}
	number := c.QueryParam("from")
	if number == "" { // as in a link that says "what changed" and means this version
		number = strconv.FormatUint(max(to.Number, 2)-1, 10)
	}
	from, err := s.version(c, d, number)
	if err != nil {
		return err
	}
	view := &compareView{Base: s.base(c, "What changed in "+name, d.Section()), Document: d, Name: name, From: from, To: to, All: c.QueryParam("all") != "", Side: c.QueryParam("view") == sideBySide}
	if view.Between, err = s.between(c, d, from.Number, to.Number); err != nil {
		return err
	}
	names, err := s.edit.Names(c.Request().Context(), visitOf(c).actor())
	if err != nil {
		return err
	}
	if view.Changes, err = s.changes(c, d, from.Content, to.Content, view.All, view.CanUndo()); err != nil {
		return err
	}
	for i := range view.Changes {
		ch := &view.Changes[i]
		for _, e := range view.Between {
			if ch.MadeBy(e.Blocks) || len(view.Between) == 1 && ch.Op != content.Same {
				ch.Who, ch.At = view.Whom(names, e.By), e.At
				break
			}
		}
	}
	if view.Unsaved, err = s.hasWorking(c, d); err != nil {
		return err
	}
	view.Erased = view.Base.Erased(names, slices.Concat(from.Removed, to.Removed))
	return s.show(c, "version_compare", view)
}

// between reads the versions after the older one, up to the newer one.
func (s *Server) between(c echo.Context, d document, a, b uint64) ([]rendering.Line, error) {
	older, newer := min(a, b), max(a, b)
	entries, names, err := s.history(c, d, history.Filter{Before: newer + 1, Limit: int(min(newer-older, maxBetween))})
	if err != nil {
		return nil, err
	}
	out := make([]rendering.Line, len(entries))
	for i, e := range entries {
		out[i] = rendering.Line{Entry: e, Who: visitOf(c).english().You(names, e.By)}
	}
	return out, nil
}

// sideBySide is how an address says that the two texts stand side by side.
const sideBySide = "side"

// At is the address of the same comparison, with or without what did not change, as
// one text or side by side.
func (v *compareView) At(all, side bool) string {
	q := url.Values{"from": {strconv.FormatUint(v.From.Number, 10)}, "to": {strconv.FormatUint(v.To.Number, 10)}}
	if all {
		q.Set("all", "1")
	}
	if side {
		q.Set("view", sideBySide)
	}
	return v.Document.Page() + "/compare?" + q.Encode()
}

// CanUndo reports whether each change can be taken back: the newer text is the latest.
func (v *compareView) CanUndo() bool {
	return v.To.Number == v.Document.Latest && v.From.Number != v.To.Number
}

// WithLatest is the address of a comparison in which changes can be taken back; empty
// when this is one, or there can be none.
func (v *compareView) WithLatest() string {
	if v.To.Number == v.Document.Latest || v.From.Number == v.Document.Latest {
		return ""
	}
	with := *v
	with.To.Number = v.Document.Latest
	return with.At(v.All, v.Side)
}

// Ways take a block back as a whole; none where nothing can be taken back.
func (v *compareView) Ways(ch redline.Change) []redline.UndoChange {
	if !v.CanUndo() || ch.Op == content.Same {
		return nil
	}
	return ch.Undo(v.Whose(v.From.At))
}

// Which says which version one of the two is: "Tuesday, live now". The time of day is
// there when the day alone would not tell the two apart.
func (v *compareView) Which(version cms.Version) string {
	other := v.From
	if version.Number == other.Number {
		other = v.To
	}
	return v.WhichVersion(v.Document.State, version.Number, version.At, other.At)
}
