package cms_test

import (
	"testing"

	"pgregory.net/rapid"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// Whatever became of a page, each of its versions comes back as it was, and none of it
// goes live by that.
func TestEveryVersionComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := cmstest.New(t)
		m := &practiceModel{Site: s, t: t}
		m.create(rt)
		rt.Repeat(map[string]func(*rapid.T){
			"save":      m.save,
			"again":     m.save, // edits are what histories are made of
			"restore":   m.restore,
			"bringBack": m.restoreOneBlock,
			"picks":     m.restorePicks,
			"erase":     m.erase,
			"name":      m.name,
			"publish":   m.publish,
			"unpublish": m.unpublish,
		})
		d := m.docs[0]
		for n := range uint64(len(d.versions)) {
			for _, oldPath := range []bool{false, true} {
				m.comesBack(rt, d, n+1, oldPath)
			}
		}
		m.check(rt) // what is live, and every version
		report, err := s.Verify(t.Context())
		if err != nil || !report.OK() {
			rt.Fatalf("verify: %+v, %v", report, err)
		}
	})
}

// comesBack brings back version n, and compares.
func (m *practiceModel) comesBack(rt *rapid.T, d *documentModel, n uint64, oldPath bool) {
	before := d.latest()
	v, err := m.Editor().Restore(m.t.Context(), m.Who, cms.Restore{Document: d.id, Locale: cmstest.Locale, Version: n, OldPath: oldPath})
	if err != nil {
		rt.Fatal(err)
	}
	if int(v.Number) > len(d.versions) {
		d.versions = append(d.versions, v.Content)
	}
	c, err := m.Editor().Compare(m.t.Context(), m.Who, d.id, cmstest.Locale, n, v.Number)
	if err != nil {
		rt.Fatal(err)
	}
	var differs []content.FieldChange
	for _, f := range c.Fields {
		if f.Path != "path" || oldPath {
			differs = append(differs, f)
		}
	}
	if len(differs) > 0 || len(c.Blocks) > 0 {
		rt.Fatalf("version %d came back otherwise: %+v %+v", n, differs, c.Blocks)
	}
	if !oldPath && v.Content.Path != before.Path {
		rt.Fatalf("the web address became %q, and was %q", v.Content.Path, before.Path)
	}
}
