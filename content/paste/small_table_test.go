package paste

import (
	"strings"
	"testing"
)

const smallTable = `<h2>What It Costs</h2><p>We ask for:</p><table><tr><td><b>Individual</b></td><td>$150, or <a href="https://example.org/scale">less</a></td></tr><tr><td><b>A couple</b></td><td><p>$210</p><p>$190 in the morning</p></td></tr></table><ul><li>cash</li><li>card</li></ul>`

func TestASmallTableIsAListWhenThePersonSaysSo(t *testing.T) {
	question := func(r Result) (found Inference) {
		for _, i := range r.Inferred {
			if i.Question == IsList {
				found = i
			}
		}
		return found
	}
	table := mustParse(t, smallTable, Options{Type: service()})
	asked := question(table)
	if asked.Key == "" || asked.Value != "table" || asked.Ask {
		t.Fatalf("the table is offered as %+v, want it as a table, without urging", asked)
	}
	body := table.Content.Blocks[asked.Block].Fields["body"].(string)
	if !strings.Contains(body, "| **Individual** |") {
		t.Errorf("undecided it is %q, want the table", body)
	}

	list := mustParse(t, smallTable, Options{Type: service(), Decisions: Decisions{AsList: map[string]bool{asked.Key: true}}})
	told := question(list)
	if told.Key != asked.Key || told.Value != "list" {
		t.Errorf("decided it is told as %+v", told)
	}
	body = list.Content.Blocks[told.Block].Fields["body"].(string)
	want := "We ask for:\n\n+ **Individual** $150, or [less](https://example.org/scale)\n+ **A couple** $210\\\n  $190 in the morning"
	if !strings.HasPrefix(body, want) {
		t.Errorf("as a list it is %q, want %q", body, want)
	}
	if got, want := strings.Join(BlockWords(standard(), list.Content.Blocks), " "), strings.Join(BlockWords(standard(), table.Content.Blocks), " "); got != want || list.Words.In != list.Words.Out {
		t.Errorf("the words are %q, and were %q", got, want)
	}
	again := mustParse(t, smallTable, Options{Type: service(), Decisions: Decisions{AsList: map[string]bool{asked.Key: false}}})
	if mustJSON(t, again) != mustJSON(t, table) {
		t.Error("decided otherwise, it is another page than before it was asked")
	}
}

func TestOnlySmallTablesAreOfferedAsLists(t *testing.T) {
	row := func(cells ...string) string { return "<tr><td>" + strings.Join(cells, "</td><td>") + "</td></tr>" }
	for name, c := range map[string]struct {
		rows    string
		offered bool
	}{
		"two by two":                       {row("Individual", "$150") + row("Couples", "$210"), true},
		"four rows":                        {strings.Repeat(row("Individual 50", "$150"), 4), true},
		"names on the left, numbers below": {"<tr><th>Monday</th><td>closed</td></tr><tr><th>Tuesday</th><td>9 to 5</td></tr>", true},
		"bold on the left, numbers below":  {row("<b>Monday</b>", "closed") + row("<b>Tuesday</b>", "9 to 5"), true},
		"an empty corner":                  {row("", "Fee") + row("<b>Individual</b>", "$150") + row("<b>Couples</b>", "$210"), false},
		"five rows":                        {strings.Repeat(row("Individual 50", "$150"), 5), false},
		"three columns":                    {row("Individual", "$150", "50 minutes") + row("Couples", "$210", "80 minutes"), false},
		"a row that names the columns":     {"<tr><th>Service</th><th>Fee</th></tr>" + row("Individual", "$150"), false},
		"nothing beside a name":            {row("Individual", "$150") + row("Couples", ""), false},
		"a sentence on the left":           {row("We see one person at a time, for as long as it takes", "$150") + row("Couples", "$210"), false},
		"a name of two lines":              {row("Individual<br>50 minutes", "$150") + row("Couples", "$210"), false},
	} {
		result := mustParse(t, "<h2>Fees</h2><table>"+c.rows+"</table>", Options{Type: service()})
		offered := false
		for _, i := range result.Inferred {
			offered = offered || i.Question == IsList
		}
		if offered != c.offered {
			t.Errorf("%s: offered as a list: %v, want %v (%v)", name, offered, c.offered, result.Content.Blocks)
		}
	}
}
