package admin

import (
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/backups"
)

// oldBackup is when the newest proven backup is too old: a night was missed.
const oldBackup = 36 * time.Hour

// firstBackup is how long a server may run before its first backup is missed.
const firstBackup = time.Hour

// backupNews is how the nightly backups are, for owners. Its zero value says nothing.
type backupNews struct {
	Says   string // "Last proven backup: 6 hours ago", or what there is instead
	Fault  string // in one line, when somebody should see to it
	Advice string // and how
	Place  string
	Kept   []keptBackup // newest first
}

// keptBackup is one that is kept, in words.
type keptBackup struct {
	backups.Backup
	Size string
}

// backupNews asks how the backups are; whoever is no owner is told nothing.
func (s *Server) backupNews(c echo.Context) (backupNews, error) {
	v := visitOf(c)
	if v.person.Role != cms.RoleOwner {
		return backupNews{}, nil
	}
	status, err := s.edit.Backups(c.Request().Context(), v.actor())
	return tellBackups(status, v.now), err
}

// tellBackups says in words how the backups are.
func tellBackups(s backups.Status, now time.Time) backupNews {
	newest, there := s.Newest(now)
	out := backupNews{Place: s.Place}
	for _, b := range s.Proven {
		out.Kept = append(out.Kept, keptBackup{b, words.Size(b.Size)})
	}
	failed := !s.Failed.At.IsZero()
	old := there && now.Sub(newest.Made) > oldBackup
	switch {
	case s.Place == "":
		out.Says = "No backups are taken by this server"
	case there:
		out.Says = "Last proven backup: " + words.Ago(now.Sub(newest.Made))
	default:
		out.Says = "No proven backup yet"
	}
	switch {
	case failed && there && !old:
		out.Fault = "The last backup failed"
	case old:
		out.Fault = "The last proven backup is " + words.Ago(now.Sub(newest.Made))
	case failed, s.Place != "" && !there && now.Sub(s.Since) > firstBackup:
		out.Fault = "There is no proven backup"
	default:
		return out
	}
	out.Advice = backupAdvice(s.Failed)
	return out
}

// backupAdvice says why there is no newer backup, and what to do.
func backupAdvice(f backups.Failure) string {
	why := ""
	switch {
	case f.At.IsZero():
		return "The server was not running at night, or its clock is wrong. Leave it running; a backup follows within minutes. If this stays, download one now, and tell whoever looks after practicecms for you."
	case f.Full:
		why = "There was no room for it."
	case f.Step == backups.StepCopy:
		why = "The copy could not be written."
	case f.Step == backups.StepProve:
		why = "The copy is not sound, so it was not kept. Something may be wrong with the data."
	case f.Step == backups.StepStore:
		why = "It could not be put into its place."
	case f.Step == backups.StepCheck:
		why = "It did not come back from its place as it was written."
	default:
		why = "Its place cannot be read."
	}
	return why + " It is tried again each hour. Download a backup now, and tell whoever looks after practicecms for you: the log has the cause."
}
