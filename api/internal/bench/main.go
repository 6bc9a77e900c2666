// Bench measures what a live read costs the server, against writing the same prepared
// bytes with net/http alone: processor time per request, which a noisy machine spoils
// least, and requests per second. Rounds are interleaved and their order is turned round
// each time. It reads /proc, so it needs Linux.
//
//	go run ./api/internal/bench -program bin/practicecms [-pocketbase FILE]
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	program := flag.String("program", "bin/practicecms", "the built program")
	pocketBase := flag.String("pocketbase", "", "a PocketBase program to measure beside it")
	rounds := flag.Int("rounds", 5, "how many rounds of each")
	length := flag.Duration("time", 3*time.Second, "how long each round loads each server")
	floorAt := flag.String("floor", "", "serve the file that is the first argument, at this address, and nothing else")
	flag.Parse()
	var err error
	if *floorAt != "" {
		err = serveFloor(*floorAt, flag.Arg(0), flag.Arg(1))
	} else {
		err = measure(*program, *pocketBase, *rounds, *length)
	}
	if err != nil {
		log.Fatal("bench: ", err)
	}
}

// serveFloor is the handler that a Go server can hardly be faster than.
func serveFloor(address, file, encoding string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	const tag = `"floor"`
	size := strconv.Itoa(len(body))
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Type", "application/json")
		if encoding != "" {
			h.Set("Content-Encoding", encoding)
		}
		h.Set("Content-Length", size)
		_, _ = w.Write(body)
	}))
}

func measure(program, pocketBase string, rounds int, length time.Duration) (err error) {
	folder, err := os.MkdirTemp("", "practicecms-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	ours, err := startOurs(program, folder)
	if err != nil {
		return err
	}
	defer ours.stop()
	plain, tag, err := fetch(ours.url, "")
	if err != nil {
		return err
	}
	zipped, _, err := fetch(ours.url, "gzip")
	if err != nil {
		return err
	}
	fmt.Printf("Page of %d bytes, %d gzipped. %d rounds of %v; processor time of the server, user and system.\n\n", len(plain), len(zipped), rounds, length)
	fmt.Println("| read | connections | µs a request | net/http | ratio (least to most) | requests a second | net/http | other work on the machine |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for _, one := range []struct {
		name, encoding string
		body           []byte
		header, floor  string
	}{
		{"plain", "", plain, "", ""},
		{"gzip", "gzip", zipped, "Accept-Encoding: gzip\r\n", "Accept-Encoding: gzip\r\n"},
		{"304", "", plain, "If-None-Match: " + tag + "\r\n", "If-None-Match: \"floor\"\r\n"},
	} {
		floor, err := startFloor(folder, one.body, one.encoding)
		if err != nil {
			return err
		}
		for _, connections := range []int{16, 64} {
			if err := compare(one.name, connections, rounds, length, target{ours, one.header}, target{floor, one.floor}); err != nil {
				return errors.Join(err, floor.stop())
			}
		}
		if err := floor.stop(); err != nil {
			return err
		}
	}
	if pocketBase == "" {
		return nil
	}
	other, err := startPocketBase(pocketBase, folder, plain)
	if err != nil {
		return err
	}
	defer other.stop()
	fmt.Println("\nBeside PocketBase, which gives the same JSON as a field of a record by its id; its figures stand where net/http's do:")
	fmt.Println("\n| read | connections | µs a request | PocketBase | ratio (least to most) | requests a second | PocketBase | other work on the machine |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for _, connections := range []int{16, 64} {
		if err := compare("plain", connections, rounds, length, target{ours, ""}, target{other, ""}); err != nil {
			return err
		}
	}
	return nil
}

// target is a server and the header that it is asked with.
type target struct {
	*server
	header string
}

// compare loads two servers in turn and prints a line of the table.
func compare(name string, connections, rounds int, length time.Duration, ours, other target) error {
	var ratios, others []float64
	var cost, rate [2][]float64
	for round := range rounds {
		order := []int{0, 1}
		if round%2 == 1 {
			order = []int{1, 0}
		}
		both := [2]float64{}
		for _, i := range order {
			r, err := load([2]target{ours, other}[i], connections, length)
			if err != nil {
				return err
			}
			both[i] = r.cost
			cost[i], rate[i], others = append(cost[i], r.cost), append(rate[i], r.rate), append(others, r.others)
		}
		ratios = append(ratios, both[0]/both[1])
	}
	fmt.Printf("| %s | %d | %.1f | %.1f | %.2f (%.2f to %.2f) | %.0f | %.0f | %.0f %% |\n", name, connections,
		median(cost[0]), median(cost[1]), median(ratios), slices.Min(ratios), slices.Max(ratios), median(rate[0]), median(rate[1]), 100*median(others))
	return nil
}

func median(all []float64) float64 {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

// fetch reads an answer as it comes.
func fetch(url, encoding string) (body []byte, tag string, err error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("Accept-Encoding", encoding)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Encoding") != encoding) {
		err = fmt.Errorf("%s: status %d, encoding %q", url, answer.StatusCode, answer.Header.Get("Content-Encoding"))
	}
	return body, answer.Header.Get("Etag"), err
}

// server is a process that answers at url.
type server struct {
	url     string
	process *exec.Cmd
}

func (s *server) stop() error {
	if err := s.process.Process.Kill(); err != nil {
		return err
	}
	_ = s.process.Wait() // it says that it was killed
	return nil
}

// start runs a server and waits until it answers.
func start(url, ready string, command *exec.Cmd) (*server, error) {
	var told bytes.Buffer
	command.Stderr = &told
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{url, command}
	for range 200 {
		if answer, err := http.Get(ready); err == nil {
			return s, answer.Body.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(fmt.Errorf("%s did not start", command.Path), s.stop(), errors.New(told.String()))
}

func startFloor(folder string, body []byte, encoding string) (*server, error) {
	file := filepath.Join(folder, "floor")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return start("http://"+address+"/", "http://"+address+"/", exec.Command(self, "-floor", address, file, encoding))
}

// startOurs serves a practice with one page of 20 blocks, live.
func startOurs(program, folder string) (*server, error) {
	data := filepath.Join(folder, "data")
	run := func(in string, arguments ...string) (string, error) {
		c := exec.Command(program, append(arguments, "--data", data)...)
		c.Stdin, c.Stderr = strings.NewReader(in), os.Stderr
		out, err := c.Output()
		return strings.TrimSpace(string(out)), err
	}
	if _, err := run("lantern gravel umbrella nine\n", "init", "--owner-email", "robin@example.org", "--owner-name", "Robin Field", "--password-stdin"); err != nil {
		return nil, err
	}
	token, err := run("", "token", "create", "--name", "bench", "--scope", "manage")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	base := "http://" + address
	s, err := start(base+"/api/v1/pages/services/r", base+"/readyz", exec.Command(program, "serve", "--listen", address, "--data", data, "--log", "json"))
	if err != nil {
		return nil, err
	}
	page := map[string]any{"type": "service", "locale": "en-US", "path": "/services/r", "title": "R", "fields": map[string]any{}}
	var blocks []any
	for i := range 20 {
		blocks = append(blocks, map[string]any{"kind": "section", "heading": fmt.Sprint("Part ", i), "body": prose(uint64(i))})
	}
	page["blocks"] = blocks
	var made struct{ ID string }
	if err = post(base+"/manage/v1/documents", token, page, &made); err == nil {
		err = post(base+"/manage/v1/documents/"+made.ID+"/publish", token, map[string]any{"version": 1}, nil)
	}
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// prose is about 300 characters that compress no better than people's words do.
func prose(seed uint64) string {
	words := strings.Fields("you your we can may often first small calm steady gentle work time session body mind anxiety grief sleep trauma memory feeling breath pace plan pause learn practice therapist talk listen together family school parent child partner evening office online fee insurance question answer help change before after during without because when which that this with from into over and or but not for")
	r := rand.New(rand.NewPCG(seed, 1))
	var out strings.Builder
	for out.Len() < 300 {
		out.WriteString(words[r.IntN(len(words))] + " ")
	}
	return out.String()
}

// post sends JSON and reads what comes back.
func post(url, token string, body, into any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(b))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	told, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s: %d %s", url, answer.StatusCode, told)
	}
	if err == nil && into != nil {
		err = json.Unmarshal(told, into)
	}
	return err
}

// startPocketBase serves the same page as a JSON field of a public record.
func startPocketBase(program, folder string, page []byte) (*server, error) {
	data := "--dir=" + filepath.Join(folder, "pocketbase")
	const email, password = "robin@example.org", "lantern-gravel-9"
	if out, err := exec.Command(program, "superuser", "upsert", email, password, data).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	base := "http://" + address
	s, err := start("", base+"/api/health", exec.Command(program, "serve", "--http="+address, "--dev=false", data))
	if err != nil {
		return nil, err
	}
	var auth struct{ Token string }
	var made struct{ ID string }
	err = post(base+"/api/collections/_superusers/auth-with-password", "", map[string]any{"identity": email, "password": password}, &auth)
	if err == nil {
		err = post(base+"/api/collections", auth.Token, map[string]any{
			"name": "pages", "type": "base", "viewRule": "", "listRule": "",
			"fields": []any{map[string]any{"name": "page", "type": "json", "maxSize": 1 << 20}},
		}, nil)
	}
	if err == nil {
		err = post(base+"/api/collections/pages/records", auth.Token, map[string]any{"page": json.RawMessage(page)}, &made)
	}
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	s.url = base + "/api/collections/pages/records/" + made.ID
	return s, nil
}
