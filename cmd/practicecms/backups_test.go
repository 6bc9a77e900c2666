package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/backups"
	"practicecms/cms/place/s3test"
)

// An encrypted backup goes to a bucket by night, and comes back on an empty machine by the
// commands of the README.
func TestTheReadmeBringsAnEncryptedBackupBackOnAnEmptyMachine(t *testing.T) {
	t.Parallel()
	service, objects := s3test.Start(t)
	keys := []string{
		"AWS_ENDPOINT_URL=" + service.Endpoint, "AWS_REGION=" + service.Region,
		"AWS_ACCESS_KEY_ID=" + service.AccessKey, "AWS_SECRET_ACCESS_KEY=" + service.SecretKey,
	}
	place := "s3://" + s3test.Bucket + "/willow"
	home := t.TempDir()
	// does runs a line of the README as it stands there, but for the place.
	does := func(line string) string {
		t.Helper()
		readme := string(readFile(t, "../../README.md"))
		if !strings.Contains(readme, "\n"+line+"\n") {
			t.Fatalf("the README has no line %q", line)
		}
		words := strings.Fields(strings.ReplaceAll(line, "s3://BUCKET/PREFIX", place))
		cmd := exec.Command(os.Args[0], words[1:]...)
		cmd.Dir = home
		cmd.Env = append(append(os.Environ(), asProgram+"=1"), keys...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
		return string(out)
	}
	recipient := regexp.MustCompile(`age1\w+`).FindString(does("practicecms backup-key willow.key"))

	data, _ := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish")
	server := serveUnder(t, append([]string{"env"}, keys...), data, "--backup-to", place, "--backup-recipient", recipient)
	await(t, "a proven backup", func() bool {
		proofs, err := filepath.Glob(filepath.Join(objects, "willow", "*.backup.age.proof"))
		return err == nil && len(proofs) == 1
	})
	_, want := get(t, server, "/api/v1/pages", "")
	server.kill()
	sealed, err := filepath.Glob(filepath.Join(objects, "willow", "*.age"))
	if err != nil || len(sealed) != 1 {
		t.Fatalf("in the bucket are %v, %v", sealed, err)
	}
	if yes, err := backups.IsEncrypted(strings.NewReader(string(readFile(t, sealed[0])))); !yes || err != nil {
		t.Errorf("what is in the bucket is not encrypted: %v", err)
	}
	if r := run(t, "", "restore", sealed[0], "--data", filepath.Join(home, "without")); r.code != exitFailed || !strings.Contains(r.errors, "--identity FILE") {
		t.Errorf("without its key: exit %d, %s", r.code, r.errors)
	}

	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	does("practicecms restore s3://BUCKET/PREFIX --identity willow.key")
	again := serve(t, filepath.Join(home, "practice-data"), "--backup-to", "off")
	if _, got := get(t, again, "/api/v1/pages", ""); got != want || !strings.Contains(got, `"path"`) {
		t.Errorf("delivered is\n%s\nwant\n%s", got, want)
	}
	if left, err := filepath.Glob(filepath.Join(home, "practice-data", "*.tmp")); err != nil || len(left) != 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}

func TestAServerTakesABackupWithoutBeingAsked(t *testing.T) {
	t.Parallel()
	data, _ := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish")
	server := serve(t, data)
	folder := filepath.Join(data, cms.BackupFolder)
	await(t, "a proven backup", func() bool {
		proofs, err := filepath.Glob(filepath.Join(folder, "*.proof"))
		return err == nil && len(proofs) == 1
	})
	server.kill()
	elsewhere := filepath.Join(t.TempDir(), "data")
	out := mustRun(t, "", "restore", folder, "--data", elsewhere)
	if !strings.Contains(out, "as it was proven: practice-") {
		t.Errorf("restore says\n%s", out)
	}
	if pages := pagesIn(t, elsewhere); pages != 1 {
		t.Errorf("%d pages came back", pages)
	}
}

func TestSettingsOfBackupsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ flag, value, want string }{
		{"--backup-at", "3", "03:00"},
		{"--backup-keep", "7,4", "7,4,12"},
		{"--backup-keep", "7,-4,12", "7,4,12"},
		{"--backup-recipient", "AGE-SECRET-KEY-1QQQ", "age1"},
		{"--backup-to", "s3://", "s3://BUCKET/PREFIX"},
	} {
		r := run(t, "", "serve", "--data", t.TempDir(), c.flag, c.value)
		if r.code != exitUsage || !strings.Contains(r.errors, c.want) || strings.Contains(r.errors, "SECRET-KEY-1") {
			t.Errorf("%s %s: exit %d, %s", c.flag, c.value, r.code, r.errors)
		}
	}
}

// await waits until something is so.
func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	for began := time.Now(); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatal("there is no " + what)
		}
	}
}
