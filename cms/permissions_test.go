package cms_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"
	"testing"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
	"practicecms/content/paste"
)

// permissions is what each method of Editor that takes who acts asks of them. Methods without an
// actor find out who somebody is: they are behind the door.
var permissions = map[string]audit.Permission{
	"AddHook":        audit.MayAdminister,
	"AddPerson":      audit.MayAdminister,
	"AppendUpload":   audit.MayWrite,
	"Asset":          audit.MayRead,
	"Assets":         audit.MayRead,
	"Audit":          audit.MayAdminister,
	"Backup":         audit.MayAdminister,
	"Backups":        audit.MayAdminister,
	"BeginUpload":    audit.MayWrite,
	"Blame":          audit.MayRead,
	"Calls":          audit.MayAdminister,
	"CancelSchedule": audit.MayPublish,
	"ChangeHook":     audit.MayAdminister,
	"ClockState":     audit.MayRead,
	"Compare":        audit.MayRead,
	"Create":         audit.MayWrite,
	"CreateToken":    audit.MayAdminister,
	"Damaged":        audit.MayAdminister,
	"Dangling":       audit.MayRead,
	"DescribeAsset":  audit.MayWrite | audit.MayPublish,
	"DropWorking":    audit.MayWrite,
	"EndHook":        audit.MayAdminister,
	"EndShare":       audit.MayPublish,
	"Erase":          audit.MayAdminister,
	"EraseFiles":     audit.MayAdminister,
	"Export":         audit.MayExport,
	"Evidence":       audit.MayRead,
	"File":           audit.MayRead,
	"FinishUpload":   audit.MayWrite,
	"History":        audit.MayRead,
	"Hook":           audit.MayAdminister,
	"Hooks":          audit.MayAdminister,
	"KeepWorking":    audit.MayWrite,
	"Latest":         audit.MayRead,
	"List":           audit.MayRead,
	"MakeEvidence":   audit.MayRead,
	"NameVersion":    audit.MayWrite,
	"Names":          audit.MayRead,
	"NewHookSecret":  audit.MayAdminister,
	"OpenFile":       audit.MayRead,
	"Parts":          audit.MayRead,
	"Paste":          audit.MayWrite,
	"PauseHook":      audit.MayAdminister,
	"People":         audit.MayAdminister,
	"Plans":          audit.MayRead,
	"Publish":        audit.MayPublish,
	"Rehearse":       audit.MayRead,
	"ReplaceFile":    audit.MayWrite | audit.MayPublish,
	"ReplaceUses":    audit.MayWrite | audit.MayPublish,
	"Restore":        audit.MayWrite,
	"ResumeHook":     audit.MayAdminister,
	"RevokeToken":    audit.MayAdminister,
	"Room":           audit.MayAdminister,
	"Save":           audit.MayWrite,
	"Schedule":       audit.MayPublish,
	"SendAgain":      audit.MayAdminister,
	"Share":          audit.MayPublish,
	"Shares":         audit.MayRead,
	"Shelf":          audit.MayRead,
	"State":          audit.MayRead,
	"TakeBack":       audit.MayWrite,
	"TestHook":       audit.MayAdminister,
	"Thin":           audit.MayAdminister,
	"Thinnable":      audit.MayAdminister,
	"Tokens":         audit.MayAdminister,
	"Told":           audit.MayRead,
	"Traces":         audit.MayAdminister,
	"Trash":          audit.MayWrite | audit.MayPublish,
	"TrustClock":     audit.MayAdminister,
	"UndoPublish":    audit.MayPublish,
	"Unpublish":      audit.MayPublish,
	"Unsaved":        audit.MayWrite,
	"Untrash":        audit.MayWrite,
	"UploadAt":       audit.MayWrite,
	"Uses":           audit.MayRead,
	"Version":        audit.MayRead,
	"WhenSaid":       audit.MayRead,
	"Working":        audit.MayWrite,
}

// forPeople are methods that no token may use: it has no working copy.
var forPeople = []string{"KeepWorking", "DropWorking"}

// rolesWith lists who holds a permission, in the words of the product and not of its table.
// What is of the owners may be changed by them alone.
func rolesWith(p audit.Permission, ofOwners bool) []cms.Role {
	switch {
	case p == audit.MayRead:
		return []cms.Role{cms.RoleOwner, cms.RoleEditor, cms.ScopeManage, cms.ScopePreview}
	case p == audit.MayExport:
		return []cms.Role{cms.RoleOwner, cms.ScopeManage}
	case p == audit.MayAdminister || ofOwners:
		return []cms.Role{cms.RoleOwner}
	}
	return []cms.Role{cms.RoleOwner, cms.RoleEditor, cms.ScopeManage}
}

func TestEveryMethodOfTheEditorAsksWhoActs(t *testing.T) {
	s := cmstest.New(t)
	page := s.Service(t, "one", cmstest.Section("Part", "text"))
	settings := s.Settings(t)
	actor := reflect.TypeFor[cms.Actor]()
	edit := reflect.ValueOf(s.Editor())
	left := maps.Clone(permissions)
	for i := range edit.NumMethod() {
		method := edit.Type().Method(i)
		kind := edit.Method(i).Type()
		if kind.NumIn() < 2 || kind.In(1) != actor {
			continue
		}
		need, known := permissions[method.Name]
		if !known {
			t.Errorf("%s takes who acts and is not in the table of this test", method.Name)
			continue
		}
		delete(left, method.Name)
		for _, on := range []struct {
			document content.DocumentID
			typ      string
			owners   bool
		}{{page.Document, page.Type, false}, {settings.Document, settings.Type, true}} {
			about := aboutDocument(kind) && method.Name != "Unsaved"
			allowed := rolesWith(need, on.owners && about)
			for _, role := range []cms.Role{"", cms.RoleOwner, cms.RoleEditor, cms.ScopeDeliver, cms.ScopePreview, cms.ScopeManage} {
				who := cms.Actor{Author: content.Author{Person: s.Who.Person}, Role: role}
				may := slices.Contains(allowed, role)
				if role == cms.ScopeDeliver || role == cms.ScopePreview || role == cms.ScopeManage {
					who.Author = content.Author{Token: content.TokenID{1}}
					may = may && !slices.Contains(forPeople, method.Name)
				}
				before := entries(t, s)
				err := call(t, edit.Method(i), who, on.document, on.typ)
				if refused := errors.Is(err, cms.ErrForbidden); refused == may {
					t.Errorf("%s by %q on a %s: %v", method.Name, role, on.typ, err)
				}
				if after := entries(t, s); !may && after != before {
					t.Errorf("%s by %q on a %s was refused, and the log tells of it", method.Name, role, on.typ)
				}
			}
		}
	}
	for name := range left {
		t.Errorf("%s is in the table, and Editor has no such method that takes who acts", name)
	}
}

func entries(t *testing.T, s *cmstest.Site) uint64 {
	t.Helper()
	last, err := s.Editor().Audit(t.Context(), s.Who, 0, 1)
	if err != nil || len(last) != 1 {
		t.Fatalf("%v, %d entries", err, len(last))
	}
	return last[0].Sequence
}

// aboutDocument reports whether a method is given a document, or the type of one to be.
func aboutDocument(kind reflect.Type) bool {
	for i := range kind.NumIn() {
		in := kind.In(i)
		if in == reflect.TypeFor[content.DocumentID]() || in == reflect.TypeFor[cms.New]() {
			return true
		}
		if in.Kind() == reflect.Struct && in != reflect.TypeFor[cms.Actor]() {
			if f, ok := in.FieldByName("Document"); ok && f.Type == reflect.TypeFor[content.DocumentID]() {
				return true
			}
		}
	}
	return kind.NumIn() > 4 && kind.In(4) == reflect.TypeFor[paste.Options]() // a text that becomes one
}

// call calls a method with nothing but who acts and what it is about, and returns its error.
func call(t *testing.T, method reflect.Value, who cms.Actor, document content.DocumentID, typ string) error {
	t.Helper()
	in := make([]reflect.Value, method.Type().NumIn())
	for i := range in {
		kind := method.Type().In(i)
		in[i] = reflect.Zero(kind)
		switch {
		case kind == reflect.TypeFor[context.Context]():
			in[i] = reflect.ValueOf(t.Context())
		case kind == reflect.TypeFor[cms.Actor]():
			in[i] = reflect.ValueOf(who)
		case kind == reflect.TypeFor[content.DocumentID]():
			in[i] = reflect.ValueOf(document)
		case kind == reflect.TypeFor[content.Locale]():
			in[i] = reflect.ValueOf(cmstest.Locale)
		case kind == reflect.TypeFor[io.Writer]():
			in[i] = reflect.ValueOf(io.Discard)
		case kind.Kind() == reflect.String:
			in[i] = reflect.ValueOf(typ).Convert(kind)
		case kind.Kind() == reflect.Struct:
			value := reflect.New(kind).Elem()
			for name, of := range map[string]any{"Document": document, "Locale": cmstest.Locale, "Type": typ} {
				if f := value.FieldByName(name); f.IsValid() && f.Type() == reflect.TypeOf(of) {
					f.Set(reflect.ValueOf(of))
				}
			}
			in[i] = value
		}
	}
	out := method.Call(in)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}
