package main

import (
	"fmt"

	"practicecms/api"
	"practicecms/content"
)

type typesCmd struct {
	Lang string `enum:"ts,jsonschema" default:"ts" help:"ts for TypeScript, jsonschema for one JSON Schema."`
}

func (cmd *typesCmd) Run(a *App) error {
	m := model
	if m == nil {
		m = content.Standard()
	}
	out := api.TypeScript(m)
	if cmd.Lang == "jsonschema" {
		var err error
		if out, err = api.JSONSchema(m); err != nil {
			return err
		}
		out = append(out, '\n')
	}
	if _, err := a.Stdout.Write(out); err != nil {
		return fmt.Errorf("the types could not be written: %w", err)
	}
	return nil
}
