package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"practicecms/cmd/practicecms/control"
	"practicecms/cms"
)

type exportCmd struct {
	folder
	Dir         string `arg:"" type:"path" help:"The folder to write: a new one, or an earlier export, which it takes the place of."`
	WithSecrets bool   `help:"Password hashes and webhooks' secrets, too: for moving to another machine. Keep it like a backup."`
}

// Run exports what is in the data folder. While a server has it, a backup that the server makes
// is exported instead, so that the files belong to who asked.
func (cmd *exportCmd) Run(ctx context.Context, a *App) (err error) {
	temp, err := os.MkdirTemp("", "practicecms-export-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	from := temp
	backup := &backupCmd{folder: cmd.folder, File: filepath.Join(temp, cms.DataFile)}
	switch err := cmd.ask(ctx, a, "backup", backup); {
	case errors.Is(err, control.ErrNobody):
		from = cmd.Data
	case err != nil:
		return err
	}
	o := unchanged
	o.Logger = a.logger(slog.LevelWarn)
	c, err := cms.Open(from, o)
	if err != nil {
		return cmd.explainLock(err)
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
