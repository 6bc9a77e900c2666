package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"practicecms/cms"
	"practicecms/cms/backups"
	"practicecms/cms/place"
)

// nightly are the flags of the backups that a server takes.
type nightly struct {
	BackupTo        string `help:"Where a backup goes each night: a folder, s3://BUCKET/PREFIX, or off. Without: the folder backups in the data folder. The README says how to name a service other than Amazon's, and the keys." placeholder:"PLACE"`
	BackupAt        string `default:"03:00" help:"When it is taken, on the practice's clock." placeholder:"HH:MM"`
	BackupKeep      string `default:"7,4,12" help:"Of how many days, weeks and months the newest backup is kept." placeholder:"D,W,M"`
	BackupRecipient string `help:"Encrypt backups to this public key, from practicecms backup-key or age-keygen; only who has the other half can read them." placeholder:"AGE1…"`
}

// noBackups is what --backup-to says when none are wanted.
const noBackups = "off"

// plan reads the flags; nil when no backups are wanted.
func (f nightly) plan(data string) (*backups.Plan, error) {
	if f.BackupTo == noBackups {
		return nil, nil
	}
	place, err := place.Open(cmp.Or(f.BackupTo, filepath.Join(data, cms.BackupFolder)), serviceFromEnv())
	if err != nil {
		return nil, fmt.Errorf("--backup-to: %w", err)
	}
	at, err := time.Parse("15:04", f.BackupAt)
	if err != nil {
		return nil, fmt.Errorf("--backup-at %q: give a time of day such as 03:00", f.BackupAt)
	}
	keep, err := parseKeep(f.BackupKeep)
	if err != nil {
		return nil, err
	}
	p := &backups.Plan{Place: place, Keep: keep, At: time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute}
	if f.BackupRecipient != "" {
		if p.Recipient, err = backups.ParseRecipient(f.BackupRecipient); err != nil {
			return nil, fmt.Errorf("--backup-recipient: %w", err)
		}
	}
	return p, nil
}

// parseKeep reads --backup-keep.
func parseKeep(text string) (backups.Keep, error) {
	var k backups.Keep
	words := strings.Split(text, ",")
	for i, n := range []*int{&k.Daily, &k.Weekly, &k.Monthly} {
		var err error
		if len(words) != 3 {
			err = strconv.ErrSyntax
		} else {
			*n, err = strconv.Atoi(strings.TrimSpace(words[i]))
		}
		if err != nil || *n < 0 {
			return k, fmt.Errorf("--backup-keep %q: give three numbers such as 7,4,12", text)
		}
	}
	return k, nil
}

// serviceFromEnv reads the variables that programs for S3 have in common.
func serviceFromEnv() place.Service {
	return place.Service{
		Endpoint:     cmp.Or(os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL")),
		Region:       cmp.Or(os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION")),
		AccessKey:    os.Getenv("AWS_ACCESS_KEY_ID"),
		SecretKey:    os.Getenv("AWS_SECRET_ACCESS_KEY"),
		SessionToken: os.Getenv("AWS_SESSION_TOKEN"),
	}
}

type backupKeyCmd struct {
	File string `arg:"" type:"path" help:"The file to write; it must not exist."`
}

func (cmd *backupKeyCmd) Run(a *App) (err error) {
	text, recipient, err := backups.NewIdentity()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(cmd.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s reads what is encrypted to this public key:\n\n  %s\n\nKeep the file where only you can reach it, twice, and not on the server: without it nobody can read the backups.\n", cmd.File, recipient)
	return nil
}

type restoreCmd struct {
	folder
	From     string `arg:"" help:"A file that practicecms wrote, or the place of the nightly backups: a folder or s3://BUCKET/PREFIX, for the newest that is proven; with /NAME at its end, for that one."`
	Identity string `type:"existingfile" help:"The file of the key, for a backup that is encrypted." placeholder:"FILE"`
}

func (cmd *restoreCmd) Run(ctx context.Context, a *App) (err error) {
	if err := os.MkdirAll(cmd.Data, 0o700); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp(cmd.Data, cms.DataFile+".fetched.*.tmp")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }() // what it leaves, the next start removes
	file, err := cmd.fetch(ctx, a, filepath.Join(scratch, "fetched"))
	if err != nil {
		return err
	}
	if file, err = cmd.decrypt(file, filepath.Join(scratch, "plain")); err != nil {
		return fmt.Errorf("%s: %w", cmd.From, err)
	}
	kept, report, err := cms.RestoreBackup(ctx, file, cmd.Data, cms.Options{Logger: a.logger(slog.LevelWarn)})
	if len(report.Lines) > 0 && !report.OK() {
		printReport(a, report)
	}
	if err != nil {
		return cmd.explainLock(err)
	}
	if kept != "" {
		fmt.Fprintf(a.Stdout, "The data that was there is kept in %s\n", kept)
	}
	fmt.Fprintf(a.Stdout, "%s holds the backup now, verified.\n", cmd.Data)
	return cmd.bringFiles(ctx, a)
}

// bringFiles brings the pictures and documents of the backup.
func (cmd *restoreCmd) bringFiles(ctx context.Context, a *App) error {
	from, _, err := backups.Locate(cmd.From, serviceFromEnv())
	if err != nil {
		return err
	}
	if from == nil {
		from = place.Folder(cms.FilesBeside(cmd.From))
		if _, err := os.Stat(from.String()); errors.Is(err, fs.ErrNotExist) {
			from = place.Folder(filepath.Dir(cmd.From)) // one of the nightly ones
		}
	}
	came, missing, err := cms.RestoreFiles(ctx, cmd.Data, from, cmd.decrypter(), cms.Options{Logger: a.logger(slog.LevelWarn)})
	if came > 0 {
		fmt.Fprintf(a.Stdout, "%d pictures and documents came with it.\n", came)
	}
	if missing > 0 {
		fmt.Fprintf(a.Stderr, "%d pictures and documents are not in %s. Pages that show them work, without them; put them into %s and restore once more to have them back.\n", missing, from, from)
	}
	return err
}

// decrypter reads encrypted files; nil without a key.
func (cmd *restoreCmd) decrypter() backups.Decrypter {
	if cmd.Identity == "" {
		return nil
	}
	return func(r io.Reader) (io.Reader, error) {
		keys, err := os.Open(cmd.Identity)
		if err != nil {
			return nil, err
		}
		defer keys.Close()
		return backups.Decrypt(r, keys)
	}
}

// fetch brings a backup from its place into the file to, as it lies there. One that is a file
// already stays where it is.
func (cmd *restoreCmd) fetch(ctx context.Context, a *App, to string) (string, error) {
	from, name, err := backups.Locate(cmd.From, serviceFromEnv())
	if from == nil || err != nil {
		return cmd.From, err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	name, err = backups.Fetch(ctx, from, name, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	fmt.Fprintf(a.Stdout, "From %s, as it was proven: %s\n", from, name)
	return to, nil
}

// decrypt writes an encrypted backup into the file to, as it was before. One that is plain
// stays where it is.
func (cmd *restoreCmd) decrypt(from, to string) (file string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close()
	if encrypted, err := backups.IsEncrypted(in); err != nil || !encrypted {
		return from, err
	}
	if cmd.Identity == "" {
		return "", errEncrypted
	}
	keys, err := os.Open(cmd.Identity)
	if err != nil {
		return "", err
	}
	defer keys.Close()
	plain, err := backups.Decrypt(in, keys)
	if err != nil {
		return "", err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, plain)
	return to, errors.Join(err, out.Close())
}

// errEncrypted refuses an encrypted backup without its key.
var errEncrypted = errors.New("the backup is encrypted; name the file of its key with --identity FILE")
