package pictures

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// mostMemory is what eight uploads at once may take of the machine, the program included.
const mostMemory = 300 << 20

// TestEightUploadsAtOnceStayBelow300MB reads eight photos at the same time in a process of
// its own, and asks the system how much memory that one ever had.
func TestEightUploadsAtOnceStayBelow300MB(t *testing.T) {
	if dir := os.Getenv("PICTURES_UPLOADS"); dir != "" {
		uploadAll(t, dir)
		return
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("only Linux tells what a process had at most")
	}
	if raced {
		t.Skip("the race detector takes several times the memory; make test runs it without, too")
	}
	large := asJPEG(t, noise(8064, 6048))
	for _, test := range []struct {
		name  string
		slow  bool
		files [][]byte
	}{
		{"48 megapixels each", true, [][]byte{large, large, large, large, large, large, large, large}},
		{"12 and 48, turned, Display P3", false, func() (files [][]byte) {
			small := asJPEG(t, noise(4032, 3024))
			for i := range 8 {
				data := [][]byte{small, small, small, large}[i%4]
				files = append(files, withSegments(data, segment(0xe1, "Exif\x00\x00"+exifOf(6, true)), iccSegment(displayP3)))
			}
			return files
		}()},
		{"PNGs of 12", true, func() (files [][]byte) {
			drawn := asPNG(t, corner(4000, 3000))
			for range 8 {
				files = append(files, drawn)
			}
			return files
		}()},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.slow && os.Getenv("PRACTICECMS_SOAK") == "" {
				t.Skip("it takes a minute; PRACTICECMS_SOAK=1m runs it")
			}
			dir := t.TempDir()
			for i, data := range test.files {
				if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(i)), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			child := exec.Command(os.Args[0], "-test.run=^TestEightUploadsAtOnceStayBelow300MB$", "-test.v")
			child.Env = append(os.Environ(), "PICTURES_UPLOADS="+dir)
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var peak int64
			for line := range strings.Lines(string(out)) {
				if _, at, ok := strings.Cut(line, "peak of memory: "); ok {
					peak, _ = strconv.ParseInt(strings.TrimSpace(at), 10, 64)
				}
			}
			t.Logf("at most %d MB", peak>>20)
			if peak == 0 || peak > mostMemory {
				t.Errorf("it took %d MB, and %d are allowed\n%s", peak>>20, mostMemory>>20, out)
			}
		})
	}
}

// uploadAll reads all files of a folder at once, and prints the most memory it ever had.
func uploadAll(t *testing.T, dir string) {
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, entry := range files {
		all.Go(func() {
			file, err := os.Open(filepath.Join(dir, entry.Name()))
			if err != nil {
				t.Error(err)
				return
			}
			defer file.Close()
			info, err := file.Stat()
			if err != nil {
				t.Error(err)
				return
			}
			if p, err := ReadFrom(context.Background(), file, info.Size()); err != nil || p.Width < 2000 && p.Height < 2000 {
				t.Errorf("%d × %d, %v", p.Width, p.Height, err)
			}
		})
	}
	all.Wait()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
	var peak int64
	if _, err := fmt.Sscan(string(after), &peak); err != nil {
		t.Fatal(err)
	}
	fmt.Println("peak of memory:", peak<<10)
}
