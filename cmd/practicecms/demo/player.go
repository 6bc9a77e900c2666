package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/content"
)

// player does in a CMS what the files say.
type player struct {
	editor    *cms.Editor
	model     *content.Model
	week      week
	people    map[string]cms.Actor
	documents map[string]*document
}

// document is what the player knows of a document that was written.
type document struct {
	id       content.DocumentID
	versions []tree // the first is version 1
	blocks   map[string]content.BlockID
}

func (d *document) latest() tree { return d.versions[len(d.versions)-1] }

func (p *player) add(ctx context.Context, who person) error {
	added, err := p.editor.AddPerson(ctx, cms.System(), access.NewPerson{Name: who.Name, Title: who.Title, Role: who.Role})
	p.people[who.Key] = added.Actor()
	return err
}

func (p *player) play(ctx context.Context, a act) error {
	who, ok := p.people[a.By]
	if !ok {
		return fmt.Errorf("there is nobody called %q in people.json", a.By)
	}
	d := p.documents[a.document]
	switch {
	case a.Write != nil:
		return p.write(ctx, who, a)
	case a.Change != nil:
		return p.change(ctx, who, a, d)
	case a.Restore != nil:
		return p.restore(ctx, who, a, d)
	}
	_, err := p.editor.Publish(ctx, who, d.id, Locale, uint64(len(d.versions)))
	return err
}

func (p *player) write(ctx context.Context, who cms.Actor, a act) error {
	d := &document{blocks: map[string]content.BlockID{}}
	c, err := p.content(a.typ, a.Write, d)
	if err != nil {
		return err
	}
	v, err := p.editor.Create(ctx, who, cms.New{Type: a.typ, Locale: Locale, Content: c, Note: a.Note})
	if err != nil {
		return err
	}
	d.id = v.Document
	p.documents[a.document] = d
	return d.keep(a.Write, v)
}

func (p *player) change(ctx context.Context, who cms.Actor, a act, d *document) error {
	next, err := d.latest().edit(a.Change)
	if err != nil {
		return err
	}
	c, err := p.content(a.typ, next, d)
	if err != nil {
		return err
	}
	v, err := p.editor.Save(ctx, who, cms.Save{Document: d.id, Locale: Locale, Base: uint64(len(d.versions)), Content: c, Note: a.Note})
	if err != nil {
		return err
	}
	return d.keep(next, v)
}

// restore brings single blocks back. Where one that was gone has its place again is
// for the CMS to say.
func (p *player) restore(ctx context.Context, who cms.Actor, a act, d *document) error {
	n := a.Restore.Version
	if n < 1 || n > len(d.versions) {
		return fmt.Errorf("there is no version %d yet", n)
	}
	known := map[content.BlockID]any{}
	for _, b := range d.latest().blocks() {
		known[d.blocks[nameOf(b)]] = b
	}
	var ids []content.BlockID
	for _, b := range d.versions[n-1].blocks() {
		if slices.Contains(a.Restore.Blocks, nameOf(b)) {
			id := d.blocks[nameOf(b)]
			known[id], ids = b, append(ids, id)
		}
	}
	if len(ids) == 0 || len(ids) != len(a.Restore.Blocks) {
		return fmt.Errorf("version %d does not have the blocks %q", n, a.Restore.Blocks)
	}
	v, err := p.editor.Restore(ctx, who, cms.Restore{Document: d.id, Locale: Locale, Version: uint64(n), Blocks: ids, Note: a.Note})
	if err != nil {
		return err
	}
	next, blocks := maps.Clone(d.latest()), []any{}
	for _, b := range v.Content.Blocks {
		blocks = append(blocks, known[b.ID])
	}
	next["blocks"] = blocks
	return d.keep(next, v)
}

// keep notes what was saved as v, and the ids that its new blocks were given.
func (d *document) keep(t tree, v cms.Version) error {
	d.versions = append(d.versions, t)
	if v.Number != uint64(len(d.versions)) {
		return errors.New("this changes nothing")
	}
	for i, b := range t.blocks() {
		d.blocks[nameOf(b)] = v.Content.Blocks[i].ID
	}
	return nil
}

// content makes of a tree what is saved.
func (p *player) content(typ string, t tree, d *document) (content.Content, error) {
	var out content.Content
	out.Path, _ = t["path"].(string)
	out.Title, _ = t["title"].(string)
	declared, _ := p.model.Type(typ) // an unknown type, kind or field is refused by the save
	own, _ := t["fields"].(map[string]any)
	var err error
	if out.Fields, err = p.fields(declared.Fields, own); err != nil {
		return out, err
	}
	names := map[string]bool{}
	for _, b := range t.blocks() {
		if names[nameOf(b)] || b["name"] == nil {
			return out, fmt.Errorf("block %d: give it a name of its own", len(out.Blocks))
		}
		names[nameOf(b)] = true
		values := maps.Clone(b)
		delete(values, "name")
		delete(values, "kind")
		block := content.Block{ID: d.blocks[nameOf(b)]}
		block.Kind, _ = b["kind"].(string)
		kind, _ := p.model.Kind(block.Kind)
		if block.Fields, err = p.fields(kind.Fields, values); err != nil {
			return out, fmt.Errorf("block %s: %w", nameOf(b), err)
		}
		out.Blocks = append(out.Blocks, block)
	}
	return out, nil
}

func (p *player) fields(declared []content.Field, values map[string]any) (content.Fields, error) {
	out := maps.Clone(values)
	for _, f := range declared {
		v, ok := values[f.Name]
		if !ok {
			continue
		}
		var err error
		if out[f.Name], err = p.value(f, v); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return out, nil
}

// value makes a value of the shorter form in which the files have it. What has
// another shape than declared stays as it is, for the save has a word about it.
func (p *player) value(f content.Field, v any) (any, error) {
	switch v := v.(type) {
	case string:
		return p.text(f, v)
	case json.Number:
		return v.Int64()
	case map[string]any:
		return p.fields(f.Fields, v)
	case []any:
		if f.Type != content.List {
			return p.text(f, paragraphs(v))
		}
		out := make([]any, len(v))
		for i := range v {
			var err error
			if out[i], err = p.value(*f.Item, v[i]); err != nil {
				return nil, fmt.Errorf("%d: %w", i, err)
			}
		}
		return out, nil
	}
	return v, nil
}

func paragraphs(list []any) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, "\n\n")
}

var documentLink = regexp.MustCompile(`document:[a-z0-9-]+`)

func (p *player) text(f content.Field, s string) (any, error) {
	switch f.Type {
	case content.Link:
		return p.id(s)
	case content.Date:
		day, err := p.week.day(s)
		return day.Format(time.DateOnly), err
	case content.Markdown, content.URL:
		var err error
		s = documentLink.ReplaceAllStringFunc(s, func(link string) string {
			id, missing := p.id(strings.TrimPrefix(link, "document:"))
			err = errors.Join(err, missing)
			return "document:" + id
		})
		return s, err
	}
	return s, nil
}

// id finds a document by the name of its file.
func (p *player) id(name string) (string, error) {
	d, ok := p.documents[name]
	if !ok {
		return "", fmt.Errorf("%q was not written yet", name)
	}
	return d.id.String(), nil
}

func nameOf(block map[string]any) string { return fmt.Sprint(block["name"]) }
