package content

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxWhole is the largest whole number that every JSON reader keeps exactly
// (RFC 8259 §6): 2⁵³ − 1. The smallest is its negative.
const maxWhole = 1<<53 - 1

var (
	phoneNumber  = regexp.MustCompile(phonePattern)
	currencyCode = regexp.MustCompile(currencyPattern)
)

const (
	phonePattern    = `^\+[1-9][0-9]{1,14}$` // E.164
	currencyPattern = `^[A-Z]{3}$`           // ISO 4217
)

// wrongType says what a field takes, when it was given something else altogether.
var wrongType = map[FieldType]string{
	Text:     "Give a text.",
	Markdown: "Give a text.",
	Choice:   "Give one of the choices, as a text.",
	Flag:     "Give true or false.",
	Number:   "Give a whole number.",
	Money:    "Give an amount and a currency.",
	Date:     "Give a date as a text, such as 2026-03-01.",
	Phone:    "Give a phone number as a text, such as +15055550142.",
	URL:      "Give a link as a text.",
	Link:     "Give the id of a document as a text.",
	File:     "Give the hash of a file as a text.",
	Group:    "Give the parts by their names.",
	List:     "Give a list.",
}

// leaf checks a value that is not empty. The code is "" when nothing is wrong. A
// group or a list comes here only when the value is neither.
func (v *validator) leaf(f Field, value any) (code, message string) {
	switch value := value.(type) {
	case string:
		if check := v.textCheck(f); check != nil {
			return check(value)
		}
	case bool:
		if f.Type == Flag {
			return "", ""
		}
	case int64:
		if f.Type == Number {
			return checkNumber(f, value)
		}
	case map[string]any:
		if f.Type == Money {
			return checkMoney(value)
		}
	}
	return CodeWrongType, wrongType[f.Type]
}

// textCheck gives the check of a field that is stored as a text, or nil.
func (v *validator) textCheck(f Field) func(string) (code, message string) {
	switch f.Type {
	case Text:
		if f.Preview {
			return checkPreview
		}
		return func(s string) (string, string) { return checkText(s, f.Lines, MaxTextBytes) }
	case Markdown:
		return func(s string) (string, string) { return v.checkMarkdown(f, s) }
	case Choice:
		return func(s string) (string, string) { return checkChoice(f, s) }
	case Date:
		return checkDate
	case Phone:
		return checkPhone
	case URL:
		return checkURLValue
	case Link:
		return checkLink
	case File:
		return checkFile
	}
	return nil
}

func checkText(s string, lines bool, maxBytes int) (code, message string) {
	if len(s) > maxBytes {
		return CodeTooLong, "Shorten it to " + thousands(maxBytes) + " characters."
	}
	if lines {
		return checkLines(s)
	}
	return checkLine(s)
}

// checkLines refuses what no text may hold. Tabs and line feeds are text.
func checkLines(s string) (code, message string) {
	if !utf8.ValidString(s) {
		return CodeBadCharacters, "It holds characters that can't be read; type it again."
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return CodeBadCharacters, "It holds an invisible control character; type it again."
		}
	}
	return "", ""
}

// checkLine refuses line breaks too, by whatever name Unicode has for them, and what
// turns text around.
func checkLine(s string) (code, message string) {
	if strings.ContainsAny(s, "\n\r\v\f\u0085\u2028\u2029") {
		return CodeSeveralLines, "Put it on one line."
	}
	if strings.ContainsFunc(s, IsTurn) {
		return CodeBadCharacters, "It holds an invisible character that turns what follows around; type it again."
	}
	return checkLines(s)
}

// IsTurn reports whether r turns the direction of what follows, invisibly: an
// embedding, an override or an isolate of Unicode's bidirectional algorithm. A line
// that holds one can read differently from what it says, and can turn around what
// stands after it in a list. The plain marks, U+200E and U+200F, turn nothing.
func IsTurn(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// IsControl reports whether a character has no place in a name, which is one line of
// letters: it ends a line, turns the reading direction or cannot be seen.
func IsControl(r rune) bool {
	return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || IsTurn(r)
}

func (v *validator) checkMarkdown(f Field, s string) (code, message string) {
	if code, message := checkText(s, !f.Inline, MaxMarkdownBytes); code != "" {
		return code, message
	}
	if v.markdown != nil {
		if err := v.markdown(s); err != nil {
			return CodeBadMarkdown, err.Error()
		}
	}
	return "", ""
}

func checkChoice(f Field, s string) (code, message string) {
	labels := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		if c.Value == s {
			return "", ""
		}
		labels[i] = c.Label
	}
	return CodeBadChoice, "Choose one of: " + strings.Join(labels, ", ") + "."
}

func checkDate(s string) (code, message string) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return CodeBadDate, "Write the date as year-month-day, such as 2026-03-01."
	}
	return "", ""
}

func checkPhone(s string) (code, message string) {
	if !phoneNumber.MatchString(s) {
		return CodeBadPhone, "Write the number with country code and without spaces, such as +15055550142."
	}
	return "", ""
}

func checkURLValue(s string) (code, message string) {
	if code, message = badURLValue(CheckURL(s)); code == "" {
		return "", ""
	}
	if meant, ok := SuggestURL(s); ok && !strings.Contains(message, meant) {
		message += " Did you mean " + meant + "?"
	}
	return code, message
}

// checkPreview tries an address with a path and a token as they come.
func checkPreview(s string) (code, message string) {
	_, err := PreviewAddress(s, "/services/emdr", "token")
	return badURLValue(err)
}

func badURLValue(err error) (code, message string) {
	if err != nil {
		return CodeBadURL, upperFirst(advice(err, ErrBadURL)) + "."
	}
	return "", ""
}

func checkLink(s string) (code, message string) {
	if _, err := ParseID[documentID](s); err != nil {
		return CodeBadLink, "Choose the document again."
	}
	return "", ""
}

func checkFile(s string) (code, message string) {
	if err := new(Hash).UnmarshalText([]byte(s)); err != nil {
		return CodeBadFile, "Choose or upload the file again."
	}
	return "", ""
}

// checkNumber holds a number to its declared range, which is hard: half an hour
// too long can be said in words, a session of minus five minutes can't.
func checkNumber(f Field, n int64) (code, message string) {
	low, high := numberRange(f)
	switch {
	case n < low && f.Min != 0:
		return CodeBadNumber, "Give a number from " + thousands(f.Min) + "."
	case n > high && f.Max != 0:
		return CodeBadNumber, "Give a number up to " + thousands(f.Max) + "."
	case n < low, n > high:
		return CodeBadNumber, "Give a smaller number."
	}
	return "", ""
}

// numberRange gives the smallest and the largest number that a field takes.
func numberRange(f Field) (low, high int64) {
	low, high = -maxWhole, maxWhole
	if f.Min != 0 {
		low = int64(f.Min)
	}
	if f.Max != 0 {
		high = int64(f.Max)
	}
	return low, high
}
