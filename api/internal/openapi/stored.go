package openapi

import (
	"maps"
	"slices"

	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/paste"
)

// stored gives the schemas of what the write API takes and returns.
func (s schemas) stored() object {
	out := object{}
	var blocks, kinds []string
	for _, k := range s.model.Kinds {
		out[storedBlockName(k.Name)] = s.model.KindSchema(k, content.Shape{})
		blocks, kinds = append(blocks, storedBlockName(k.Name)), append(kinds, k.Name)
	}
	out["StoredBlock"] = describe(s.union("kind", blocks, kinds), "A block as it is kept: rich text is Markdown, links are ids.")
	var fields []any
	for _, t := range s.model.Types {
		out[fieldsName(t)] = s.model.TypeSchema(t, content.Shape{})
		fields = append(fields, s.ref(fieldsName(t)))
	}
	out["StoredFields"] = describe(object{"anyOf": fields}, "The document's own fields, by its type.")
	for _, part := range []object{s.requests(), s.documents(), s.history(), s.comparisons(), s.pasted(), s.assets()} {
		maps.Copy(out, part)
	}
	return out
}

// edit has the members of a document as requests give it.
func (s schemas) edit() object {
	return object{
		"type": text, "locale": text, "path": describe(nullable("string"), "Absent or null for records."), "title": text,
		"fields": s.ref("StoredFields"), "blocks": object{"type": "array", "items": s.ref("StoredBlock")},
		"note": describe(object{"type": "string", "maxLength": 500}, "Why, for the history."),
	}
}

// requests gives the bodies of requests.
func (s schemas) requests() object {
	out, edit := object{}, s.edit()
	out["NewDocument"] = optional(edit, "type", "title")
	out["SaveDocument"] = describe(optional(edit, "title"), "The whole document as it should be. Type and locale, when given, must be the document's.")
	out["ScheduleRequest"] = optional(object{"version": whole, "at": timestamp}, "version", "at")
	out["PublishRequest"] = optional(object{"version": whole}, "version")
	out["RestoreRequest"] = optional(object{
		"blocks": describe(object{"type": "array", "items": uuid}, "Only these blocks. Absent or empty: the whole document."),
		"note":   edit["note"],
	})
	out["TakeBackRequest"] = describe(optional(object{
		"block":    describe(uuid, "Absent: what the document says of itself."),
		"path":     describe(text, "As the comparison has it. Absent: all that changed there; a block that was added goes, one that was removed comes back."),
		"gone":     describe(boolean, "As the comparison has it: whether the path is that of a removed item."),
		"sentence": describe(whole, "Number of the sentence, as the comparison has it. Absent: the whole value."),
		"moved":    describe(boolean, "Only where the block stands."),
		"note":     edit["note"],
	}), "One change. An empty object is the document's title, path and fields together.")
	out["PicksRequest"] = optional(object{
		"picks": describe(object{"type": "array", "minItems": 1, "items": optional(object{"block": uuid, "version": whole}, "block", "version")},
			"Each block once, and the version that it is to be as in."),
		"note": edit["note"],
	}, "picks")
	out["RehearseRequest"] = describe(optional(object{
		"version": describe(whole, "The version to bring back from; with picks absent."),
		"blocks":  describe(object{"type": "array", "items": uuid}, "Only these blocks of it. Absent or empty: the whole document."),
		"picks":   describe(object{"type": "array", "items": optional(object{"block": uuid, "version": whole}, "block", "version")}, "As PicksRequest has them, instead of version and blocks."),
		"note":    edit["note"],
	}), "What restoreVersion or restorePicks would be asked for.")
	out["UntrashRequest"] = optional(object{
		"path": describe(text, "Another path for the draft, at which no other page is live. Absent: it keeps the one that it had, also when another page is live there by now."),
	})
	out["NameRequest"] = describe(optional(object{
		"name": object{"type": "string", "maxLength": 80}, "note": object{"type": "string", "maxLength": 500},
	}), "Absent or empty: none. A version with a name or a note is never thinned out.")
	out["PasteRequest"] = optional(object{
		"text": text, "format": choice(words(paste.Auto, paste.Text, paste.Markdown, paste.HTML)...), "type": text, "locale": text, "path": text,
		"save": describe(object{"type": "boolean"}, "Make the document at once, as a draft."),
	}, "text")
	out["Nothing"] = optional(object{})

	return out
}

// documents gives what documents and their states are, and lists of them.
func (s schemas) documents() object {
	out := object{}
	out["Author"] = closed(object{"kind": choice("person", "token", "system"), "id": nullable("string"), "name": text})
	out["Taken"] = describe(closed(object{"at": timestamp, "by": s.ref("Author"), "why": choice(words(content.RemovedErased, content.RemovedThinned)...), "reason": nullable("string")}),
		"A marker where a text was taken out of history for good.")
	out["StoredDocument"] = closed(object{
		"id": uuid, "type": text, "locale": text, "version": whole, "path": nullable("string"), "title": text,
		"fields": object{"type": "object"}, "blocks": object{"type": "array", "items": s.ref("StoredBlock")},
		"hash": text, "at": timestamp, "by": s.ref("Author"), "origin": text, "name": nullable("string"), "note": nullable("string"), "restoredFrom": nullable("integer"),
		"picks":   describe(object{"type": "array", "items": closed(object{"block": uuid, "version": whole})}, "The blocks that were brought back from several versions; else empty."),
		"taken":   s.taken(),
		"receipt": describe(object{"type": "array", "items": s.ref("Removal")}, "What the sanitiser takes out when it is delivered."),
	})
	out["LiveThen"] = closed(object{
		"since":    describe(object{"type": "string", "format": "date-time"}, "When this version went live."),
		"until":    describe(nullable("string"), "When that ended; null when it is live still."),
		"document": s.ref("StoredDocument"),
	})
	out["Removal"] = closed(object{"path": text, "block": nullable("string"), "what": text, "text": text})
	out["Plan"] = describe(closed(object{"version": whole, "at": timestamp, "failed": object{"enum": []any{"path-taken", "other", nil}}}), "The version that goes live by itself. Failed says why it did not.")
	state := object{
		"id": uuid, "type": text, "locale": text, "latest": whole, "live": nullable("integer"), "path": nullable("string"), "livePath": nullable("string"),
		"publishedAt": nullable("string"), "firstPublishedAt": nullable("string"), "undoUntil": nullable("string"), "planned": object{"oneOf": []any{s.ref("Plan"), object{"type": "null"}}}, "trashedAt": nullable("string"),
	}
	out["State"] = closed(state)
	item := maps.Clone(state)
	item["title"], item["summary"], item["at"], item["by"] = text, text, timestamp, s.ref("Author")
	out["StateItem"] = closed(item)
	out["StateList"] = s.list("StateItem", true)
	out["Use"] = closed(object{"id": uuid, "type": text, "locale": text, "title": text, "path": nullable("string"), "draft": boolean, "live": boolean})
	out["UseList"] = s.list("Use", true)
	out["ConflictProblem"] = problem(object{
		"base": whole, "latest": whole,
		"conflicts": object{"type": "array", "items": closed(object{
			"block": nullable("string"), "kind": nullable("string"), "name": nullable("string"), "field": nullable("string"), "label": text,
			"base": object{}, "latest": object{}, "yours": object{},
		})},
	})
	return out
}

// liveTimes is when something was live.
var liveTimes = object{"type": "array", "items": closed(object{"from": timestamp, "to": nullable("string")})}

// taken is the markers of what was taken out of history.
func (s schemas) taken() object {
	return object{"type": "array", "items": s.ref("Taken")}
}

// history gives what versions were, and what is found in them.
func (s schemas) history() object {
	out := object{}
	out["Version"] = closed(object{
		"version": whole, "at": timestamp, "by": s.ref("Author"), "origin": text, "summary": text, "name": nullable("string"), "note": nullable("string"), "restoredFrom": nullable("integer"),
		"live": liveTimes, "taken": s.taken(),
	})
	out["VersionList"] = s.list("Version", false)

	out["Moment"] = closed(object{"version": whole, "at": timestamp, "by": s.ref("Author")})
	out["Said"] = describe(closed(object{
		"id": uuid, "type": text, "locale": text, "title": text,
		"block": describe(nullable("string"), "Null: the document's title or own fields."), "name": describe(nullable("string"), "What the block was called then."),
		"first": describe(s.ref("Moment"), "The version that brought the words in."),
		"gone":  describe(object{"oneOf": []any{s.ref("Moment"), object{"type": "null"}}}, "The version that no longer has them; null when the latest still has."),
		"live":  liveTimes, "found": closed(object{"before": text, "words": text, "after": text}),
	}), "A stretch of history during which one place said the words.")
	out["SaidList"] = closed(object{"items": object{"type": "array", "items": s.ref("Said")}, "more": describe(object{"type": "boolean"}, "There are others: give a document, or more words.")})

	out["Warning"] = describe(closed(object{
		"kind":     object{"enum": words(cms.WarnDeadLink, cms.WarnNotLive, cms.WarnLicence, cms.WarnPrice, cms.WarnAddress, cms.WarnUnknown)},
		"block":    describe(nullable("string"), "Null: the document itself."),
		"name":     describe(nullable("string"), "What people call the block."),
		"words":    describe(text, "The address, the price, the name of the field, or the title of the other document."),
		"document": describe(nullable("string"), "The other document that it is about."),
		"at":       describe(nullable("string"), "When a licence ran out."),
	}), "Something that was right when the text was written and is not now. What the latest version says too is not warned of.")
	out["Rehearsal"] = closed(object{
		"latest": describe(whole, "The version that would be changed."),
		"document": describe(closed(object{
			"id": uuid, "type": text, "locale": text, "path": nullable("string"), "title": text,
			"fields": object{"type": "object"}, "blocks": object{"type": "array", "items": s.ref("StoredBlock")},
			"receipt": object{"type": "array", "items": s.ref("Removal")},
		}), "What it would become."),
		"warnings": object{"type": "array", "items": s.ref("Warning")},
	})
	out["Part"] = closed(object{
		"block": uuid, "kind": text, "name": text, "here": describe(boolean, "The latest version has it."),
		"texts": describe(object{"type": "array", "items": closed(object{
			"version": describe(whole, "The last version that has this text."), "from": describe(s.ref("Moment"), "The version that brought it in, as far as was looked."),
			"until": describe(nullable("string"), "When another text took its place; null: the latest version has it."), "content": s.ref("StoredBlock"),
		})}, "Newest first; the same text twice is there once."),
	})
	out["PartList"] = s.list("Part", true)

	objects := object{"type": "array", "items": object{"type": "object"}}
	out["Evidence"] = describe(object{
		"type":     "object",
		"required": []string{"format", "practice", "document", "locale", "type", "from", "to", "made", "people", "publications", "versions", "texts", "head", "fingerprint"},
		"properties": object{
			"format": text, "practice": object{"type": "object"}, "document": uuid, "locale": text, "type": text, "from": timestamp, "to": timestamp,
			"made": object{"type": "object"}, "people": objects, "publications": objects, "versions": objects, "texts": objects, "head": text, "fingerprint": text,
		},
	}, "A file that proves what it says. EVIDENCE.md in cms describes each member and how the hashes are computed.")
	return out
}

// comparisons gives what changed, and who wrote what did not.
func (s schemas) comparisons() object {
	out := object{}
	block := object{"oneOf": []any{s.ref("StoredBlock"), object{"type": "null"}}}
	out["FieldChange"] = closed(object{
		"path": text, "label": text, "type": text, "before": object{}, "after": object{},
		"gone": describe(boolean, "An item of a list that was removed: the index in the path counts in the old list."),
		"sentences": describe(object{"type": "array", "items": closed(object{
			"op": choice("same", "edited", "removed", "added"), "number": nullable("integer"), "before": text, "after": text,
		})}, "Of a text. Joined, the befores are the old text and the afters the new one. The number names a change; what stayed has none."),
		"spans": object{"type": "array", "items": closed(object{"op": choice("same", "removed", "added"), "text": text})},
	})
	changes := object{"type": "array", "items": s.ref("FieldChange")}
	out["BlockChange"] = closed(object{
		"op": choice("added", "removed", "moved", "edited"), "id": uuid, "kind": text, "name": text, "moved": boolean,
		"from": nullable("integer"), "to": nullable("integer"), "before": block, "after": block, "fields": changes,
	})
	out["Comparison"] = closed(object{"from": whole, "to": whole, "fields": changes, "blocks": object{"type": "array", "items": s.ref("BlockChange")}})
	moment := object{"version": whole, "at": timestamp, "by": s.ref("Author")}
	sentence := maps.Clone(moment)
	sentence["text"] = describe(text, "With the white space before it. Joined, the sentences are the text but for white space at its end.")
	sentence["note"], sentence["named"] = nullable("string"), nullable("string")
	sentence["unsure"] = describe(boolean, "A draft just before this version was thinned out and may have said it already.")
	sentence["broughtBack"] = describe(object{"oneOf": []any{closed(moment), object{"type": "null"}}}, "The version that brought it back from an earlier one; version, at and by are those of who wrote it.")
	out["Blame"] = closed(object{
		"block": nullable("string"), "kind": text, "name": nullable("string"), "version": whole,
		"texts": object{"type": "array", "items": closed(object{"path": text, "label": text, "sentences": object{"type": "array", "items": closed(sentence)}})},
	})
	return out
}

// pasted gives what a pasted text becomes.
func (s schemas) pasted() object {
	edit := s.edit()
	place := describe(nullable("integer"), "Index of the block; null for the page.")
	pasted := object{
		"type": text, "path": edit["path"], "title": text, "fields": object{"type": "object"}, "blocks": edit["blocks"],
		"inferred": describe(object{"type": "array", "items": closed(object{
			"block": place, "field": text, "value": nullable("string"), "why": text,
			"ask": describe(boolean, "Nothing was decided: it is a question."),
		})}, "What the text does not say in so many words."),
		"suggested": describe(object{"type": "array", "items": closed(object{
			"block": place, "field": text, "text": text, "type": text, "id": uuid, "name": text,
		})}, "Names in it that may become links to documents."),
		"removed": describe(object{"type": "array", "items": closed(object{"what": text, "text": nullable("string")})}, "What was not taken over."),
		"words":   describe(closed(object{"in": count, "out": count}), "How many there are in the text and in the page."),
	}
	always := sortedNames(pasted)
	maps.Copy(pasted, object{"id": describe(uuid, "Only when it was saved, as are version and locale."), "version": whole, "locale": text})
	return object{"Pasted": describe(optional(pasted, always...), "The page as createDocument takes it, and what was guessed, what is suggested and what was left out.")}
}

// problem is a refusal (RFC 9457), with further members.
func problem(more object) object {
	members := object{
		"type": text, "title": text, "status": object{"type": "integer"}, "detail": text,
		"problems": object{"type": "array", "items": optional(object{
			"path": text, "code": text, "message": text,
			"suggestion": describe(text, "What was most likely meant, when that can be said: the link https://example.org for example.org."),
		}, "code", "message", "path")},
	}
	maps.Copy(members, more)
	return closed(members)
}

// optional is an object that has no other members, and of these at least the
// required ones.
func optional(members object, required ...string) object {
	out := object{"type": "object", "properties": members, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func sortedNames(members object) []string { return slices.Sorted(maps.Keys(members)) }
