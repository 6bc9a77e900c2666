package manage

import "net/http"

// route is one method of one address.
type route struct {
	method, pattern string
	params          []string // the query parameters that it takes
	handle          func(*request) error
}

// routes is the whole API. What is not here is a 404.
func (s *Server) routes() []route {
	const id = "/documents/:id"
	local := []string{"locale"}
	return []route{
		{http.MethodGet, "/documents", []string{"type", "locale", "q", "limit", "cursor", "trashed"}, s.list},
		{http.MethodPost, "/documents", nil, s.create},
		{http.MethodGet, id, local, s.latest},
		{http.MethodPut, id, local, s.save},
		{http.MethodGet, id + "/uses", nil, s.uses},

		{http.MethodPost, id + "/publish", local, s.publish},
		{http.MethodPost, id + "/unpublish", local, s.unpublish},
		{http.MethodPost, id + "/undo-publish", local, s.undoPublish},
		{http.MethodPost, id + "/schedule", local, s.schedule},
		{http.MethodPost, id + "/unschedule", local, s.unschedule},
		{http.MethodPost, id + "/trash", local, s.trash},
		{http.MethodPost, id + "/untrash", local, s.untrash},

		{http.MethodGet, id + "/live", []string{"locale", "at"}, s.live},
		{http.MethodGet, id + "/versions", []string{"locale", "by", "block", "live", "named", "limit", "cursor"}, s.versions},
		{http.MethodGet, id + "/versions/:n", local, s.version},
		{http.MethodPut, id + "/versions/:n/name", local, s.nameVersion},
		{http.MethodPost, id + "/versions/:n/restore", local, s.restore},
		{http.MethodPost, id + "/versions/:n/take-back", local, s.takeBack},
		{http.MethodPost, id + "/restore", local, s.restorePicks},
		{http.MethodPost, id + "/rehearse", local, s.rehearse},
		{http.MethodGet, id + "/parts", []string{"locale", "limit"}, s.parts},
		{http.MethodGet, id + "/compare", []string{"locale", "from", "to"}, s.compare},
		{http.MethodGet, id + "/blame", []string{"locale", "block"}, s.blame},
		{http.MethodGet, id + "/evidence", []string{"locale", "from", "to"}, s.evidence},

		{http.MethodGet, "/said", []string{"q", "document", "limit"}, s.said},
		{http.MethodPost, "/erase", nil, ownersOnly},
		{http.MethodGet, "/thin", nil, ownersOnly},
		{http.MethodPost, "/thin", nil, ownersOnly},

		{http.MethodGet, "/assets", []string{"kind", "q"}, s.assets},
		{http.MethodGet, "/assets/:id", nil, s.asset},
		{http.MethodPost, "/uploads", nil, s.beginUpload},
		{http.MethodGet, "/uploads/:upload", nil, s.uploadAt},
		{http.MethodPut, "/uploads/:upload", []string{"at"}, s.appendUpload},
		{http.MethodPost, "/uploads/:upload/done", nil, s.finishUpload},

		{http.MethodPost, "/paste", nil, s.paste},
		{http.MethodGet, "/export", []string{"format", "drafts"}, s.export},
	}
}
