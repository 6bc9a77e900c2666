package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"practicecms/cmd/practicecms/control"
	"practicecms/cms"
	"practicecms/cms/evidence"
	"practicecms/cms/verify"
)

type backupCmd struct {
	folder
	File string `arg:"" type:"path" help:"The file to write; it must not exist."`
}

func (cmd *backupCmd) Run(ctx context.Context, a *App) error {
	if err := cmd.run(ctx, a, "backup", cmd, unchanged); err != nil {
		return err
	}
	n, err := cms.BackupFiles(ctx, cmd.File, cmd.Data)
	if err != nil {
		return fmt.Errorf("%s: it is done, but for the pictures and documents beside it; delete it, and make it again: %w", cmd.File, err)
	}
	fmt.Fprintf(a.Stdout, "Written and verified: %s\n", cmd.File)
	if n > 0 {
		fmt.Fprintf(a.Stdout, "Its pictures and documents: %s (%d). Keep both together.\n", cms.FilesBeside(cmd.File), n)
	}
	return nil
}

func (cmd *backupCmd) do(ctx context.Context, c *cms.CMS, a *App) error {
	if a.file != nil {
		return c.SendBackup(ctx, a.file)
	}
	return c.Backup(ctx, cmd.File)
}

// receive takes the file that a server makes. It is written by who asked: a server may run as
// another user, or see other folders.
func (cmd *backupCmd) receive(ctx context.Context, from func(io.Writer) error) error {
	return cms.ReceiveBackup(ctx, cmd.File, from)
}

type verifyCmd struct {
	folder
	Evidence string `type:"existingfile" placeholder:"FILE" help:"Check an evidence file instead: it needs no data folder."`
	JSON     bool   `name:"json" help:"Print the report as JSON."`
}

// errProblems ends verify with exit code 1 after the report was printed.
var errProblems = errors.New("something is wrong with the data. Nothing was changed. Mend it with the latest backup, which loses nothing that was written since: practicecms repair --from FILE --dry-run says what that would do")

// errNotProof ends verify --evidence with exit code 1 after the report was printed.
var errNotProof = errors.New("this file proves nothing as it is: it was changed after it was made, or damaged on its way. Ask the practice for it again")

func (cmd *verifyCmd) Run(ctx context.Context, a *App) error {
	if cmd.Evidence != "" {
		return cmd.evidence(a)
	}
	return cmd.run(ctx, a, "verify", cmd, unchanged)
}

func (cmd *verifyCmd) do(ctx context.Context, c *cms.CMS, a *App) error {
	report, err := c.Verify(ctx)
	if err != nil {
		return err
	}
	if err := cmd.print(a, report, report); err != nil {
		return err
	}
	if !report.OK() {
		return errProblems
	}
	return nil
}

// evidence checks a file that a practice handed out.
func (cmd *verifyCmd) evidence(a *App) error {
	f, err := os.Open(cmd.Evidence)
	if err != nil {
		return err
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, evidence.MaxBytes+1))
	if err != nil {
		return err
	}
	report := evidence.Verify(file)
	if err := cmd.print(a, report.Report, report); err != nil {
		return err
	}
	if !report.OK() {
		return errNotProof
	}
	if !cmd.JSON {
		fmt.Fprintf(a.Stdout, "\nIt holds: what document %s (%s) of %q said from %s to %s.\nFingerprint of this file: %s\nIts latest version:       %s\nCompare the fingerprint with the one on the printed page.\n",
			report.Document, report.Locale, report.Practice, report.From.Format(time.RFC3339), report.To.Format(time.RFC3339), report.Fingerprint, report.Head)
	}
	return nil
}

// print prints the lines of a report, or as JSON all of it.
func (cmd *verifyCmd) print(a *App, report verify.Report, all any) error {
	if !cmd.JSON {
		printReport(a, report)
		return nil
	}
	out := json.NewEncoder(a.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(all)
}

func printReport(a *App, report verify.Report) {
	for _, l := range report.Lines {
		word := "ok"
		if len(l.Problems) > 0 {
			word = "WRONG"
		}
		fmt.Fprintf(a.Stdout, "%-6s %-28s %d checked\n", word, l.Name, l.Checked)
		for _, p := range slices.Concat(l.Problems, l.Notes) {
			fmt.Fprintf(a.Stdout, "       %s\n", p)
		}
	}
}

type compactCmd struct{ folder }

func (cmd *compactCmd) Run(ctx context.Context, a *App) error {
	if err := cmd.ask(ctx, a, "compact", cmd); !errors.Is(err, control.ErrNobody) {
		return err
	}
	if _, err := os.Stat(filepath.Join(cmd.Data, cms.DataFile)); err != nil {
		return fmt.Errorf("there is no practice in %s: %w", cmd.Data, err)
	}
	before, after, err := cms.Compact(ctx, cmd.Data)
	if err != nil {
		return cmd.explainLock(err)
	}
	return a.sizes(before, after)
}

func (cmd *compactCmd) do(ctx context.Context, c *cms.CMS, a *App) error {
	before, after, err := c.Compact(ctx)
	if err != nil {
		return err
	}
	return a.sizes(before, after)
}

func (a *App) sizes(before, after int64) error {
	_, err := fmt.Fprintf(a.Stdout, "%d bytes before, %d after\n", before, after)
	return err
}

type versionCmd struct{}

// version is set by the build.
var version = "development"

func (versionCmd) Run(a *App) error {
	goVersion := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
	}
	fmt.Fprintf(a.Stdout, "practicecms %s, data format %d, %s\n", version, cms.Format, goVersion)
	return nil
}
