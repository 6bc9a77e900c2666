package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// send opens a connection and writes a text to it.
func send(t *testing.T, s *server, text string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(bodyTimeout + 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestASlowClientIsCutOff(t *testing.T) {
	t.Parallel()
	data, token := practice(t)
	s := serve(t, data)
	body := `{"type":"page","locale":"en-US","path":"/slow","title":"Slow","fields":{},"blocks":[]}`
	header := fmt.Sprintf("POST /manage/v1/documents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", token, len(body))
	withinAHeader := send(t, s, "GET /api/v1/site HTTP/1.1\r\nHost: a\r\nX-Slow: ")
	withinABody := send(t, s, header)
	steady := send(t, s, header)
	for i := range body { // longer than a header may take
		_, _ = io.WriteString(withinAHeader, "a") // fails once it is cut off
		if _, err := io.WriteString(steady, body[i:i+1]); err != nil {
			t.Fatalf("a steady body was cut off: %v", err)
		}
		time.Sleep(headerTimeout / 60)
	}
	if answer, err := io.ReadAll(withinAHeader); len(answer) > 0 {
		t.Errorf("a header that never ends got the answer %q, %v", answer, err)
	}
	if got := status(t, steady); got != http.StatusCreated {
		t.Errorf("a steady body got %d", got)
	}
	if got := status(t, withinABody); got != http.StatusBadRequest {
		t.Errorf("a body that never comes got %d", got)
	}
}

func TestP13StoppingCutsOffWhoIsStuck(t *testing.T) {
	t.Parallel()
	data, token := practice(t)
	s := serve(t, data)
	for range 20 { // each sends a part of its body, and no more
		send(t, s, fmt.Sprintf("POST /manage/v1/documents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", token))
	}
	begun := time.Now()
	if err := s.stop(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, s.log)
	}
	if took := time.Since(begun); took >= bodyTimeout {
		t.Errorf("stopping took %v: as long as a body may take", took)
	}
	if report := mustRun(t, "", "verify", "--data", data); strings.Contains(report, "WRONG") {
		t.Error(report)
	}
}

func status(t *testing.T, c net.Conn) int {
	t.Helper()
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Error(err)
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}
