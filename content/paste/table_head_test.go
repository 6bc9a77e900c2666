package paste

import (
	"strings"
	"testing"
)

func TestTheFirstRowNamesTheColumnsOnlyWhenItSaysSo(t *testing.T) {
	for in, want := range map[string]bool{
		"<tr><th>Monday<th>Closed<tr><td>Tuesday<td>9–5":                                               true,
		"<thead><tr><td>Monday<td>Closed<tbody><tr><td>Tuesday<td>9–5":                                 true,
		"<tr><td><b>Monday</b><td><b>Closed</b><tr><td>Tuesday<td>9–5":                                 true,
		"<tr><td>Service<td>Length<td>Fee<tr><td>Individual<td>50 min<td>$150<tr><td>Group<td><td>$60": true,
		"<tr><td>Plan<td>Copay<tr><td>Aetna<td>$25":                                                    true,
		"<tr><td>Day<td>Hours<tr><td>Monday<td>by appointment":                                         true,
		"<tr><td>Intake<td>Couples<tr><td>$200<td>$220":                                                true,
		"<tr><td>Servicio<td>Duración<tr><td>Individual<td>50 min":                                     true,

		"<tr><td>Monday<td>Closed<tr><td>Tuesday<td>9–5<tr><td>Wednesday<td>9–5":     false,
		"<tr><td>Saturday<td>by request<tr><td>Monday<td>9–5":                        false,
		"<tr><td>Aetna<td>accepted<tr><td>Cigna<td>not since 2024":                   false,
		"<tr><td>Group<td>free<tr><td>Individual<td>$150":                            false,
		"<tr><td>Phone<td>505-555-0142<tr><td>Fax<td>505-555-0143":                   false,
		"<tr><td><b>Monday</b><td><b>Closed</b><tr><td><b>Tuesday</b><td><b>9–5</b>": false,
		"<tr><td>Dana Reyes<td>Psychologist<tr><td>Lee Park<td>Office manager":       false,
	} {
		body := bodyOf(t, "<p>Here it is, all of it:</p><table>"+in+"</table>", HTML)
		if !strings.Contains(body, "| --- |") {
			t.Errorf("%q became no table: %q", in, body)
		}
		if got := !strings.Contains(body, "|  |  |"); got != want {
			t.Errorf("%q: has a head: %v, want %v", in, got, want)
		}
	}
}

func TestWhatStandsInCells(t *testing.T) {
	for in, want := range map[string]string{
		// data
		"<tr><th>Group<th>Fee<tr><td>Adults<td><h4>Note</h4>$60<tr><td>Teens<td>$50":     "| Group | Fee |\n| --- | --- |\n| Adults | **Note**<br>$60 |\n| Teens | $50 |",
		"<tr><th>A<th>B<tr><td>1<td><table><tr><td>2<td>3<tr><td>4<td>5</table></table>": "| A | B |\n| --- | --- |\n| 1 | 2 3<br>4 5 |",
	} {
		if got := bodyOf(t, "<table>"+in+"</table>", HTML); got != want {
			t.Errorf("%q:\n got %q\nwant %q", in, got, want)
		}
	}
	for _, layout := range []string{
		"<tr><td><h3>Individual</h3><p>We talk.</p><td><h3>Couples</h3><p>You talk.</p><tr><td><h3>Teens</h3><p>They talk.</p><td><h3>Groups</h3><p>All talk.</p>",
		"<tr><td>Menu<td><h3>Fees</h3><p>" + strings.Repeat("We tell you before you come. ", 12) + "</p><tr><td>Foot<td>End",
		"<tr><td><table><tr><td>2<td>3<tr><td>4<td>5</table><td>Side<tr><td>a<td>b",
	} {
		r := mustParse(t, "<table>"+layout+"</table>", Options{Type: service()})
		for _, b := range r.Content.Blocks {
			if body, _ := b.Fields["body"].(string); strings.Count(body, "| --- |") > 1 || strings.Contains(body, "**") {
				t.Errorf("%q became the table %q", layout, body)
			}
		}
	}
}

func TestQuotationsOfAPlainTextAreNoCells(t *testing.T) {
	for _, in := range []string{"\"It was\nslow.\"", "a\t\"b\"\nc\td", "a\t\"b\nc\" d", "a\t\"b\nc"} {
		if got := unquoteCells(in); got != in {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestRowsOfAPlainTextThatLostTheirTabs(t *testing.T) {
	const rest = "\n\nAsk us when you are not sure."
	for in, want := range map[string]string{
		"Service\tFee\tLength\nIntake\t$200\t90\nGroup\t$60\nCouples\t$220\t80": "| Service | Fee | Length |\n| --- | --- | --- |\n| Intake | $200 | 90 |\n| Group | $60 |  |\n| Couples | $220 | 80 |",
		"Plan\tCopay\tNote\nAetna\t$25\t\nMolina\t$0\t\"two\nlines\"":           "| Plan | Copay | Note |\n| --- | --- | --- |\n| Aetna | $25 |  |\n| Molina | $0 | two<br>lines |",
		"Plan\tNote\n\"A\nB\"\t\"say \"\"yes\"\"\"\nC\t$5":                      "| Plan | Note |\n| --- | --- |\n| A<br>B | say \"yes\" |\n| C | $5 |",
		"Mon\t9\nTue\t10\nOur room\nSat\t1\nSun\t2":                             "|  |  |\n| --- | --- |\n| Mon | 9 |\n| Tue | 10 |\n\nOur room\n\n|  |  |\n| --- | --- |\n| Sat | 1 |\n| Sun | 2 |",
	} {
		if got := bodyOf(t, in+rest, Text); got != want+rest {
			t.Errorf("%q:\n got %q\nwant %q", in, got, want+rest)
		}
	}
}
