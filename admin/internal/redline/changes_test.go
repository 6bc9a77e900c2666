package redline

import "testing"

func TestItemsOfAListKeepTheirSignInAComparison(t *testing.T) {
	got := withBullets("Words.\n\n- one\n  * two\n1. three\n\n- - -\n-no item\n")
	if want := "Words.\n\n- • one\n  * • two\n1. three\n\n- - -\n-no item\n"; got != want {
		t.Errorf("%q", got)
	}
}
