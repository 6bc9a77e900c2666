package bolt_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// The hex in FORMAT.md is what the code writes.
func TestFormatExamples(t *testing.T) {
	doc, err := os.ReadFile("../FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"record": hex.EncodeToString(bolt.Seal("documents", []byte("k1"), []byte("hello"))),
		"empty":  hex.EncodeToString(bolt.Seal("documents", []byte("k2"), nil)),
		"header": bolt.HeaderHex(1, time.Unix(1_700_000_000, 0), "documents", "heads"),
		"tally":  hex.EncodeToString([]byte(bolt.PlaceOf("documents", "k1"))) + bolt.TallyHex("documents", []byte("k1"), []byte("hello")),
	} {
		_, rest, _ := strings.Cut(string(doc), "<!-- example: "+name+" -->")
		_, rest, _ = strings.Cut(rest, "```\n")
		block, _, _ := strings.Cut(rest, "```")
		var got strings.Builder
		for line := range strings.Lines(block) {
			bytesOnly, _, _ := strings.Cut(line, "|")
			got.WriteString(strings.Join(strings.Fields(bytesOnly), ""))
		}
		if got.String() != want {
			t.Errorf("FORMAT.md, example %s:\n got %s\nwant %s", name, got.String(), want)
		}
	}
}

func TestMovedRecordsAreFound(t *testing.T) {
	stored := bolt.Seal("ab", []byte("cd"), []byte("ef"))
	if v, err := bolt.Unseal("ab", []byte("cd"), stored); err != nil || string(v) != "ef" {
		t.Fatalf("at its place: %q, %v", v, err)
	}
	for _, place := range [][2]string{{"ab", "ce"}, {"ac", "cd"}, {"a", "bcd"}, {"abc", "d"}, {"ab", "c"}} {
		if v, err := bolt.Unseal(store.Space(place[0]), []byte(place[1]), stored); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("at %q: %q, %v, want ErrDamaged", place, v, err)
		}
	}
}

func FuzzRecord(f *testing.F) {
	f.Add([]byte("key"), []byte("value"), uint16(3))
	f.Add([]byte{0}, []byte{}, uint16(0))
	f.Fuzz(func(t *testing.T, key, value []byte, flip uint16) {
		stored := bolt.Seal(alpha, key, value)
		got, err := bolt.Unseal(alpha, key, stored)
		if err != nil || !bytes.Equal(got, value) {
			t.Fatalf("got %q, %v, want %q", got, err, value)
		}
		bit := int(flip) % (8 * len(stored))
		stored[bit/8] ^= 1 << (bit % 8)
		if _, err := bolt.Unseal(alpha, key, stored); !errors.Is(err, store.ErrDamaged) {
			t.Fatalf("bit %d flipped: %v, want ErrDamaged", bit, err)
		}
		_, _ = bolt.Unseal(alpha, key, value) // any bytes: an answer, no panic
	})
}
