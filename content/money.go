package content

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// Amount is a sum of money. Its zero value is no sum.
type Amount struct {
	Minor    int64  // in the smallest unit of the currency, such as cents; never negative where Validate takes it
	Currency string // ISO 4217, such as USD
}

// AmountOf reads what a field of type Money stores. It is false for anything else, such as
// an amount that is still the text that somebody typed.
func AmountOf(stored any) (Amount, bool) {
	values, _ := stored.(map[string]any)
	minor, isAmount := values["amount"].(int64)
	code, isCurrency := values["currency"].(string)
	return Amount{minor, code}, isAmount && isCurrency
}

// Stored is what a field of type Money stores.
func (a Amount) Stored() map[string]any {
	return map[string]any{"amount": a.Minor, "currency": a.Currency}
}

// MinorDigits is how many digits stand behind the point in a currency: 2 for USD, none
// for JPY, and 2 for what is no currency.
func MinorDigits(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	digits, _ := currency.Standard.Rounding(unit)
	return digits
}

// Number writes the sum as people do, without the currency: 12000 cents are "120.00".
func (a Amount) Number() string {
	sign, digits := "", strconv.FormatInt(a.Minor, 10)
	if a.Minor < 0 {
		sign, digits = "-", digits[1:]
	}
	behind := MinorDigits(a.Currency)
	if behind == 0 {
		return sign + digits
	}
	if missing := behind + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - behind
	return sign + digits[:point] + "." + digits[point:]
}

// String writes the sum with its currency, such as "120.00 USD". ParseAmount and Prices
// read it again.
func (a Amount) String() string { return strings.TrimSpace(a.Number() + " " + a.Currency) }

// signs are what people write for a currency beside its code, in small letters. The dollar
// is that of the United States unless a currency is named.
var signs = map[string]string{
	"$": "USD", "€": "EUR", "£": "GBP", "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP",
}

// typedAmount is a number with what may stand before it and behind it.
var typedAmount = regexp.MustCompile(`^(?i)(\$|€|£|[a-z]{3}\b)?\s*([0-9.,\s\x{a0}\x{202f}’']*?)\s*(\$|€|£|[a-z]+)?$`)

// ParseAmount reads a sum as people type it, such as "120", "$120.50", "1,200" or
// "1.200,50 €". code is the currency that they chose beside it, in letters of any size;
// empty means that the text names it. It is false for what is no sum, is negative, has
// parts of the smallest unit, names another currency than code, or can be read in two ways.
func ParseAmount(text, code string) (Amount, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	m := typedAmount.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[1] != "" && m[3] != "" {
		return Amount{}, false
	}
	if sign := strings.ToLower(m[1] + m[3]); sign != "" {
		named, known := signs[sign]
		if !known {
			named = strings.ToUpper(sign)
		}
		switch {
		case code == "" && (known || currencyCode.MatchString(named)):
			code = named
		case code != named && !(named == "USD" && known && strings.HasSuffix(code, "D")): // such as CAD: there are many dollars
			return Amount{}, false
		}
	}
	minor, ok := parseMinor(m[2], MinorDigits(code))
	return Amount{minor, code}, ok
}

// parseMinor reads a number into units of which 10 to the power of behind make one. The
// last point or comma is that of the fraction when no more than behind digits follow it;
// every other sign stands between groups of three.
func parseMinor(number string, behind int) (int64, bool) {
	whole, fraction := number, ""
	if i := strings.LastIndexAny(number, ".,"); i >= 0 {
		after := number[i+1:]
		once := strings.Count(number, number[i:i+1]) == 1
		if number[i] == ',' && len(after) == 3 && behind >= 3 && once && !strings.Contains(number, ".") {
			return 0, false // 1,200 dinars are 1200 in one country and 1.2 in the next
		}
		if once && len(after) <= behind && (after != "" || number[i] == '.') {
			whole, fraction = number[:i], after
		}
	}
	if whole == "" && fraction == "" {
		return 0, false
	}
	var separator rune
	group := 0 // digits since the last separator, or the beginning
	var digits strings.Builder
	for i, r := range whole {
		if '0' <= r && r <= '9' {
			digits.WriteRune(r)
			group++
			continue
		}
		first := separator == 0
		if i == 0 || first && group > 3 || !first && (r != separator || group != 3) {
			return 0, false
		}
		separator, group = r, 0
	}
	if separator != 0 && group != 3 {
		return 0, false
	}
	digits.WriteString(fraction + strings.Repeat("0", behind-len(fraction)))
	minor, err := strconv.ParseInt(digits.String(), 10, 64)
	return minor, err == nil && minor <= maxWhole
}

// Price is a sum that stands in a text.
type Price struct {
	Text   string // as it stands there, with single spaces
	Amount Amount // the zero value when Text has the look of a price, but is no sum
}

// Key is the same for two prices that say the same sum, such as "$150" and "150.00 USD".
func (p Price) Key() string {
	if p.Amount == (Amount{}) {
		return p.Text
	}
	return p.Amount.String()
}

// priceInText finds what reads as a price: a sign before or behind a number, or the name
// or the code of a currency behind it.
var priceInText = regexp.MustCompile(`[$€£]\s?\d[\d.,]*\d|[$€£]\s?\d|\d[\d.,]*\s?(?:€|(?i:usd|eur|dollars?|euros?|pounds?)\b|[A-Z]{3}\b)`)

// wordCodes are the codes that are words in capitals too, and so name no price in a text.
var wordCodes = map[string]bool{"ALL": true, "CUP": true, "MAD": true, "PEN": true, "SOS": true, "TOP": true, "TRY": true}

// Prices finds the prices in a text, in its order. A code that is a word too, such as ALL,
// is not taken for one.
func Prices(text string) []Price {
	var out []Price
	for _, found := range priceInText.FindAllString(text, -1) {
		found = strings.Join(strings.Fields(found), " ")
		if code := found[max(0, len(found)-3):]; currencyCode.MatchString(code) {
			if _, err := currency.ParseISO(code); err != nil || wordCodes[code] {
				continue
			}
		}
		amount, ok := ParseAmount(found, "")
		if !ok {
			amount = Amount{}
		}
		out = append(out, Price{found, amount})
	}
	return out
}

func checkMoney(value map[string]any) (code, message string) {
	a, ok := AmountOf(value)
	if _, isWhole := value["amount"].(int64); !isWhole || a.Minor < 0 || a.Minor > maxWhole {
		return CodeBadMoney, "Give the amount as a whole number of the smallest unit, such as 12000 for 120 dollars."
	}
	if !ok || !currencyCode.MatchString(a.Currency) || len(value) != 2 {
		return CodeBadMoney, "Give the currency by its three letters, such as USD, and nothing else."
	}
	return "", ""
}
