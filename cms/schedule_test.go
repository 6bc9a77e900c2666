package cms_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func runDue(t *testing.T, s *cmstest.Site) time.Time {
	t.Helper()
	next, err := s.RunDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func stateOf(t *testing.T, s *cmstest.Site, v cms.Version) cms.State {
	t.Helper()
	state, err := s.Editor().State(t.Context(), s.Who, v.Document, v.Locale)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestAPlannedVersionGoesLiveAtItsMomentAndNotBefore(t *testing.T) {
	s, v := cmstest.Planned(t)
	at := s.Clock.Now().Add(time.Hour)
	state, err := s.Editor().Schedule(t.Context(), s.Who, v.Document, v.Locale, 2, at)
	if err != nil || state.Planned != 2 || !state.PlannedAt.Equal(at) || state.Live != 1 {
		t.Fatalf("planned: %+v, %v", state, err)
	}
	s.Clean(t)
	epoch := s.Delivery().Epoch()
	if next := runDue(t, s); !next.Equal(at) || stateOf(t, s, v).Live != 1 {
		t.Fatalf("before its moment: next %v, live %d", next, stateOf(t, s, v).Live)
	}
	// What is saved later is not what was planned.
	v.Content.Title = "Three"
	s.Save(t, v)
	s.Clock.Advance(time.Hour)
	if next := runDue(t, s); !next.IsZero() {
		t.Errorf("something else is due at %v", next)
	}
	if now := stateOf(t, s, v); now.Live != 2 || now.Planned != 0 || now.Latest != 3 {
		t.Errorf("after its moment: %+v", now)
	}
	if s.Delivery().Epoch() == epoch {
		t.Error("delivery does not hear of it")
	}
	entries, err := s.Editor().Audit(t.Context(), s.Who, 0, 2)
	if err != nil || entries[0].Action != audit.ActionPublishPlanned || entries[0].By != s.Who.Author || entries[1].Action == audit.ActionPublishPlanned {
		t.Errorf("the audit says %+v, %v", entries, err)
	}
	if _, err := s.Editor().UndoPublish(t.Context(), s.Who, v.Document, v.Locale, 0); err != nil || stateOf(t, s, v).Live != 1 {
		t.Errorf("undo: %v, live %d", err, stateOf(t, s, v).Live)
	}
	s.Clean(t)
}

// What is the owners' alone goes live for the owner who planned it.
func TestAnOwnersPlanForTheSettingsIsCarriedOut(t *testing.T) {
	s := cmstest.New(t)
	settings := s.Settings(t)
	settings.Content.Title = "Willow House"
	next := s.Save(t, settings)
	if _, err := s.Editor().Schedule(t.Context(), s.Who, next.Document, next.Locale, next.Number, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(2 * time.Hour)
	runDue(t, s)
	if state := stateOf(t, s, next); state.Live != next.Number || state.PlanFault != "" {
		t.Errorf("version %d was planned; live is %d, with the fault %q", next.Number, state.Live, state.PlanFault)
	}
	s.Clean(t)
}

func TestAPlanThatCameDueWhileNothingRanIsCarriedOutAfterARestart(t *testing.T) {
	s, v := cmstest.Planned(t)
	if _, err := s.Editor().Schedule(t.Context(), s.Who, v.Document, v.Locale, 2, s.Clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(24 * time.Hour)
	s.Reopen(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); s.RunSchedule(ctx) }()
	eventually(t, func() bool { return stateOf(t, s, v).Live == 2 })
	cancel()
	<-ended
	s.Clean(t)
}

func TestAPlanIsDroppedChangedAndRefused(t *testing.T) {
	s, v := cmstest.Planned(t)
	e, ctx, soon := s.Editor(), t.Context(), s.Clock.Now().Add(time.Hour)
	schedule := func(n uint64, at time.Time) error {
		_, err := e.Schedule(ctx, s.Who, v.Document, v.Locale, n, at)
		return err
	}
	var invalid *content.InvalidError
	if err := schedule(2, s.Clock.Now()); !errors.As(err, &invalid) {
		t.Errorf("a moment that is over: %v", err)
	}
	if err := schedule(9, soon); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	if stateOf(t, s, v).Planned != 0 {
		t.Error("what was refused is planned all the same")
	}
	if err := errors.Join(schedule(2, soon), schedule(1, soon.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if next := runDue(t, s); !next.Equal(soon.Add(time.Hour)) || stateOf(t, s, v).Planned != 1 {
		t.Errorf("the second plan did not take the place of the first: due %v", next)
	}
	if state, err := e.CancelSchedule(ctx, s.Who, v.Document, v.Locale, time.Time{}); err != nil || state.Planned != 0 || !runDue(t, s).IsZero() {
		t.Errorf("after dropping: %+v, %v", state, err)
	}
	if err := schedule(2, soon); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Publish(ctx, s.Who, v.Document, v.Locale, 2); err != nil || stateOf(t, s, v).Planned != 0 {
		t.Errorf("put live by hand, it is still planned: %v", err)
	}
	if err := schedule(1, soon); err != nil {
		t.Fatal(err)
	}
	if err := e.Trash(ctx, s.Who, v.Document); err != nil || stateOf(t, s, v).Planned != 0 || !runDue(t, s).IsZero() {
		t.Errorf("in the trash, it is still planned: %v", err)
	}
	if err := schedule(1, soon); !errors.Is(err, cms.ErrTrashed) {
		t.Errorf("planning what is in the trash: %v", err)
	}
	s.Clean(t)
}

func TestAPlanThatCannotBeCarriedOutIsKeptAndToldOnce(t *testing.T) {
	s, v := cmstest.Planned(t)
	v.Content.Path = "/services/taken"
	v = s.Save(t, v)
	if _, err := s.Editor().Schedule(t.Context(), s.Who, v.Document, v.Locale, v.Number, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "taken"))
	s.Clock.Advance(2 * time.Hour)
	runDue(t, s)
	state := stateOf(t, s, v)
	if state.Live != 1 || state.Planned != v.Number || state.PlanFault != cms.FaultAddressInUse {
		t.Fatalf("%+v", state)
	}
	if next := runDue(t, s); !next.IsZero() {
		t.Errorf("it is tried again at %v", next)
	}
	plans, err := s.Editor().Plans(t.Context(), s.Who)
	if err != nil || len(plans) != 1 || plans[0].Failed != cms.FaultAddressInUse || plans[0].Title != "Two" || plans[0].Path != "/services/taken" {
		t.Errorf("plans: %+v, %v", plans, err)
	}
	entries, _ := s.Editor().Audit(t.Context(), s.Who, 0, 100)
	told := 0
	for _, e := range entries {
		if e.Action == audit.ActionPlanFailed {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the audit tells of it %d times", told)
	}
	s.Clean(t)
}
