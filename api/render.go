package api

import (
	"practicecms/api/internal/wire"
	"practicecms/cms/live"
	"practicecms/content"
)

// renderer writes one answer. It notes every document that the answer shows, or
// would show if it were live: those are the ones whose publication changes it.
type renderer struct {
	w         *wire.Writer
	model     *content.Model
	practice  live.Practice // addresses in languages that its site does not have are not told
	linked    map[content.DocumentID]live.Live
	token     string // of a preview: behind the addresses of files
	base      string // of the addresses of files, such as https://cms.example.org/api/v1; or /api/v1
	files     map[content.Hash]live.File
	inRecord  bool // a record inside a page is being written: links in it are references
	mentioned []content.DocumentID
}

func newRenderer(m *content.Model, p live.Practice, base string) *renderer {
	return &renderer{w: wire.NewWriter(), model: m, practice: p, base: base}
}

func (r *renderer) answer() (answer, error) {
	body, err := r.w.Bytes()
	return answer{body: body, documents: r.mentioned}, err
}

// listing is answer for what looks for documents: one that it does not show yet may
// come to be in it.
func (r *renderer) listing() (answer, error) {
	a, err := r.answer()
	a.lists = true
	return a, err
}

func (r *renderer) mention(id content.DocumentID) { r.mentioned = append(r.mentioned, id) }
