package richtext

import "testing"

func TestRaise(t *testing.T) {
	tests := []struct {
		name                string
		before, text, after string
		sub                 bool
		want                string
	}{
		{"a note after a price", "$150", "1", " each", false, "¹"},
		{"cents", "$175", "50", "", false, "⁵⁰"},
		{"a note after a note", "$150¹", "2", " each", false, " ²"},
		{"a sign after a note", "$150¹", "+", "", false, "⁺"},
		{"a raised number after a lowered one", "H₂", "2", "", false, "²"},
		{"a power", "10", "-3", "", false, "⁻³"},
		{"a true minus", "10", "−3", "", false, "⁻³"},
		{"a letter that has a raised form", "2", "n", "", false, "ⁿ"},
		{"a formula", "H", "2", "O", true, "₂"},
		{"an ordinal", "3", "rd", " floor", false, "rd"},
		{"an ordinal in capitals", "21", "ST", "", false, "ST"},
		{"a French ordinal", "le 1", "er", " mai", false, "er"},
		{"a short French ordinal", "le 2", "e", " étage", false, "e"},
		{"the ending of an ordinal after a word", "vitamin", "th", "", false, "th"},
		{"a letter after a price", "$150", "a", "", false, "(a)"},
		{"a letter after a price that could be an ordinal", "$50", "e", "", false, "(e)"},
		{"a letter before a digit", "x", "a", "1", false, "(a)"},
		{"a letter after a raised digit", "$150¹", "a", "", false, "(a)"},
		{"several notes", "fee", "1, 2", "", false, "(1, 2)"},
		{"a digit and a letter", "fee", "2a", "", false, "(2a)"},
		{"a subscript that is no digit", "x", "n+1", "", true, "(n+1)"},
		{"an ordinal's ending set low is none", "3", "rd", "", true, "(rd)"},
		{"words after words", "fee", "new", "", false, "new"},
		{"a trade mark", "Calm", "TM", "", false, "™"},
		{"a service mark behind a number", "Calm 3.0", "SM", "", false, "℠"},
		{"a lowered trade mark", "Calm", "TM", "", true, "TM"},
		{"the o of a number", "(n", "o", " 12", false, "º"},
		{"an o behind another word", "in", "o", " 12", false, "o"},
		{"a sign cannot be taken for a digit", "$150", "*", "", false, "*"},
		{"degrees", "20", "°", "", false, "°"},
		{"brackets stay", "$150", "[1]", "", false, "[1]"},
		{"parentheses stay", "$150", "(1)", "", false, "(1)"},
		{"digits of other scripts", "٣", "a", "", false, "(a)"},
		{"spaces stay, and keep it apart", "150", " a ", "2", false, " a "},
		{"nothing", "150", "", "2", false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Raise(test.before, test.text, test.after, test.sub); got != test.want {
				t.Errorf("Raise(%q, %q, %q, %v): got %q, want %q", test.before, test.text, test.after, test.sub, got, test.want)
			}
		})
	}
}

// TestRaiseInHTML: in a block of raw HTML, too, nothing runs into a number.
func TestRaiseInHTML(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{"<div>$150<sup>1</sup> each<br>H<sub>2</sub>O</div>", "<p>$150¹ each<br/>\nH₂O</p>"},
		{"<p>150<sup>a</sup></p><p>3<sup>rd</sup></p>", "<p>150(a)</p>\n<p>3rd</p>"},
		{"<p>150<sup>a<br>b</sup></p>", "<p>150a<br/>\nb</p>"},
		{"a $150<sup>1 each", "<p>a $150 1 each</p>"},
		{"a $150<sup>1 <sub>each", "<p>a $150 1 each</p>"},
		{"a 150<sup>th", "<p>a 150th</p>"},
		{"<p>a<sup>1 and 2</p>", "<p>a1 and 2</p>"},
	} {
		r, err := Render(c.html, nil)
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, r)
		if r.HTML != c.want {
			t.Errorf("%q: got %q, want %q", c.html, r.HTML, c.want)
		}
	}
}
