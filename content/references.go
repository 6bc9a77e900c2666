package content

// References lists the documents that a content points to by its link fields, its
// url fields and its Markdown: each once, in reading order. markdownDocs finds the
// documents in one Markdown text, as ids or as document:ID; nil leaves Markdown
// out. What is not an id is passed over, for Validate has a word about it.
func (m *Model) References(typeName string, c Content, markdownDocs func(string) []string) []DocumentID {
	var found []DocumentID
	seen := map[DocumentID]bool{}
	add := func(id DocumentID, ok bool) {
		if ok && !seen[id] {
			seen[id] = true
			found = append(found, id)
		}
	}
	m.WalkContent(typeName, c, func(p Place, v any) {
		text, ok := v.(string)
		if !ok {
			return
		}
		switch p.Field.Type {
		case Link:
			id, err := ParseID[documentID](text)
			add(id, err == nil)
		case URL:
			add(DocumentInURL(text))
		case Markdown:
			if markdownDocs == nil {
				return
			}
			for _, target := range markdownDocs(text) {
				if id, err := ParseID[documentID](target); err == nil {
					add(id, true)
				} else {
					add(DocumentInURL(target))
				}
			}
		}
	})
	return found
}
