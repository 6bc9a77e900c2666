package form

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"golang.org/x/text/currency"

	"practicecms/content"
)

func TestTheBrowserWritesAmountsAsTheServerDoes(t *testing.T) {
	source, err := os.ReadFile("../../ui/src/live/amount.ts")
	if err != nil {
		t.Fatal(err)
	}
	browser := map[string]int{}
	for _, m := range regexp.MustCompile(`\b([A-Z]{3}): ([0-9])`).FindAllStringSubmatch(string(source), -1) {
		browser[m[1]], _ = strconv.Atoi(m[2])
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				code := string([]rune{a, b, c})
				want := content.MinorDigits(code)
				got, listed := browser[code]
				if _, err := currency.ParseISO(code); err != nil && listed {
					t.Errorf("amount.ts lists %s, which is no currency", code)
				}
				if !listed {
					got = 2
				}
				if got != want {
					t.Errorf("amount.ts: %s has %d digits behind the point, want %d", code, got, want)
				}
			}
		}
	}
}

func TestAnAmountIsReadAndShownAlikeInEveryForm(t *testing.T) {
	for _, one := range []struct{ typed, code, shown string }{
		{"120", "usd", "120.00 USD"}, {"$1,200.50", "USD", "1200.50 USD"}, {"12000", "HUF", "12000.00 HUF"}, {"120", "JPY", "120 JPY"}, {"1.5", "KWD", "1.500 KWD"},
		{"about 120", "USD", "about 120 USD"}, {".", "USD", ". USD"},
	} {
		stored, _ := Money(one.typed, one.code).(map[string]any)
		if got := AmountText(stored); got != one.shown {
			t.Errorf("%q %s is shown as %q, want %q", one.typed, one.code, got, one.shown)
		}
		amount, code := moneyText(stored)
		if again, _ := Money(amount, code).(map[string]any); AmountText(again) != one.shown {
			t.Errorf("%q %s is %q after it was opened and saved, want %q", one.typed, one.code, AmountText(again), one.shown)
		}
	}
}
