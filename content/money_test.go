package content

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/currency"
	"pgregory.net/rapid"
)

// currencies are all that golang.org/x/text knows.
var currencies = func() (codes []string) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				if _, err := currency.ParseISO(string([]rune{a, b, c})); err == nil {
					codes = append(codes, string([]rune{a, b, c}))
				}
			}
		}
	}
	return codes
}()

func TestParseAmountReadsWhatPeopleType(t *testing.T) {
	for _, one := range []struct {
		text, code string
		want       Amount
	}{
		{"120", "USD", Amount{12000, "USD"}},
		{" 120 ", " usd ", Amount{12000, "USD"}},
		{"120.5", "USD", Amount{12050, "USD"}},
		{"120.50", "USD", Amount{12050, "USD"}},
		{"120.", "USD", Amount{12000, "USD"}},
		{".5", "USD", Amount{50, "USD"}},
		{"0", "USD", Amount{0, "USD"}},
		{"120,50", "EUR", Amount{12050, "EUR"}},
		{"1,200", "USD", Amount{120000, "USD"}},
		{"1,200.50", "USD", Amount{120050, "USD"}},
		{"1.200,50", "EUR", Amount{120050, "EUR"}},
		{"1.200", "EUR", Amount{120000, "EUR"}},
		{"1 200", "EUR", Amount{120000, "EUR"}},
		{"1\u00a0200,50", "EUR", Amount{120050, "EUR"}},
		{"1’234’567.89", "CHF", Amount{123456789, "CHF"}},
		{"12000", "JPY", Amount{12000, "JPY"}},
		{"12,000", "JPY", Amount{12000, "JPY"}},
		{"1.234", "KWD", Amount{1234, "KWD"}},
		{"1,234.500", "KWD", Amount{1234500, "KWD"}},
		{"1.234,500", "KWD", Amount{1234500, "KWD"}},
		{"120", "QQQ", Amount{12000, "QQQ"}},
		{"$150", "", Amount{15000, "USD"}},
		{"$ 150", "USD", Amount{15000, "USD"}},
		{"$150", "CAD", Amount{15000, "CAD"}},
		{"150 dollars", "", Amount{15000, "USD"}},
		{"1.200 €", "", Amount{120000, "EUR"}},
		{"120.00 USD", "", Amount{12000, "USD"}},
		{"usd 120", "", Amount{12000, "USD"}},
		{"90071992547409.91", "USD", Amount{maxWhole, "USD"}},
	} {
		if got, ok := ParseAmount(one.text, one.code); !ok || got != one.want {
			t.Errorf("%q in %q: got %v, %v; want %v", one.text, one.code, got, ok, one.want)
		}
	}
}

func TestParseAmountRefusesWhatIsNoSum(t *testing.T) {
	for _, one := range [][2]string{
		{"", "USD"}, {".", "USD"}, {",", "USD"}, {"-5", "USD"}, {"+5", "USD"}, {"1e3", "USD"}, {"1_000", "USD"}, {"about 120", "USD"}, {"120 per hour", "USD"},
		{"120.5055", "USD"}, {"1.2.3", "USD"}, {"1,20,000", "USD"}, {"1,200,50", "USD"}, {"12.50.00", "USD"}, {"1200,500", "USD"}, {",500", "USD"},
		{"120.5", "JPY"}, {"120.0", "JPY"}, {"1,234", "KWD"}, {"1.2345", "KWD"}, {"€120", "USD"}, {"120 EUR", "USD"}, {"$120", "EUR"}, {"$120 USD", ""},
		{"120 poundsx", "GBP"}, {"90071992547409.92", "USD"}, {"99999999999999999999", "USD"}, {"١٢٠", "USD"},
	} {
		if got, ok := ParseAmount(one[0], one[1]); ok {
			t.Errorf("%q in %q: got %v, want nothing", one[0], one[1], got)
		}
	}
}

func TestAnAmountThatIsPrintedIsReadAsTheSame(t *testing.T) {
	if len(currencies) < 150 {
		t.Fatalf("there are only %d currencies: the test proves nothing", len(currencies))
	}
	for _, code := range append(slices.Clone(currencies), "QQQ") {
		for _, minor := range []int64{0, 1, 9, 10, 99, 100, 999, 1000, 12000, 123456789, maxWhole} {
			sameEverywhere(t, Amount{minor, code})
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		sameEverywhere(t, Amount{rapid.Int64Range(0, maxWhole).Draw(t, "minor"), rapid.SampledFrom(currencies).Draw(t, "currency")})
	})
}

func sameEverywhere(t interface {
	Errorf(format string, args ...any)
}, a Amount) {
	if got, ok := ParseAmount(a.Number(), a.Currency); !ok || got != a {
		t.Errorf("%v is read as %v, %v", a, got, ok)
	}
	if got, ok := ParseAmount(a.String(), ""); !ok || got != a {
		t.Errorf("%v with its currency is read as %v, %v", a, got, ok)
	}
	if got, ok := AmountOf(a.Stored()); !ok || got != a {
		t.Errorf("%v is stored as %v, %v", a, got, ok)
	}
	if code, message := checkMoney(a.Stored()); code != "" {
		t.Errorf("%v may not be stored: %s", a, message)
	}
	found := Prices("An hour is " + a.String() + ", and more.")
	if known := slices.Contains(currencies, a.Currency) && !wordCodes[a.Currency]; known != (len(found) == 1 && found[0].Amount == a) {
		t.Errorf("%v is found in a text as %v", a, found)
	}
}

func TestAmountOfIsOfWhatIsStoredAlone(t *testing.T) {
	for _, v := range []any{nil, "120", map[string]any{}, map[string]any{"amount": "120", "currency": "USD"}, map[string]any{"amount": int64(1)}, map[string]any{"currency": "USD"}} {
		if got, ok := AmountOf(v); ok {
			t.Errorf("%v is %v, want nothing", v, got)
		}
	}
	if got := (Amount{-150, "USD"}).String(); got != "-1.50 USD" {
		t.Errorf("a sum that was once taken below nothing reads %q", got)
	}
}

func TestPricesFindsWhatReadsAsAPrice(t *testing.T) {
	for text, want := range map[string]string{
		"An hour costs $150, two cost $ 280.":         "$150=150.00 USD; $ 280=280.00 USD",
		"From 1.200,50 € to 1,500 euros.":             "1.200,50 €=1200.50 EUR; 1,500 euros=1500.00 EUR",
		"£5, 90 pounds or 100 Dollars":                "£5=5.00 GBP; 90 pounds=90.00 GBP; 100 Dollars=100.00 USD",
		"120 usd, 80.00 CHF":                          "120 usd=120.00 USD; 80.00 CHF=80.00 CHF",
		"$1,20,000":                                   "$1,20,000=",
		"Room 150, 50 minutes, 988, 10 ALL at 3 PM":   "",
		"150 EMDR sessions, 20 CBT sessions, 5 LPCC.": "",
		"": "",
	} {
		var got []string
		for _, p := range Prices(text) {
			sum := ""
			if p.Amount != (Amount{}) {
				sum = p.Amount.String()
			}
			got = append(got, p.Text+"="+sum)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if a, b := Prices("$150")[0], Prices("150.00 dollars")[0]; a.Key() != b.Key() {
		t.Errorf("%v and %v are two prices", a, b)
	}
}
