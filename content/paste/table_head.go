package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// This file decides whether the first row of a table names its columns. A row that does
// not is never taken for one: readers would hear "Monday" as the name of a column.

var (
	// columnName is what the columns of a practice's tables are called, by their last or
	// their first word.
	columnName = regexp.MustCompile(`(?i)^(?:(?:.* )?(?:sessions?|services?|types?|kinds?|formats?|plans?|insurances?|insurers?|carriers?|networks?|lengths?|durations?|minutes|times?|fees?|costs?|prices?|rates?|amounts?|copays?|co-pays?|deductibles?|days?|hours|from|to|until|seats|names?|notes?|phones?|numbers?|address(?:es)?|locations?|offices?|rooms?|dates?|groups?|therapists?|clinicians?|providers?|descriptions?|ages?|levels?|incomes?|status|discounts?|servicios?|sesión|duración|precios?|tarifas?|costos?|días?|horas?|horarios?|leistung|dauer|preis|honorar|tag|zeit|tarifs?|durée|prix|jours?)(?: \(.*\))?|(?:price|fee|cost|rate|length) .*)[:*]?$`)
	weekday    = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?\b`)
)

// headed reports whether the first row names the columns: the source says so, or only its
// words are bold, or they are such names over numbers.
func headed(rows []tableRow) bool {
	if len(rows) < 2 {
		return false
	}
	if rows[0].isMarked() {
		return true
	}
	bold := func(row tableRow) bool {
		return !slices.ContainsFunc(row.cells, func(c tableCell) bool { return !c.isBold() })
	}
	if bold(rows[0]) {
		return slices.ContainsFunc(rows[1:], func(row tableRow) bool { return !bold(row) })
	}
	return namesColumns(rows)
}

// namesColumns reports whether the first row has no number and stands over columns of
// numbers: over nothing else, or in words that columns are called by.
func namesColumns(rows []tableRow) bool {
	var cells []string
	for _, c := range rows[0].cells {
		cells = append(cells, strings.TrimSpace(c.text().plain()))
	}
	if len(cells) == 0 || weekday.MatchString(cells[0]) || slices.ContainsFunc(cells, hasDigit) {
		return false
	}
	all, named, over := true, true, false
	for c, text := range cells {
		numbers := isNumbers(rows[1:], c)
		isName := columnName.MatchString(text)
		all = all && numbers && text != ""
		named = named && (isName || text == "")
		over = over || numbers && isName
	}
	onLeft := !slices.ContainsFunc(rows, func(row tableRow) bool {
		return len(row.cells) == 0 || row.cells[0].empty() || !row.cells[0].head && !row.cells[0].isBold()
	})
	return !onLeft && (all || over || named && slices.ContainsFunc(cells, columnName.MatchString))
}

// isNumbers reports whether a column holds numbers: at least one, and no cell without.
func isNumbers(rows []tableRow, column int) bool {
	found := false
	for _, row := range rows {
		if column >= len(row.cells) || row.cells[column].empty() {
			continue
		}
		if found = hasDigit(row.cells[column].text().plain()); !found {
			return false
		}
	}
	return found
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }
