package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// This file moves data files that nobody has open, so that a power cut leaves the old
// or the new one.

// CopyFile copies a data file to a new file of mode 0600. It is durable when the error
// is nil; a file that is there already is fs.ErrExist. Nothing of it is checked.
func CopyFile(from, to string) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return copyInto(out, from)
}

// copyInto copies a file into one that is open, and closes that.
func copyInto(out *os.File, from string) (err error) {
	defer func() { err = errors.Join(err, out.Close()) }()
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

// Place is the name of a data file that nobody may open while it is held.
type Place struct {
	path string
	opts Options
	held *os.File // the file that has the name, locked; nil when there was none
}

// Hold takes the lock of the data file at path, whatever state it is in, so that another
// can be put there. Whoever uses the file must not have it taken away: that is
// store.ErrLocked. The options are those of [Open].
func Hold(path string, o Options) (*Place, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	for {
		f, err := lockPath(path, o)
		if errors.Is(err, fs.ErrNotExist) {
			return &Place{path: path, opts: o}, nil
		}
		if err != nil {
			return nil, err
		}
		if f != nil {
			return &Place{path: path, opts: o, held: f}, nil
		}
	}
}

// Put gives the name to fresh, a finished file of the same file system. What had the name
// is kept beside it, under a name that nothing had, which Put returns; empty when there was
// nothing. The name leads to the one file or to the other at every moment. A crash before
// it leads to fresh leaves everything as it was, once the next Open has tidied up.
//
// It returns fs.ErrExist when the place was empty and somebody has filled it since.
func (p *Place) Put(fresh string) (kept string, err error) {
	if p.held == nil {
		return "", p.opts.publishDurably(fresh, p.path)
	}
	kept, err = p.keep()
	if err != nil {
		return "", err
	}
	if err := p.opts.replaceDurably(fresh, p.path); err != nil {
		return "", errors.Join(err, os.Remove(kept))
	}
	return kept, nil
}

// keep gives the file a second name.
func (p *Place) keep() (string, error) {
	first := p.path + KeptInfix + p.opts.Now().UTC().Format("20060102T150405Z")
	name := first
	for n := 2; ; n++ {
		err := os.Link(p.path, name)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = CopyFile(p.path, name) // a file system without links
		}
		if err == nil {
			return name, p.opts.syncDir(name)
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		name = fmt.Sprintf("%s-%d", first, n)
	}
}

// Close lets go of the name. Whoever waited for the lock of the file that had it finds the
// new one then.
func (p *Place) Close() error {
	if p.held == nil {
		return nil
	}
	return p.held.Close()
}
