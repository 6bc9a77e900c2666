// Package jsonld says what a page is in the words of schema.org, for search engines.
//
// It is made of what the page and its records say and of nothing else: a property that
// nobody filled in is left out, nobody is said to have reviewed what nobody reviewed,
// and there are no reviews or ratings of the practice about itself, which search
// engines ignore (Google, Review snippet guidelines, "self-serving reviews").
//
// What a field is called in schema.org follows from what it means, see content.Meaning.
package jsonld

import (
	"time"

	"practicecms/content"
	"practicecms/content/richtext"
)

// Practice is what is told of the practice.
type Practice struct {
	Name    string
	Website string // where readers find it, without a slash at the end; empty: nothing can be named, and nothing is told
	Phone   string // E.164; may be empty
}

// Document is a page or a record.
type Document struct {
	ID          content.DocumentID
	Type        string
	Locale      content.Locale
	Content     content.Content
	FirstLive   time.Time
	PublishedAt time.Time
}

// Of describes a page as one graph, the value of a script element of type
// application/ld+json; nil when the practice has no website. linked gives a document
// that the page refers to, if that is live. Times are told as days in UTC.
func Of(m *content.Model, p Practice, page Document, linked func(content.DocumentID) (Document, bool)) map[string]any {
	if p.Website == "" || page.Content.Path == "" {
		return nil
	}
	typ, _ := m.Type(page.Type)
	g := graph{model: m, practice: p, page: page, typ: typ, url: p.Website + page.Content.Path, linked: linked, people: map[content.DocumentID]bool{}}
	g.add(node{"@type": "Organization", "@id": g.id("#practice"), "name": p.Name, "url": p.Website + "/", "telephone": p.Phone})
	g.add(node{"@type": "WebSite", "@id": g.id("#site"), "name": p.Name, "url": p.Website + "/", "publisher": ref(g.id("#practice"))})
	g.webPage()
	if typ.Therapy {
		g.service()
	}
	for _, b := range page.Content.Blocks {
		g.links(b, content.Type.IsPerson, func(who any) { g.person(who) })
		g.questions(b)
	}
	g.breadcrumbs()
	return map[string]any{"@context": "https://schema.org", "@graph": g.nodes}
}

// node is one thing of the graph. Members that are empty are left out of it.
type node map[string]any

type graph struct {
	model    *content.Model
	practice Practice
	page     Document
	typ      content.Type // of the page
	url      string       // of the page
	linked   func(content.DocumentID) (Document, bool)
	nodes    []any
	people   map[content.DocumentID]bool // that are in it
}

// id names a thing of the whole site.
func (g *graph) id(fragment string) string { return g.practice.Website + "/" + fragment }

func ref(id string) map[string]any { return map[string]any{"@id": id} }

func (g *graph) add(n node) { g.nodes = append(g.nodes, n.filled()) }

// filled is the node without what is empty.
func (n node) filled() map[string]any {
	out := map[string]any{}
	for name, v := range n {
		switch v := v.(type) {
		case string:
			if v == "" {
				continue
			}
		case []any:
			if len(v) == 0 {
				continue
			}
		case map[string]any:
			if len(v) == 0 {
				continue
			}
		case nil:
			continue
		}
		out[name] = n[name]
	}
	return out
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// value is what the page's own fields say.
func (g *graph) value(m content.Meaning) any {
	return content.Value(g.typ.Fields, g.page.Content.Fields, m)
}

func (g *graph) summary() string {
	s, _ := g.value(content.Summary).(string)
	return s
}

// links gives what a block holds for its links to documents of a type that is so, in the
// order of its fields.
func (g *graph) links(b content.Block, so func(content.Type) bool, each func(any)) {
	kind, _ := g.model.Kind(b.Kind)
	content.Walk(kind.Fields, b.Fields, "", func(_ string, f content.Field, v any) {
		if f.Type == content.Link && g.model.LinksTo(f, so) {
			each(v)
		}
	})
}

// webPage is the page itself. A service is a page about care, which its readers need to
// know who reviewed and when.
func (g *graph) webPage() {
	n := node{
		"@type": "WebPage", "@id": g.url + "#page", "url": g.url, "name": g.page.Content.Title, "description": g.summary(),
		"inLanguage": string(g.page.Locale), "isPartOf": ref(g.id("#site")), "datePublished": day(g.page.FirstLive), "dateModified": day(g.page.PublishedAt),
		"breadcrumb": ref(g.url + "#crumbs"),
	}
	if g.typ.Therapy {
		n["@type"] = "MedicalWebPage"
		n["about"] = ref(g.url + "#therapy")
		n["medicalAudience"] = map[string]any{"@type": "MedicalAudience", "audienceType": "Patient"}
	}
	on, _ := g.value(content.ReviewedOn).(string)
	if by := g.person(g.value(content.ReviewedBy)); by != nil && on != "" {
		n["reviewedBy"], n["lastReviewed"] = by, on
	}
	g.add(n)
}

// service is the care that the page is about, and the practice's offer of it.
func (g *graph) service() {
	g.add(node{"@type": "MedicalTherapy", "@id": g.url + "#therapy", "name": g.page.Content.Title, "alternateName": g.value(content.OtherNames), "description": g.summary()})
	related := []any{}
	for _, b := range g.page.Content.Blocks {
		g.links(b, content.Type.IsTherapy, func(one any) {
			if other, ok := g.find(one); ok && other.Content.Path != "" {
				related = append(related, map[string]any{"@type": "Service", "name": other.Content.Title, "url": g.practice.Website + other.Content.Path})
			}
		})
	}
	g.add(node{"@type": "Service", "@id": g.url + "#service", "serviceType": g.page.Content.Title, "provider": ref(g.id("#practice")), "isRelatedTo": related})
}

func (g *graph) find(v any) (Document, bool) {
	text, _ := v.(string)
	var id content.DocumentID
	if id.UnmarshalText([]byte(text)) != nil {
		return Document{}, false
	}
	return g.linked(id)
}

// person adds somebody and refers to them; nil when there is nobody.
func (g *graph) person(v any) map[string]any {
	who, ok := g.find(v)
	typ, _ := g.model.Type(who.Type)
	if !ok || !typ.Person {
		return nil
	}
	id := g.id("#person-" + who.ID.String())
	if g.people[who.ID] {
		return ref(id)
	}
	g.people[who.ID] = true
	value := func(m content.Meaning) any { return content.Value(typ.Fields, who.Content.Fields, m) }
	credentials := []any{}
	licences, _ := content.Meant(typ.Fields, content.Licences)
	all, _ := who.Content.Fields[licences.Name].([]any)
	for _, one := range all {
		values, _ := one.(map[string]any)
		of := func(m content.Meaning) any { return content.Value(licences.Item.Fields, values, m) }
		state := node{"@type": "AdministrativeArea", "name": of(content.LicencePlace)}
		credentials = append(credentials, node{
			"@type": "EducationalOccupationalCredential", "credentialCategory": "license",
			"name": of(content.LicenceName), "identifier": of(content.LicenceNumber), "expires": of(content.ValidUntil), "validIn": state.filled(),
		}.filled())
	}
	g.add(node{
		"@type": "Person", "@id": id, "name": who.Content.Title, "honorificSuffix": value(content.Letters), "pronouns": value(content.Pronouns), "jobTitle": value(content.Occupation),
		"knowsLanguage": value(content.Speaks), "worksFor": ref(g.id("#practice")), "hasCredential": credentials,
	})
	return ref(id)
}

// questions adds what people ask, in the words that stand on the page.
func (g *graph) questions(b content.Block) {
	kind, _ := g.model.Kind(b.Kind)
	list, _ := content.Meant(kind.Fields, content.Questions)
	items, _ := b.Fields[list.Name].([]any)
	var all []any
	for _, one := range items {
		q, _ := one.(map[string]any)
		question, answer := content.TextOf(list.Item.Fields, q, content.Question), content.TextOf(list.Item.Fields, q, content.Answer)
		if question == "" || answer == "" {
			continue
		}
		all = append(all, map[string]any{
			"@type": "Question", "name": question,
			"acceptedAnswer": map[string]any{"@type": "Answer", "text": richtext.PlainText(answer)},
		})
	}
	if all != nil {
		g.add(node{"@type": "FAQPage", "@id": g.url + "#" + b.ID.String(), "isPartOf": ref(g.url + "#page"), "mainEntity": all})
	}
}

func (g *graph) breadcrumbs() {
	home := node{"@type": "ListItem", "position": int64(1), "name": g.practice.Name, "item": g.practice.Website + "/"}
	crumbs := []any{home.filled()}
	if g.page.Content.Path != "/" {
		crumbs = append(crumbs, map[string]any{"@type": "ListItem", "position": int64(2), "name": g.page.Content.Title})
	}
	g.add(node{"@type": "BreadcrumbList", "@id": g.url + "#crumbs", "itemListElement": crumbs})
}
