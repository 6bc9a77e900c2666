package backups

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"

	"practicecms/cms/place"
)

// Backup is a proven backup.
type Backup struct {
	Name      string    // in its place
	Made      time.Time // UTC, to the second
	Size      int64     // in bytes, as it lies in its place
	Encrypted bool
}

// proof is what stands beside a backup that is proven: it was restored and checked, and its
// bytes came back from the place as they were written.
type proof struct {
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"` // of the bytes in the place
	Proven time.Time `json:"proven"`
}

// maxProof bounds the size of a proof, in bytes.
const maxProof = 4096

// read reads the proof of a backup.
func readProof(ctx context.Context, p place.Place, name string) (proof, error) {
	var out proof
	r, err := p.Get(ctx, name+proofSuffix)
	if err != nil {
		return out, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxProof))
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		return out, fmt.Errorf("the proof of %s: %w", name, err)
	}
	return out, nil
}

func writeProof(ctx context.Context, p place.Place, name string, pr proof) error {
	text, err := json.Marshal(pr)
	if err != nil {
		return err
	}
	return p.Put(ctx, name+proofSuffix, bytes.NewReader(text), int64(len(text)))
}

// Proven lists the proven backups of a place, newest first. Those without a proof, foreign
// files, and files without their backup are left out.
func Proven(ctx context.Context, p place.Place) ([]Backup, error) {
	proven, _, err := look(ctx, p)
	return proven, err
}

// look lists what is proven in a place, newest first, and what else of ours is there.
func look(ctx context.Context, p place.Place) (proven, unproven []Backup, err error) {
	sizes := map[string]int64{}
	for o, err := range p.List(ctx, "") {
		if err != nil {
			return nil, nil, err
		}
		sizes[o.Name] = o.Size
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(sizes))) {
		at, encrypted, ok := parseName(name)
		if !ok {
			continue
		}
		b := Backup{Name: name, Made: at, Size: sizes[name], Encrypted: encrypted}
		if _, there := sizes[name+proofSuffix]; there {
			proven = append(proven, b)
		} else {
			unproven = append(unproven, b)
		}
	}
	return proven, unproven, nil
}

// ErrNoBackup is returned when a place has no proven backup.
var ErrNoBackup = errors.New("there is no proven backup")

// ErrChanged is returned when the bytes of a backup are not those that were proven.
var ErrChanged = errors.New("the backup is not as it was when it was proven; use another one")

// Fetch writes a backup's bytes to w, checked against its proof. An empty name is the newest
// proven one. It returns the name. The errors are ErrNoBackup, ErrChanged, fs.ErrNotExist, and
// what the place says; w may have got bytes all the same.
func Fetch(ctx context.Context, p place.Place, name string, w io.Writer) (string, error) {
	if name == "" {
		all, err := Proven(ctx, p)
		if err != nil {
			return "", err
		}
		if len(all) == 0 {
			return "", fmt.Errorf("%s: %w", p, ErrNoBackup)
		}
		name = all[0].Name
	}
	want, err := readProof(ctx, p, name)
	if errors.Is(err, fs.ErrNotExist) {
		return name, fmt.Errorf("%s in %s: %w: it was never proven, or is not there", name, p, ErrNoBackup)
	}
	if err != nil {
		return name, err
	}
	got, err := sumOf(ctx, p, name, w)
	if err != nil {
		return name, err
	}
	if got.Size != want.Size || got.SHA256 != want.SHA256 {
		return name, fmt.Errorf("%s in %s: %w", name, p, ErrChanged)
	}
	return name, nil
}

// sumOf reads a backup back, also into w.
func sumOf(ctx context.Context, p place.Place, name string, w io.Writer) (proof, error) {
	r, err := p.Get(ctx, name)
	if err != nil {
		return proof{}, err
	}
	defer r.Close()
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(hash, w), place.Reader(ctx, r))
	return proof{Size: n, SHA256: hex.EncodeToString(hash.Sum(nil))}, err
}
