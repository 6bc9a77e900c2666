package admin

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// hostile is what must never become an element, an attribute or an address. The
// words "owned" mark what it would do.
var hostile = []string{
	`<script>owned()</script>`,
	`"><img src=x onerror=owned()>`,
	`</textarea></pre></option></select><svg onload=owned()>`,
	`[x](javascript:owned())`,
	`<a href="javascript:owned()">x</a>`,
	`{{.Person}}<iframe srcdoc="<script>owned()</script>">`,
	"\u202eevil <style>*{display:none}</style>",
}

// unharmed fails when a page holds an element or an attribute that no template and
// no text of ours makes.
func (a answer) unharmed() {
	a.t.Helper()
	for n := range a.parse().Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			if attribute(n, "type") == "application/json" && attribute(n, "id") == "live" {
				// What a person typed stands in here, as data: nothing in it ends the element.
				if data := n.FirstChild; data == nil || data.NextSibling != nil || strings.ContainsAny(data.Data, "<>&") || !json.Valid([]byte(data.Data)) {
					a.t.Errorf("the live editor's data: %s", textOf(n))
				}
				continue
			}
			if !strings.HasPrefix(attribute(n, "src"), "/admin/static/") || n.FirstChild != nil {
				a.t.Errorf("a script: %s", textOf(n))
			}
		case "svg":
			if attribute(n, "class") != "icon" || attribute(n, "aria-hidden") != "true" {
				a.t.Errorf("a drawing that is no icon of ours: %v", n.Attr)
			}
		case "img":
			if src := attribute(n, "src"); src != "" && !strings.HasPrefix(src, "/admin/files/") {
				a.t.Errorf("a picture that is none of ours: %v", n.Attr)
			}
		case "iframe", "style", "object", "embed", "base":
			a.t.Errorf("an element <%s>", n.Data)
		}
		for _, at := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(at.Val))
			if strings.HasPrefix(at.Key, "on") || at.Key == "style" || at.Key == "srcdoc" ||
				strings.HasPrefix(value, "javascript:") && (at.Key == "href" || at.Key == "action" || at.Key == "src") {
				a.t.Errorf("an attribute %s=%q of <%s>", at.Key, at.Val, n.Data)
			}
		}
	}
}

func TestNothingThatIsTypedBecomesMarkup(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	for _, evil := range hostile {
		line := strings.NewReplacer("\n", " ", "\u202e", "").Replace(evil) // which one line may not hold
		c := content.Content{
			Path: "/services/x", Title: line, Fields: content.Fields{"summary": evil},
			Blocks: []content.Block{
				cmstest.Section(line, evil),
				{Kind: "checklist", Fields: content.Fields{"leadIn": line, "items": []any{line}}},
				{Kind: "steps", Fields: content.Fields{"heading": line, "steps": []any{map[string]any{"title": line, "body": evil}}}},
			},
		}
		one, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: c, Note: line, Origin: content.OriginPasted, Raw: evil})
		if err != nil {
			t.Fatalf("%q: %v", evil, err)
		}
		_, hook, err := site.Editor().AddHook(t.Context(), site.Who, webhooks.Settings{Name: words.Clip(line, 80), URL: "https://example.org/" + url.PathEscape(line)})
		if err != nil {
			t.Fatal(err)
		}
		site.Publish(t, one)
		next := one
		next.Content.Blocks = []content.Block{one.Content.Blocks[2], {ID: one.Content.Blocks[0].ID, Kind: "section", Fields: content.Fields{"heading": "New", "body": "Before " + evil + " after"}}}
		next.Content.Title = "New " + line
		if _, err := site.Editor().Save(t.Context(), site.Who, cms.Save{Document: one.Document, Locale: one.Locale, Base: 1, Content: next.Content, Note: line}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/preview", "/preview?version=1", "", "?edit=details", "?panel=checks", "/versions", "/versions/1", "/versions/2", "/compare?from=1&to=2", "/compare?from=2&to=1&all=1", "/put-live", "/put-live?version=1", "/take-off"} {
			v.open(page(one) + path).unharmed()
		}
		v.post(page(one)+"/restore", "version", "1", "block", one.Content.Blocks[1].ID.String()).unharmed()
		v.post(page(one) + "/take-off").unharmed()

		for _, form := range []url.Values{
			{"text": {evil + "\n\nWords and " + evil}},
			{"text": {"words"}, "html": {"<h2>" + evil + "</h2><p>words " + evil + "</p>"}},
			{"text": {"words"}, "title": {evil}, "path": {evil}, "type": {evil}, "of": {evil}, "kind.0": {evil}},
		} {
			for _, do := range []string{"look", "back"} {
				form.Set("do", do)
				v.send("POST", "/admin/paste", form).unharmed()
			}
			v.send("POST", "/admin/paste", form).unharmed()
		}
		if _, _, err := site.Editor().CreateToken(t.Context(), site.Who, line, cms.ScopePreview); err != nil {
			t.Fatal(err)
		}
		if _, err := site.Editor().AddPerson(t.Context(), site.Who, access.NewPerson{Name: line, Title: line, Role: cms.RoleEditor}); err != nil {
			t.Fatal(err)
		}
		v.post("/admin/settings/people", "name", evil, "title", evil, "email", evil, "role", evil, "password", evil).unharmed()
		v.post("/admin/settings/tokens", "name", evil, "scope", evil).unharmed()
		for _, path := range []string{webhooksPath, hookLink(hook.ID)} {
			v.open(path).unharmed()
			v.post(path, "name", evil, "url", evil, "allow", evil).unharmed()
		}
		v.open("/admin/settings").unharmed()
		v.open("/admin/activity").unharmed()
	}
}
