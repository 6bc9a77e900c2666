package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"practicecms/cms"
	"practicecms/content"
)

// Exit codes of every subcommand.
const (
	exitDone   = 0
	exitFailed = 1 // the command could not do what it was asked
	exitUsage  = 2 // it was asked wrongly
)

// model is the types and kinds that the server knows; nil: content.Standard(). Only the
// build with the tag lostfield sets it.
var model *content.Model

// App is the program with its streams, so that tests can run it.
type App struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	clock  func() time.Time     // what the computer's clock shows; nil: as it is
	steady func() time.Duration // how much time went by, with clock

	file io.Writer // in a server: where a task sends the file that it makes; see task
}

// commands is the command line: one field for each subcommand. A flag wins over its
// PRACTICECMS_… variable, and that over the default.
type commands struct {
	Serve     serveCmd     `cmd:"" help:"Run the server: the editing UI, the public API and the write API."`
	Init      initCmd      `cmd:"" help:"Make a practice and its owner, without the set-up page."`
	Token     tokenCmd     `cmd:"" help:"Make API tokens."`
	Paste     pasteCmd     `cmd:"" help:"Turn a pasted text into a page made of blocks."`
	Backup    backupCmd    `cmd:"" help:"Write a consistent copy of all data to a file."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup in place of the data; the data is kept beside it."`
	BackupKey backupKeyCmd `cmd:"" help:"Make a key that backups can be encrypted to."`
	Export    exportCmd    `cmd:"" help:"Write everything to a folder of files that anybody can read."`
	Import    importCmd    `cmd:"" help:"Make a practice of an export, in a new data folder."`
	Repair    repairCmd    `cmd:"" help:"Mend damaged data with what backups hold; the damaged file is kept beside it."`
	Verify    verifyCmd    `cmd:"" help:"Read everything and check every promise."`
	Compact   compactCmd   `cmd:"" help:"Rewrite the data file without unused space."`
	Types     typesCmd     `cmd:"" help:"Print the types of what the public API delivers."`
	Version   versionCmd   `cmd:"" help:"Print the version of this program."`
}

// folder is the flag that all commands with data share.
type folder struct {
	Data string `help:"Folder of the practice's data." default:"./practice-data" type:"path" placeholder:"DIR" json:"-"`
}

// usageError is a mistake in how the program was called, found after parsing.
type usageError struct{ error }

// Run parses the arguments, runs the subcommand and returns the exit code.
func (a *App) Run(ctx context.Context, args []string) int {
	if len(args) > 0 && args[0] == "help" {
		args = append(args[1:], "--help")
	}
	helped := -1
	parser, err := kong.New(&commands{},
		kong.Name("practicecms"),
		kong.Description("A headless CMS for therapy practices. `practicecms serve` starts it."),
		kong.DefaultEnvars("PRACTICECMS"),
		kong.Writers(a.Stdout, a.Stderr),
		kong.Exit(func(code int) { helped = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintln(a.Stderr, err)
		return exitFailed
	}
	command, err := parser.Parse(args)
	if helped >= 0 { // --help was asked for and given
		return helped
	}
	if err != nil {
		fmt.Fprintf(a.Stderr, "practicecms: %v\nRun `practicecms help` to see what there is.\n", err)
		return exitUsage
	}
	here, out := *a, &outlet{Writer: a.Stdout}
	here.Stdout = out
	err = command.Run(&here)
	if err == nil && out.err != nil {
		err = fmt.Errorf("it is done, but what it says could not be written: %w", out.err)
	}
	var said exited
	switch {
	case errors.As(err, &said):
		return int(said)
	case errors.As(err, new(usageError)):
		fmt.Fprintf(a.Stderr, "practicecms %s: %v\n", command.Command(), err)
		return exitUsage
	default:
		return a.finish(command.Command(), err)
	}
}

// outlet is where a command prints to. It remembers the first error, for a token that nobody
// can read is not done.
type outlet struct {
	io.Writer
	err error
}

func (o *outlet) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// finish says how a command ended, and returns its exit code.
func (a *App) finish(command string, err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(a.Stderr, "practicecms %s: %v\n", firstWord(command), explain(err))
	return exitFailed
}

func firstWord(s string) string { word, _, _ := strings.Cut(s, " "); return word }

// explain makes an error that a person can act on: problems are listed, and what to
// do next stands in the last line.
func explain(err error) string {
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		var b strings.Builder
		b.WriteString("this cannot be taken:")
		for _, p := range invalid.Problems {
			fmt.Fprintf(&b, "\n  %s: %s", p.Path, p.Message)
		}
		return b.String()
	}
	return err.Error()
}

// explainLock adds the running server's address to a refusal.
func (f folder) explainLock(err error) error {
	if !errors.Is(err, cms.ErrLocked) {
		return err
	}
	address, readErr := os.ReadFile(filepath.Join(f.Data, addressFile))
	if readErr != nil {
		return fmt.Errorf("%w. Stop the other practicecms first", err)
	}
	return fmt.Errorf("%w: the server at %s. Stop it first", err, strings.TrimSpace(string(address)))
}

func (a *App) logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(a.Stderr, &slog.HandlerOptions{Level: level}))
}

// closing closes c and keeps the first error.
func closing(c io.Closer, err *error) { *err = errors.Join(*err, c.Close()) }
