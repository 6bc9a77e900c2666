package api

import (
	"context"

	"practicecms/api/internal/openapi"
	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// TypeScript declares what the API delivers for a model as TypeScript types, for a file
// that nothing has to be built from. The same model always gives the same bytes.
func TypeScript(m *content.Model) []byte { return openapi.TypeScript(m) }

// JSONSchema describes what the API delivers for a model as one JSON Schema (2020-12).
// It takes a document; the other answers are in its $defs.
func JSONSchema(m *content.Model) ([]byte, error) { return openapi.JSONSchema(m) }

func description(_ context.Context, d *cms.Delivery, _ query) (answer, error) {
	body, err := openapi.Document(d.Model())
	return answer{body: body}, err
}

func typescript(_ context.Context, d *cms.Delivery, _ query) (answer, error) {
	return answer{body: TypeScript(d.Model()), media: plainType}, nil
}

func schema(_ context.Context, d *cms.Delivery, q query) (answer, error) {
	kind, ok := d.Model().Kind(q.param)
	if !ok {
		return answer{}, wire.NotFound("There is no kind of block of this name.")
	}
	body, err := openapi.BlockSchema(d.Model(), kind)
	return answer{body: body}, err
}
