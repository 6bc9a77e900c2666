package openapi

import (
	"slices"
	"strings"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

// operation is one method of one address.
type operation struct {
	method, path string
	id           string
	summary      string
	query        []string // names of parameters
	header       []string // names of header parameters
	body         string   // schema of the request's body; empty: there is none
	bodyRequired bool
	schema       string // of a success; empty: any object
	settings     bool   // a success is the document of the model's settings, and schema is empty
	also         string // another media type of a success, which is a text
	media        string // of a success that is no JSON: its media type; it is a text, unless it is zipped
	file         bool   // a success is the bytes of a file, of whatever kind
	piece        bool   // the request's body is bytes
	created      bool   // success is 201, not 200
	mayCreate    bool   // success is 201 when it made a document, else 200
	tagged       bool   // the answer has an ETag
	never        bool   // no token may: there are refusals only
	refusals     []int  // statuses that the operation's own rules lead to
}

// parameter is a parameter of any place. Those of a path have keys like "path:id", and
// where one name means two things the second has a key like "day:from".
type parameter struct {
	description string
	schema      object
	required    bool
}

var (
	text    = object{"type": "string"}
	uuid    = object{"type": "string", "format": "uuid"}
	whole   = object{"type": "integer", "minimum": 1}
	count   = object{"type": "integer", "minimum": 0}
	boolean = object{"type": "boolean"}
	day     = object{"type": "string", "format": "date"}
	limit   = object{"type": "integer", "minimum": 1, "maximum": wire.MaxLimit, "default": wire.DefaultLimit}
)

var parameters = map[string]parameter{
	"locale":      {description: "BCP 47 language tag. Default: the first language of the practice.", schema: text},
	"type":        {description: "Only documents of this type.", schema: text},
	"limit":       {description: "How many items, 1 to 100.", schema: limit},
	"cursor":      {description: "What the list before returned as next.", schema: text},
	"path":        {description: "Path on the site, such as /services/emdr.", schema: text, required: true},
	"references":  {description: "Only what shows or links to the document with this id.", schema: uuid},
	"fields":      {description: "Only these members of each document, with commas between them; id and type are always there. Default: all of them, in lists all but blocks.", schema: text},
	"sort":        {description: "What the list is sorted by; with a hyphen, the other way round. Equal ones come by age. Default: pages by path, documents by age.", schema: object{"enum": SortOrders}},
	"format":      {description: "As a text for a host: a file _redirects (netlify), a part of vercel.json (vercel), lines for a server block (nginx). Default: JSON.", schema: object{"enum": RedirectFormats}},
	"since":       {description: "What the answer before returned as next; latest for the end of the feed. Default: from its beginning. 410 when it is no place in this site's feed: read everything anew.", schema: text},
	"at":          {description: "What was told at this moment, RFC 3339, not after now. Default: now.", schema: timestamp},
	"q":           {description: "All of these words, or their beginnings, stand in title, address or text; 200 characters at most.", schema: text},
	"search:q":    {description: "All of these words stand in what is found, in this form or another of the same word; those in quotation marks in this order. There is no other syntax. Words that say nothing, such as the, do not count, unless there are no others. Upper and lower case, accents, the shape of apostrophes and dashes and characters that nobody sees do not count; a telephone number is found by its digits.", schema: object{"type": "string", "minLength": 1, "maxLength": cms.MaxSearchWords}, required: true},
	"trashed":     {description: "Those in the trash, instead of those that are not.", schema: boolean},
	"token":       {description: "What opens the link: it is made in the editor, for one version of one page, and ends.", schema: text},
	"from":        {description: "Number of a version.", schema: whole, required: true},
	"to":          {description: "Number of a version.", schema: whole, required: true},
	"If-Match":    {description: `The ETag of the version that the edit started from, such as "v5".`, schema: text, required: true},
	"by":          {description: "Only versions that this person or token saved.", schema: uuid},
	"block":       {description: "Id of a block: only versions that added, edited, moved or removed it; of blame, the block whose sentences are told.", schema: uuid},
	"live":        {description: "With true, only versions that are or were live.", schema: boolean},
	"named":       {description: "With true, only versions with a name or a note.", schema: boolean},
	"document":    {description: "Only in this document. Default: in all.", schema: uuid},
	"said:q":      {description: "The words, in this order; three characters or more. Formatting does not count, and neither do upper and lower case, accents, the shape of apostrophes and dashes, spaces and characters that nobody sees; a telephone number is found by its digits.", schema: text, required: true},
	"part:limit":  {description: "How many texts of each block, newest first, 1 to 100.", schema: limit},
	"day:from":    {description: "The first day, in the practice's time zone.", schema: day, required: true},
	"day:to":      {description: "The last day; it is included.", schema: day, required: true},
	"path:id":     {description: "Id of a document.", schema: uuid},
	"path:path":   {description: "Path of the page without its leading slash, slashes not encoded; empty for the page at /.", schema: text},
	"path:kind":   {description: "Name of a kind of block.", schema: text},
	"piece:at":    {description: "The byte of the file at which this piece begins.", schema: count, required: true},
	"asset:kind":  {description: "picture or document. Default: picture.", schema: object{"enum": []string{"picture", "document"}}},
	"path:hash":   {description: "SHA-256 of the file's bytes, in hexadecimal.", schema: text},
	"path:what":   {description: "original, attachment, or a rendition as srcset and template name it, such as 50-50/whole-640.webp.", schema: text},
	"path:upload": {description: "Id of an upload.", schema: text},
	"path:n":      {description: "Number of a version.", schema: whole},
	"zip:format":  {description: "records is the whole practice, for practicecms import; markdown a file for each page, with front matter. Default: records.", schema: object{"enum": []string{"records", "markdown"}}},
	"drafts":      {description: "With format=markdown: the texts that were saved last, instead of those that are live.", schema: boolean},
}

// operations is the whole API. Tests of both halves hold it against their routes, with the
// parameters that these take.
var operations = []operation{
	{method: "GET", path: "/api/v1/site", id: "getSite", summary: "The practice itself", query: []string{"locale", "fields", "at"}, settings: true, refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/pages", id: "listPages", summary: "Pages without their blocks, by path", query: []string{"locale", "type", "references", "fields", "sort", "limit", "cursor", "at"}, schema: "PageList", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/pages/{path}", id: "getPage", summary: "The page at a path", query: []string{"locale", "fields", "at"}, schema: "AnyPage", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/documents", id: "listDocuments", summary: "Documents without their blocks, oldest first", query: []string{"locale", "type", "references", "fields", "sort", "limit", "cursor", "at"}, schema: "DocumentList", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/documents/{id}", id: "getDocument", summary: "A document by its id", query: []string{"locale", "fields", "at"}, schema: "AnyDocument", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/resolve", id: "resolvePath", summary: "What is at a path: a page, or where it is now", query: []string{"locale", "path", "at"}, schema: "Resolution", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/redirects", id: "listRedirects", summary: "Old paths and where their pages are now", query: []string{"locale", "format", "at"}, schema: "RedirectList", also: "text/plain", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/sitemap.xml", id: "getSitemap", summary: "The pages of the site for search engines, without those that ask them to stay away; in all languages when none is named", query: []string{"locale", "at"}, media: "application/xml", refusals: []int{400, 404, 422}},
	{method: "GET", path: "/api/v1/search", id: "search", summary: "Live documents by their words, the best first; the first thousand", query: []string{"search:q", "locale", "type", "limit", "cursor"}, schema: "FoundList", refusals: []int{400, 404, 503}},
	{method: "GET", path: "/api/v1/changes", id: "listChanges", summary: "What readers saw change since a cursor, oldest first: publications and what was taken off, by block", query: []string{"since", "limit"}, schema: "ChangeFeed", refusals: []int{400, 410}},
	{method: "GET", path: "/api/v1/events", id: "streamChanges", summary: "The same as server-sent events; Last-Event-ID or since says where to begin, else now", query: []string{"since"}, media: streamed, refusals: []int{400}},
	{method: "GET", path: "/api/v1/preview/{path}", id: "getPreview", summary: "The version that a shared link shows; never cached", query: []string{"token"}, schema: "AnyPage", refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/assets/{hash}/{what}", id: "getFile", summary: "A picture in one of its sizes, or a document. What an address leads to never changes", file: true, refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/preview-assets/{hash}/{what}", id: "getPreviewFile", summary: "A picture or document that a shared link shows; never cached", query: []string{"token"}, file: true, refusals: []int{400, 404}},
	{method: "GET", path: "/api/v1/openapi.json", id: "getDescription", summary: "This description", refusals: []int{400}},
	{method: "GET", path: "/api/v1/types.ts", id: "getTypes", summary: "TypeScript types of what is delivered", media: "text/plain", refusals: []int{400}},
	{method: "GET", path: "/api/v1/schema/{kind}", id: "getSchema", summary: "JSON Schema of a kind of block, as it is delivered", refusals: []int{400, 404}},

	{method: "GET", path: "/manage/v1/documents", id: "listDrafts", summary: "Documents, last changed first", query: []string{"type", "locale", "q", "limit", "cursor", "trashed"}, schema: "StateList", refusals: readRefusals},
	{method: "POST", path: "/manage/v1/documents", id: "createDocument", summary: "Make a document; it is a draft", body: "NewDocument", bodyRequired: true, schema: "StoredDocument", created: true, tagged: true, refusals: append([]int{409}, writeRefusals...)},
	{method: "GET", path: "/manage/v1/documents/{id}", id: "getDraft", summary: "The latest version", query: []string{"locale"}, schema: "StoredDocument", tagged: true, refusals: readRefusals},
	{method: "PUT", path: "/manage/v1/documents/{id}", id: "saveDocument", summary: "Save an edit as the next version; merged when others saved meanwhile", query: []string{"locale"}, header: []string{"If-Match"}, body: "SaveDocument", bodyRequired: true, schema: "StoredDocument", tagged: true, refusals: append([]int{409, 412, 428}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/publish", id: "publish", summary: "Put a version live", query: []string{"locale"}, body: "PublishRequest", bodyRequired: true, schema: "State", refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/unpublish", id: "unpublish", summary: "Take it off the site", query: []string{"locale"}, body: "Nothing", schema: "State", refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/undo-publish", id: "undoPublish", summary: "Make live what was live before, within 30 minutes", query: []string{"locale"}, body: "Nothing", schema: "State", refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/schedule", id: "schedule", summary: "Put exactly this version live at a moment", query: []string{"locale"}, body: "ScheduleRequest", bodyRequired: true, schema: "State", refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/unschedule", id: "unschedule", summary: "Drop the plan", query: []string{"locale"}, body: "Nothing", schema: "State", refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/trash", id: "trash", summary: "Put it in the trash, in all languages", query: []string{"locale"}, body: "Nothing", schema: "State", refusals: writeRefusals},
	{method: "POST", path: "/manage/v1/documents/{id}/untrash", id: "untrash", summary: "Take it out of the trash, as a draft, perhaps to another path", query: []string{"locale"}, body: "UntrashRequest", schema: "State", refusals: append([]int{409}, writeRefusals...)},
	{method: "GET", path: "/manage/v1/documents/{id}/uses", id: "listUses", summary: "Documents that show it or link to it", schema: "UseList", refusals: readRefusals},
	{method: "GET", path: "/manage/v1/documents/{id}/live", id: "getLive", summary: "The version that was live at a moment", query: []string{"locale", "at"}, schema: "LiveThen", refusals: readRefusals},
	{method: "GET", path: "/manage/v1/documents/{id}/versions", id: "listVersions", summary: "Its history, newest first", query: []string{"locale", "by", "block", "live", "named", "limit", "cursor"}, schema: "VersionList", refusals: readRefusals},
	{method: "GET", path: "/manage/v1/documents/{id}/versions/{n}", id: "getVersion", summary: "One version", query: []string{"locale"}, schema: "StoredDocument", refusals: readRefusals},
	{method: "PUT", path: "/manage/v1/documents/{id}/versions/{n}/name", id: "nameVersion", summary: "Give a version a name and a note, in place of those it had", query: []string{"locale"}, body: "NameRequest", bodyRequired: true, schema: "StoredDocument", tagged: true, refusals: writeRefusals},
	{method: "POST", path: "/manage/v1/documents/{id}/versions/{n}/restore", id: "restoreVersion", summary: "Write a new version equal to an old one, whole or some blocks", query: []string{"locale"}, body: "RestoreRequest", schema: "StoredDocument", created: true, tagged: true, refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/versions/{n}/take-back", id: "takeBack", summary: "Write a new version in which one change since version n, as compareVersions names it, is taken back; If-Match names the version compared with, which must be the latest", query: []string{"locale"}, header: []string{"If-Match"}, body: "TakeBackRequest", bodyRequired: true, schema: "StoredDocument", created: true, tagged: true, refusals: append([]int{409, 412, 428}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/restore", id: "restorePicks", summary: "Write a new version with blocks as they were in several versions", query: []string{"locale"}, body: "PicksRequest", bodyRequired: true, schema: "StoredDocument", created: true, tagged: true, refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/documents/{id}/rehearse", id: "rehearseRestore", summary: "What a restore would make of the document, and what in that is not good any more; nothing is written", query: []string{"locale"}, body: "RehearseRequest", bodyRequired: true, schema: "Rehearsal", refusals: append([]int{409}, writeRefusals...)},
	{method: "GET", path: "/manage/v1/documents/{id}/parts", id: "listParts", summary: "Each block that it has or had, with its different texts, over the last thousand versions", query: []string{"locale", "part:limit"}, schema: "PartList", refusals: readRefusals},
	{method: "GET", path: "/manage/v1/documents/{id}/compare", id: "compareVersions", summary: "What changed from one version to another", query: []string{"locale", "from", "to"}, schema: "Comparison", refusals: readRefusals},
	{method: "GET", path: "/manage/v1/documents/{id}/blame", id: "whoWrote", summary: "Who wrote each sentence of a block, or without one of the document's title and own fields", query: []string{"locale", "block"}, schema: "Blame", refusals: readRefusals},
	{method: "GET", path: "/manage/v1/documents/{id}/evidence", id: "makeEvidence", summary: "Proof of what readers saw, as a file that practicecms verify --evidence checks; the log tells that it was made", query: []string{"locale", "day:from", "day:to"}, schema: "Evidence", refusals: append([]int{422}, readRefusals...)},
	{method: "GET", path: "/manage/v1/said", id: "findSaid", summary: "When something was said: since which version, until which, and when readers could read it", query: []string{"said:q", "document", "limit"}, schema: "SaidList", refusals: []int{400, 401, 403, 422}},
	{method: "POST", path: "/manage/v1/erase", id: "erase", summary: "Take words out of history for good; an owner does it in the editor", never: true, refusals: ownersOnly},
	{method: "GET", path: "/manage/v1/thin", id: "getThinnable", summary: "What thinning out old drafts would take; an owner sees it in the editor", never: true, refusals: ownersOnly},
	{method: "POST", path: "/manage/v1/thin", id: "thin", summary: "Take the texts of old drafts out of history; an owner does it in the editor", never: true, refusals: ownersOnly},
	{method: "GET", path: "/manage/v1/assets", id: "listAssets", summary: "Pictures, or documents that readers may open, newest first", query: []string{"asset:kind", "q"}, schema: "AssetList", refusals: []int{400, 401, 403}},
	{method: "GET", path: "/manage/v1/assets/{id}", id: "getAsset", summary: "An asset as it is known today", schema: "Asset", refusals: readRefusals},
	{method: "POST", path: "/manage/v1/uploads", id: "beginUpload", summary: "Make room for a file; it is sent in pieces", body: "NewUpload", bodyRequired: true, schema: "Upload", created: true, refusals: writeRefusals},
	{method: "GET", path: "/manage/v1/uploads/{upload}", id: "getUpload", summary: "How much of a file has arrived", schema: "Upload", refusals: readRefusals},
	{method: "PUT", path: "/manage/v1/uploads/{upload}", id: "appendUpload", summary: "Send a piece, which begins where the upload is; 409 says where that is", query: []string{"piece:at"}, piece: true, schema: "Upload", refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/uploads/{upload}/done", id: "finishUpload", summary: "Make an asset of what has arrived. A picture is decoded and encoded anew; a file that is there already is found", body: "UploadDone", bodyRequired: true, schema: "Asset", created: true, refusals: append([]int{409}, writeRefusals...)},
	{method: "POST", path: "/manage/v1/paste", id: "paste", summary: "Make a page of a pasted text, and a document when it is to be saved", body: "PasteRequest", bodyRequired: true, schema: "Pasted", mayCreate: true, refusals: append([]int{409}, writeRefusals...)},
	{method: "GET", path: "/manage/v1/export", id: "exportAll", summary: "Everything, every version, as a ZIP file that practicecms import takes when it is unpacked; the log tells of it", query: []string{"zip:format", "drafts"}, media: zipped, refusals: []int{400, 401, 403, 507}},
}

// zipped is the media type of an answer that is no text.
const zipped = "application/zip"

// streamed is the media type of an answer that does not end.
const streamed = "text/event-stream"

var (
	readRefusals  = []int{400, 401, 403, 404}
	writeRefusals = []int{400, 401, 403, 404, 413, 415, 422}
	// anywhere: too long an address, too many requests, too much to do at once.
	anywhere   = []int{414, 429, 503}
	ownersOnly = []int{400, 401, 403}
)

// Operation is a method of an address, for tests that hold the description against the
// routes and the answers.
type Operation struct {
	Method, Path string
	Params       []string // names of query parameters
}

// Operations gives all of them.
func Operations() []Operation {
	out := make([]Operation, len(operations))
	for i, op := range operations {
		out[i] = Operation{Method: op.method, Path: op.path}
		for _, key := range op.query {
			out[i].Params = append(out[i].Params, nameOf(key))
		}
	}
	return out
}

// nameOf is the name that the key of a query parameter stands for.
func nameOf(key string) string { return key[strings.Index(key, ":")+1:] }

// SortOrders are what the parameter sort may be: a key, or with a hyphen the other way round.
var SortOrders = func() (orders []string) {
	for _, key := range []live.SortKey{live.ByPath, live.ByTitle, live.BySince, live.ByFirst} {
		orders = append(orders, string(key), "-"+string(key))
	}
	return orders
}()

// RedirectFormats are what the parameter format may be: forms of redirects that hosts take as
// a file, beside our own.
var RedirectFormats = []string{"netlify", "vercel", "nginx"}

// operations is the whole API, with the schemas that follow from the model.
func (s schemas) operations() []operation {
	out := slices.Clone(operations)
	for i := range out {
		if t, ok := s.model.SettingsType(); ok && out[i].settings {
			out[i].schema = documentName(t.Name)
		}
	}
	return out
}

// The names of schemas that are made for each type or kind.
func documentName(typ string) string   { return pascal(typ) + "Document" }
func itemName(typ string) string       { return pascal(typ) + "Item" }
func recordName(typ string) string     { return pascal(typ) + "Record" }
func blockName(kind string) string     { return pascal(kind) + "Block" }
func storedBlockName(k string) string  { return "Stored" + pascal(k) + "Block" }
func fieldsName(t content.Type) string { return "Stored" + pascal(t.Name) + "Fields" }
