package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// result is what a server did under load.
type result struct {
	cost   float64 // processor time of the server, in µs a request
	rate   float64 // requests a second
	others float64 // share of the machine that others took meanwhile, from 0 to 1
}

// load asks a server over and over, on some connections that stay open.
func load(t target, connections int, length time.Duration) (result, error) {
	u, err := url.Parse(t.url)
	if err != nil {
		return result{}, err
	}
	request := []byte("GET " + u.Path + " HTTP/1.1\r\nHost: " + u.Host + "\r\n" + t.header + "\r\n")
	own, before, err := usage(t.process.Process.Pid)
	if err != nil {
		return result{}, err
	}
	end := time.Now().Add(length)
	counts, faults := make([]int, connections), make([]error, connections)
	var group sync.WaitGroup
	for i := range connections {
		group.Go(func() { counts[i], faults[i] = ask(u.Host, request, end) })
	}
	group.Wait()
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	ownAfter, after, err := usage(t.process.Process.Pid)
	if err != nil {
		return result{}, err
	}
	n := 0
	for _, c := range counts {
		n += c
	}
	spent := ownAfter - own
	all := (after.busy - before.busy) + (after.idle - before.idle)
	mine := spent + after.self - before.self
	return result{cost: spent / float64(n) * 1e6, rate: float64(n) / length.Seconds(), others: max(0, (after.busy-before.busy-mine)/all)}, nil
}

// ask sends a request and reads the answer, until the end.
func ask(host string, request []byte, end time.Time) (n int, err error) {
	c, err := net.Dial("tcp", host)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if err := c.SetDeadline(end.Add(10 * time.Second)); err != nil {
		return 0, err
	}
	in := bufio.NewReaderSize(c, 64<<10)
	for ; time.Now().Before(end); n++ {
		if _, err := c.Write(request); err != nil {
			return n, err
		}
		if err := readAnswer(in); err != nil {
			return n, err
		}
	}
	return n, nil
}

// readAnswer reads one answer of status 200 or 304, whose length is told or which comes
// in chunks.
func readAnswer(in *bufio.Reader) error {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.Contains(line, []byte(" 200 ")) && !bytes.Contains(line, []byte(" 304 ")) {
		return fmt.Errorf("the server answered %s", line)
	}
	length, chunked := 0, false
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
	for chunked {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, in, size+2); err != nil || size == 0 {
			return err
		}
	}
	_, err = in.Discard(length)
	return err
}

// machine is processor time since it started, in seconds.
type machine struct{ busy, idle, self float64 }

// usage is the processor time of a process, in seconds, and of the machine.
func usage(pid int) (own float64, m machine, err error) {
	if own, err = spent(strconv.Itoa(pid)); err != nil {
		return 0, m, err
	}
	if m.self, err = spent("self"); err != nil {
		return 0, m, err
	}
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, m, err
	}
	line, _, _ := strings.Cut(string(b), "\n")
	for i, f := range strings.Fields(line)[1:9] {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return 0, m, err
		}
		if i == 3 || i == 4 { // idle, and waiting for a disk
			m.idle += v / ticks
		} else {
			m.busy += v / ticks
		}
	}
	return own, m, nil
}

// ticks a second: what /proc counts in, on every Linux that Go runs on.
const ticks = 100

func spent(process string) (float64, error) {
	b, err := os.ReadFile("/proc/" + process + "/stat")
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, errUser := strconv.ParseFloat(fields[11], 64)
	system, errSystem := strconv.ParseFloat(fields[12], 64)
	return (user + system) / ticks, errors.Join(errUser, errSystem)
}

// freeAddress is one on loopback that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
