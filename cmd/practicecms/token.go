package main

import (
	"context"
	"fmt"

	"practicecms/cms"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token and print it; it cannot be shown again."`
}

type tokenCreateCmd struct {
	folder
	Name  string `required:"" help:"What the token is for." placeholder:"N"`
	Scope string `required:"" enum:"deliver,preview,manage" help:"deliver reads what is live, preview drafts too, manage also writes."`
}

func (cmd *tokenCreateCmd) Run(ctx context.Context, a *App) error {
	return cmd.run(ctx, a, "token create", cmd, existing)
}

func (cmd *tokenCreateCmd) do(ctx context.Context, c *cms.CMS, a *App) error {
	text, _, err := c.Editor().CreateToken(ctx, cms.System(), cmd.Name, cms.Role(cmd.Scope))
	if err == nil {
		fmt.Fprintln(a.Stdout, text)
	}
	return err
}
