package admin

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// conflictView shows both texts wherever two people changed the same one.
type conflictView struct {
	Base
	Workspace editorWorkspace
	Who       string // who saved meanwhile
	Latest    uint64 // the version that the choices are about
	Conflicts []conflictItem
	Note      string
}

// conflictItem is one conflict, as a choice.
type conflictItem struct {
	content.Conflict
	Number int
	Where  string // "“Preparation”: Text"
	Theirs []content.Span
	Mine   []content.Span
	Gone   string // "theirs" or "mine": who removed the block; empty when nobody did
	Both   bool   // the texts can be kept one after the other
	List   bool   // they are lists
}

// open merges the person's working copy with the latest version, as a save would.
func (s *Server) open(c echo.Context) (d workspace, latest cms.Version, merged content.Content, conflicts []content.Conflict, err error) {
	v := visitOf(c)
	if d, err = s.workspace(c); err != nil {
		return
	}
	if latest, err = s.edit.Latest(c.Request().Context(), v.actor(), d.Document, d.Locale); err != nil {
		return
	}
	merged, conflicts = s.model.Merge(d.Type, d.base.Content, latest.Content, d.now.Canonical())
	return
}

func (s *Server) settleForm(c echo.Context) error {
	v := visitOf(c)
	d, latest, _, conflicts, err := s.open(c)
	if err != nil {
		return err
	}
	if len(conflicts) == 0 {
		return seeOther(c, d.Page())
	}
	names, err := s.edit.Names(c.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	view := &conflictView{
		Base: s.base(c, "Two texts for the same place", d.Section()), Workspace: editorWorkspace{workspace: d, Base: d.base.Number, Working: d.working},
		Who: names.Of(latest.By), Latest: latest.Number,
	}
	for i, conflict := range conflicts {
		view.Conflicts = append(view.Conflicts, s.conflictItem(d.Kind, i, conflict))
	}
	return s.show(c, "edit_conflict", view)
}

func (s *Server) conflictItem(t content.Type, i int, from content.Conflict) conflictItem {
	base, theirs, mine := s.asText(from.Base), s.asText(from.Theirs), s.asText(from.Mine)
	item := conflictItem{
		Conflict: from, Number: i, Where: from.Label, Both: s.bothFit(t, from),
		Theirs: content.CompareWords(base, theirs), Mine: content.CompareWords(base, mine),
	}
	_, item.List = from.Theirs.([]any)
	if from.Name != "" && from.Field != "" {
		item.Where = from.Name + ": " + from.Label
	}
	if from.Field == "" {
		item.Where = from.Name
		if from.Theirs == nil {
			item.Gone = "theirs"
		} else if from.Mine == nil {
			item.Gone = "mine"
		}
	}
	return item
}

// asText writes a value so that it can be compared by words.
func (s *Server) asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return "Yes"
	case int64:
		return strconv.FormatInt(v, 10)
	case *content.Block:
		kind, _ := s.model.Kind(v.Kind)
		var lines []string
		for _, f := range kind.Fields {
			if text := s.asText(v.Fields[f.Name]); text != "" {
				lines = append(lines, text)
			}
		}
		return strings.Join(lines, "\n")
	case []any:
		lines := make([]string, len(v))
		for i, item := range v {
			lines[i] = s.asText(item)
		}
		return strings.Join(lines, "\n")
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		lines := make([]string, len(names))
		for i, name := range names {
			lines[i] = s.asText(v[name])
		}
		return strings.Join(lines, "\n")
	}
	return fmt.Sprint(v)
}

// bothFit reports whether both texts can stand in the field, one after the other, or the
// items of both in the list.
func (s *Server) bothFit(t content.Type, from content.Conflict) bool {
	if _, list := from.Theirs.([]any); list {
		_, list = from.Mine.([]any)
		return list
	}
	_, theirs := from.Theirs.(string)
	_, mine := from.Mine.(string)
	if !theirs || !mine || from.Field == "path" {
		return false
	}
	if from.Field == "title" && from.Block.IsZero() {
		return true
	}
	f, ok := s.fieldOf(t, from)
	return ok && (f.Type == content.Text || f.Type == content.Markdown)
}

// both puts two texts one after the other, or into their list what only the person has.
func (s *Server) both(t content.Type, from content.Conflict) any {
	if theirs, list := from.Theirs.([]any); list {
		base, _ := from.Base.([]any)
		has := func(items []any, item any) bool {
			return slices.ContainsFunc(items, func(other any) bool { return content.EqualValue(item, other) })
		}
		out := slices.Clone(theirs)
		for _, item := range from.Mine.([]any) {
			if !has(theirs, item) && !has(base, item) { // what they took out and the person left alone stays out
				out = append(out, item)
			}
		}
		return out
	}
	f, _ := s.fieldOf(t, from)
	between := " "
	if f.Type == content.Markdown && !f.Inline {
		between = "\n\n"
	} else if f.Lines {
		between = "\n"
	}
	return from.Theirs.(string) + between + from.Mine.(string)
}

// fieldOf finds the declaration of the field that is in question.
func (s *Server) fieldOf(t content.Type, from content.Conflict) (content.Field, bool) {
	fields := t.Fields
	if !from.Block.IsZero() {
		kind, _ := s.model.Kind(from.Kind)
		fields = kind.Fields
	}
	first, member, nested := strings.Cut(from.Field, ".")
	f, ok := content.FieldNamed(fields, first)
	if ok && nested {
		f, ok = content.FieldNamed(f.Fields, member)
	}
	return f, ok
}

// settle puts the chosen texts into the merged page and saves it on top of the
// latest version.
func (s *Server) settle(c echo.Context) error {
	form, v := c.Request().PostForm, visitOf(c)
	d, latest, merged, conflicts, err := s.open(c)
	if err != nil {
		return err
	}
	if form.Get("latest") != strconv.FormatUint(latest.Number, 10) || form.Get("conflicts") != strconv.Itoa(len(conflicts)) {
		s.say(c, Toast{Text: "Somebody saved once more in between. Here is how it stands now; nothing is lost."})
		return seeOther(c, d.Page()+"/settle")
	}
	given := false // something that only this person wrote is not in the settled page
	own := merged
	for i, conflict := range conflicts {
		own = put(own, d.now, conflict, conflict.Mine)
		switch form.Get(fmt.Sprintf("keep.%d", i)) {
		case "theirs":
			given = true
			merged = put(merged, d.now, conflict, conflict.Theirs)
		case "mine":
			merged = put(merged, d.now, conflict, conflict.Mine)
		case "both":
			if !s.bothFit(d.Kind, conflict) {
				return cms.ErrNotFound
			}
			merged = put(merged, d.now, conflict, s.both(d.Kind, conflict))
		default:
			s.say(c, Toast{Text: "Choose one text for each place. Nothing is lost meanwhile."})
			return seeOther(c, d.Page()+"/settle")
		}
	}
	// What is given up becomes a version before the one that is chosen: then it stands in
	// Earlier versions, as the other person's text does. What cannot be a version because
	// something in it has to be mended is shown again instead of being dropped.
	if given {
		what := cms.Save{Document: d.Document, Locale: d.Locale, Base: latest.Number, Content: own, Note: "Before choosing between two texts"}
		saved, err := s.edit.Save(c.Request().Context(), v.actor(), what)
		if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
			s.say(c, Toast{Text: "Not saved yet: something in your text has to be mended before the other one can take its place. Nothing is lost."})
			return seeOther(c, d.mend(invalid.Problems[0].Path))
		}
		if conflict := (*cms.ConflictError)(nil); errors.As(err, &conflict) {
			return seeOther(c, d.Page()+"/settle")
		}
		if err != nil {
			return err
		}
		latest = saved
	}
	// The settled page becomes the working copy first, so that nothing is lost should
	// the save ask for something to be mended, or somebody save again this minute.
	if d.tag, err = s.edit.KeepWorking(c.Request().Context(), v.actor(), d.Document, d.Locale, d.tag, latest.Number, merged); err != nil {
		return err
	}
	d.base, d.now, d.working = latest, merged.Canonical(), true
	return s.saveContent(c, d, cms.Save{
		Document: d.Document, Locale: d.Locale, Base: latest.Number, Content: d.now, Note: line(form.Get("note")), Working: d.tag,
	}, v.actor(), d.Page())
}

// put gives the place of a conflict a value. mine is where a block stood that only
// the person's own copy still has.
func put(c, mine content.Content, at content.Conflict, value any) content.Content {
	if at.Block.IsZero() {
		switch at.Field {
		case "title":
			c.Title, _ = value.(string)
		case "path":
			c.Path, _ = value.(string)
		default:
			c.Fields = putField(c.Fields, at.Field, value)
		}
		return c
	}
	c.Blocks = slices.Clone(c.Blocks)
	i := slices.IndexFunc(c.Blocks, func(b content.Block) bool { return b.ID == at.Block })
	if at.Field != "" {
		if i >= 0 {
			c.Blocks[i].Fields = putField(c.Blocks[i].Fields, at.Field, value)
		}
		return c
	}
	block, _ := value.(*content.Block)
	switch {
	case block == nil && i >= 0:
		c.Blocks = slices.Delete(c.Blocks, i, i+1)
	case block != nil && i >= 0:
		c.Blocks[i] = *block
	case block != nil:
		_, place := mine.Block(at.Block)
		c.Blocks = slices.Insert(c.Blocks, min(max(place, 0), len(c.Blocks)), *block)
	}
	return c
}

// putField returns fields with another value for one, or for one member of a group.
func putField(fields content.Fields, name string, value any) content.Fields {
	out := deepCopy(fields)
	first, member, nested := strings.Cut(name, ".")
	if !nested {
		out[first] = value
		return out
	}
	group, _ := out[first].(map[string]any)
	if group == nil {
		group = map[string]any{}
	}
	group[member] = value
	out[first] = group
	return out
}
