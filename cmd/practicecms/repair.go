package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"practicecms/cms"
)

type repairCmd struct {
	folder
	From   []string `required:"" type:"existingfile" placeholder:"FILE" help:"A file that practicecms backup wrote. Give several, newest first, and each is tried for what is left."`
	DryRun bool     `help:"Only say what would be done."`
}

// errLeft ends repair with exit code 1 after it was said what is left.
var errLeft = errors.New("not all of the data could be repaired. What is left answers 503 and cannot be edited; all else is in use. Try again with more backups: practicecms repair --from FILE --from FILE. If no backup has it, decide whether to go back to one: practicecms restore FILE")

// errUnsure ends repair with exit code 1 when the last change may be missing.
var errUnsure = errors.New("all that is there is sound and can be used, but nobody can tell whether the last change is among it, for one of two headers was damaged. Look at what was saved last before you go on")

// errBroken ends repair with exit code 1 after the report was printed.
var errBroken = errors.New("every record is as it was written last, and still not every promise holds. Keep all files and ask for help before you go on")

func (cmd *repairCmd) Run(ctx context.Context, a *App) error {
	done, err := cms.Repair(ctx, cmd.Data, cmd.From, cmd.DryRun, cms.Options{Logger: a.logger(slog.LevelError), Model: model})
	if err != nil {
		return cmd.explainLock(err)
	}
	if len(done.Problems) == 0 {
		fmt.Fprintf(a.Stdout, "Nothing is damaged: %d records are as they were written. Nothing was changed.\n", done.Sound)
		return nil
	}
	cmd.print(a, done)
	switch {
	case len(done.Left) > 0:
		return errLeft
	case done.Unsure && done.Report.OK():
		return errUnsure
	case !done.Whole():
		printReport(a, done.Report)
		return errBroken
	}
	return nil
}

// mostShown is how many problems are listed.
const mostShown = 10

func (cmd *repairCmd) print(a *App, done cms.Repaired) {
	say := func(format string, args ...any) { fmt.Fprintf(a.Stdout, format+"\n", args...) }
	say("The data is damaged. What was found:")
	for i, p := range done.Problems {
		if i == mostShown {
			say("  and %d more", len(done.Problems)-i)
			break
		}
		say("  %s", p)
	}
	say("\n%d records are in order.", done.Sound)
	if len(done.Back) > 0 {
		say("Brought back, exactly as written last:")
	}
	for _, b := range done.Back {
		from := "from " + b.From
		if b.From == "" {
			from = "found in the damaged file"
		}
		say("  %-14s %d, %s", b.Space, b.Records, from)
	}
	if len(done.Rebuilt) > 0 {
		say("Written anew, since it follows from other data: %s", strings.Join(done.Rebuilt, ", "))
	}
	if len(done.Recounted) > 0 {
		say("All records seem to be there, but how many there should be was lost, and was counted anew: %s", strings.Join(done.Recounted, ", "))
	}
	for i, l := range done.Left {
		if i == 0 {
			say("Not in these backups:")
		}
		missing := fmt.Sprintf("%d are missing or damaged", l.Missing)
		if l.Missing <= 0 {
			missing = "some are older than what was written last, or how many there should be is: which cannot be told, so they stay as they are"
		}
		say("  %-14s %s", l.Space, missing)
		for _, page := range slices.Clip(l.Pages) {
			say("  %-14s may concern %s", "", page)
		}
	}
	switch {
	case cmd.DryRun:
		say("\nNothing was changed. Without --dry-run this is done.")
	case done.Kept == "":
		say("\nNothing was changed: these backups hold nothing of what is missing.")
	default:
		say("\nThe damaged file is kept in %s\n%s holds the repaired data now.", done.Kept, cmd.Data)
		if done.Whole() {
			say("Everything was verified. Start the server again: practicecms serve")
		}
	}
}
