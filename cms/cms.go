package cms

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/backups"
	"practicecms/cms/evidence"
	"practicecms/cms/feed"
	"practicecms/cms/history"
	"practicecms/cms/internal/clock"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/cms/internal/search"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/cms/place"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// DataFile is the name of the data file in the data folder.
const DataFile = "practice.db"

// KeyFile is the name of the file in the data folder with the key that the secrets of webhooks
// are sealed with. It is made at first need, is in no backup, and without it each webhook needs
// a new secret.
const KeyFile = "practice.key"

// Options are what a CMS needs from outside. The zero Options are right for a
// server: real time, real randomness, the standard model.
type Options struct {
	Clock       func() time.Time     // what the computer's clock shows; nil: time.Now
	Steady      func() time.Duration // goes on evenly whatever is done to that clock; nil: since Open, by the machine or by Clock when it is given
	Rand        io.Reader            // nil: crypto/rand; salts, sessions and tokens come from it
	NewID       func() [16]byte      // nil: UUID version 7 of the real time
	Logger      *slog.Logger         // nil: slog.Default()
	Model       *content.Model       // nil: content.Standard()
	LockTimeout time.Duration        // how long to wait for another process; 0: 3 s
	MaxSize     int64                // bytes the data file may grow to; 0: no bound
	Passwords   access.PasswordCost  // zero: DefaultPasswordCost
	Files       []place.Place        // where uploaded files lie: new ones go to the first, and all are read; none: in the data folder
	MustExist   bool                 // fail with ErrNotFound instead of making a new data file
	Program     string               // name and version of the program, for exports to tell; empty: practicecms
	ReadOnly    bool                 // change nothing: every write is ErrForReading; implies MustExist

	keyFolder string // where the KeyFile is when data is examined elsewhere; empty: in the data folder
}

// box is what seals the secrets of the data in a folder.
func (o Options) box(dir string) *seal.Box { return seal.NewBox(keyFile(cmp.Or(o.keyFolder, dir))) }

func keyFile(dir string) string { return filepath.Join(dir, KeyFile) }

// CMS is one practice's content in one data folder. It is safe for concurrent use.
type CMS struct {
	core
	dir     string
	store   store.Store
	box     *seal.Box // of secrets that the program has to use
	epochs  *feed.Epochs
	feed    *feed.Log
	door    *access.Door
	sender  *webhooks.Sender
	doubted atomic.Value // Doubt: the one that is in the log
}

// core is what the Editor's verbs work with. There is no store in it: for those who act,
// the audit log is the only way to what is kept.
type core struct {
	model    *content.Model
	log      *audit.Log
	logger   *slog.Logger
	clock    *clock.Clock
	inTime   *atomic.Bool // plans were carried out in time since the start, or somebody said that the clock is right
	rand     io.Reader
	newID    func() [16]byte
	site     *live.Site
	files    *files
	live     *search.Finder // finds what is live, and nothing else
	drafts   *search.Finder // finds the latest versions, for staff
	planned  chan struct{}  // wakes RunSchedule; holds one
	backups  *backups.Keeper
	exports  *exporter
	backuper store.Backuper // nil: the engine makes no backups
	prober   store.Prober   // nil: the engine tells nothing of its ground
	damage   *damage        // what Scrub found last
	rewriter store.Rewriter // nil: what is deleted leaves nothing behind in this engine
}

// Open opens the data folder and makes it when it does not exist. The errors are
// ErrLocked, ErrDamaged, ErrDataMissing, ErrNotFound (with MustExist) and store's refusal of files
// of a newer format; each says what to do.
func Open(dir string, o Options) (*CMS, error) {
	switch err := CheckNew(dir); {
	case err == nil && (o.MustExist || o.ReadOnly):
		return nil, fmt.Errorf("there is no practice in %s: %w", dir, record.ErrNotFound)
	case err != nil && !errors.Is(err, ErrExists):
		return nil, err
	}
	o = o.withDefaults()
	db, err := openStore(dir, o)
	if err != nil {
		return nil, err
	}
	c, err := openOn(db, dir, o)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return c, nil
}

func (o Options) withDefaults() Options {
	if o.Model == nil {
		o.Model = content.Standard()
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Steady == nil {
		began := o.Clock()
		o.Steady = func() time.Duration { return o.Clock().Sub(began) } // time.Now has a steady reading too, which Sub takes
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.NewID == nil {
		o.NewID = func() [16]byte { return uuid.Must(uuid.NewV7()) }
	}
	o.Program = cmp.Or(o.Program, "practicecms")
	o.Passwords = cmp.Or(o.Passwords, access.DefaultPasswordCost)
	return o
}

// openOn makes a CMS of a store. The folder is for what it derives from the store.
func openOn(s store.Store, dir string, o Options) (*CMS, error) {
	c := &CMS{dir: dir, store: s, box: o.box(dir), epochs: &feed.Epochs{}, feed: feed.NewLog(o.Model)}
	told := clock.New(o.Clock, o.Steady, newest(s, o.Logger))
	log := audit.NewLog(s, o.Model, told)
	site := live.NewSite(s, o.Model, c.epochs, c.feed)
	indexes := dir
	if o.ReadOnly {
		indexes = "" // the folder may be on a disk that cannot be written
	}
	c.core = core{
		model: o.Model, log: log, logger: o.Logger, clock: told, inTime: &atomic.Bool{}, rand: o.Rand, newID: o.NewID, site: site, files: newFiles(dir, o),
		live: search.NewLive(indexes, s, o.Model, site, o.Logger), drafts: search.NewDrafts(indexes, s, o.Model, site, o.Logger),
		planned: make(chan struct{}, 1), damage: &damage{},
	}
	c.backuper, _ = s.(store.Backuper)
	c.exports = &exporter{files: c.files, store: s, backuper: c.backuper, box: c.box, model: o.Model, dir: dir, program: o.Program}
	c.backups = backups.NewKeeper(c.backupSource(), told.Now, o.Logger)
	c.rewriter, _ = s.(store.Rewriter)
	c.prober, _ = s.(store.Prober)
	c.door = access.NewDoor(s, log, told.Now, o.Rand, o.Passwords, o.Logger)
	c.sender = webhooks.NewSender(s, c.box, c.feed, c.epochs, told.Now, o.Logger)
	if !o.ReadOnly {
		c.files.tidy(context.Background(), o.Logger)
		if err := c.finishErasures(context.Background()); err != nil {
			o.Logger.Error("the bytes of an erased file could not be removed", "error", err)
		}
	}
	s.Watch(c.written)
	c.mend(context.Background())
	if doubter, ok := s.(store.Doubter); ok {
		if spaces := doubter.Doubted(); len(spaces) > 0 {
			c.damage.note(&store.DamageError{Space: spaces[0], Detail: "records are missing, or older ones are in their place"}, c.clock.Now())
		}
	}
	c.written()
	switch err := derived.BuildShelf(context.Background(), s); {
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, store.ErrFull), errors.Is(err, store.ErrDamaged): // the rest is served without it
	case err != nil:
		return nil, err
	}
	if !o.ReadOnly {
		c.sealSecrets(context.Background())
	}
	return c, nil
}

// newest is the newest time that anything was written at; zero when nothing was.
func newest(s store.Store, logger *slog.Logger) (at time.Time) {
	err := s.View(context.Background(), func(r store.Reader) error {
		last, _, err := audit.Entries.Last(r, store.Range{})
		at = last.Record.Time()
		return err
	})
	if err != nil {
		logger.Error("when the last change was cannot be read, so the clock is not compared with it", "error", err)
	}
	return at
}

// sealSecrets seals what an older program kept in the clear. What cannot be sealed now is at the
// next start.
func (c *CMS) sealSecrets(ctx context.Context) {
	var rewrite func(context.Context) error
	if c.rewriter != nil {
		rewrite = c.rewriter.Rewrite
	}
	if err := webhooks.SealSecrets(ctx, c.store, c.box, c.now(), rewrite, c.logger); err != nil {
		c.logger.Error("not every secret of a webhook could be sealed, or opened", "error", err)
	}
}

// mend writes what follows from other records anew where the store has lost some of it.
func (c *CMS) mend(ctx context.Context) {
	mended, err := derived.Mend(ctx, c.store, c.model)
	if len(mended) > 0 {
		c.logger.Warn("records were missing that follow from others; they were written anew, and nothing of them is lost", "spaces", mended)
	}
	if err != nil {
		c.logger.Error("records are missing that follow from others, and could not be written anew; what they concern is not served", "error", err)
	}
}

// written brings what is held in memory in step with the store.
func (c *CMS) written() {
	err := c.store.View(context.Background(), func(r store.Reader) error { return c.epochs.Follow(r, c.model) })
	if err != nil && !errors.Is(err, store.ErrClosed) {
		c.logger.Error("what was written could not be followed; everything is taken for changed", "error", err)
	}
}

// Close waits for running searches and transactions and closes the data file.
func (c *CMS) Close() error { return errors.Join(c.live.Close(), c.drafts.Close(), c.store.Close()) }

// Model is the set of types and kinds in use.
func (c *CMS) Model() *content.Model { return c.model }

// Editor makes every change.
func (c *CMS) Editor() *Editor {
	return &Editor{
		core:   &c.core,
		Reader: history.NewReader(c.log, c.model),
		Door:   c.door,
		Desk:   access.NewDesk(c.log, c.door, c.newID),
		Outbox: webhooks.NewOutbox(c.log, c.sender, c.rand, c.newID),
		Maker:  evidence.NewMaker(c.log, c.Practice),
	}
}

// Delivery reads what is live and nothing else.
func (c *CMS) Delivery() *Delivery { return &Delivery{cms: c} }

func (c *core) now() record.Stamp { return record.StampOf(c.clock.Now()) }

// Practice returns the live settings. It reads the store only after a publication.
func (c *CMS) Practice(ctx context.Context) (live.Practice, error) { return c.site.Practice(ctx) }

// SweepSessions deletes the sessions and counters that mean nothing any more. The
// server calls it now and then; it is housekeeping and not audited.
func (c *CMS) SweepSessions(ctx context.Context) error { return c.door.Sweep(ctx) }

// RunWebhooks tells every webhook of every change of what is live until ctx ends. Only one
// may run at a time.
func (c *CMS) RunWebhooks(ctx context.Context) { c.sender.Run(ctx) }
