package content

// Standard returns the types and kinds that every practice has. The limits and
// the wording follow what therapy practices publish; see each kind's Help.
func Standard() *Model { return &Model{Types: standardTypes(), Kinds: standardKinds()} }

// pageKinds are the kinds that a page may hold, in the order of the menu.
var pageKinds = []string{
	"hero", "section", "checklist", "callout", "steps", "suitability", "cta", "faq",
	"quote", "image", "download", "notice", "service-links", "practitioners", "divider",
}

func standardTypes() []Type {
	return []Type{
		{
			Name: "service", Version: 1, Label: "Service", Plural: "Services", Home: "/services/", Named: true, Therapy: true,
			Fields: append([]Field{
				summaryField(),
				{Name: "category", Label: "Kind of service", Type: Choice, Choices: []Option{
					{"individual", "Individual therapy"}, {"couples", "Couples"}, {"family", "Family"}, {"group", "Group"},
					{"trauma", "Trauma"}, {"emdr", "EMDR"}, {"ketamine", "Ketamine-assisted"}, {"assessment", "Assessment"}, {"medication", "Medication"},
				}},
				{Name: "aliases", Means: OtherNames, Label: "Other names for it", Help: "So that a name in a pasted text can be matched to this page.", Type: List, Max: 12,
					Item: &Field{Label: "Name", Type: Text, Max: 90}},
			}, reviewAndSearchFields()...),
			Kinds: pageKinds,
		},
		{
			Name: "page", Version: 1, Label: "Page", Plural: "Pages", Home: "/",
			Fields: append([]Field{summaryField()}, reviewAndSearchFields()...),
			Kinds:  pageKinds,
		},
		{
			Name: "practitioner", Version: 1, Label: "Practitioner", Plural: "Practitioners", Named: true, Person: true,
			Help: "The people of the practice. Pages show them as they stand here.",
			Fields: []Field{
				{Name: "role", Means: Occupation, Label: "Role", Help: "As a client would say it, for example Psychotherapist.", Type: Text, Required: true, Max: 90},
				{Name: "suffix", Means: Letters, Label: "Letters after the name", Help: "Degrees and licences, for example M.A., LPCC.", Type: Text, Max: 60},
				{Name: "pronouns", Means: Pronouns, Label: "Pronouns", Help: "Only if they wish.", Type: Text, Max: 30},
				{Name: "accepting", Label: "New clients", Type: Choice, Choices: []Option{{"yes", "Taking new clients"}, {"waitlist", "Waitlist"}, {"no", "Not at the moment"}}},
				{Name: "languages", Means: Speaks, Label: "Languages", Type: List, Max: 12, Item: &Field{Label: "Language", Type: Text, Max: 40}},
				{Name: "licences", Means: Licences, Label: "Licences", Type: List, Max: 12, Item: &Field{Label: "Licence", Type: Group, Fields: []Field{
					{Name: "type", Means: LicenceName, Label: "Licence", Help: "For example LPCC.", Type: Text, Required: true, Max: 40},
					{Name: "number", Means: LicenceNumber, Label: "Number", Type: Text, Required: true, Max: 40},
					{Name: "jurisdiction", Means: LicencePlace, Label: "State", Help: "For example US-NM.", Type: Text, Required: true, Max: 6},
					{Name: "expires", Means: ValidUntil, Label: "Valid until", Type: Date, Required: true},
				}}},
				{Name: "bio", Label: "About them", Type: Markdown, Required: true, Max: 2400},
				picture("photo", "Photo", false),
			},
		},
		{
			Name: "snippet", Version: 1, Label: "Shared text", Plural: "Shared texts",
			Help: "Texts that stand on many pages. Change one here, and it changes everywhere.",
			Fields: []Field{
				{Name: "purpose", Label: "What it is for", Type: Choice, Choices: []Option{
					{"other", "Something else"}, {"crisis", "Crisis lines"}, {"fees", "Fees"}, {"medicine", "Status of a medicine"}, {"telehealth", "Telehealth"},
				}},
				{Name: "body", Means: Body, Label: "Text", Type: Markdown, Required: true, Max: 2400},
			},
		},
		{
			Name: "practice", Version: 1, Label: "Practice", Plural: "Practice", Single: true, Owners: true, Settings: true,
			Help: "The practice’s own name, phone number, languages and time zone.",
			Fields: []Field{
				{Name: "legalName", Label: "Legal name", Type: Text, Max: 120},
				{Name: "phone", Means: SitePhone, Label: "Phone", Help: "With country code, for example +15055550142.", Type: Phone, Required: true},
				{Name: "email", Label: "E-mail", Type: Text, Required: true, Max: 120},
				{Name: "website", Means: SiteWebsite, Label: "Public website", Help: "Where readers find the pages, for example https://example.org.", Type: URL},
				{Name: "previewURL", Label: "Preview address of your site", Help: "Where your own site shows drafts, for example https://example.org/preview?path={path}&token={token}.", Type: Text, Max: 300, Staff: true, Preview: true},
				{Name: "timeZone", Means: SiteTimeZone, Label: "Time zone", Help: "An IANA name, for example America/Denver.", Type: Text, Required: true, Max: 60},
				{Name: "locales", Means: SiteLanguages, Label: "Languages of the site", Help: "The first is the one that is shown when nothing else is asked for.", Type: List, Max: 8,
					Item: &Field{Label: "Language", Type: Text, Max: 35}},
				{Name: "crisis", Label: "Crisis text", Help: "Shown wherever a page has a crisis notice.", Type: Link, To: []string{"snippet"}},
				picture("logo", "Logo", false),
				picture("sharing", "Picture for sharing", false),
			},
		},
		{
			Name: "picture", Version: 1, Label: "Picture", Plural: "Pictures", Asset: true,
			Help: "Photos and drawings, described once and used anywhere.",
			Fields: append([]Field{
				{Name: "file", Means: AssetFile, Label: "File", Type: File, Required: true},
				altText("What the picture shows, for people who can’t see it. Each page may say it in its own words."),
				{Name: "shows", Means: PeopleShown, Label: "Who is in it", Help: "Names, so that their pictures can be found. Readers never see them.", Type: List, Max: 24, Staff: true, Item: &Field{Label: "Person", Type: Text, Max: 90}},
				{Name: "credit", Means: Credit, Label: "Made by", Help: "Shown with the picture.", Type: Text, Max: 120},
				{Name: "licence", Label: "Licence", Help: "What allows you to show it, for example Bought from a library, or Written consent of 3 May.", Type: Text, Max: 200, Staff: true},
			}, focus()...),
		},
		{
			Name: "file", Version: 1, Label: "Document", Plural: "Documents", Asset: true,
			Help: "Forms and leaflets that readers may open.",
			Fields: []Field{
				{Name: "file", Means: AssetFile, Label: "File", Type: File, Required: true},
				{Name: "language", Means: WrittenIn, Label: "Language", Help: "What it is written in, for example en-US.", Type: Text, Max: 35},
				{Name: "about", Label: "What it is", Type: Text, Lines: true, Max: 240},
			},
		},
	}
}

func summaryField() Field {
	return Field{Name: "summary", Means: Summary, Label: "In one sentence", Help: "Shown in lists and when the page is shared.", Type: Text, Lines: true, Max: 200}
}

func reviewAndSearchFields() []Field {
	return []Field{
		{Name: "review", Means: Review, Label: "Clinical review", Type: Group, Fields: []Field{
			{Name: "by", Means: ReviewedBy, Label: "Read and approved by", Type: Link, To: []string{"practitioner"}},
			{Name: "on", Means: ReviewedOn, Label: "On", Type: Date},
		}},
		{Name: "seo", Means: SearchEngines, Label: "Search engines", Type: Group, Fields: []Field{
			{Name: "title", Means: SearchTitle, Label: "Title in search results", Help: "The page's title when empty.", Type: Text, Max: 60},
			{Name: "description", Means: SearchDescription, Label: "Description in search results", Help: "The sentence above when empty.", Type: Text, Lines: true, Max: 160},
			{Name: "noindex", Means: NoIndex, Label: "Keep this page out of search engines", Type: Flag},
		}},
	}
}

func heading(required bool) Field {
	return Field{Name: "heading", Means: Headline, Label: "Heading", Type: Text, Required: required, Heading: true, Min: 3, Max: 90}
}

func body(required bool) Field {
	return Field{Name: "body", Means: Body, Label: "Text", Type: Markdown, Required: required, Max: 6000}
}

func button(name, label string, required bool) Field {
	return Field{Name: name, Label: label, Type: Group, Required: required, Fields: []Field{
		{Name: "label", Label: "Words on it", Help: "Two to five words.", Type: Text, Required: true, Max: 40},
		{Name: "link", Label: "Where it leads", Help: "A web address that starts with https://, or a page of this site such as /contact.", Type: URL, Required: true},
	}}
}

// picture is a use of a picture. It names the asset, and the bytes that were chosen: a later
// upload changes no version.
func picture(name, label string, required bool) Field {
	return Field{Name: name, Means: Picture, Label: label, Type: Group, Required: required, Fields: append([]Field{
		{Name: "asset", Means: Asset, Label: "Picture", Type: Link, Required: true, To: []string{"picture"}},
		{Name: "file", Means: AssetFile, Label: "File", Type: File, Required: true},
		altText("Say what it shows, as you would on the telephone."),
		{Name: "decorative", Means: Decorative, Label: "It is only there to look nice", Type: Flag},
		{Name: "caption", Means: Caption, Label: "Line below", Type: Text, Max: 200},
	}, focus()...)}
}

func altText(help string) Field {
	return Field{Name: "alt", Means: AltText, Label: "Description", Help: help, Type: Text, Max: 150}
}

// focus is where what matters in a picture is; in the middle when it is not said.
func focus() []Field {
	return []Field{
		{Name: "focusX", Means: FocusX, Label: "Centre, from the left in percent", Type: Number, Min: 1, Max: 99},
		{Name: "focusY", Means: FocusY, Label: "Centre, from the top in percent", Type: Number, Min: 1, Max: 99},
	}
}

func lines(name, label, help string, min, max, chars int) Field {
	return Field{Name: name, Label: label, Help: help, Type: List, Min: min, Max: max, Item: &Field{Label: "Line", Type: Markdown, Inline: true, Max: chars}}
}

// unmarked is a list whose lines stand by themselves.
func unmarked(f Field) Field {
	f.Item.Means = NoPoint
	return f
}

func standardKinds() []Kind {
	return []Kind{
		{Name: "hero", Version: 1, Label: "Opening", Help: "The first thing a reader sees: a heading, a sentence, perhaps a button.", Icon: "panel-top", Fields: []Field{
			heading(true),
			{Name: "lede", Label: "Opening sentence", Type: Text, Lines: true, Max: 240},
			button("primary", "Button", false),
			picture("image", "Picture", false),
		}},
		{Name: "section", Version: 1, Label: "Section", Help: "A heading and paragraphs.", Icon: "text", Fields: []Field{heading(true), body(true), picture("image", "Picture", false)}},
		{Name: "checklist", Version: 1, Label: "Checklist", Help: "Short points, one below the other.", Icon: "list-checks", Fields: []Field{
			{Name: "leadIn", Label: "Lead-in", Help: "The line above the points.", Type: Markdown, Inline: true, Heading: true, Max: 120},
			lines("items", "Points", "One thought each, all in the same form.", 2, 12, 160),
			{Name: "style", Label: "Look", Type: Choice, Choices: []Option{{"bullets", "Dots"}, {"ticks", "Ticks"}}},
		}},
		{Name: "callout", Version: 1, Label: "Callout", Help: "One to three short lines that stand out.", Icon: "megaphone", Fields: []Field{
			unmarked(lines("lines", "Lines", "", 1, 3, 160)),
			{Name: "tone", Label: "Tone", Type: Choice, Choices: []Option{{"calm", "Calm"}, {"important", "Important"}}},
		}},
		{Name: "steps", Version: 1, Label: "Steps", Help: "How something happens, one step after the other.", Icon: "list-ordered", Fields: []Field{
			heading(true),
			{Name: "intro", Label: "Introduction", Type: Markdown, Max: 1200},
			{Name: "steps", Label: "Steps", Type: List, Required: true, Min: 2, Max: 8, Item: &Field{Label: "Step", Type: Group, Fields: []Field{
				{Name: "title", Label: "Name of the step", Type: Text, Required: true, Heading: true, Max: 90},
				{Name: "body", Label: "What happens", Type: Markdown, Required: true, Max: 2400},
				{Name: "minutes", Label: "Minutes", Type: Number, Min: 5, Max: 480},
			}}},
		}},
		{Name: "suitability", Version: 1, Label: "Is it right for you?", Help: "Who it may fit, who it may not, and how you find out together.", Icon: "scale", Fields: []Field{
			heading(true),
			body(false),
			lines("mayFit", "It may fit", "", 0, 12, 160),
			lines("mayNotFit", "It may not fit", "", 0, 12, 160),
			{Name: "assessment", Label: "How you decide together", Type: Markdown, Required: true, Max: 600},
		}},
		{Name: "cta", Version: 1, Label: "Invitation", Help: "A heading, a few words and a button that leads on.", Icon: "mouse-pointer-click", Fields: []Field{
			heading(true),
			body(false),
			button("primary", "Button", true),
			button("secondary", "Second button", false),
			{Name: "emergency", Label: "Emergency line", Help: "For example: We can't answer emergencies here. Call or text 988.", Type: Markdown, Inline: true, Max: 240},
		}},
		{Name: "faq", Version: 1, Label: "Questions and answers", Help: "What people ask most.", Icon: "circle-question-mark", Fields: []Field{
			heading(false),
			{Name: "items", Means: Questions, Label: "Questions", Type: List, Required: true, Min: 1, Max: 20, Item: &Field{Label: "Question", Type: Group, Fields: []Field{
				{Name: "question", Means: Question, Label: "Question", Type: Text, Required: true, Heading: true, Max: 160},
				{Name: "answer", Means: Answer, Label: "Answer", Type: Markdown, Required: true, Max: 1200},
			}}},
		}},
		{Name: "quote", Version: 1, Label: "Quotation", Help: "Words of an author. Not of a client.", Icon: "quote", Fields: []Field{
			{Name: "text", Label: "Words", Type: Markdown, Required: true, Max: 600},
			{Name: "person", Label: "Who said it", Type: Text, Required: true, Heading: true, Max: 90},
			{Name: "work", Label: "Where", Help: "A book or a talk.", Type: Text, Max: 120},
			{Name: "source", Label: "Link to it", Type: URL},
		}},
		{Name: "image", Version: 1, Label: "Picture", Help: "One picture across the page, with a line below it.", Icon: "image", Fields: []Field{
			picture("image", "Picture", true),
		}},
		{Name: "download", Version: 1, Label: "Document to open", Help: "A form or a leaflet that readers may open or keep.", Icon: "file-text", Fields: []Field{
			{Name: "file", Means: Attachment, Label: "Document", Type: Group, Required: true, Fields: []Field{
				{Name: "asset", Means: Asset, Label: "Document", Type: Link, Required: true, To: []string{"file"}},
				{Name: "file", Means: AssetFile, Label: "File", Type: File, Required: true},
			}},
			{Name: "label", Label: "Words of the link", Help: "What readers get, for example Intake form.", Type: Text, Required: true, Heading: true, Max: 90},
			{Name: "about", Label: "A line about it", Type: Text, Max: 200},
		}},
		{Name: "notice", Version: 1, Label: "Notice", Help: "A text that is kept in one place and shown on many pages.", Icon: "bell", Fields: []Field{
			{Name: "about", Label: "About", Type: Choice, Choices: []Option{
				{"crisis", "Crisis lines"}, {"estimate", "Good Faith Estimate"}, {"closure", "Closure"}, {"privacy", "Privacy"}, {"telehealth", "Telehealth"}, {"language", "Language help"},
			}},
			{Name: "snippet", Label: "Shared text", Type: Link, Required: true, To: []string{"snippet"}},
		}},
		{Name: "service-links", Version: 1, Label: "Links to services", Help: "Up to six services, each with a reason to look.", Icon: "link", Fields: []Field{
			heading(false),
			{Name: "services", Label: "Services", Type: List, Required: true, Min: 1, Max: 6, Item: &Field{Label: "Service", Type: Group, Fields: []Field{
				{Name: "service", Label: "Service", Type: Link, Required: true, To: []string{"service"}},
				{Name: "reason", Label: "Why look there", Type: Text, Max: 160},
			}}},
		}},
		{Name: "practitioners", Version: 1, Label: "Practitioners", Help: "People of the practice, with their licences.", Icon: "users", Fields: []Field{
			heading(false),
			{Name: "people", Label: "People", Type: List, Required: true, Min: 1, Max: 24, Item: &Field{Label: "Person", Type: Link, Required: true, To: []string{"practitioner"}}},
		}},
		{Name: "divider", Version: 1, Label: "Divider", Help: "A pause between two parts.", Icon: "minus"},
	}
}
