package cputime

import (
	"runtime"
	"testing"
	"time"
)

func TestWaitingCostsNothingAndWorkDoes(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the clock is all there is on this system")
	}
	const pause = 200 * time.Millisecond
	if took := Of(func() { time.Sleep(pause) }); took > pause/2 {
		t.Errorf("a sleep of %v cost %v", pause, took)
	}
	work := func() {
		for end := used() + pause; used() < end; {
		}
	}
	if took := Of(work); took < pause {
		t.Errorf("%v of work cost %v", pause, took)
	}
}
