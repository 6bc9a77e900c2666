package backups

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"filippo.io/age"

	"practicecms/cms/place"
)

// Source is what is backed up.
type Source struct {
	// Copy writes a consistent copy to a new file, while people work.
	Copy func(ctx context.Context, file string) error

	// Prove restores a copy into a new folder, and checks all of it there.
	Prove func(ctx context.Context, file, dir string) error

	// Files gives every uploaded file, by the hash of its bytes in hexadecimal; nil: there are none.
	Files func(ctx context.Context, give func(hash string, open func() (io.ReadCloser, error)) error) error

	// Scratch makes an empty folder for one backup, on the disk of the data: it takes two
	// copies. The Keeper removes it; what a crash leaves is the Source's to tidy up.
	Scratch func() (string, error)

	// Zone is the practice's clock, in which nights are counted.
	Zone func(ctx context.Context) (*time.Location, error)

	// Failed is told of each failure.
	Failed func(ctx context.Context, f Failure)
}

// Plan says where to and when.
type Plan struct {
	Place     place.Place
	Keep      Keep
	At        time.Duration // time of day, from midnight on the practice's clock
	Recipient age.Recipient // whom backups are encrypted to; nil: they are not
}

// Step is where a backup failed.
type Step string

// The steps, in their order.
const (
	StepCopy  Step = "copy"  // the copy could not be written
	StepProve Step = "prove" // the copy could not be restored, or is not sound
	StepStore Step = "store" // it could not be put into its place
	StepCheck Step = "check" // it did not come back from there as it was written
	StepList  Step = "list"  // the place cannot be read
)

// Failure is a backup that failed. The log has its cause.
type Failure struct {
	At   time.Time
	Step Step
	Full bool // because there was no room
}

// Status is how things stand.
type Status struct {
	Place  string    // where backups go; empty: none are made
	Since  time.Time // from when on this program makes them
	Known  bool      // the place was read since then: Proven is what is there
	Proven []Backup  // newest first
	Failed Failure   // the last try, if it failed; its zero value: it did not
}

// Newest is the newest proven backup that is not of the future, as one is that was made under
// a clock that was wrong.
func (s Status) Newest(now time.Time) (Backup, bool) {
	for _, b := range s.Proven {
		if !b.Made.After(now.Add(aheadAtMost)) {
			return b, true
		}
	}
	return Backup{}, false
}

// aheadAtMost is how far ahead of the clock a backup may be and still be of now: clocks are
// put right by seconds.
const aheadAtMost = time.Hour

// Keeper takes backups and knows how they are. It is safe for concurrent use.
type Keeper struct {
	source Source
	clock  func() time.Time
	log    *slog.Logger

	mu     sync.Mutex
	status Status
}

// NewKeeper is a Keeper that does nothing until it is Run.
func NewKeeper(s Source, clock func() time.Time, log *slog.Logger) *Keeper {
	return &Keeper{source: s, clock: clock, log: log}
}

// Status tells how things stand.
func (k *Keeper) Status() Status {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := k.status
	out.Proven = slices.Clone(out.Proven)
	return out
}

func (k *Keeper) note(change func(*Status)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	change(&k.status)
}

const (
	settle     = 30 * time.Second // how long a program that starts is left alone
	lookEvery  = time.Minute      // the clock may be set, and a machine may sleep
	retryAfter = time.Hour
)

// Run takes a backup each night until ctx ends, one soon after the start when there is none
// of the last night, and tries again each hour what failed. Only one Run may go on at a time.
func (k *Keeper) Run(ctx context.Context, p Plan) {
	k.begin(p)
	var tried time.Time
	for wait := settle; ; wait = lookEvery {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if due, err := k.due(ctx, p, tried); err != nil || !due {
			if err != nil && ctx.Err() == nil {
				k.log.Error("whether a backup is due is not known", "error", err)
			}
			continue
		}
		tried = k.clock()
		_ = k.Once(ctx, p) // told and logged
	}
}

// begin says in the status where backups go, and what is there.
func (k *Keeper) begin(p Plan) {
	k.note(func(s *Status) { *s = Status{Place: p.Place.String(), Since: k.clock()} })
}

// due reports whether there is no backup of the last night.
func (k *Keeper) due(ctx context.Context, p Plan, tried time.Time) (bool, error) {
	now := k.clock()
	if wait := tried.Add(retryAfter); !tried.IsZero() && now.Before(wait) && !now.Before(tried) {
		return false, nil
	}
	if !k.Status().Known {
		if err := k.list(ctx, p); err != nil {
			return true, nil // Once says why not
		}
	}
	zone, err := k.source.Zone(ctx)
	if err != nil {
		return false, err
	}
	newest, there := k.Status().Newest(now)
	return !there || newest.Made.Before(lastNight(now.In(zone), p.At)), nil
}

// lastNight is the last moment at which a backup was due, in now's zone.
func lastNight(now time.Time, at time.Duration) time.Time {
	on := func(days int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()-days, int(at/time.Hour), int(at%time.Hour/time.Minute), 0, 0, now.Location())
	}
	if today := on(0); !today.After(now) {
		return today
	}
	return on(1)
}

// Once takes a backup and proves it. The error is logged and in the status already; the
// Source is told of it.
func (k *Keeper) Once(ctx context.Context, p Plan) error {
	began := time.Now()
	name, failed, err := k.take(ctx, p)
	if ctx.Err() != nil {
		return ctx.Err() // it was interrupted, and will be due again
	}
	if err != nil {
		f := Failure{At: k.clock().UTC(), Step: failed, Full: errors.Is(err, syscall.ENOSPC)}
		k.note(func(s *Status) { s.Place, s.Failed = p.Place.String(), f })
		k.log.Error("the backup failed; it is tried again in an hour", "place", p.Place, "step", failed, "error", err)
		k.source.Failed(ctx, f)
		return fmt.Errorf("backup to %s: %w", p.Place, err)
	}
	k.note(func(s *Status) { s.Failed = Failure{} })
	k.log.Info("a backup was made and proven", "place", p.Place, "name", name, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// take does the work of Once. failed is the step of an error.
func (k *Keeper) take(ctx context.Context, p Plan) (name string, failed Step, err error) {
	dir, err := k.source.Scratch()
	if err != nil {
		return "", StepCopy, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	made := k.clock().UTC().Truncate(time.Second)
	file := filepath.Join(dir, "copy")
	if err := k.source.Copy(ctx, file); err != nil {
		return "", StepCopy, err
	}
	restored := filepath.Join(dir, "restored")
	if err := k.source.Prove(ctx, file, restored); err != nil {
		return "", StepProve, err
	}
	if err := os.RemoveAll(restored); err != nil {
		return "", StepProve, err
	}
	if p.Recipient != nil {
		// What is proven is the plain copy: whoever holds the key for reading is not here.
		sealed := filepath.Join(dir, "sealed")
		if err := encryptFile(ctx, file, sealed, p.Recipient); err != nil {
			return "", StepCopy, err
		}
		file = sealed
	}
	// Before the backup that needs them: what is proven is whole.
	if err := k.storeFiles(ctx, p); err != nil {
		return "", StepStore, err
	}
	name = nameOf(made, p.Recipient != nil)
	if failed, err := k.store(ctx, p.Place, name, file); err != nil {
		return "", failed, err
	}
	if err := k.prune(ctx, p); err != nil { // a place may well refuse that
		k.log.Warn("old backups could not be deleted", "place", p.Place, "error", err)
	}
	return name, StepList, k.list(ctx, p)
}

// store puts a file into a place, reads it back, and writes the proof of it.
func (k *Keeper) store(ctx context.Context, p place.Place, name, file string) (failed Step, err error) {
	f, err := os.Open(file)
	if err != nil {
		return StepStore, err
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, place.Reader(ctx, f))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return StepStore, err
	}
	if err := p.Tidy(ctx); err != nil { // a place may well refuse that
		k.log.Warn("what an interrupted backup left could not be deleted", "place", p, "error", err)
	}
	written := proof{Size: size, SHA256: hex.EncodeToString(hash.Sum(nil)), Proven: k.clock().UTC()}
	if err := p.Put(ctx, name, f, size); err != nil {
		return StepStore, err
	}
	got, err := sumOf(ctx, p, name, io.Discard)
	if err == nil && (got.Size != written.Size || got.SHA256 != written.SHA256) {
		err = ErrChanged
	}
	if err == nil {
		err = writeProof(ctx, p, name, written)
	}
	if err != nil {
		return StepCheck, errors.Join(err, p.Delete(context.WithoutCancel(ctx), name))
	}
	return "", nil
}

// unprovenKept is how long a backup without a proof stays, of a try that was interrupted.
const unprovenKept = 7 * 24 * time.Hour

// prune deletes what need not be kept. The proof goes first, so that what is interrupted is
// unproven, and goes the next time.
func (k *Keeper) prune(ctx context.Context, p Plan) error {
	proven, unproven, err := look(ctx, p.Place)
	if err != nil {
		return err
	}
	var times []time.Time
	for _, b := range proven {
		times = append(times, b.Made)
	}
	spare := p.Keep.Spare(times)
	for _, b := range proven {
		if slices.ContainsFunc(spare, b.Made.Equal) {
			err = cmp.Or(err, p.Place.Delete(ctx, b.Name+proofSuffix), p.Place.Delete(ctx, b.Name))
		}
	}
	for _, b := range unproven {
		if k.clock().Sub(b.Made) > unprovenKept {
			err = cmp.Or(err, p.Place.Delete(ctx, b.Name))
		}
	}
	return err
}

// list reads which backups are proven.
func (k *Keeper) list(ctx context.Context, p Plan) error {
	proven, err := Proven(ctx, p.Place)
	if err != nil {
		return err
	}
	k.note(func(s *Status) { s.Place, s.Known, s.Proven = p.Place.String(), true, proven })
	return nil
}
