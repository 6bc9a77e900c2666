package admin

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"practicecms/cms"
)

func TestEveryRowOfTheTableOfErrorsIsReached(t *testing.T) {
	for i, row := range problems {
		wrapped := fmt.Errorf("version 3: %w", row.err)
		first := slices.IndexFunc(problems, func(other struct {
			err error
			problem
		}) bool {
			return errors.Is(wrapped, other.err)
		})
		if first != i {
			t.Errorf("row %d (%q) is never reached: row %d (%q) takes its error", i, row.Happened, first, problems[first].Happened)
		}
		if got, unknown := problemOf(wrapped); unknown || got != row.problem {
			t.Errorf("%v: the page says %q, want %q", row.err, got.Happened, row.Happened)
		}
	}
}

func TestWhatWasErasedIsNotSaidToBeThinnedOut(t *testing.T) {
	for _, c := range []struct {
		err             error
		says, saysNever string
	}{
		{cms.ErrErased, "taken out for good", "thinned"},
		{cms.ErrThinned, "thinned out", "for good"},
	} {
		got, _ := problemOf(fmt.Errorf("version 3: %w", c.err))
		all := got.Happened + got.Safe + got.Do
		if !errors.Is(c.err, cms.ErrTextRemoved) || !strings.Contains(got.Happened, c.says) || strings.Contains(all, c.saysNever) {
			t.Errorf("%v: the page says %q", c.err, all)
		}
	}
}
