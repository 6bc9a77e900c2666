// Package s3test runs a real S3-compatible server for tests: Versity's gateway, over a folder.
// The folder server is a module of its own, so that what the gateway needs is no part of the
// program's.
package s3test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"practicecms/cms/place"
)

// Bucket is a bucket that every server has.
const Bucket = "willow-room"

// build builds the gateway, once for each test program. The first time on a machine it takes
// a minute or two.
var build = sync.OnceValues(func() (string, error) {
	_, here, _, _ := runtime.Caller(0)
	dir, err := os.MkdirTemp("", "s3test-")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "versitygw")
	cmd := exec.Command("go", "build", "-o", program, "github.com/versity/versitygw/cmd/versitygw")
	cmd.Dir = filepath.Join(filepath.Dir(here), "server")
	cmd.Stderr = os.Stderr
	return program, cmd.Run()
})

// startTime bounds how long a server takes to start, on a busy machine.
const startTime = time.Minute

// Start runs a server with an empty Bucket until the test ends. files is the folder where its
// objects lie.
func Start(t testing.TB) (service place.Service, files string) {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatalf("the S3 server cannot be built: %v", err)
	}
	dir := t.TempDir()
	files = filepath.Join(dir, "objects", Bucket)
	for _, made := range []string{files, filepath.Join(dir, "sidecar")} {
		if err := os.MkdirAll(made, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	service = place.Service{Endpoint: "http://" + freeAddress(t), Region: "us-east-1", AccessKey: "willow-room", SecretKey: "lantern gravel umbrella"}
	var said bytes.Buffer
	cmd := exec.Command(program, "--port", service.Endpoint[len("http://"):], "--access", service.AccessKey, "--secret", service.SecretKey,
		"--region", service.Region, "--health", "/health", "posix", "--sidecar", filepath.Join(dir, "sidecar"), filepath.Join(dir, "objects"))
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = startTime
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		_ = cmd.Wait()                          // by the signal
		if t.Failed() {
			t.Logf("the S3 server said:\n%s", said.Bytes())
		}
	})
	await(t, service.Endpoint+"/health")
	return service, files
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func await(t testing.TB, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startTime)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			answer.Body.Close()
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("the S3 server does not answer: %v", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
