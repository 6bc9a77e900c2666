package main

import (
	"context"
	"fmt"
	"log/slog"

	"practicecms/cms"
)

type exportCmd struct {
	folder
	Dir         string `arg:"" type:"path" help:"The folder to write: a new one, or an earlier export, which it takes the place of."`
	WithSecrets bool   `help:"Password hashes and webhooks' secrets, too: for moving to another machine. Keep it like a backup."`
}

func (cmd *exportCmd) Run(ctx context.Context, a *App) (err error) {
	c, err := cmd.look(a)
	if err != nil {
		return err
	}
	defer closing(c, &err)
	if err := c.Export(ctx, cmd.Dir, cms.ExportOptions{Secrets: cmd.WithSecrets, Program: "practicecms " + version}); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "Written: %s\n", cmd.Dir)
	if cmd.WithSecrets {
		fmt.Fprintln(a.Stdout, "It holds password hashes and secrets: keep it as safe as the data.")
	} else {
		fmt.Fprintln(a.Stdout, "It holds drafts and names, but no passwords and no secrets of webhooks (--with-secrets).")
	}
	return nil
}

type importCmd struct {
	folder
	Dir string `arg:"" type:"existingdir" help:"A folder that practicecms export wrote."`
}

func (cmd *importCmd) Run(ctx context.Context, a *App) error {
	report, err := cms.Import(ctx, cmd.Dir, cmd.Data, cms.Options{Logger: a.logger(slog.LevelWarn)})
	if len(report.Lines) > 0 && !report.OK() {
		printReport(a, report)
	}
	if err != nil {
		return cmd.explainLock(err)
	}
	fmt.Fprintf(a.Stdout, "%s holds the practice now, verified.\n", cmd.Data)
	return nil
}
