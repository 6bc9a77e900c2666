package api

import (
	"practicecms/api/internal/openapi"
	"practicecms/content"
)

// TypeScript declares what the API delivers for a model as TypeScript types, for a file
// that nothing has to be built from. The same model always gives the same bytes.
func TypeScript(m *content.Model) []byte { return openapi.TypeScript(m) }

// JSONSchema describes what the API delivers for a model as one JSON Schema (2020-12).
// It takes a document; the other answers are in its $defs.
func JSONSchema(m *content.Model) ([]byte, error) { return openapi.JSONSchema(m) }
