package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/verify"
	"practicecms/content"
)

// Report is what Verify found, and what the file is about.
type Report struct {
	verify.Report
	Practice    string             `json:"practice"`
	Document    content.DocumentID `json:"document"`
	Locale      content.Locale     `json:"locale"`
	From        time.Time          `json:"from"`
	To          time.Time          `json:"to"`
	Made        time.Time          `json:"made"`
	Erased      int                `json:"erased"`      // texts that cannot be recomputed because they were erased
	Head        content.Hash       `json:"head"`        // of the latest version; the practice's own data knows it too
	Fingerprint content.Hash       `json:"fingerprint"` // of this file, as it is; stands on the printed page
}

// Verify recomputes every hash in an evidence file, and checks that its parts
// fit together. It needs nothing but the file. What it finds is in the report: each
// problem names the text, version or entry that does not fit.
//
// What only describes (names of people, of the practice, its zone) has no hash of its
// own and is covered by the fingerprint of the whole file. Somebody who makes a whole
// file anew gives it another fingerprint, and another hash of the latest version: these
// two are what a paper or the practice's own data is compared with.
func Verify(file []byte) Report {
	var out Report
	read := verify.Line{Name: "readable", Checked: 1, Problems: []string{}}
	v, err := Read(file)
	if err != nil {
		read.Fault("this is no evidence file that can be read: %v", err)
	}
	out.Lines = append(out.Lines, read)
	if err != nil {
		return out
	}
	out.Practice, out.Document, out.Locale = v.Practice.Name, v.Document, v.Locale
	out.From, out.To, out.Made, out.Head = v.From.Time(), v.To.Time(), v.Made.Time(), v.Head
	for _, t := range v.Texts {
		if t.Erased != nil {
			out.Erased++
		}
	}
	for _, check := range []struct {
		name string
		run  func(*Evidence, *verify.Line) error
	}{
		{"made-as-it-says", (*Evidence).checkMade},
		{"versions-form-a-chain", (*Evidence).checkVersions},
		{"texts-are-what-was-written", (*Evidence).checkTexts},
		{"publications-are-in-the-log", (*Evidence).checkPublications},
		{"everybody-is-named", (*Evidence).checkPeople},
	} {
		line := verify.Line{Name: check.name, Problems: []string{}}
		if err := check.run(&v, &line); err != nil {
			line.Fault("it cannot be recomputed: %v", err)
		}
		out.Lines = append(out.Lines, line)
	}
	line := verify.Line{Name: "fingerprint", Checked: 1, Problems: []string{}}
	out.Fingerprint, err = fingerprintOf(file)
	switch {
	case err != nil:
		line.Fault("it cannot be recomputed: %v", err)
	case out.Fingerprint != v.Fingerprint && out.OK():
		line.Fault("all that has a hash of its own holds, but the file is not what was handed out: somebody changed what describes it (practice, names in people, or how something is spelled) or the fingerprint; the file says %s, and has %s", v.Fingerprint, out.Fingerprint)
	case out.Fingerprint != v.Fingerprint:
		line.Fault("the file says %s, and has %s", v.Fingerprint, out.Fingerprint)
	}
	out.Lines = append(out.Lines, line)
	return out
}

// checkEntry recomputes an audit entry.
func checkEntry(line *verify.Line, where string, e Entry) error {
	line.Checked++
	sum, err := audit.Entry(e).Sum()
	if err == nil && sum != e.Hash {
		line.Fault("%s: entry %d of the log is not what was written", where, e.Sequence)
	}
	return err
}

func (v *Evidence) checkMade(line *verify.Line) error {
	if v.Made.Action != audit.ActionEvidence {
		line.Fault("made: the entry tells of %q, not of making evidence", v.Made.Action)
	}
	if v.Made.Document != v.Document || v.Made.Locale != v.Locale {
		line.Fault("made: it was made of document %s in %q, but the file is about document %s in locale %q", v.Made.Document, v.Made.Locale, v.Document, v.Locale)
	}
	if v.Made.Subject != spanSubject(v.From, v.To) {
		line.Fault("from, to: it was made for the span %.80q, but the file says %s", v.Made.Subject, spanSubject(v.From, v.To))
	}
	if v.From >= v.To || v.To > v.Made.At {
		line.Fault("from, to: the span ends before it begins, or after the file was made")
	}
	return checkEntry(line, "made", v.Made)
}

func (v *Evidence) checkVersions(line *verify.Line) error {
	var previous record.Version
	for i, version := range v.Versions {
		line.Checked++
		rec := record.Version(version)
		sum, err := rec.Sum(v.Document, v.Locale)
		if err != nil {
			return fmt.Errorf("versions[%d]: %w", i, err)
		}
		if rec.Number != uint64(i)+1 {
			line.Fault("versions[%d]: version %d stands in the place of version %d", i, rec.Number, i+1)
		}
		if rec.Parent != previous.Hash {
			line.Fault("versions[%d]: version %d does not follow from version %d", i, rec.Number, previous.Number)
		}
		if sum != rec.Hash {
			line.Fault("versions[%d]: version %d is not what was written", i, rec.Number)
		}
		if rec.At < previous.At {
			line.Note("version %d bears an earlier time than version %d: the clock had been set back", rec.Number, previous.Number)
		}
		if rec.Clock != 0 {
			line.Note("version %d: the computer's clock showed %s and was not believed; the version bears the time %s, which is not before what was written until then", rec.Number, rec.Clock.Time().Format(time.RFC3339), rec.At.Time().Format(time.RFC3339))
		}
		previous = rec
	}
	if len(v.Versions) == 0 || v.Head != previous.Hash {
		line.Fault("head: it is not the hash of the last version, %d", previous.Number)
	}
	return nil
}

// checkTexts recomputes each text, and looks that the versions that were live have all
// of theirs, and no other text stands in the file.
func (v *Evidence) checkTexts(line *verify.Line) error {
	at := map[content.Hash]int{}
	for i, t := range v.Texts {
		line.Checked++
		if _, twice := at[t.Hash]; twice {
			line.Fault("texts[%d]: text %s stands there twice", i, t.Hash)
		}
		at[t.Hash] = i
		if t.Erased != nil {
			line.Note("texts[%d]: text %s was erased on %s, and cannot be recomputed", i, t.Hash, t.Erased.Time().Format(time.DateOnly))
			continue
		}
		sum, err := record.Body(*t.Body).Sum()
		if err != nil {
			return fmt.Errorf("texts[%d]: %w", i, err)
		}
		if sum != t.Hash {
			line.Fault("texts[%d]: the %s %s is not what was written", i, cmp.Or(t.Body.Kind, "text"), t.Hash)
		}
	}
	used := map[int]bool{}
	for _, version := range v.liveVersions() {
		for j, h := range version.texts() {
			i, ok := at[h]
			if !ok {
				line.Fault("version %d was live, and its text %s is missing", version.Number, h)
				continue
			}
			used[i] = true
			kind := v.Type
			if j > 0 {
				kind = version.Blocks[j-1].Kind
			}
			if t := v.Texts[i]; t.Body != nil && t.Body.Kind != kind {
				line.Fault("texts[%d]: it is a %q, but version %d has it as a %q (the file's type, or a block's kind)", i, t.Body.Kind, version.Number, kind)
			}
		}
	}
	for i, t := range v.Texts {
		if !used[i] {
			line.Fault("texts[%d]: text %s belongs to no version that was live", i, t.Hash)
		}
	}
	return nil
}

func (v *Evidence) checkPublications(line *verify.Line) error {
	for i, p := range v.Publications {
		where := fmt.Sprintf("publications[%d]", i)
		if p.Version > uint64(len(v.Versions)) {
			line.Fault("%s: it put version %d live, which is not in the file", where, p.Version)
		}
		if !v.tells(audit.Entry(p.Entry), p.publication) {
			line.Fault("%s: its entry in the log tells of something else", where)
		}
		if p.At >= v.To || i > 0 && p.At <= v.From {
			line.Fault("%s: its time is not in the span", where)
		}
		switch {
		case i == 0 && p.Sequence != 1 && p.At > v.From:
			line.Fault("%s: what was live before it is missing", where)
		case i > 0 && p.Sequence != v.Publications[i-1].Sequence+1:
			line.Fault("%s: publication %d follows publication %d", where, p.Sequence, v.Publications[i-1].Sequence)
		case i > 0 && p.Entry.Sequence <= v.Publications[i-1].Entry.Sequence:
			line.Fault("%s: its entry in the log stands before that of the one before", where)
		case i > 0 && p.At < v.Publications[i-1].At:
			line.Note("%s bears an earlier time than the one before: the clock had been set back", where)
		}
		if shown := p.Entry.Clock; shown != 0 {
			line.Note("%s: the computer's clock showed %s and was not believed; it bears the time %s, which is not before what was written until then", where, shown.Time().Format(time.RFC3339), p.At.Time().Format(time.RFC3339))
		}
		if err := checkEntry(line, where, p.Entry); err != nil {
			return err
		}
	}
	if n := len(v.Publications); n > 0 && v.Publications[n-1].Entry.Sequence >= v.Made.Sequence {
		line.Fault("publications[%d]: it stands in the log after the making of this file", n-1)
	}
	return nil
}

func (v *Evidence) checkPeople(line *verify.Line) error {
	line.Checked = len(v.People)
	named := make([]content.Author, len(v.People))
	for i, p := range v.People {
		named[i] = p.Author
	}
	if !slices.Equal(named, v.authors()) {
		line.Fault("people: they are not those who wrote and published")
	}
	return nil
}
