package openapi

// picture is a picture where it is shown.
func (s schemas) picture() object {
	percent := object{"type": "number", "minimum": 0, "maximum": 1}
	source := closed(object{"src": text, "width": count, "type": text})
	return describe(closed(object{
		"id":          describe(uuid, "Of the asset. Other pages may show it, too."),
		"alt":         describe(object{"type": "string"}, "What it shows, in words. Empty when it is decorative: give the empty alt then."),
		"decorative":  describe(boolean, "It says nothing that the words do not."),
		"width":       describe(count, "Of src, in pixels."),
		"height":      count,
		"type":        describe(text, "Media type of src."),
		"src":         describe(text, "Where it is, in its full size. What an address leads to never changes."),
		"srcset":      describe(object{"type": "array", "items": source}, "The same picture in each width and format there is, the smallest first."),
		"template":    describe(text, "An address with {fit}, {width} and {format} to be filled in, each from the lists in the documentation, for crops and for loaders."),
		"focalPoint":  describe(closed(object{"x": percent, "y": percent}), "Where what matters is, from the left and the top. Crops keep it in sight."),
		"color":       describe(nullable("string"), "Its main colour, such as #3a2f28."),
		"placeholder": describe(nullable("string"), "A tiny copy as a data URI, to show until the picture is there."),
		"credit":      describe(nullable("string"), "Who made it."),
		"caption":     describe(nullable("string"), "The line below it."),
	}), "A picture where it is shown.")
}

// fileLink is a file that readers may open.
func (s schemas) fileLink() object {
	return describe(closed(object{
		"id":       describe(uuid, "Of the asset."),
		"title":    text,
		"src":      describe(text, "Where it is. What an address leads to never changes."),
		"type":     describe(text, "Its media type, such as application/pdf."),
		"size":     describe(count, "In bytes."),
		"language": describe(nullable("string"), "What it is written in (BCP 47)."),
	}), "A file that readers may open.")
}

// assets gives the schemas of the write API about files.
func (s schemas) assets() object {
	return object{
		"NewUpload":  optional(object{"size": describe(whole, "Bytes of the whole file.")}, "size"),
		"UploadDone": optional(object{"name": describe(text, "What the file was called: its title."), "locale": text}, "name"),
		"Upload": closed(object{
			"id": text, "at": describe(count, "Bytes that have arrived: where the next piece begins."), "size": whole,
			"piece": describe(whole, "Bytes of a piece, at the most."),
		}),
		"Asset": describe(closed(object{
			"id": uuid, "type": text, "title": text,
			"file":     describe(text, "The hash of its bytes. A use in a document gives id as asset, and this as file."),
			"kind":     describe(text, "Media type."),
			"size":     count,
			"width":    describe(count, "Of a picture, in pixels; else 0."),
			"height":   count,
			"alt":      describe(object{"type": "string"}, "The description that uses start from."),
			"takenOut": describe(object{"type": "array", "items": text}, "What the file held that is not kept: place, person, camera, words, trailing, frames, pixels."),
			"known":    describe(boolean, "The same file was there already."),
		}), "An uploaded file, and what is known of it."),
		"AssetList": closed(object{"items": object{"type": "array", "items": s.ref("Asset")}}),
	}
}
