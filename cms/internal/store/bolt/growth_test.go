package bolt_test

import (
	"fmt"
	"os"
	"testing"

	"practicecms/cms/internal/store"
)

// However often the same records are written, the file stays within three times what is
// in it.
func TestP12AFileThatIsWrittenOftenDoesNotGrow(t *testing.T) {
	edits := 20_000
	if os.Getenv("PRACTICECMS_SOAK") != "" {
		edits = 1_000_000
	}
	const records, size = 1_000, 2_000
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	write := func(n int) {
		t.Helper()
		value := fmt.Appendf(make([]byte, size), "%d", n)
		if err := db.Update(t.Context(), func(w store.Writer) error { return w.Put(alpha, number(n*7919%records), value) }); err != nil {
			t.Fatal(err)
		}
	}
	for n := range records {
		write(n)
	}
	for n := range edits {
		write(n)
	}
	got := fileSize(t, path)
	t.Logf("%d bytes of records: after %d edits the file has %d bytes", records*size, edits, got)
	if got > 3*records*size {
		t.Errorf("%d edits of %d bytes of records left a file of %d bytes", edits, records*size, got)
	}
	closeAndCheck(t, db, path)
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
