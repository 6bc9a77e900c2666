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
	Format      string `enum:"records,markdown" default:"records" help:"records is everything, for practicecms import; markdown is the texts that are live, a file for each page."`
	Drafts      bool   `help:"With --format markdown: the texts that were saved last, instead of those that are live."`
	WithSecrets bool   `help:"Password hashes and webhooks' secrets, too: for moving to another machine. Keep it like a backup."`
}

// Run exports what is in the data folder. While a server has it, a backup that the server makes
// is exported instead, so that the files belong to who asked.
func (cmd *exportCmd) Run(ctx context.Context, a *App) (err error) {
	if markdown := cmd.Format == "markdown"; cmd.Drafts && !markdown || cmd.WithSecrets && markdown {
		return usageError{errors.New("--drafts goes with --format markdown, and --with-secrets without it")}
	}
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
	o.Logger, o.Program = a.logger(slog.LevelWarn), program()
	c, err := cms.Open(from, o)
	if err != nil {
		return cmd.explainLock(err)
	}
	defer closing(c, &err)
	return cmd.write(ctx, a, c)
}

func (cmd *exportCmd) write(ctx context.Context, a *App, c *cms.CMS) error {
	markdown := cmd.Format == "markdown"
	err := c.Export(ctx, cmd.Dir, cms.ExportOptions{Secrets: cmd.WithSecrets, Markdown: markdown, Drafts: cmd.Drafts})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "Written: %s\n", cmd.Dir)
	switch {
	case markdown && cmd.Drafts:
		fmt.Fprintln(a.Stdout, "It holds the texts as they were saved last, drafts too.")
	case markdown:
		fmt.Fprintln(a.Stdout, "It holds the texts that are live.")
	case cmd.WithSecrets:
		fmt.Fprintln(a.Stdout, "It holds password hashes and secrets: keep it as safe as the data.")
	default:
		fmt.Fprintln(a.Stdout, "It holds drafts and names, but no passwords and no secrets of webhooks (--with-secrets).")
	}
	return nil
}

// program is what wrote an export, by its manifest.
func program() string { return "practicecms " + version }

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
